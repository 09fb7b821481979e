"""Organisations are found by name: the worker that fills the index of names reads what a notice is about."""

from __future__ import annotations

from comity.engines.store.migrations.sql import run

revision = "0027_bodies"
down_revision = "0026_clearances"


def upgrade() -> None:
    """The index holds names of persons and of bodies in key spaces of their own; it is built anew by itself."""
    run("grant select (subject) on registers.notices to comity_work")


def downgrade() -> None:
    """The worker does not know who is which."""
    run("revoke select (subject) on registers.notices from comity_work")
