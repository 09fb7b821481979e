"""Nothing yet."""

from __future__ import annotations

revision = "0012_jobs"
down_revision = "0011_holds"


def upgrade() -> None:
    """Nothing to do."""


def downgrade() -> None:
    """Nothing to undo."""
