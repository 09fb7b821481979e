"""Nothing yet."""

from __future__ import annotations

revision = "0018_objects"
down_revision = "0017_traces"


def upgrade() -> None:
    """Nothing to do."""


def downgrade() -> None:
    """Nothing to undo."""
