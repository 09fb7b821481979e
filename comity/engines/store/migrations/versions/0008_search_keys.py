"""Nothing yet."""

from __future__ import annotations

revision = "0008_search_keys"
down_revision = "0007_keys"


def upgrade() -> None:
    """Nothing to do."""


def downgrade() -> None:
    """Nothing to undo."""
