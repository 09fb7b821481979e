"""Loads: good rows in, bad rows back in the user's own file, the same file twice changes nothing."""

from __future__ import annotations

import asyncio
import csv
import io
from dataclasses import replace

import psycopg
import pytest
from hypothesis import given
from hypothesis import strategies as st

from comity.access.model import Role
from comity.engines.store import Context, Mode
from comity.kernel.errors import Refused
from comity.registers.bulk import Owner, bulk_insert
from comity.registers.catalogue import BY_NAME, BY_NUMBER, DECLARED
from comity.registers.csv_files import as_typed, columns, csv_line, csv_template, export, harmless
from comity.registers.filter_input import changes_since, live_keys, snapshot
from comity.registers.form import form
from comity.registers.hashing import hashed, hashed_many
from comity.registers.json_schema import json_schema, openapi
from comity.registers.load import Counts, load
from comity.registers.load_file import InvalidFile, header_of, opened
from comity.registers.lookup import signed
from comity.registers.sample import sample_rows
from comity.registers.validate import InvalidRecord, draft
from tests.registers.conftest import DOCUMENT, HEADER, NOW, VEHICLE, XAR, XBM, World, led_to, reader

DOCUMENTS, VEHICLES = BY_NAME["travel_documents"], BY_NAME["vehicles"]
TODAY = NOW.date()


def as_file(rows: list[dict[str, str]], bom: bool = True) -> bytes:
    names = sorted({name for row in rows for name in row})
    text = csv_line(names) + "".join(csv_line([row.get(name, "") for name in names]) for row in rows)
    return text.encode("utf-8-sig" if bom else "utf-8")


async def loaded(world: World, content: bytes, register: int = 3) -> tuple[Counts, list[dict[str, str]]]:
    errors = io.StringIO()
    counts = await load(world.desk, world.registrar, BY_NUMBER[register], io.BytesIO(content), HEADER, errors)
    return counts, list(csv.DictReader(io.StringIO(errors.getvalue())))


@pytest.mark.anyio
async def test_good_rows_go_in_and_bad_ones_come_back_with_all_that_is_wrong(world: World) -> None:
    good = list(sample_rows(DOCUMENTS, 1, 1500, today=TODAY))
    bad = [
        DOCUMENT | {"issuer": "XAR", "theft_date": "2026-13-01"},
        DOCUMENT | {"number": "-11"},
        DOCUMENT | {"number": "-12", "reason": ""},
    ]
    counts, errors = await loaded(world, as_file([*good[:700], *bad, *good[700:]]))
    assert counts == Counts(rows=1503, entered=1501, unchanged=0, refused=2, waiting=0)
    assert [(row["error_field"], row["error_code"]) for row in errors] == [
        ("theft_date; issuer", "impossible_date; not_issuer"),
        ("reason", "required"),
    ]
    assert (errors[0]["number"], errors[1]["number"]) == ("AC 1234567", "'-12")
    assert all(row["error_sentence"] for row in errors)
    again, _ = await loaded(world, as_file([*good[:700], *bad, *good[700:]], bom=False))
    assert (again.entered, again.unchanged, again.refused) == (0, 1501, 2)


@pytest.mark.anyio
async def test_rows_that_say_something_else_of_what_is_there_are_refused(world: World) -> None:
    counts, errors = await loaded(world, as_file([DOCUMENT, DOCUMENT, DOCUMENT | {"reason": "stolen"}]))
    assert counts == Counts(rows=3, entered=1, unchanged=1, refused=1)
    assert errors[0]["error_code"] == "already_there"


@pytest.mark.anyio
async def test_the_error_file_corrected_can_be_sent_again(world: World) -> None:
    _, errors = await loaded(world, as_file([DOCUMENT | {"theft_date": "soon"}]))
    counts, _ = await loaded(world, as_file([errors[0] | {"theft_date": "2026-10"}]))
    assert counts.entered == 1


@pytest.mark.anyio
async def test_each_chunk_is_audited_and_each_loaded_record_is_found(world: World) -> None:
    rows = list(sample_rows(VEHICLES, 2, 1200, today=TODAY))
    counts, _ = await loaded(world, as_file(rows), 8)
    assert counts.entered == 1200
    async with world.desk.store.transaction(Context(XBM, 1, 0, 0, Mode.AUDIT)) as connection:
        assert await (await connection.execute("select sum(count) from audit.pack")).fetchone() == (2,)
    _, keys = hashed(world.desk.keyring, VEHICLES, rows[1100])
    found = await led_to(world.desk, world.stranger.context(Mode.CHECK), VEHICLES, keys)
    assert {tuple(sorted(one.values.items())) for one in found} == {tuple(sorted(rows[1100].items()))}


@pytest.mark.anyio
async def test_ACC_08_who_may_not_load_loads_nothing(world: World) -> None:
    with pytest.raises(Refused):
        await load(world.desk, reader(XAR, 1, Role.OFFICER), DOCUMENTS, io.BytesIO(as_file([DOCUMENT])), HEADER, io.StringIO())


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"number,issuer,type\n", "missing_column"),
        (b"number,issuer,type,reason,name\n", "unknown_column"),
        (b"number,number,issuer,type,reason\n", "double_column"),
        (b"\xff\xfe\x00", "not_utf_8"),
        (b"", "missing_column"),
    ],
)
def test_a_file_that_cannot_be_read_is_refused_whole(content: bytes, code: str) -> None:
    with pytest.raises(InvalidFile) as refused:
        opened(DOCUMENTS, io.BytesIO(content))
    assert code in {fault.code for fault in refused.value.faults}


def test_labels_semicolons_and_broken_rows_are_understood() -> None:
    content = 'Number;Issued by;type;reason\nA1;XBM;passport;lost\n\nA2;XBM\n"A3;XBM;passport;lost\n'
    _, rows = opened(DOCUMENTS, io.BytesIO(content.encode()))
    got = list(rows)
    assert got[0].typed == {"number": "A1", "issuer": "XBM", "type": "passport", "reason": "lost"}
    assert [row.fault.code for row in got[1:] if row.fault] == ["wrong_width", "bad_csv"]


@given(st.text(max_size=30))
def test_no_cell_is_a_formula_and_each_comes_back_as_it_was(cell: str) -> None:
    shown = harmless(cell)
    assert not shown.startswith(("=", "+", "-", "@", "\t", "\r"))
    if not cell.startswith("'"):
        assert as_typed(shown) == cell


def test_the_template_and_an_export_have_every_column() -> None:
    assert csv_template(DOCUMENTS).startswith("\ufeffnumber,issuer,type,reason")
    line = next(csv.reader([export(VEHICLES, [["=x"] * len(columns(VEHICLES))]).splitlines()[1]]))
    assert set(line) == {"'=x"}


@pytest.mark.parametrize("register", DECLARED)
def test_form_and_schema_have_every_field_and_what_is_wrong(register: object) -> None:
    names = {field.name for field in register.fields}  # type: ignore[attr-defined]
    try:
        draft(register, {"type": "?"}, HEADER, TODAY)  # type: ignore[arg-type]
    except InvalidRecord as invalid:
        sections = form(register, {"type": "?"}, invalid.faults)  # type: ignore[arg-type]
    controls = {control.name: control for section in sections for control in section.controls}
    assert names <= set(controls)
    assert controls["type"].value == "?"
    assert controls["type"].fault
    schema = json_schema(register)  # type: ignore[arg-type]
    assert set(schema["properties"]) == names  # type: ignore[arg-type]
    assert schema["additionalProperties"] is False
    assert openapi(register)["required"] == ["values", "purposes", "law", "source"]  # type: ignore[arg-type]


@pytest.mark.anyio
async def test_filters_get_every_live_key_and_every_change(world: World, database: object) -> None:
    work = await psycopg.AsyncConnection.connect(database.work, autocommit=True)  # type: ignore[attr-defined]
    mark = await snapshot(work)
    rows = [*sample_rows(DOCUMENTS, 3, 200, today=TODAY)]
    await loaded(world, as_file(rows))
    await loaded(world, as_file([{"vin": VEHICLE["vin"], "theft_date": "2026", "theft_country": "XCS"}]), 8)
    wanted = {key for _, keys in hashed_many(world.desk.keyring, DOCUMENTS, rows) for key in keys}
    wanted |= set(hashed(world.desk.keyring, VEHICLES, {"vin": VEHICLE["vin"]})[1])
    got = [
        (one.audience, int(key)) for share, parts in [part async for part in live_keys(work, parts=8)] for one in parts for key in one.keys
    ]
    assert {key for _, key in got} == wanted
    assert len({audience for audience, _ in got}) == 1
    cursor = await work.execute(changes_since(mark))
    (new_mark,) = await cursor.fetchone() or (0,)
    cursor.nextset()
    changes = await cursor.fetchall()
    assert {key for _, _, key in changes if key is not None} == {signed(key) for key in wanted}
    assert any(key is None for _, _, key in changes)  # the owner's audience was made
    cursor = await work.execute(changes_since(int(new_mark)))
    cursor.nextset()
    assert await cursor.fetchall() == []
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
        cursor = await work.execute(changes_since(0))
        (mark,) = await cursor.fetchone() or (0,)
        cursor.nextset()
        assert 1 not in {key for _, _, key in await cursor.fetchall()}
    cursor = await work.execute(changes_since(int(mark)))
    cursor.nextset()
    assert 1 in {key for _, _, key in await cursor.fetchall()}
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
    content = as_file(rows[:10])
    counts = await load(world.desk, world.registrar, register, io.BytesIO(content), HEADER, io.StringIO())
    assert counts.unchanged == 10


def test_the_values_of_a_header_column_stand_for_their_row() -> None:
    typed = {"number": "A1", "purposes": "border; wanted", "law": "Act 2"}
    assert header_of(typed, HEADER) == replace(HEADER, purposes=("border", "wanted"), law="Act 2")
    assert typed == {"number": "A1"}
