"""Looking around a record: its links, walked; and a document in hand beside specimens and counterfeits of its kind."""

from __future__ import annotations

from typing import Annotated
from uuid import UUID

import msgspec
from litestar import Router, get
from litestar.params import FromPath, QueryParameter

from comity.edges.api.callers import AnyRequest, caller_of, within_rate
from comity.edges.api.documented import reading
from comity.edges.api.given import PLAIN, GivenComity, GivenReader
from comity.edges.api.records import RecordOut, record_out
from comity.registers.catalogue import register as declared
from comity.search.comparing import DocumentKind
from comity.search.comparing import compare as compared
from comity.search.links import MOST_STEPS, walk

_Steps = Annotated[int, QueryParameter(ge=1, le=MOST_STEPS, description="How far to go.")]
_Word = Annotated[str, QueryParameter(max_length=60, pattern=PLAIN)]


class WalkedOut(msgspec.Struct, frozen=True):
    """A record of the walk, and how many links lie between it and the first."""

    distance: int
    record: RecordOut


class EdgeOut(msgspec.Struct, frozen=True):
    """A link: stated by the owner of `one` with a `role` and grades (REC-12), or an identifier of the kind `shared` that both have."""

    one: UUID
    other: UUID
    role: str
    shared: str
    source_grade: str
    fact_grade: str


class WalkOut(msgspec.Struct, frozen=True):
    """What lies around a record. `more`: the walk was cut at its limit; begin it at a record further out."""

    items: tuple[WalkedOut, ...]
    edges: tuple[EdgeOut, ...]
    more: bool
    next: str = ""


class ComparedOut(msgspec.Struct, frozen=True):
    """Both sides; null for one that is closed to this reader, with the reason in `closed`. Says nothing of the document in hand."""

    genuine: tuple[RecordOut, ...] | None
    false: tuple[RecordOut, ...] | None
    closed: str
    more: bool


@get("/registers/{register:str}/records/{record:uuid}/links", responses=reading(404, 429))
async def links(
    comity: GivenComity, request: AnyRequest, reader: GivenReader, register: FromPath[str], record: FromPath[UUID], steps: _Steps = 2
) -> WalkOut:
    """The records around one, along stated links and shared identifiers. Each owner learns of what was shown."""
    within_rate(comity, caller_of(request))
    found = await walk(comity.records, reader, declared(register), record, steps)
    items = tuple(WalkedOut(distance, record_out(comity, shown)) for distance, shown in found.records)
    edges = tuple(EdgeOut(edge.one, edge.other, edge.role, edge.shared, edge.source_grade, edge.fact_grade) for edge in found.edges)
    return WalkOut(items, edges, found.more)


@get("/documents/compare", responses=reading(404, 429))
async def compare(
    comity: GivenComity,
    request: AnyRequest,
    reader: GivenReader,
    country: _Word,
    kind: Annotated[str, QueryParameter(name="type", max_length=60, pattern=PLAIN)],
    series: _Word = "",
) -> ComparedOut:
    """Specimens and counterfeits of a country's documents of a type, those of the series first."""
    within_rate(comity, caller_of(request))
    found = await compared(comity.records, reader, DocumentKind(country, kind, series))
    sides = [None if side is None else tuple(record_out(comity, one) for one in side) for side in (found.genuine, found.false)]
    return ComparedOut(sides[0], sides[1], found.closed, found.more)


ROUTES = Router("/", route_handlers=[links, compare], tags=["Records"])
