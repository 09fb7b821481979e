"""Clearances: that a document is not that of a record's person. Two officers of one bureau sign; the record's owner may object."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

import msgspec
from litestar import Router, get, post
from litestar.params import FromPath, JSONBody, QueryParameter

from comity.access.model import Reader
from comity.app import Comity
from comity.audit import EntryId
from comity.edges.api.cursors import mark_of_message, message_of
from comity.edges.api.documented import reading, writing
from comity.edges.api.given import After, GivenComity, GivenReader, Word
from comity.edges.api.inbox import authority_code, bureau_code
from comity.edges.api.strict import Strict
from comity.kernel.strip import Strip
from comity.search.clearances.model import Clearance, Ground, Objection, Proposal
from comity.search.clearances.service import PAGE

_Side = Annotated[
    Literal["given", "against"], QueryParameter(description="Those of one's bureau, or those against records of one's authority.")
]
_GroundName = Literal["birth", "face", "fingerprints", "dna", "build", "owner", "other"]


class ClearanceIn(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """*Not this person*: `check` and `at` as the check's answer gave them, and the record that it met.

    The check asked about exactly one document with its issuer, with or without its holder. `agreed`: the person knows of it and wants it.
    `named`: other authorities may see which bureau gave it.
    """

    check: Annotated[str, msgspec.Meta(pattern="^[1-9][0-9]{0,17}-[1-9][0-9]{0,17}$")]
    at: Annotated[datetime, msgspec.Meta(tz=True)]
    record: UUID
    ground: _GroundName
    agreed: bool
    named: bool = False


class ConfirmIn(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The same document, read by the second officer: a clearance keeps no number that could be shown."""

    number: Word
    issuer: Annotated[str, msgspec.Meta(max_length=80)]


class ObjectionIn(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Why the record's owner objects."""

    why: Literal["same_person", "not_shown", "under_inquiry"]


class EndIn(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Why the bureau that gave it ends it: it was wrong, or the person does not want it any more."""

    why: Literal["by_bureau", "person_withdrew"] = "by_bureau"


class ClearanceOut(msgspec.Struct, frozen=True):
    """One clearance. Never an officer, never the document. `state`: proposed, in_force, ended; `ending` says why it ended.

    `until`: until when it waits for the second signature, then until when it holds. `own_proposal`: the caller gave the first signature.
    """

    id: UUID
    record: UUID
    register: str
    owner: str
    authority: str
    bureau: str
    purpose: str
    ground: str
    named: bool
    state: str
    proposed_at: datetime
    confirmed_at: datetime | None
    until: datetime
    ending: str
    ended_at: datetime | None
    objection: str
    own_proposal: bool


class ClearancesOut(msgspec.Struct, frozen=True):
    """A page, newest first; `waiting` counts those that wait for the caller's own signature."""

    items: tuple[ClearanceOut, ...]
    next: str
    waiting: int


def _out(comity: Comity, one: Clearance) -> ClearanceOut:
    now = comity.clock.now()
    ending = one.ending_at(now)
    return ClearanceOut(
        id=one.id,
        record=one.record,
        register=Strip(one.register).code,
        owner=authority_code(comity, one.owner),
        authority=authority_code(comity, one.authority),
        bureau=bureau_code(comity, one.bureau),
        purpose=one.purpose.code,
        ground=one.ground.code,
        named=one.named,
        state=one.state_at(now).code,
        proposed_at=one.proposed_at,
        confirmed_at=one.confirmed_at,
        until=one.until,
        ending=ending.code if ending else "",
        ended_at=one.ended_at,
        objection=one.objection.code if one.objection else "",
        own_proposal=one.own_proposal,
    )


@get("/clearances", responses=reading())
async def listed(comity: GivenComity, reader: GivenReader, side: _Side = "given", after: After = "") -> ClearancesOut:
    """Clearances that one's bureau gave, or those against one's records."""
    before = message_of(after)
    found = await (comity.clearances.given(reader, before) if side == "given" else comity.clearances.against(reader, before))
    return ClearancesOut(tuple(_out(comity, one) for one in found), _next(found, side), await _waiting(comity, reader))


def _next(found: list[Clearance], side: str) -> str:
    if len(found) < PAGE:
        return ""
    last = found[-1]
    return mark_of_message(last.proposed_at if side == "given" else last.confirmed_at or last.proposed_at, last.id)


async def _waiting(comity: Comity, reader: Reader) -> int:
    return await comity.clearances.waiting(reader)


@post("/clearances", status_code=201, dto=Strict[ClearanceIn], responses=writing(404))
async def proposed(comity: GivenComity, reader: GivenReader, data: JSONBody[ClearanceIn]) -> ClearanceOut:
    """Proposes one. It is shown to nobody else before another officer of the same bureau confirms it."""
    stream, _, number = data.check.partition("-")
    ground = Ground[data.ground.upper()]
    given = Proposal(EntryId(int(stream), int(number)), data.at, data.record, ground, data.agreed, data.named)
    return _out(comity, await comity.clearances.propose(reader, given))


@post("/clearances/{clearance:uuid}/confirm", status_code=200, dto=Strict[ConfirmIn], responses=writing(404))
async def confirmed(comity: GivenComity, reader: GivenReader, clearance: FromPath[UUID], data: JSONBody[ConfirmIn]) -> ClearanceOut:
    """The second signature. The record's owner is told."""
    return _out(comity, await comity.clearances.confirm(reader, clearance, data.number, data.issuer))


@post("/clearances/{clearance:uuid}/object", status_code=200, dto=Strict[ObjectionIn], responses=writing(404))
async def objected(comity: GivenComity, reader: GivenReader, clearance: FromPath[UUID], data: JSONBody[ObjectionIn]) -> ClearanceOut:
    """The record's owner objects: it ends at once."""
    return _out(comity, await comity.clearances.object(reader, clearance, Objection[data.why.upper()]))


@post("/clearances/{clearance:uuid}/end", status_code=200, dto=Strict[EndIn], responses=writing(404))
async def ended(comity: GivenComity, reader: GivenReader, clearance: FromPath[UUID], data: JSONBody[EndIn]) -> ClearanceOut:
    """The bureau that gave it ends it; a proposal is refused so."""
    return _out(comity, await comity.clearances.end(reader, clearance, person_withdrew=data.why == "person_withdrew"))


ROUTES = Router("/", route_handlers=[listed, proposed, confirmed, objected, ended], tags=["Clearances"])
