"""The first sheet of an XLSX file, row by row, as text. What a bomb or an entity could do is looked at before anything is parsed.

openpyxl reads a sheet as a stream: 12 MB for 100,000 rows of six cells, 0.25 ms a row. python-calamine reads eleven times as fast but holds
the whole sheet: 61 MB for the same, hence 640 MB for a full one.
"""

from __future__ import annotations

import datetime as dt
import lzma
import struct
import zipfile
import zlib
from collections.abc import Iterator
from typing import BinaryIO, Final

from comity.kernel.errors import Fault
from comity.registers.loading.model import InvalidFile

LARGEST: Final = 1 << 31  # bytes unpacked: a full sheet of a million rows and 30 columns has about 1.5 GB
LARGEST_STRINGS: Final = 200 << 20  # the shared texts are held in memory
MOST_PARTS: Final = 2_000
MOST_RATIO: Final = 300  # a sheet packs to a tenth; zeros to a thousandth
MOST_ROWS: Final = 1_048_576
MOST_COLUMNS: Final = 2_000
_HEAD: Final = 4_096
# What zipfile, its unpackers, the parser of XML and openpyxl raise at damaged bytes. openpyxl trusts what it reads: an attribute that is
# missing, a number that is none and a style that is not there come as the errors of the language itself.
_UNREADABLE: Final = (
    ArithmeticError, AssertionError, AttributeError, EOFError, LookupError, OSError, RuntimeError, SyntaxError, TypeError, ValueError,
    lzma.LZMAError, struct.error, zipfile.BadZipFile, zlib.error,
)  # fmt: skip


def rows(file: BinaryIO) -> Iterator[list[str]]:
    """Every row of the first sheet, the one with the columns' names first. Raises: InvalidFile, before the first row."""
    _looked_at(file)
    return _cells(file)


def _bad(code: str, sentence: str, accepted: str = "A plain XLSX file, or CSV.") -> InvalidFile:
    return InvalidFile(Fault("file", code, sentence, accepted))


def _looked_at(file: BinaryIO) -> None:
    """The directory of the archive and the head of each part, without unpacking any."""
    file.seek(0)
    try:
        with zipfile.ZipFile(file) as archive:
            parts = archive.infolist()
            if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > LARGEST:
                raise _bad("too_large", "This file unpacks to more than a sheet can hold.")
            for part in parts:
                _part(archive, part)
    except _UNREADABLE as problem:
        raise _bad("bad_xlsx", "This is no XLSX file, or it is damaged.") from problem
    finally:
        file.seek(0)


def _part(archive: zipfile.ZipFile, part: zipfile.ZipInfo) -> None:
    if part.file_size > 1 << 20 and part.file_size > MOST_RATIO * max(part.compress_size, 1):
        raise _bad("too_large", "This file is packed so tightly that it may be meant to do harm.")
    if part.filename.lower().endswith("sharedstrings.xml") and part.file_size > LARGEST_STRINGS:
        raise _bad("too_large", "This file holds more different texts than can be kept in memory.", "The same rows as CSV.")
    if part.filename.lower().endswith((".xml", ".rels")):
        with archive.open(part) as content:
            head = content.read(_HEAD)
        if b"<!" in head.replace(b"<!--", b"") or head[:2] in (b"\xff\xfe", b"\xfe\xff"):
            raise _bad("xml_declarations", "This file declares entities of its own, which no spreadsheet does.")


def _cells(file: BinaryIO) -> Iterator[list[str]]:
    import openpyxl  # noqa: PLC0415 - 30 MB that only who loads a sheet needs

    try:
        book = openpyxl.load_workbook(file, read_only=True, data_only=True, keep_links=False)
        sheet = book.worksheets[0]
        sheet.reset_dimensions()  # what the file says of its own size is not believed
        for number, row in enumerate(sheet.iter_rows(values_only=True), 1):
            if number > MOST_ROWS or len(row) > MOST_COLUMNS:
                return
            yield [_text(cell) for cell in row]
    except _UNREADABLE as problem:
        raise _bad("bad_xlsx", "This is no XLSX file, or it is damaged.") from problem


def _text(cell: object) -> str:
    """A cell as its author sees it: whole numbers without a point, days without a time."""
    match cell:
        case None:
            return ""
        case bool():
            return "true" if cell else "false"
        case float() if cell.is_integer():
            return str(int(cell))
        case dt.datetime() if cell.time() == dt.time():
            return cell.date().isoformat()
        case dt.datetime() | dt.date() | dt.time():
            return cell.isoformat()
        case _:
            return str(cell).replace("\0", "\ufffd")
