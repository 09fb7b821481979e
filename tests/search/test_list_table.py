"""Files of lists as they come: encodings, delimiters, broken quotes."""

from __future__ import annotations

import io

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from comity.kernel.errors import Invalid
from comity.search.lists.table import Table, read


def cells(table: Table) -> list[tuple[str, ...]]:
    return [row.cells for row in table.rows]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_encodings_and_delimiters(encoding: str, delimiter: str) -> None:
    text = f"Passeport{delimiter}Prénom\r\nC0118832{delimiter}Zoé\r\n"
    table = read(text.encode(encoding))
    assert table.titles == ("Passeport", "Prénom")
    assert cells(table) == [("C0118832", "Zoé")]


def test_a_table_in_an_older_encoding_is_read_and_said() -> None:
    rows = "\r\n".join(f"C011883{n};Zoé Lefèvre;née à Orléans" for n in range(9))
    table = read(f"Passeport;Prénom;Né\r\n{rows}\r\n".encode("cp1252"))
    assert table.encoding != "utf-8"
    assert table.rows[0].cells[1] == "Zoé Lefèvre"


def test_cells_may_hold_lines_and_quotes() -> None:
    table = read(b'a,b\n"one\ntwo","say ""hi"""\nx,y\n')
    assert cells(table) == [("one\ntwo", 'say "hi"'), ("x", "y")]
    assert [row.line for row in table.rows] == [2, 4]


def test_an_open_quote_spoils_its_own_line_alone() -> None:
    table = read(b'Passport,Name\nA1,"SOLVANE\nA2,ODE\nA3,ORR\n')
    assert [row.fault.code if row.fault else "" for row in table.rows] == ["bad_csv", "", ""]
    assert cells(table)[1:] == [("A2", "ODE"), ("A3", "ORR")]
    assert table.rows[0].line == 2


def test_a_row_too_wide_is_named_and_a_narrow_one_filled() -> None:
    table = read(b"a,b\n1,2,3\n4\n5,6,\n")
    assert [row.fault.code if row.fault else "" for row in table.rows] == ["wrong_width", "", ""]
    assert cells(table)[1:] == [("4",), ("5", "6")]


def test_a_line_without_end_is_named() -> None:
    table = read(b"a,b\n" + b"x" * 5_000_000 + b"\nC1,C2\n")
    assert table.rows[0].fault
    assert table.rows[1].cells == ("C1", "C2")


def test_a_sheet_is_read_like_a_table() -> None:
    book = openpyxl.Workbook()
    for row in (["Passport", "Seat", None], ["C0118832", 12, None], [None, None, None], ["A2", "1B", "x"]):
        book.active.append(row)
    content = io.BytesIO()
    book.save(content)
    table = read(content.getvalue())
    assert (table.titles, table.encoding) == (("Passport", "Seat"), "xlsx")
    assert [(row.line, row.cells, bool(row.fault)) for row in table.rows] == [(2, ("C0118832", "12"), False), (4, ("A2", "1B"), True)]


def test_empty_lines_are_no_rows() -> None:
    assert len(read(b"\n\na\n\n1\n,,\n2\n").rows) == 2


@pytest.mark.parametrize("content", [b"", b"\n \n", b"a,b\n", b"a,a\n1,2\n", b"\x00\x01\x02\x03" * 50, b"PK\x03\x04\x00\x00\x00\x00" * 30])
def test_what_is_no_list_is_refused(content: bytes) -> None:
    with pytest.raises(Invalid):
        read(content)


def test_a_list_too_long_is_refused() -> None:
    with pytest.raises(Invalid) as wrong:
        read(b"a\n" + b"1\n" * 200_001)
    assert wrong.value.faults[0].code == "too_long"


@given(st.binary(max_size=400))
def test_no_bytes_break_the_reader(content: bytes) -> None:
    try:
        table = read(b"Passport,Name\n" + content)
    except Invalid:
        return
    assert all(len(row.cells) <= 2 for row in table.rows)
