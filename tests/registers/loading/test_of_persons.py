"""A file of persons: each row meets every rule by itself, and witnesses are shielded as they are when entered by hand."""

from __future__ import annotations

from datetime import date
from itertools import islice

import psycopg
import pytest

from comity.access.model import SEES
from comity.kernel.purposes import Purpose
from comity.registers.catalogue import register
from comity.registers.record import Entered
from comity.registers.sample import sample_rows
from tests.registers.loading.conftest import Loading, as_file

pytestmark = pytest.mark.anyio
HEADER = Entered(purposes=("whereabouts",), law="Act 1", source="authority")


async def test_REC_06_witnesses_of_a_file_are_hidden_from_borders_and_the_others_are_not(loading: Loading) -> None:
    persons = register("persons")
    rows = [dict(row) for row in islice(sample_rows(persons, 3, 60, today=date(2026, 11, 1), issuer="XBM"), 60)]
    names = sorted({name for row in rows for name in row})
    counts, refused = await loading.load(as_file([{name: row.get(name, "") for name in names} for row in rows]), "persons", defaults=HEADER)
    assert (counts.refused, refused) == (0, [])
    with psycopg.connect(loading.site.world.database.superuser) as connection:
        stored = connection.execute("select status, purposes from registers.persons").fetchall()
    assert len(stored) == 60
    assert {status for status, _ in stored} >= {"witness", "wanted", "missing"}
    for status, purposes in stored:
        assert bool(purposes & SEES[Purpose.BORDER]) is (status != "witness"), status
        assert purposes & SEES[Purpose.WHEREABOUTS]


async def test_REC_05_a_row_against_a_victim_comes_back(loading: Loading) -> None:
    row = next(sample_rows(register("persons"), 3, 1, today=date(2026, 11, 1))) | {"status": "victim", "request": "locate"}
    counts, refused = await loading.load(as_file([row]), "persons", defaults=HEADER)
    assert counts.refused == 1
    assert "victim_or_witness" in refused[0]["error_code"]


async def test_HIT_07_the_notices_of_a_file_have_their_documents(loading: Loading) -> None:
    notices = register("notices")
    rows = [dict(row) for row in islice(sample_rows(notices, 3, 40, today=date(2026, 11, 1), issuer="XBM"), 40)]
    names = sorted({name for row in rows for name in row})
    counts, refused = await loading.load(as_file([{name: row.get(name, "") for name in names} for row in rows]), "notices", defaults=HEADER)
    assert refused == []
    with psycopg.connect(loading.site.world.database.superuser) as connection:
        stored = connection.execute(
            "select l.issuer, count(*) from registers.linked_documents l join registers.notices n on n.id::text = l.notice"
            " where (l.state, l.purposes, l.audience) = (n.state, n.purposes, n.audience) group by 1"
        ).fetchall()
    assert stored == [("XBM", sum("documents.1.number" in row for row in rows))]
    assert counts.rows == 40
