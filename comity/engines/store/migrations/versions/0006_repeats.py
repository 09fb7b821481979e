"""Whoever serves keeps the answer under a key that it took before, and takes a key anew when its day is over."""

from comity.engines.store.migrations.sql import run

revision = "0006_repeats"
down_revision = "0005_hits"


def upgrade() -> None:
    run("grant update (request_digest, status, body, at) on comity.idempotency to comity_app")


def downgrade() -> None:
    run("revoke update (request_digest, status, body, at) on comity.idempotency from comity_app")
