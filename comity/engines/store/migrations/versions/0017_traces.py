"""Nothing yet."""

from __future__ import annotations

revision = "0017_traces"
down_revision = "0016_attachments"


def upgrade() -> None:
    """Nothing to do."""


def downgrade() -> None:
    """Nothing to undo."""
