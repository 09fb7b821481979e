"""Brings a database to a revision and back. Each migration is plain SQL in one transaction; two processes never run them at once."""

from comity.engines.store.migrations.runner import current, downgrade, found, head, migrate
from comity.engines.store.migrations.sql import run

__all__ = ["current", "downgrade", "found", "head", "migrate", "run"]
