"""Files of one's own records: CSV, XLSX or JSON Lines, with the purpose and the conditions on every row.

What the file says of persons is in it only for who has that permission and asks for it. No cell runs in a spreadsheet. A file is a job of
its own; it is read along the order of entering, page by page, so that its size matters to nobody's memory but a spreadsheet's.
"""

from __future__ import annotations

import csv
import io
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from datetime import timedelta
from enum import StrEnum
from typing import BinaryIO, Final
from uuid import UUID, uuid4

import msgspec
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell

from comity.access.model import Permission, Reader
from comity.access.rules import may
from comity.audit import Act
from comity.engines.jobs import Job, NewJob, Progress
from comity.engines.jobs.store import enqueue
from comity.engines.spool import Spool
from comity.engines.store import Mode
from comity.kernel.errors import Fault, Invalid
from comity.registers.catalogue import BY_NUMBER
from comity.registers.csv_files import harmless
from comity.registers.desk import Desk, entry, permitted
from comity.registers.lists import query
from comity.registers.lists.cursors import Place
from comity.registers.lists.filters import Filter, Where, where
from comity.registers.lists.listing import narrowed
from comity.registers.lists.sorting import sort_of
from comity.registers.model import Register
from comity.registers.paths import leaf, nested
from comity.registers.redact import Shown, redact

KIND: Final = "export"
LIFE: Final = timedelta(days=1)
MOST_ROWS_OF_A_SHEET: Final = 1_048_575  # Excel's limit, less the line of names
_AT_ONCE: Final = 500
_HEADER: Final = (
    "record",
    "owner",
    "state",
    "level",
    "purposes",
    "handling",
    "warnings",
    "discreet",
    "law",
    "source",
    "ends_at",
    "conditions",
)


class Format(StrEnum):
    """How a file is written."""

    CSV = "csv"
    JSONL = "jsonl"
    XLSX = "xlsx"


class Spec(msgspec.Struct, frozen=True):
    """What is exported. `personal`: with the fields that are sealed."""

    register: int
    words: dict[str, str]
    sort: str
    format: Format
    personal: bool


async def start(
    desk: Desk,
    reader: Reader,
    register: Register,
    wanted: Filter,
    form: Format,
    *,
    personal: bool = False,
) -> UUID:
    """Queues the job that writes the file; its id. Raises: Refused; Invalid for a filter that the list does not have."""
    await _may(desk, reader, register, personal=personal)
    now, job = desk.clock.now(), uuid4()
    fits = where(register, wanted, reader, now)
    spec = Spec(register.number, {name: value for name, value in wanted.words.items() if value}, "created", form, personal)
    async with desk.store.transaction(reader.context(Mode.OWN)) as connection:
        total = await query.counted(connection, register, await narrowed(desk, connection, register, fits))
        if not total:
            raise Invalid(Fault("where", "nothing", "No record of yours fits.", "1 or more records."))
        new = NewJob(
            KIND, reader.authority, reader.bureau, reader.officer, reader.unit, int(reader.purpose), msgspec.msgpack.encode(spec),
            register.number, 0 if total > query.COUNTED else total, "records",
        )  # fmt: skip
        await enqueue(connection, desk.keyring, job, new, now)
        detail = f"{form} ordered{', with personal fields' if personal else ''}"
        made = entry(Act.EXPORT, now, reader, register, rule="OWN-02", detail=detail, question=wanted.spelled.encode())
        await desk.recorder.record(connection, made)
    return job


async def _may(desk: Desk, reader: Reader, register: Register, *, personal: bool) -> None:
    await permitted(desk, reader, register, Permission.REGISTER_RECORD_EXPORT)
    if personal:
        await permitted(desk, reader, register, Permission.REGISTER_PERSONAL_EXPORT)


def needs(job: Job) -> tuple[Permission, ...]:
    """What a file of records asks of whoever takes it."""
    personal = msgspec.msgpack.decode(job.spec, type=Spec).personal
    return (Permission.REGISTER_RECORD_EXPORT, *((Permission.REGISTER_PERSONAL_EXPORT,) if personal else ()))


def handler(desk: Desk, spool: Spool) -> Callable[[Reader, Job, Progress], Awaitable[None]]:
    """What does jobs of this kind. One that was killed begins anew: nothing but its file was made."""

    async def run(reader: Reader, job: Job, progress: Progress) -> None:
        spec = msgspec.msgpack.decode(job.spec, type=Spec)
        register = BY_NUMBER[spec.register]
        await _may(desk, reader, register, personal=spec.personal)
        with spool.writing(desk.clock.now() + LIFE) as (name, file):
            count = await write(desk, reader, spec, file, progress)
        await progress.result(name, f"{register.name}.{spec.format}")
        made = entry(Act.EXPORT, desk.clock.now(), reader, register, rule="OWN-02", detail=f"{count} records in a file of {spec.format}")
        async with desk.store.transaction(reader.context(Mode.OWN)) as connection:
            await progress.keep(connection, count, count, {"records": count}, b"")
            await desk.recorder.record(connection, made)

    return run


async def write(desk: Desk, reader: Reader, spec: Spec, file: BinaryIO, progress: Progress) -> int:
    """The file, and how many records are in it. Raises: Invalid where a spreadsheet cannot hold them; Cancelled."""
    register = BY_NUMBER[spec.register]
    into = _WRITERS[spec.format](file, register, columns(register, reader, personal=spec.personal), conditions(reader))
    count = 0
    async for records in _pages(desk, reader, spec):
        await progress.ask()
        for record in records:
            into.add(record)
        count += len(records)
        if spec.format is Format.XLSX and count > MOST_ROWS_OF_A_SHEET:
            raise Invalid(Fault("format", "too_many", "A spreadsheet does not hold so many rows.", "CSV or JSON Lines."))
        await progress.tell(count)
    into.end()
    return count


async def _pages(desk: Desk, reader: Reader, spec: Spec) -> AsyncIterator[list[Shown]]:
    """The records, the last entered first, each page in a transaction of its own; what is entered meanwhile is not among them."""
    register = BY_NUMBER[spec.register]
    fits: Where = where(register, Filter(spec.words), reader, desk.clock.now())
    sort, place, few = sort_of(register, spec.sort), None, False
    while True:
        async with desk.store.transaction(reader.context(Mode.OWN)) as connection:
            narrow = await narrowed(desk, connection, register, fits)
            if place is None:
                few = await query.counted(connection, register, narrow) <= query.COUNTED
            found = await query.places(connection, register, narrow, sort, place, _AT_ONCE, few=few)
            rows = await query.records(connection, register, desk.keyring, [one for one, _ in found])
        if rows:
            yield [redact(register, row, reader) for row in rows]
        if len(found) < _AT_ONCE:
            return
        place = Place(False, found[-1][1], found[-1][0])


def columns(register: Register, reader: Reader, *, personal: bool) -> tuple[str, ...]:
    """The top-level names of the fields that go into the file: personal ones only where asked for and permitted."""
    with_personal = personal and may(reader, Permission.REGISTER_PERSONAL_EXPORT, register.number).allowed
    return tuple(field.name for field in register.fields if (with_personal or field.in_column) and field.level <= reader.clearance)


def conditions(reader: Reader) -> str:
    """What whoever gets the file must keep to, on every row of it."""
    return (
        f"Exported for the purpose {reader.purpose.code} by the owner's own officer. To be used for the purposes and under the handling"
        " codes of each row, not passed on without the owner, and deleted when the record ends."
    )


def header_of(shown: Shown, says: str) -> dict[str, str]:
    """The header of a record as the file says it."""
    listed = {"purposes": " ".join(shown.purposes), "handling": " ".join(shown.handling), "warnings": " ".join(shown.warnings)}
    return {
        "record": str(shown.id), "owner": str(shown.owner), "state": shown.state, "level": str(shown.level), **listed,
        "discreet": "yes" if shown.discreet else "no", "law": shown.law, "source": shown.source, "ends_at": shown.ends_at.isoformat(),
        "conditions": says,
    }  # fmt: skip


def _paths(values: dict[str, str], name: str) -> Iterator[str]:
    return (path for path in values if path == name or path.startswith(f"{name}."))


def cells(shown: Shown, register: Register, names: tuple[str, ...], says: str) -> list[str]:
    """One row: a field that is repeated or has parts stands in one cell, as `path: value; path: value`."""
    header = header_of(shown, says)
    row = [header[name] for name in _HEADER]
    for name in names:
        found = list(_paths(shown.values, name))
        plain = found == [name] and leaf(register, name) is not None
        row.append(shown.values[name] if plain else "; ".join(f"{path[len(name) + 1 :]}: {shown.values[path]}" for path in found))
    return [harmless(cell) for cell in row]


class _Csv:
    """UTF-8 with a byte order mark, so that a spreadsheet reads it right."""

    def __init__(self, file: BinaryIO, register: Register, names: tuple[str, ...], says: str) -> None:
        self._file, self._register, self._names, self._says = file, register, names, says
        self._line(("\ufeff" + _HEADER[0], *_HEADER[1:], *names))

    def add(self, shown: Shown) -> None:
        self._line(cells(shown, self._register, self._names, self._says))

    def _line(self, row: tuple[str, ...] | list[str]) -> None:
        text = io.StringIO()
        csv.writer(text).writerow(row)
        self._file.write(text.getvalue().encode())

    def end(self) -> None:
        """Nothing more."""


class _Jsonl:
    """One object a line; the first says the conditions of all."""

    def __init__(self, file: BinaryIO, register: Register, names: tuple[str, ...], says: str) -> None:
        self._file, self._register, self._names, self._says = file, register, frozenset(names), says
        self._line({"register": register.name, "conditions": says})

    def add(self, shown: Shown) -> None:
        kept = {path: value for path, value in shown.values.items() if path.partition(".")[0] in self._names}
        self._line(header_of(shown, self._says) | {"values": nested(self._register, kept)})

    def _line(self, what: object) -> None:
        self._file.write(msgspec.json.encode(what) + b"\n")

    def end(self) -> None:
        """Nothing more."""


class _Xlsx:
    """A sheet of records and one of conditions; every cell is a text, none a formula."""

    def __init__(self, file: BinaryIO, register: Register, names: tuple[str, ...], says: str) -> None:
        self._file, self._register, self._names, self._says = file, register, names, says
        self._book = Workbook(write_only=True)
        self._sheet = self._book.create_sheet(register.name[:31])
        self._sheet.append([*_HEADER, *names])
        self._book.create_sheet("conditions").append([says])

    def add(self, shown: Shown) -> None:
        row = []
        for text in cells(shown, self._register, self._names, self._says):
            cell = WriteOnlyCell(self._sheet, value=text)
            cell.data_type = "s"
            row.append(cell)
        self._sheet.append(row)

    def end(self) -> None:
        """Writes the book, which is made whole at its end."""
        content = io.BytesIO()
        self._book.save(content)
        self._file.write(content.getvalue())


_WRITERS: Final[dict[Format, type[_Csv | _Jsonl | _Xlsx]]] = {Format.CSV: _Csv, Format.JSONL: _Jsonl, Format.XLSX: _Xlsx}
