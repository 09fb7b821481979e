"""Nothing yet."""

from __future__ import annotations

revision = "0016_attachments"
down_revision = "0015_list_checks"


def upgrade() -> None:
    """Nothing to do."""


def downgrade() -> None:
    """Nothing to undo."""
