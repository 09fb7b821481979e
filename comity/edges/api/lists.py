"""What is done with a list of one's own records: saved views, files, acts on many."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Final
from uuid import UUID

import msgspec
from litestar import Router, delete, get, post
from litestar.params import FromPath, JSONBody

from comity.app import Comity
from comity.edges.api.documented import reading, writing
from comity.edges.api.given import PLAIN, GivenComity, GivenReader, Number, Reason, Word, codes_to_numbers
from comity.edges.api.records import KindIn, RecordOut, record_out
from comity.edges.api.strict import Strict
from comity.registers.catalogue import BY_NUMBER
from comity.registers.catalogue import register as declared
from comity.registers.lists import bulk, export, views
from comity.registers.lists.bulk import MOST_TICKED, Bulk, BulkAct, Chosen, Spec
from comity.registers.lists.export import Format
from comity.registers.lists.filters import LONGEST, Filter
from comity.registers.lists.listing import Wanted

LARGEST: Final = 65_536  # bytes of a body
_Name = Annotated[str, msgspec.Meta(max_length=60, pattern=PLAIN)]
_Value = Annotated[str, msgspec.Meta(max_length=LONGEST, pattern=PLAIN)]
_Words = Annotated[dict[_Name, _Value], msgspec.Meta(max_length=40)]
_Sort = Annotated[str, msgspec.Meta(max_length=61, pattern=PLAIN)]
_Records = Annotated[tuple[UUID, ...], msgspec.Meta(max_length=MOST_TICKED)]
_Codes = Annotated[tuple[Word, ...], msgspec.Meta(max_length=4095)]


class ViewIn(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A list to save: its name, its conditions by name, its sort; `shared` with the officer's unit. An identifier is not saved."""

    name: Annotated[str, msgspec.Meta(min_length=1, max_length=views.LONGEST_NAME, pattern=PLAIN)]
    where: _Words = {}
    sort: _Sort = ""
    shared: bool = False


class ViewOut(msgspec.Struct, frozen=True):
    """A saved list. `own`: this officer's, who alone drops it; else shared by another of the unit."""

    id: UUID
    register: str
    name: str
    where: dict[str, str]
    sort: str
    shared: bool
    own: bool


class ViewsOut(msgspec.Struct, frozen=True):
    """The views that this officer sees: `next` is always empty."""

    items: tuple[ViewOut, ...]
    next: str = ""


class ExportIn(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Which records, in which form; `personal` with the fields on persons and the identifiers, which needs its own permission."""

    where: _Words = {}
    format: Format = Format.CSV
    personal: bool = False


class StartedOut(msgspec.Struct, frozen=True):
    """The job that writes the file."""

    job: UUID


class ChosenIn(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Which records: those that fit, or the ticked ones."""

    where: _Words = {}
    records: _Records = ()

    @property
    def chosen(self) -> Chosen:
        """The choice as the registers' slice takes it; that it names a filter or records, and not both, is checked there."""
        return Chosen(Filter(self.where), self.records)


class PreviewOut(msgspec.Struct, frozen=True):
    """How many it would be done to, ten of them, and whether a second officer must sign."""

    count: int
    sample: tuple[RecordOut, ...]
    signed: bool


class BulkIn(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """An act on many. `count`: as it was shown; another count by now, and nothing is done. `reason` to withdraw, `ends_at` to shorten,
    codes and kinds to restrict.
    """

    count: Number
    where: _Words = {}
    records: _Records = ()
    reason: Reason = ""
    ends_at: Word = ""
    denied_authorities: _Codes = ()
    denied_kinds: Annotated[tuple[KindIn, ...], msgspec.Meta(max_length=3)] = ()


class SignIn(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The second officer's word."""

    refuse: bool = False


class BulkOut(msgspec.Struct, frozen=True):
    """An act on many as it stands: unsigned, under_way, done, cancelled, refused. Once it is under way, its job has the same id."""

    id: UUID
    register: str
    act: str
    state: str
    total: int
    created_at: datetime
    own: bool


class BulksOut(msgspec.Struct, frozen=True):
    """Those to be signed or under way: `next` is always empty."""

    items: tuple[BulkOut, ...]
    next: str = ""


@get("/registers/{register:str}/views", responses=reading(404))
async def saved(comity: GivenComity, reader: GivenReader, register: FromPath[str]) -> ViewsOut:
    """The officer's own saved lists of a register, and those that the unit shares."""
    return ViewsOut(tuple(map(_view, await views.saved(comity.records, reader, declared(register)))))


@post("/registers/{register:str}/views", status_code=201, dto=Strict[ViewIn], request_max_body_size=LARGEST, responses=writing(404))
async def save(comity: GivenComity, reader: GivenReader, register: FromPath[str], data: JSONBody[ViewIn]) -> ViewOut:
    """Saves a list; one of the same name is replaced."""
    wanted = Wanted(Filter(data.where), data.sort)
    return _view(await views.save(comity.records, reader, declared(register), data.name, wanted, shared=data.shared))


@delete("/registers/{register:str}/views/{view:uuid}", status_code=204, responses=reading(404))
async def drop(comity: GivenComity, reader: GivenReader, register: FromPath[str], view: FromPath[UUID]) -> None:
    """Takes one of the officer's own saved lists away."""
    await views.drop(comity.records, reader, declared(register), view)


@post("/registers/{register:str}/exports", status_code=201, dto=Strict[ExportIn], request_max_body_size=LARGEST, responses=writing(404))
async def start_export(comity: GivenComity, reader: GivenReader, register: FromPath[str], data: JSONBody[ExportIn]) -> StartedOut:
    """Writes own records into a file, as a job whose result it is. Each row says its conditions."""
    job = await export.start(comity.records, reader, declared(register), Filter(data.where), data.format, personal=data.personal)
    return StartedOut(job)


@post(
    "/registers/{register:str}/bulk/{act:str}/preview",
    status_code=200,
    dto=Strict[ChosenIn],
    request_max_body_size=LARGEST,
    responses=writing(404),
)
async def preview(
    comity: GivenComity, reader: GivenReader, register: FromPath[str], act: FromPath[BulkAct], data: JSONBody[ChosenIn]
) -> PreviewOut:
    """Counts what an act on many would be done to, and shows ten of them. Nothing is done."""
    found = await bulk.preview(comity.records, reader, declared(register), act, data.chosen)
    return PreviewOut(found.count, tuple(record_out(comity, one) for one in found.sample), found.signed)


@post(
    "/registers/{register:str}/bulk/{act:str}", status_code=201, dto=Strict[BulkIn], request_max_body_size=LARGEST, responses=writing(404)
)
async def order(
    comity: GivenComity, reader: GivenReader, register: FromPath[str], act: FromPath[BulkAct], data: JSONBody[BulkIn]
) -> BulkOut:
    """Acts on many records, as a job; above 500 once a second officer has signed."""
    denied = codes_to_numbers(comity, data.denied_authorities, "denied_authorities")
    spec = Spec(data.reason, data.ends_at, denied, tuple(int(one.kind) for one in data.denied_kinds))
    chosen = Chosen(Filter(data.where), data.records)
    made = await bulk.order(comity.records, reader, declared(register), act, chosen, spec, data.count)
    return bulk_out(comity, made, reader.officer)


@get("/bulk", responses=reading())
async def waiting(comity: GivenComity, reader: GivenReader) -> BulksOut:
    """Acts on many records of one's authority that are to be signed or under way."""
    return BulksOut(tuple(bulk_out(comity, one, reader.officer) for one in await bulk.waiting(comity.records, reader)))


@post("/bulk/{bulk_id:uuid}/sign", status_code=200, dto=Strict[SignIn], request_max_body_size=LARGEST, responses=writing(404))
async def sign(comity: GivenComity, reader: GivenReader, bulk_id: FromPath[UUID], data: JSONBody[SignIn]) -> BulkOut:
    """A second officer signs an act on many, or refuses it (REC-18)."""
    return bulk_out(comity, await bulk.sign(comity.records, reader, bulk_id, refuse=data.refuse), reader.officer)


def _view(one: views.View) -> ViewOut:
    words, sort = dict(one.wanted.filter.words), one.wanted.sort
    return ViewOut(one.id, BY_NUMBER[one.register].name, one.name, words, sort, one.shared, one.own)


def bulk_out(_: Comity, one: Bulk, officer: int) -> BulkOut:
    """An act on many as the API shows it; never the officers' numbers."""
    register = BY_NUMBER[one.register].name
    return BulkOut(one.id, register, one.act, one.state.code, one.total, one.created_at, one.officer == officer)


ROUTES = Router("/", route_handlers=[saved, save, drop, start_export, preview, order, waiting, sign], tags=["Lists"])
