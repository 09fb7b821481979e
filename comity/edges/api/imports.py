"""Lists of others taken over as a whole: proposed by one officer, approved by another."""

from __future__ import annotations

import io
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Any, Final, Literal
from uuid import UUID

import msgspec
from litestar import Router, get, post
from litestar.openapi.spec import OpenAPIMediaType, Operation, RequestBody, Schema
from litestar.openapi.spec.enums import OpenAPIType
from litestar.params import FromPath, JSONBody, QueryParameter

from comity.access.model import Reader
from comity.edges.api.callers import AnyRequest
from comity.edges.api.cursors import mark_of_message, message_of
from comity.edges.api.documented import reading, writing
from comity.edges.api.given import HIGHEST, PLAIN, After, GivenComity, GivenReader, Reason
from comity.edges.api.strict import Strict
from comity.imports import proposal as imports
from comity.imports.compare import Kind
from comity.imports.model import Header, Item, Proposal
from comity.imports.un_xml import LARGEST
from comity.registers.declarations.notices import NOTICES
from comity.registers.paths import nested

_Words = Annotated[list[str] | None, QueryParameter(max_items=20)]
_Law = Annotated[str, QueryParameter(max_length=300, pattern=PLAIN, description="The law or decision that every record rests on (OWN-09).")]
_Level = Annotated[str, QueryParameter(max_length=40)]
_Behalf = Annotated[
    str, QueryParameter(max_length=300, pattern=PLAIN, description="Of the secretariat: for whom it writes, and the mandate (OWN-02).")
]
_Which = Annotated[
    Literal["added", "changed", "withdrawn", "refused", ""], QueryParameter(description="One kind of difference; all otherwise.")
]
_Place = Annotated[int, QueryParameter(ge=0, le=HIGHEST, description="The mark `next` of the page before.")]
_KINDS: Final = {kind.code: kind for kind in Kind}


class CountsOut(msgspec.Struct, frozen=True):
    """entries = persons + entities = added + changed + unchanged + refused; of `before` records, `withdrawn` would go."""

    entries: int
    persons: int
    entities: int
    added: int
    changed: int
    unchanged: int
    refused: int
    withdrawn: int
    before: int


class ImportOut(msgspec.Struct, frozen=True):
    """One import. `own`: the caller proposed it, so that another officer approves. `stale`: the records it compares with have changed
    since, said where one import is asked for; `unread`: elements of the file that nothing of a record came from, with their number.
    """

    id: UUID
    at: datetime
    state: str
    own: bool
    generated: str
    sha256: str
    purposes: tuple[str, ...]
    law: str
    level: str
    behalf: str
    counts: CountsOut
    reasons: dict[str, int]
    unread: dict[str, int]
    decided_at: datetime | None = None
    stale: bool = False


class ImportsOut(msgspec.Struct, frozen=True):
    """A page, newest first."""

    items: tuple[ImportOut, ...]
    next: str


class ChangeOut(msgspec.Struct, frozen=True):
    """A field, or one item of a repeated field, as one line each; empty where there is nothing."""

    field: str
    before: str
    after: str


class RefusalOut(msgspec.Struct, frozen=True):
    """One thing that is wrong with an entry."""

    field: str
    code: str
    sentence: str


class DifferenceOut(msgspec.Struct, frozen=True):
    """One entry of the list, or one record that the list no longer has. `line` of the file; `values` as the record would be."""

    kind: str
    number: str
    reference: str
    name: str
    subject: str
    line: int
    record: UUID | None
    values: dict[str, Any]
    changes: tuple[ChangeOut, ...]
    faults: tuple[RefusalOut, ...]


class DifferencesOut(msgspec.Struct, frozen=True):
    """An import with a page of its differences; `next` is 0 at the end. A decided import has none: they went with the decision."""

    proposal: ImportOut
    items: tuple[DifferenceOut, ...]
    next: int


class DecisionIn(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Why. An approval needs it where it withdraws more than a tenth (REC-18); a refusal always."""

    reason: Reason = ""


@dataclass
class _XmlOperation(Operation):
    """The body is a file, which the framework cannot see in the signature."""

    def __post_init__(self) -> None:
        file = OpenAPIMediaType(schema=Schema(type=OpenAPIType.STRING, description="The consolidated list, as the United Nations give it."))
        self.request_body = RequestBody(content={"application/xml": file}, required=True)


def _import(reader: Reader, one: Proposal) -> ImportOut:
    header = one.header
    return ImportOut(
        id=one.id,
        at=one.at,
        state=one.state.code,
        own=one.officer == reader.officer,
        generated=one.generated,
        sha256=one.digest,
        purposes=header.purposes,
        law=header.law,
        level=header.level,
        behalf=header.behalf,
        counts=msgspec.convert(one.counts, CountsOut, from_attributes=True),
        reasons=dict(one.reasons),
        unread=dict(one.unread),
        decided_at=one.decided_at,
        stale=one.stale,
    )


def _difference(item: Item) -> DifferenceOut:
    return DifferenceOut(
        kind=item.kind.code,
        number=item.number,
        reference=item.reference,
        name=item.name,
        subject="person" if item.person else "entity",
        line=item.line,
        record=item.record,
        values=dict(nested(NOTICES, item.values)),
        changes=tuple(ChangeOut(one.field, one.before, one.after) for one in item.changes),
        faults=tuple(RefusalOut(*fault) for fault in item.faults),
    )


@post("/imports", status_code=201, request_max_body_size=LARGEST, operation_class=_XmlOperation, responses=writing())
async def proposed(
    comity: GivenComity,
    request: AnyRequest,
    reader: GivenReader,
    purposes: _Words = None,
    law: _Law = "",
    level: _Level = "official",
    behalf: _Behalf = "",
) -> ImportOut:
    """Proposes a list. Nothing of it is visible to others before a second officer approves it."""
    header = Header(tuple(purposes or ()), law, level, behalf)
    file = io.BytesIO(await request.body())
    return _import(reader, await imports.propose(comity.records, reader, file, header, comity.directory.members))


@get("/imports", responses=reading())
async def listed(comity: GivenComity, reader: GivenReader, after: After = "") -> ImportsOut:
    """The imports of one's own authority."""
    found = await imports.listed(comity.records, reader, message_of(after))
    following = mark_of_message(found[-1].at, found[-1].id) if len(found) == imports.PAGE else ""
    return ImportsOut(tuple(_import(reader, one) for one in found), following)


@get("/imports/{proposal:uuid}", responses=reading(404))
async def shown(comity: GivenComity, reader: GivenReader, proposal: FromPath[UUID], kind: _Which = "", after: _Place = 0) -> DifferencesOut:
    """One import and what it would do, fifty differences a page."""
    one, items = await imports.shown(comity.records, reader, proposal, _KINDS.get(kind), after)
    following = items[-1][0] if len(items) == imports.PAGE else 0
    return DifferencesOut(_import(reader, one), tuple(_difference(item) for _, item in items), following)


@post("/imports/{proposal:uuid}/approve", status_code=200, dto=Strict[DecisionIn], responses=writing(404))
async def approved(comity: GivenComity, reader: GivenReader, proposal: FromPath[UUID], data: JSONBody[DecisionIn]) -> ImportOut:
    """A second officer makes all of it records, at once. Sent again by the same officer, it changes nothing."""
    return _import(reader, await imports.approve(comity.records, reader, proposal, data.reason))


@post("/imports/{proposal:uuid}/refuse", status_code=200, dto=Strict[DecisionIn], responses=writing(404))
async def refused(comity: GivenComity, reader: GivenReader, proposal: FromPath[UUID], data: JSONBody[DecisionIn]) -> ImportOut:
    """Ends an import without any record; who proposed it may take it back."""
    return _import(reader, await imports.refuse(comity.records, reader, proposal, data.reason))


ROUTES = Router("/", route_handlers=[proposed, listed, shown, approved, refused], tags=["Imports"])
