"""Nothing yet."""

from __future__ import annotations

revision = "0010_life"
down_revision = "0009_nineteen"


def upgrade() -> None:
    """Nothing to do."""


def downgrade() -> None:
    """Nothing to undo."""
