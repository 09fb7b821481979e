"""Nothing yet."""

from __future__ import annotations

revision = "0014_imports"
down_revision = "0013_lists"


def upgrade() -> None:
    """Nothing to do."""


def downgrade() -> None:
    """Nothing to undo."""
