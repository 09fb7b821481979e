"""Nothing yet."""

from __future__ import annotations

revision = "0019_statistics"
down_revision = "0018_objects"


def upgrade() -> None:
    """Nothing to do."""


def downgrade() -> None:
    """Nothing to undo."""
