"""Nothing yet."""

from __future__ import annotations

revision = "0013_lists"
down_revision = "0012_jobs"


def upgrade() -> None:
    """Nothing to do."""


def downgrade() -> None:
    """Nothing to undo."""
