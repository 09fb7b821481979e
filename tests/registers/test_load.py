"""Files of records: cells that nothing runs, templates, the filters' input, and the fast way in for synthetic worlds."""

from __future__ import annotations

import asyncio
import csv
from dataclasses import replace

import psycopg
import pytest
from hypothesis import given
from hypothesis import strategies as st

from comity.engines.store import Context, Mode
from comity.registers import audiences
from comity.registers.bulk import Owner, bulk_insert
from comity.registers.catalogue import BY_NAME, BY_NUMBER, DECLARED
from comity.registers.csv_files import as_typed, columns, csv_line, csv_template, harmless
from comity.registers.entering import made
from comity.registers.filter_input import changes_since, live_keys, snapshot
from comity.registers.form import form
from comity.registers.hashing import hashed, hashed_many
from comity.registers.json_schema import json_schema
from comity.registers.loading.checking import header_of
from comity.registers.lookup import signed
from comity.registers.model import Register
from comity.registers.sample import sample_rows
from comity.registers.store import by_identity, insert_many
from comity.registers.validate import InvalidRecord, draft
from tests.registers.conftest import HEADER, NOW, VEHICLE, XBM, World, led_to

DOCUMENTS, VEHICLES = BY_NAME["travel_documents"], BY_NAME["vehicles"]
TODAY = NOW.date()


async def inserted(world: World, register: Register, rows: list[dict[str, str]]) -> None:
    """Records of Belmora, released, as nobody holds any of them."""
    async with world.desk.store.transaction(world.registrar.context(Mode.OWN)) as connection:
        audience = await audiences.default(connection, XBM)
        records = [made(world.registrar, register, draft(register, row, HEADER, TODAY), audience, NOW) for row in rows]
        await insert_many(connection, world.desk.keyring, register, records)


@given(st.text(max_size=30))
def test_no_cell_is_a_formula_and_each_comes_back_as_it_was(cell: str) -> None:
    shown = harmless(cell)
    assert not shown.startswith(("=", "+", "-", "@", "\t", "\r"))
    if not cell.startswith("'"):
        assert as_typed(shown) == cell


def test_the_template_and_an_export_have_every_column() -> None:
    assert csv_template(DOCUMENTS).startswith("\ufeffnumber,issuer,type,reason")
    line = next(csv.reader([csv_line(["=x"] * len(columns(VEHICLES)))]))
    assert set(line) == {"'=x"}


@pytest.mark.parametrize("register", DECLARED)
def test_form_and_schema_have_every_field_and_what_is_wrong(register: object) -> None:
    fields = register.fields  # type: ignore[attr-defined]
    single = next(field.name for field in fields if field.kind.choices and not field.many)
    with pytest.raises(InvalidRecord) as raised:
        draft(register, {single: "?"}, HEADER, TODAY)  # type: ignore[arg-type]
    sections = form(register, {single: "?"}, raised.value.faults)  # type: ignore[arg-type]
    controls = {control.name: control for section in sections for control in section.controls}
    groups = {group.name for section in sections for group in section.groups}
    assert {field.name for field in fields if field.many or field.parts} == groups
    assert {field.name for field in fields} <= set(controls) | groups
    assert controls[single].value == "?"
    assert controls[single].fault
    schema = json_schema(register)  # type: ignore[arg-type]
    assert set(schema["properties"]) == {field.name for field in fields}  # type: ignore[arg-type]
    assert schema["additionalProperties"] is False


@pytest.mark.anyio
async def test_filters_get_every_live_key_and_every_change(world: World, database: object) -> None:
    work = await psycopg.AsyncConnection.connect(database.work, autocommit=True)  # type: ignore[attr-defined]
    mark = await snapshot(work)
    rows = [*sample_rows(DOCUMENTS, 3, 200, today=TODAY)]
    await inserted(world, DOCUMENTS, rows)
    await inserted(world, VEHICLES, [{"vin": VEHICLE["vin"], "theft_date": "2026", "theft_country": "XCS"}])
    wanted = {key for _, keys in hashed_many(world.desk.keyring, DOCUMENTS, rows) for key in keys}
    wanted |= set(hashed(world.desk.keyring, VEHICLES, {"vin": VEHICLE["vin"]})[1])
    got = [
        (one.audience, int(key)) for share, parts in [part async for part in live_keys(work, parts=8)] for one in parts for key in one.keys
    ]
    assert {key for _, key in got} == wanted
    assert len({audience for audience, _ in got}) == 1
    changes = await (await work.execute(changes_since(mark))).fetchall()
    assert {row[4] for row in changes if row[4] is not None} == {signed(key) for key in wanted}
    assert any(row[4] is None and row[5] for row in changes)  # the owner's audience was made
    after = await (await work.execute(changes_since(int(changes[0][0])))).fetchall()
    assert [row[1:] for row in after] == [(None, None, None, None, None)]
    await work.close()


@pytest.mark.anyio
async def test_changes_of_a_transaction_that_began_earlier_are_not_missed(world: World, database: object) -> None:
    own = Context(XBM, 1, 0, 0, Mode.OWN)
    insert = "insert into registers.change (register, audience, key) values (3, 1, %s)"
    async with world.desk.store.transaction(own) as early:
        await early.execute(insert, (1,))
        async with world.desk.store.transaction(own) as late:
            await late.execute(insert, (2,))
        work = await psycopg.AsyncConnection.connect(database.work, autocommit=True)  # type: ignore[attr-defined]
        before = await (await work.execute(changes_since(0))).fetchall()
        assert 1 not in {row[4] for row in before}
    assert 1 in {row[4] for row in await (await work.execute(changes_since(int(before[0][0])))).fetchall()}
    await work.close()


@pytest.mark.anyio
@pytest.mark.parametrize("number", [3, 8])
async def test_bulk_rows_are_records_like_any_other_and_the_tables_are_guarded_again(world: World, database: object, number: int) -> None:
    register = BY_NUMBER[number]
    with psycopg.connect(database.owner) as connection:  # type: ignore[attr-defined]
        row = connection.execute("insert into access.audience (owner, is_default) values (2, true) returning id").fetchone()
    rows = list(sample_rows(register, 5, 300, today=TODAY))
    owner = Owner(XBM, 20, 21, int(row[0]) if row else 0)
    count = await asyncio.to_thread(bulk_insert, database.owner, world.desk.keyring, register, owner, rows, NOW)  # type: ignore[attr-defined]
    assert count == 300
    more = list(sample_rows(register, 6, 10, today=TODAY))
    await asyncio.to_thread(bulk_insert, database.owner, world.desk.keyring, register, owner, more, NOW)  # type: ignore[attr-defined]
    _, keys = hashed(world.desk.keyring, register, rows[299])
    found = await led_to(world.desk, world.stranger.context(Mode.CHECK), register, keys)
    assert found[0].values == rows[299]
    with psycopg.connect(database.owner) as connection:  # type: ignore[attr-defined]
        forced = connection.execute(
            "select bool_and(relforcerowsecurity) from pg_class where relnamespace = 'registers'::regnamespace and relkind = 'r'"
        )
        assert forced.fetchone() == (True,)
    async with world.desk.store.transaction(world.registrar.context(Mode.OWN)) as own:
        identities = [hashed(world.desk.keyring, register, one)[0] for one in rows[:10]]
        there = await by_identity(own, register, world.desk.keyring, identities)
    assert [dict(there[one].values) for one in identities] == rows[:10]


def test_the_values_of_a_header_column_stand_for_their_row() -> None:
    typed = {"number": "A1", "purposes": "border; wanted", "law": "Act 2"}
    assert header_of(typed, HEADER) == replace(HEADER, purposes=("border", "wanted"), law="Act 2")
    assert typed == {"number": "A1"}
