"""Lists: a passenger, crew, vehicle or cargo list as CSV, each row one check."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Annotated, Final
from uuid import UUID

import msgspec
from litestar import Router, delete, get, post
from litestar.openapi.spec import OpenAPIMediaType, Operation, RequestBody, Schema
from litestar.openapi.spec.enums import OpenAPIType
from litestar.params import FromPath, FromQuery, QueryParameter
from litestar.response import Stream

from comity.access.model import Reader
from comity.app import Comity
from comity.edges.api.asking import registers_of
from comity.edges.api.callers import AnyRequest, Caller, caller_of, officer_of, system_of, within_rate
from comity.edges.api.documented import reading, writing
from comity.edges.api.given import PLAIN, GivenComity
from comity.edges.api.wire import AnswerOut, check_out
from comity.edges.api.wire_persons import PersonIn, given_of
from comity.kernel.errors import Fault, Invalid
from comity.search.lists.answers import RowAnswer, RowOutcome
from comity.search.lists.columns import Column
from comity.search.lists.model import IN_REQUEST, Dry, DryRow, How, Standing, UnreadCount
from comity.search.lists.result import english, lines, unread_sentence
from comity.search.lists.service import owner_of
from comity.search.model import MOST_CHECKS, Identifier, Result

LARGEST: Final = 50 << 20  # bytes
PAGE: Final = 500  # rows
_Word = Annotated[str, QueryParameter(max_length=80, pattern=PLAIN)]
_Title = Annotated[str, QueryParameter(max_length=80, pattern=PLAIN, description="What you call the list: the file's name.")]
_Columns = Annotated[
    list[str] | None,
    QueryParameter(
        max_items=200, description="`TITLE=CODE`, where a column is something else than its title says; `TITLE=` leaves it out."
    ),
]
_Registers = Annotated[list[str] | None, QueryParameter(max_items=19)]
_Name = FromPath[Annotated[str, msgspec.Meta(max_length=40)]]


class ColumnOut(msgspec.Struct, frozen=True):
    """One column as it is understood: `document`, `document.issuer`, `vin`, ...; `carried`: not asked about; empty: not understood."""

    title: str
    read_as: str


class CellsOut(msgspec.Struct, frozen=True):
    """Cells that cannot be read for one reason, and the line of the first of them."""

    column: str
    code: str
    sentence: str
    accepted: str
    cells: int
    first_line: int


class AskedOut(msgspec.Struct, frozen=True):
    """One identifier that a row asks about."""

    kind: str
    value: str
    issuer: str


class DryRowOut(msgspec.Struct, frozen=True):
    """One of the first rows, and what it would ask."""

    line: int
    asks: tuple[AskedOut, ...]
    unread: tuple[str, ...]
    person: PersonIn | None = None


class DryOut(msgspec.Struct, frozen=True):
    """What a list would ask; nothing was asked and nothing kept. `asking`: rows that ask something; `persons`: those about somebody."""

    columns: tuple[ColumnOut, ...]
    rows: int
    asking: int
    identifiers: int
    encoding: str
    unread: tuple[CellsOut, ...]
    first: tuple[DryRowOut, ...]
    persons: int


class CountsOut(msgspec.Struct, frozen=True):
    """Rows answered so far, by the worst that became of each; they add up to `rows`. `unread` counts cells."""

    rows: int
    hit: int
    look_alike: int
    no_answer: int
    partly_asked: int
    not_asked: int
    no_hit: int
    unread: int


class ListOut(msgspec.Struct, frozen=True):
    """One list. `state`: kept, unfinished, stopped, done. `job`: asks it, where it is long. It is gone after a day."""

    list: str
    title: str
    state: str
    total: int
    counts: CountsOut
    columns: tuple[ColumnOut, ...]
    job: UUID | None
    at: datetime
    protected: bool
    reference: str


class ListsOut(msgspec.Struct, frozen=True):
    """One's own lists of the last day, newest first."""

    items: tuple[ListOut, ...]


class RowOut(msgspec.Struct, frozen=True):
    """One row answered. `check` and `at` name its audit entry, and settle its look-alikes; empty where nothing could be asked.

    `answers`: those registers alone that had something, or did not answer.
    """

    line: int
    outcome: str
    check: str
    at: str
    asked: tuple[AskedOut, ...]
    answers: tuple[AnswerOut, ...]
    unread: tuple[str, ...]
    person: PersonIn | None = None


class RowsOut(msgspec.Struct, frozen=True):
    """A page of rows in the file's order. `next`: the line after which the next page begins; 0 at the end."""

    items: tuple[RowOut, ...]
    next: int


@dataclass
class _CsvOperation(Operation):
    """The body is a file, which the framework cannot see in the signature."""

    def __post_init__(self) -> None:
        described = "A CSV file whose first line names the columns, comma, semicolon, tab or stroke between cells; or an XLSX file."
        file = OpenAPIMediaType(schema=Schema(type=OpenAPIType.STRING, description=described))
        self.request_body = RequestBody(content={"text/csv": file}, required=True)


async def _reader(comity: Comity, request: AnyRequest, caller: Caller, officer: str, unit: str, purpose: str) -> Reader:
    """An officer in person, or whom a system names (ACC-08). Raises: Invalid; Refused (audited)."""
    if caller.facts is not None:
        return await system_of(comity, caller.facts, officer, unit, purpose)
    if officer or unit:
        raise Invalid(Fault("officer", "not_yours", "An officer who is signed in asks in person.", "Leave it out."))
    reader = await officer_of(comity, request)
    if purpose not in ("", reader.purpose.code):
        raise Invalid(Fault("purpose", "other_purpose", "Your session works for another purpose.", reader.purpose.code))
    return reader


def _owner(caller: Caller) -> str:
    return owner_of(caller.session.officer if caller.session else 0, caller.facts.system if caller.facts else 0)


def _chosen(columns: list[str] | None) -> dict[str, str]:
    """Raises: Invalid for what names no column."""
    pairs = [one.rpartition("=") for one in columns or ()]
    bad = [place for place, (title, sign, _) in enumerate(pairs) if not (title and sign)]
    if bad:
        raise Invalid(*(Fault(f"columns.{place}", "malformed", "This does not say what a column is.", "TITLE=CODE") for place in bad))
    return {title: code.strip() for title, _, code in pairs}


def _how(columns: list[str] | None, registers: list[str] | None, *, protected: bool, reference: str) -> How:
    return How(_chosen(columns), registers_of(tuple(registers)) if registers else (), protected, reference)


@post(
    "/checks/lists/dry", status_code=200, request_max_body_size=LARGEST, operation_class=_CsvOperation, responses=writing(),
)  # fmt: skip
async def dry(
    comity: GivenComity,
    request: AnyRequest,
    columns: _Columns = None,
    registers: _Registers = None,
    purpose: _Word = "",
    officer: _Word = "",
    unit: _Word = "",
) -> DryOut:
    """Says what a list would ask: how each column is understood, which cells cannot be read. Nothing is asked, recorded or kept."""
    reader = await _reader(comity, request, caller_of(request), officer, unit, purpose)
    how = _how(columns, registers, protected=False, reference="")
    return _dry_out(await comity.lists.dry_of(reader, await request.body(), how))


@post(
    "/checks/lists", status_code=201, request_max_body_size=LARGEST, operation_class=_CsvOperation, responses=writing(429),
)  # fmt: skip
async def asked(
    comity: GivenComity,
    request: AnyRequest,
    title: _Title = "list.csv",
    columns: _Columns = None,
    registers: _Registers = None,
    protected: FromQuery[bool] = False,
    reference: _Word = "",
    purpose: _Word = "",
    officer: _Word = "",
    unit: _Word = "",
) -> ListOut:
    """Checks a list, each row one audited check. How its columns are understood is told before, at `/checks/lists/dry`.

    Up to 500 rows of an officer and 10,000 of a system are answered at once; a longer list of an officer is a job: see `/jobs/{job}`.
    """
    caller = caller_of(request)
    reader = await _reader(comity, request, caller, officer, unit, purpose)
    how = _how(columns, registers, protected=protected, reference=reference)
    content = await request.body()
    rows = (await comity.lists.dry_of(reader, content, how)).rows
    if caller.facts and rows > MOST_CHECKS:
        raise Invalid(Fault("file", "too_long", "This list is too long for one request of a system.", f"At most {MOST_CHECKS} rows."))
    within_rate(comity, caller, rows if caller.facts else min(rows, int(comity.settings.access.checks_of_officer.burst)))
    name = await comity.lists.keep(reader, title, content)
    return _list_out(await comity.lists.start(reader, name, how, MOST_CHECKS if caller.facts else IN_REQUEST))


@post("/checks/lists/{name:str}/resume", status_code=200, responses=writing(404, 429))
async def resumed(
    comity: GivenComity, request: AnyRequest, name: _Name, purpose: _Word = "", officer: _Word = "", unit: _Word = ""
) -> ListOut:
    """Goes on with a list that broke off, behind the last row that was answered. One that is over stays as it is."""
    caller = caller_of(request)
    within_rate(comity, caller)
    reader = await _reader(comity, request, caller, officer, unit, purpose)
    standing = comity.lists.standing(_owner(caller), name)
    how = standing.begun.how if standing.begun else How()
    return _list_out(await comity.lists.start(reader, name, how, MOST_CHECKS if caller.facts else IN_REQUEST))


@get("/checks/lists", responses=reading())
async def lists(comity: GivenComity, request: AnyRequest) -> ListsOut:
    """One's own lists of the last day, newest first: an officer's, or a system's."""
    return ListsOut(tuple(map(_list_out, comity.lists.mine(_owner(caller_of(request))))))


@get("/checks/lists/{name:str}", responses=reading(404))
async def one(comity: GivenComity, request: AnyRequest, name: _Name) -> ListOut:
    """How far a list is, and what came of its rows."""
    return _list_out(comity.lists.standing(_owner(caller_of(request)), name))


@delete("/checks/lists/{name:str}", status_code=204, responses=writing(404))
async def removed(comity: GivenComity, request: AnyRequest, name: _Name) -> None:
    """Takes a list away with its answers, before its day is over. Its checks stay in the audit."""
    comity.lists.remove(_owner(caller_of(request)), name)


@get("/checks/lists/{name:str}/rows", responses=reading(404))
async def rows(
    comity: GivenComity,
    request: AnyRequest,
    name: _Name,
    outcome: FromQuery[RowOutcome | None] = None,
    after: Annotated[int, QueryParameter(ge=0, le=10_000_000)] = 0,
) -> RowsOut:
    """The rows answered so far, or those of one outcome: hit, look_alike, no_answer, partly_asked, not_asked, no_hit."""
    owner = _owner(caller_of(request))
    comity.lists.standing(owner, name)
    found: list[RowOut] = []
    for row in comity.lists.rows(owner, name):
        if row.line > after and outcome in (None, row.outcome):
            if len(found) == PAGE:
                return RowsOut(tuple(found), found[-1].line)
            found.append(_row_out(row))
    return RowsOut(tuple(found), 0)


@get("/checks/lists/{name:str}/result.csv", media_type="text/csv; charset=utf-8", responses=reading(404))
async def result(comity: GivenComity, request: AnyRequest, name: _Name) -> Stream:
    """The list's own rows with columns added, as far as they are answered. No cell runs in a spreadsheet."""
    owner = _owner(caller_of(request))
    standing = comity.lists.standing(owner, name)
    titles = standing.begun.titles if standing.begun else ()
    content = _encoded(lines(titles, comity.lists.rows(owner, name), comity.lists.settled(owner, name)))
    headers = {"content-disposition": 'attachment; filename="list-result.csv"', "x-content-type-options": "nosniff"}
    return Stream(content, media_type="text/csv; charset=utf-8", headers=headers)


def _encoded(text: Iterator[str]) -> Iterator[bytes]:
    yield "\ufeff".encode()
    for line in text:
        yield line.encode()


def _columns_out(columns: tuple[Column, ...]) -> tuple[ColumnOut, ...]:
    return tuple(ColumnOut(column.title, column.code) for column in columns)


def _asked_out(identifiers: tuple[Identifier, ...]) -> tuple[AskedOut, ...]:
    return tuple(AskedOut(one.kind, one.value, one.issuer) for one in identifiers)


def _cells_out(cells: UnreadCount) -> CellsOut:
    accepted = english(cells.accepted, cells.values) if cells.accepted else ""
    return CellsOut(cells.column, cells.code, english(cells.sentence, cells.values), accepted, cells.cells, cells.first_line)


def _dry_row_out(row: DryRow) -> DryRowOut:
    unread = tuple(unread_sentence(cell, english) for cell in row.asked.unread)
    return DryRowOut(row.row.line, _asked_out(row.asked.identifiers), unread, given_of(row.asked.person))


def _dry_out(dry: Dry) -> DryOut:
    first = tuple(map(_dry_row_out, dry.first))
    unread = tuple(map(_cells_out, dry.unread))
    return DryOut(_columns_out(dry.columns), dry.rows, dry.asking, dry.identifiers, dry.encoding, unread, first, dry.persons)


def _list_out(standing: Standing) -> ListOut:
    begun = standing.begun
    return ListOut(
        list=standing.name,
        title=standing.upload.title,
        state=standing.state.value,
        total=standing.total,
        counts=CountsOut(**msgspec.structs.asdict(standing.tally)),
        columns=_columns_out(begun.columns) if begun else (),
        job=standing.job,
        at=datetime.fromtimestamp(standing.upload.at_us / 1e6, UTC),
        protected=begun.how.protected if begun else False,
        reference=begun.how.reference if begun else "",
    )


def _row_out(row: RowAnswer) -> RowOut:
    out = check_out(Result(row.check, row.at_us, row.answers))
    unread = tuple(unread_sentence(cell, english) for cell in row.unread)
    return RowOut(
        row.line, row.outcome.value, row.check, out.at if row.check else "", _asked_out(row.identifiers), out.answers, unread,
        given_of(row.person),
    )  # fmt: skip


ROUTES = Router("/", route_handlers=[dry, asked, resumed, lists, one, removed, rows, result], tags=["Lists"])
