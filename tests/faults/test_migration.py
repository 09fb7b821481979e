"""A migration that is killed in its middle leaves the revision before it; the next run completes it."""

from __future__ import annotations

import signal

import psycopg
import pytest

from comity.engines.store.migrations import current, head, migrate
from tests.faults.processes import running

pytestmark = pytest.mark.fault

MIGRATE = """
import os, signal, sys
import psycopg.cursor
real = psycopg.Cursor.execute
def execute(self, query, *rest, **more):
    if "create table registers.vehicles" in str(query):
        os.kill(os.getpid(), signal.SIGKILL)
    return real(self, query, *rest, **more)
psycopg.Cursor.execute = execute
from comity.engines.store.migrations import migrate
migrate(sys.argv[1])
"""


def test_a_killed_migration_leaves_the_old_revision_and_the_next_run_completes(empty_database) -> None:
    with running(MIGRATE, empty_database.owner) as process:
        assert process.wait(30) == -signal.SIGKILL
    assert current(empty_database.owner) == "0003_audit"
    with psycopg.connect(empty_database.superuser) as connection:
        assert connection.execute("select to_regnamespace('registers')").fetchone() == (None,)
    migrate(empty_database.owner)
    assert current(empty_database.owner) == head()
