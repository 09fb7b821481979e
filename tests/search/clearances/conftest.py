"""As for the check of a person: one application for a file. Nobody is cleared of anything when a test begins."""

from __future__ import annotations

from typing import TYPE_CHECKING

import psycopg
import pytest

from tests.search.persons.conftest import _WIPE, database, home, shared

if TYPE_CHECKING:
    from comity.app import Comity

_BUREAUS = """
insert into access.bureau (number, authority, code, names) overriding system value values
    (10, 1, 'XAR-1', '{"en": "Arvenia"}'), (20, 2, 'XBM-1', '{"en": "Belmora"}'), (30, 3, 'XCS-1', '{"en": "Castara"}')
    on conflict do nothing
"""


@pytest.fixture
async def comity(shared: Comity, database) -> Comity:
    with psycopg.connect(database.superuser) as connection:
        connection.execute("set session_replication_role = replica")  # the audit's own guard would refuse
        connection.execute(_WIPE)
        connection.execute("truncate clearances.clearance")
        connection.execute("update access.audience set own_authorities = '{}', denied_authorities = '{}' where is_default")
        connection.execute(_BUREAUS)
    return shared


__all__ = ["comity", "database", "home", "shared"]
