"""Nothing yet."""

from __future__ import annotations

revision = "0015_list_checks"
down_revision = "0014_imports"


def upgrade() -> None:
    """Nothing to do."""


def downgrade() -> None:
    """Nothing to undo."""
