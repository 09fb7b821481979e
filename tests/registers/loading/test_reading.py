"""Whatever a file holds: it is read row by row, or refused as a whole with a sentence; memory stays flat; no row is lost in silence."""

from __future__ import annotations

import csv
import io
import tracemalloc
import zipfile
from datetime import date
from typing import BinaryIO, cast

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from comity.registers.catalogue import DECLARED, register
from comity.registers.csv_files import csv_line
from comity.registers.loading import lines, rows, spreadsheet
from comity.registers.loading.checking import Checker
from comity.registers.loading.encodings import Encoding, detected
from comity.registers.loading.model import InvalidFile, Kind
from comity.registers.loading.refused import line_of
from comity.registers.loading.rows import Batch
from comity.registers.record import Entered
from comity.registers.sample import sample_rows
from comity.registers.validate import InvalidRecord, draft

DOCUMENTS = register("travel_documents")
HEADER = Entered(purposes=("border",), law="Police Act, article 12", source="holder")
FIRST = "number,issuer,type,reason"
GOOD = "AB1234567,XBM,passport,lost"


def read(content: bytes, kind: str = "", encoding: str = "") -> tuple[list[list[str]], list[tuple[int, str]]]:
    """The cells of good rows, and line and code of the others."""
    found = rows.opened(DOCUMENTS, io.BytesIO(content), kind, encoding)
    cells: list[list[str]] = []
    wrong: list[tuple[int, str]] = []
    for batch in found.batches:
        cells += batch.cells
        wrong += [(row.line, faults[0].code) for row, faults in batch.refused]
    return cells, wrong


@settings(max_examples=150)
@given(st.binary(max_size=600))
def test_any_bytes_are_read_or_refused_with_a_sentence(content: bytes) -> None:
    for body in (content, FIRST.encode() + b"\n" + content, b"PK\x03\x04" + content, b"{" + content):
        try:
            read(body)
        except InvalidFile as problem:
            faults = problem.faults
        else:
            continue
        assert all(fault.sentence for fault in faults)


@settings(max_examples=100)
@given(
    st.lists(
        st.lists(
            st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0\r\ue000\ue001"), max_size=12), min_size=4, max_size=4
        ),
        max_size=20,
    )
)
def test_what_a_csv_writer_writes_is_read_as_it_was(table: list[list[str]]) -> None:
    out = io.StringIO()
    csv.writer(out).writerows([FIRST.split(","), *table])
    cells, wrong = read(out.getvalue().encode())
    expected = [row for row in table if any(cell.strip(" ,") for cell in row) or any('"' in cell or "\n" in cell for cell in row)]
    assert wrong == []
    assert [row for row in cells if any(cell.strip() for cell in row)] == [row for row in expected if any(cell.strip() for cell in row)]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252", "cp1251", "cp1256"])
def test_encodings_are_found_and_said(encoding: str) -> None:
    word = {"cp1251": "Пятница, утро", "cp1256": "صباح الجمعة"}.get(encoding, "Übergangsstraße café")
    text = f"{FIRST},theft_place\r\n" + "".join(f'{GOOD},"{word} {n}"\r\n' for n in range(60))
    content = text.encode(encoding)
    found = detected(io.BytesIO(content))
    assert found.certain == (encoding in ("utf-8", "utf-8-sig", "utf-16"))
    cells, wrong = read(content, encoding="" if found.certain or encoding.startswith("utf") else encoding)
    assert wrong == []
    assert cells[3][4] == f"{word} 3"


def test_the_officer_s_word_for_an_encoding_holds_and_an_unknown_one_is_refused() -> None:
    content = f"{FIRST}\n{GOOD}\n".encode()
    assert detected(io.BytesIO(content), "Windows-1252") == Encoding("cp1252")
    with pytest.raises(InvalidFile) as refused:
        detected(io.BytesIO(content), "utf-7")
    assert refused.value.faults[0].code == "unknown_encoding"


def test_single_rows_that_cannot_be_read_come_back_and_the_others_go_on() -> None:
    body = [
        FIRST.encode(),
        "ÄB1,XBM,passport,lost".encode(),
        "AÜ1,XBM,passport,lost".encode("cp1252"),  # another encoding within the file
        b"A\x002,XBM,passport,lost",
        b'"A3,XBM,passport,lost',  # the mark is never closed
        b"A4,XBM",
        b'A5,XBM,"pass"port",lost"',
        GOOD.encode(),
    ]
    cells, wrong = read(b"\n".join(body))
    assert [row[0] for row in cells] == ["ÄB1", "AB1234567"]
    assert wrong == [(3, "bad_encoding"), (4, "nul"), (5, "bad_csv"), (6, "wrong_width"), (7, "bad_csv")]


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_every_end_of_line_ends_a_line(end: str) -> None:
    cells, wrong = read(end.join([FIRST, GOOD, GOOD, ""]).encode())
    assert (len(cells), wrong) == (2, [])


class Endless(io.RawIOBase):
    """A file without a line's end for so many bytes, then good rows."""

    def __init__(self, size: int) -> None:
        self.start, self.left, self.tail = f"{FIRST}\n".encode(), size, f"\n{GOOD}\n".encode()

    def read(self, size: int = -1) -> bytes:
        if self.start:
            out, self.start = self.start, b""
            return out
        if self.left:
            out = b"x" * min(size, self.left)
            self.left -= len(out)
            return out
        out, self.tail = self.tail, b""
        return out

    def seek(self, *_: int) -> int:
        return 0


def test_a_line_of_a_gigabyte_is_one_refused_row_and_takes_no_memory() -> None:
    tracemalloc.start()
    try:
        text = lines.batches(cast("BinaryIO", Endless(1 << 30)), Encoding("utf-8"))
        found = [line for batch in text for line in batch]
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert [found[0], found[1][0], len(found[1]), found[2]] == [FIRST, lines.TOO_LONG, 1001, GOOD]
    assert peak < 20 << 20


def test_json_lines_are_nested_rows() -> None:
    content = (
        b'{"number": "A1", "issuer": "XBM", "type": "passport", "reason": "lost", "purposes": ["border"]}\n[1]\n{"number": {"x": 1}}\n'
    )
    found = rows.opened(DOCUMENTS, io.BytesIO(content))
    batch = next(found.batches)
    assert found.kind is Kind.JSONL
    assert batch.typed == [{"number": "A1", "issuer": "XBM", "type": "passport", "reason": "lost", "purposes": "border"}]
    assert [faults[0].code for _, faults in batch.refused] == ["bad_json", "wrong_shape"]
    line = line_of(found.kind, found.layout, *batch.refused[1])
    assert '"errors":[{"field":"number"' in line


def book(table: list[list[object]]) -> bytes:
    made = openpyxl.Workbook()
    for row in table:
        made.active.append(row)
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def test_a_spreadsheet_is_read_as_its_author_sees_it() -> None:
    content = book(
        [
            [*FIRST.split(","), "theft_date"],
            [1234567, "XBM", "passport", "lost", date(2026, 10, 1)],
            [],
            ["A2", "XBM", "passport", "lost", None],
        ]
    )
    cells, wrong = read(content)
    assert cells == [["1234567", "XBM", "passport", "lost", "2026-10-01"], ["A2", "XBM", "passport", "lost", ""]]
    assert wrong == []


def changed_part(content: bytes, name: str, part: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for one in old.namelist():
            new.writestr(one, part if one == name else old.read(one))
    return out.getvalue()


@pytest.mark.parametrize(
    ("part", "code"),
    [
        (b"0" * (80 << 20), "too_large"),  # a bomb: packs to a thousandth
        (b'<?xml version="1.0"?><!DOCTYPE s [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]><sst/>', "xml_declarations"),
        ('<?xml version="1.0" encoding="utf-16"?><!DOCTYPE s []><sst/>'.encode("utf-16"), "xml_declarations"),
    ],
)
def test_bombs_and_entities_are_refused_before_anything_is_parsed(part: bytes, code: str) -> None:
    content = changed_part(book([FIRST.split(",")]), "xl/worksheets/sheet1.xml", part)
    with pytest.raises(InvalidFile) as refused:
        list(spreadsheet.rows(io.BytesIO(content)))
    assert refused.value.faults[0].code == code


def test_no_refused_row_is_a_formula_when_it_comes_back() -> None:
    found = rows.opened(DOCUMENTS, io.BytesIO(f"{FIRST}\n=cmd|' /C calc'!A0,+1,@x,-2\n".encode()))
    batch = next(found.batches)
    checked = Checker(DOCUMENTS, found.layout.names, HEADER, date(2026, 11, 21), frozenset({"XBM"})).batch(batch)
    (row, faults) = checked.refused[0]
    assert line_of(found.kind, found.layout, row, faults).startswith("'=cmd|' /C calc'!A0,'+1,'@x,'-2,")


@pytest.mark.parametrize("of", [one for one in DECLARED if not one.derived], ids=lambda one: one.name)
@settings(max_examples=25, deadline=None)
@given(data=st.data())
def test_columns_say_what_each_row_alone_would(of: object, data: st.DataObject) -> None:
    """The fast look and `draft` agree, row by row: on what is taken, on the values, and on every fault."""
    declared = cast("type[DOCUMENTS]", of)  # type: ignore[valid-type]
    today = date(2026, 11, 21)
    samples = list(sample_rows(declared, data.draw(st.integers(0, 50)), 12, today=today))
    names = tuple(dict.fromkeys(name for row in samples for name in row))
    table = [[row.get(name, "") for name in names] for row in samples]
    for _ in range(data.draw(st.integers(0, 6))):
        cell = data.draw(st.sampled_from(["", " ", "?", "XAR", "2026-13-01", "revoked", "1999-01-01", "'=x", "lost", "ü"]))
        table[data.draw(st.integers(0, 11))][data.draw(st.integers(0, len(names) - 1))] = cell
    codes = frozenset({"XBM"})
    checked = Checker(declared, names, HEADER, today, codes).batch(Batch(list(range(12)), [list(row) for row in table]))
    taken = dict(zip(checked.numbers, checked.values, strict=True))
    refused = {row.line: faults for row, faults in checked.refused}
    for number, cells in enumerate(table):
        typed = {name: (cell[1:] if cell == "'=x" else cell) for name, cell in zip(names, cells, strict=True) if cell.strip()}
        try:
            made = draft(declared, typed, HEADER, today, codes)
        except InvalidRecord as invalid:
            faults = invalid.faults
        else:
            assert taken[number] == dict(made.values)
            continue
        assert [(one.field, one.code) for one in refused[number]] == [(one.field, one.code) for one in faults]


def test_a_cell_keeps_its_line_breaks_and_quotation_marks() -> None:
    cells, _ = read((FIRST + ",theft_place\n" + csv_line(["A1", "XBM", "passport", "lost", 'by "the" bridge\nnorth'])).encode())
    assert cells == [["A1", "XBM", "passport", "lost", 'by "the" bridge\nnorth']]
