"""The first sheet of an XLSX file: what is read of it, and that no damage is met by anything but a fault that names the file."""

import datetime as dt
import io
import zipfile
from collections.abc import Mapping

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from comity.registers.loading import spreadsheet
from comity.registers.loading.model import InvalidFile

SHEET = "xl/worksheets/sheet1.xml"
# openpyxl warns of what it mends; who loads a file learns by its rows.
pytestmark = pytest.mark.filterwarnings("ignore::UserWarning:openpyxl.*")


def sheet(*rows: tuple[object, ...]) -> bytes:
    book = openpyxl.Workbook()
    assert book.active is not None
    for row in rows:
        book.active.append(list(row))
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def read(content: bytes) -> list[list[str]]:
    return list(spreadsheet.rows(io.BytesIO(content)))


def refused(content: bytes) -> str:
    with pytest.raises(InvalidFile) as raised:
        read(content)
    [fault] = raised.value.faults
    assert fault.field == "file"
    return fault.code


def packed_anew(content: bytes, packing: int, parts: Mapping[str, bytes]) -> bytes:
    """The same archive with other parts. `parts`: a part's name -> its content."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as before, zipfile.ZipFile(out, "w", packing) as after:
        for name in before.namelist():
            after.writestr(name, parts.get(name, before.read(name)))
    return out.getvalue()


PLAIN = sheet(("number", "country", "day"), *((f"X{row:03d}", "XAR", dt.date(2026, 1, 1 + row % 28)) for row in range(20)))


def test_a_cell_is_read_as_its_author_sees_it() -> None:
    midnight = dt.datetime.combine(dt.date(2026, 3, 1), dt.time())  # a cell knows no zone
    cells = (None, True, 12.0, 12.5, midnight, midnight.replace(hour=9, minute=30), dt.time(9, 30), "A 1")
    assert read(sheet(cells)) == [["", "true", "12", "12.5", "2026-03-01", "2026-03-01T09:30:00", "09:30:00", "A 1"]]


def test_no_archive_and_half_an_archive_are_said_to_be_no_sheet() -> None:
    assert refused(b"") == "bad_xlsx"
    assert refused(b"number;country\nX1;XAR\n") == "bad_xlsx"
    assert refused(PLAIN[: len(PLAIN) // 2]) == "bad_xlsx"


def test_a_part_whose_packed_bytes_are_damaged_is_a_fault_of_the_file() -> None:
    """zipfile lets the unpacker's own error through, which is no OSError and no BadZipFile."""
    with zipfile.ZipFile(io.BytesIO(PLAIN)) as archive:
        part = archive.getinfo(SHEET)
    start = part.header_offset + 30 + len(part.filename)
    assert refused(PLAIN[:start] + b"\xff" * 16 + PLAIN[start + 16 :]) == "bad_xlsx"


def test_entities_are_refused_before_anything_is_parsed() -> None:
    bomb = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaa">]><worksheet/>'
    assert refused(packed_anew(PLAIN, zipfile.ZIP_DEFLATED, {SHEET: bomb})) == "xml_declarations"
    assert refused(packed_anew(PLAIN, zipfile.ZIP_DEFLATED, {SHEET: bomb.decode().encode("utf-16")})) == "xml_declarations"


def test_what_unpacks_to_a_thousand_times_its_size_is_refused() -> None:
    assert refused(packed_anew(PLAIN, zipfile.ZIP_DEFLATED, {SHEET: b" " * (4 << 20)})) == "too_large"


def test_more_parts_than_a_sheet_has_are_refused() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for number in range(spreadsheet.MOST_PARTS + 1):
            archive.writestr(f"{number}.bin", b"")
    assert refused(out.getvalue()) == "too_large"


@given(
    packing=st.sampled_from((zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)),
    damage=st.lists(st.tuples(st.integers(0, 1 << 14), st.integers(0, 255)), min_size=1, max_size=8),
)
def test_no_damage_to_the_bytes_is_met_by_anything_but_a_fault_of_the_file(packing: int, damage: list[tuple[int, int]]) -> None:
    damaged = bytearray(packed_anew(PLAIN, packing, {}))
    for place, byte in damage:
        damaged[place % len(damaged)] = byte
    assert _read_or_refused(bytes(damaged))


@given(
    part=st.sampled_from((SHEET, "xl/workbook.xml", "xl/styles.xml", "xl/_rels/workbook.xml.rels", "[Content_Types].xml")),
    damage=st.lists(st.tuples(st.integers(0, 1 << 13), st.integers(1, 30), st.binary(max_size=3)), min_size=1, max_size=4),
)
def test_no_damage_to_a_part_is_met_by_anything_but_a_fault_of_the_file(part: str, damage: list[tuple[int, int, bytes]]) -> None:
    """The archive is whole, so that the damage reaches the parser and openpyxl."""
    with zipfile.ZipFile(io.BytesIO(PLAIN)) as archive:
        content = bytearray(archive.read(part))
    for place, length, instead in damage:
        at = place % max(len(content), 1)
        content[at : at + length] = instead
    assert _read_or_refused(packed_anew(PLAIN, zipfile.ZIP_STORED, {part: bytes(content)}))


def _read_or_refused(content: bytes) -> bool:
    try:
        return all(isinstance(cell, str) for row in read(content) for cell in row)
    except InvalidFile as refusal:
        return [fault.field for fault in refusal.faults] == ["file"]
