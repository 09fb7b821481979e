"""The owner's inbox, and the release of protected results by the asking bureau."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

import msgspec
from litestar import Router, get, post
from litestar.params import FromPath, JSONBody

from comity.app import Comity
from comity.edges.api.cursors import mark_of_message, message_of
from comity.edges.api.documented import reading, writing
from comity.edges.api.given import After, GivenComity, GivenReader, Reason
from comity.edges.api.strict import Strict
from comity.hits.model import Told
from comity.hits.service import PAGE
from comity.kernel.purposes import Purpose
from comity.kernel.strip import Strip


class ToldOut(msgspec.Struct, frozen=True):
    """Somebody's check met one of one's own records: which bureau, for which purpose, how it matched. Never the officer (HIT-02).

    With `clearance`, `grade` is *cleared*: two officers of that bureau have said of a document that its holder is not the record's person.
    """

    id: UUID
    record: UUID
    register: str
    authority: str
    bureau: str
    purpose: str
    grade: str
    at: datetime
    discreet: bool
    read_at: datetime | None
    clearance: UUID | None = None


class InboxOut(msgspec.Struct, frozen=True):
    """A page, newest first; `unread` counts all that nobody has opened."""

    items: tuple[ToldOut, ...]
    next: str
    unread: int


class HeldOut(msgspec.Struct, frozen=True):
    """A protected result of one's own bureau that its owner has not been told (HIT-12)."""

    id: UUID
    owner: str
    register: str
    purpose: str
    grade: str
    at: datetime


class HeldsOut(msgspec.Struct, frozen=True):
    """The oldest first."""

    items: tuple[HeldOut, ...]
    next: str = ""


class ReleaseIn(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Why the owner may know now."""

    reason: Reason


def authority_code(comity: Comity, number: int) -> str:
    """An authority's code for its number."""
    one = comity.directory.authorities.get(number)
    return one.code if one else str(number)


def bureau_code(comity: Comity, number: int) -> str:
    """A bureau's code for its number."""
    one = comity.directory.bureaus.get(number)
    return one.code if one else str(number)


def _told(comity: Comity, told: Told) -> ToldOut:
    return ToldOut(
        id=told.id,
        record=told.record,
        register=Strip(told.register).code,
        authority=authority_code(comity, told.asking_authority),
        bureau=bureau_code(comity, told.asking_bureau),
        purpose=Purpose(told.purpose).code,
        grade=told.grade,
        at=told.at,
        discreet=told.discreet,
        read_at=told.read_at,
        clearance=told.clearance,
    )


@get("/inbox", responses=reading())
async def inbox(comity: GivenComity, reader: GivenReader, after: After = "") -> InboxOut:
    """Who met the records of one's authority."""
    told = await comity.inbox.listed(reader, message_of(after))
    following = mark_of_message(told[-1].at, told[-1].id) if len(told) == PAGE else ""
    return InboxOut(tuple(_told(comity, one) for one in told), following, await comity.inbox.unread(reader))


@get("/inbox/{message:uuid}", responses=reading(404))
async def opened(comity: GivenComity, reader: GivenReader, message: FromPath[UUID]) -> ToldOut:
    """One entry, which counts as read from then on."""
    return _told(comity, await comity.inbox.opened(reader, message))


@get("/held", responses=reading())
async def held(comity: GivenComity, reader: GivenReader) -> HeldsOut:
    """Protected results of one's bureau whose owners know nothing yet."""
    found = await comity.inbox.held(reader)
    return HeldsOut(
        tuple(
            HeldOut(one.id, authority_code(comity, one.owner), Strip(one.register).code, Purpose(one.purpose).code, one.grade, one.at)
            for one in found
        )
    )


@post("/held/{message:uuid}/release", status_code=204, dto=Strict[ReleaseIn], responses=writing(404))
async def release(comity: GivenComity, reader: GivenReader, message: FromPath[UUID], data: JSONBody[ReleaseIn]) -> None:
    """Tells the owner after all."""
    await comity.inbox.release(reader, message, data.reason)


ROUTES = Router("/", route_handlers=[inbox, opened, held, release], tags=["Inbox"])
