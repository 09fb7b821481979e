"""Nothing yet."""

from __future__ import annotations

revision = "0011_holds"
down_revision = "0010_life"


def upgrade() -> None:
    """Nothing to do."""


def downgrade() -> None:
    """Nothing to undo."""
