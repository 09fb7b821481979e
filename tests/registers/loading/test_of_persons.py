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
