"""Nothing yet."""

from __future__ import annotations

revision = "0009_nineteen"
down_revision = "0008_search_keys"


def upgrade() -> None:
    """Nothing to do."""


def downgrade() -> None:
    """Nothing to undo."""
