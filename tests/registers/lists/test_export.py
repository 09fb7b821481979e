"""Files of one's own records: whole, harmless in a spreadsheet, with their conditions, personal fields for those who may."""

from __future__ import annotations

import csv
import io
from dataclasses import replace

import msgspec
import openpyxl
import psycopg
import pytest

from comity.access.model import Role
from comity.kernel.errors import Refused
from comity.registers import entering
from comity.registers.declarations.travel_documents import TRAVEL_DOCUMENTS as DOCUMENTS
from comity.registers.lists import export
from comity.registers.lists.export import Format, Spec
from comity.registers.lists.filters import Filter
from tests.registers.conftest import DOCUMENT, HEADER, World
from tests.registers.lists.test_bulk import OURS, Told

pytestmark = pytest.mark.anyio


async def written(world: World, form: Format, *, personal: bool = False, words: dict[str, str] | None = None) -> bytes:
    file = io.BytesIO()
    await export.write(world.desk, world.registrar, Spec(3, words or {}, "created", form, personal), file, Told())
    return file.getvalue()


def rows_of(content: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"))))


async def test_every_format_holds_the_same_records(listed_world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(export, "_AT_ONCE", 7)
    expected = {str(one.id) for one in OURS if one.values["reason"] == "lost"}
    words = {"reason": "lost"}
    as_csv = rows_of(await written(listed_world, Format.CSV, words=words))
    assert ({row["record"] for row in as_csv}, len(as_csv)) == (expected, len(expected))
    head, *lines = (await written(listed_world, Format.JSONL, words=words)).splitlines()
    assert "conditions" in msgspec.json.decode(head)
    assert {msgspec.json.decode(line)["record"] for line in lines} == expected
    book = openpyxl.load_workbook(io.BytesIO(await written(listed_world, Format.XLSX, words=words)))
    assert {row[0].value for row in book["travel_documents"].iter_rows(min_row=2)} == expected
    assert "not passed on without the owner" in str(book["conditions"]["A1"].value)


async def test_REC_11_personal_fields_leave_with_the_permission_alone(listed_world: World) -> None:
    without = rows_of(await written(listed_world, Format.CSV))
    assert "number" not in without[0]
    assert all("border" in row["purposes"] and "purpose border" in row["conditions"] for row in without)
    assert {row["number"] for row in rows_of(await written(listed_world, Format.CSV, personal=True))} == {
        one.values["number"] for one in OURS
    }
    analyst = replace(listed_world.registrar, roles=frozenset({Role.ANALYST}))
    assert "number" not in export.columns(DOCUMENTS, analyst, personal=True)
    for personal in (False, True):
        with pytest.raises(Refused):
            await export.start(listed_world.desk, analyst, DOCUMENTS, Filter(), Format.CSV, personal=personal)


async def test_no_cell_of_a_file_runs(world: World) -> None:
    nasty = replace(HEADER, law='=HYPERLINK("http://x","y")')
    typed = DOCUMENT | {"theft_place": "@SUM(1+1)"}
    await entering.create(world.desk, world.registrar, DOCUMENTS, typed, nasty)
    (row,) = rows_of(await written(world, Format.CSV, personal=True))
    assert (row["law"], row["theft_place"]) == ("'" + nasty.law, "'@SUM(1+1)")
    sheet = openpyxl.load_workbook(io.BytesIO(await written(world, Format.XLSX, personal=True)))["travel_documents"]
    assert {cell.data_type for line in sheet.iter_rows() for cell in line} <= {"s", "n", "inlineStr"}
    assert not any(str(cell.value).startswith("=") for line in sheet.iter_rows() for cell in line)


async def test_a_file_is_a_job_and_an_entry(listed_world: World, database) -> None:
    job = await export.start(listed_world.desk, listed_world.registrar, DOCUMENTS, Filter({"state": "waiting"}), Format.XLSX)
    with psycopg.connect(database.superuser) as connection:
        assert connection.execute("select kind, officer, total from jobs.job where id = %s", [job]).fetchone() == ("export", 21, 30)
