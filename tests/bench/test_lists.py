"""The benchmark of lists measures lists that find what they name."""

from __future__ import annotations

from dataclasses import replace

import psycopg
import pytest

from comity.bench import lists
from comity.kernel.levels import Level
from comity.registers.bulk import Owner
from comity.registers.declarations.travel_documents import TRAVEL_DOCUMENTS as DOCUMENTS
from comity.registers.lists.filters import Filter
from comity.registers.lists.listing import Wanted, listed
from tests.registers.conftest import NOW, XBM, keyring, world

__all__ = ["keyring", "world"]
pytestmark = pytest.mark.anyio


async def test_every_list_of_a_filled_world_is_measured(world, database) -> None:
    with psycopg.connect(database.owner) as connection:
        connection.execute("insert into access.audience (id, owner, is_default) overriding system value values (7, 2, true)")
    done = lists.fill(database.owner, world.desk.keyring, DOCUMENTS, Owner(XBM, 20, 21, 7), 2_000, 3, NOW)
    reader = replace(world.registrar, clearance=Level.CONFIDENTIAL)
    whole = await listed(world.desk, reader, DOCUMENTS, Wanted())
    assert (done, whole.total, whole.more) == (2_000, 2_000, False)
    wanted = lists.cases(DOCUMENTS, whole.records[0].values, NOW)
    found = await listed(world.desk, reader, DOCUMENTS, wanted["by identifier"])
    assert whole.records[0].id in {one.id for one in found.records}
    assert (await listed(world.desk, reader, DOCUMENTS, wanted["entered in the first month"])).total == 100
    costs = await lists.measure(world.desk, reader, DOCUMENTS, wanted, rounds=1)
    assert {one.case for one in costs} == set(wanted)
    assert all(0 < one.p50_ms <= one.p99_ms for one in costs)
    assert lists.worst(costs) == max(one.p99_ms for one in costs)
    assert (await listed(world.desk, reader, DOCUMENTS, Wanted(Filter({"show": "waiting"})))).total == 0
    with psycopg.connect(database.owner) as connection:
        names = {row[0] for row in connection.execute("select indexname from pg_indexes where tablename = 'travel_documents'")}
    assert {f"travel_documents_list_{one}" for one in ("by", "fresh", "changed", "confirmed", "ends", "header", "of1")} <= names
