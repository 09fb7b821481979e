"""Who looked: sightings for owners, the audit for auditors."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from enum import StrEnum
from typing import Annotated, Final
from uuid import UUID

import msgspec
from litestar import Router, get, post
from litestar.params import FromPath, FromQuery, JSONBody, QueryParameter

from comity.access.model import UnitKind
from comity.app import Comity
from comity.audit import Act, EntryId
from comity.audit.entry import at_of
from comity.audit.model import Sighting
from comity.audit.reading import Filters, Looked, Period, Recorded
from comity.edges.api.asking import identifier_of, purpose_of, registers_of
from comity.edges.api.callers import AnyRequest, caller_of, within_rate
from comity.edges.api.cursors import cursor_of, mark_of
from comity.edges.api.documented import reading, writing
from comity.edges.api.given import HIGHEST, PLAIN, After, Basis, GivenComity, GivenReader
from comity.edges.api.inbox import authority_code, bureau_code
from comity.edges.api.strict import Strict
from comity.edges.api.wire import IdentifierIn
from comity.kernel.errors import Absent, Fault, Invalid
from comity.kernel.purposes import Purpose
from comity.kernel.strip import Strip

_A_MONTH: Final = timedelta(days=31)
_SIGHTED: Final = {1: "exact", 2: "confusable", 3: "read", 4: "likely", 5: "possible"}
_EARLIEST: Final = datetime(2000, 1, 1, tzinfo=UTC)
_LATEST: Final = datetime(2200, 1, 1, tzinfo=UTC)
_Since = Annotated[datetime | None, QueryParameter(description="Included; a month before `until` where left out.")]
_Until = Annotated[datetime | None, QueryParameter(description="Excluded; now where left out.")]
_Name = Annotated[str, QueryParameter(max_length=40)]
_Stated = Annotated[str, msgspec.Meta(min_length=10, max_length=400, pattern=PLAIN)]


class ActWord(StrEnum):
    """The acts of the audit, by name."""

    ALERT = "alert"
    ASKED = "asked"
    ATTACHMENT = "attachment"
    AUDIT_OPEN = "audit_open"
    AUDIT_SEARCH = "audit_search"
    BLOCK = "block"
    BULK = "bulk"
    CHECK = "check"
    CORRECT = "correct"
    CREATE = "create"
    DECIDE = "decide"
    ERASURE = "erasure"
    EXPIRE = "expire"
    EXPORT = "export"
    EXTEND = "extend"
    HOLD = "hold"
    IMPORT = "import"
    INVENTORY = "inventory"
    KEY = "key"
    LIST = "list"
    LIST_CHECK = "list_check"
    LOAD = "load"
    PERSON_ANSWER = "person_answer"
    READ = "read"
    REFUSAL = "refusal"
    RELEASE = "release"
    RESTRICT = "restrict"
    SETTING = "setting"
    SIGN_IN = "sign_in"
    SIGN_OUT = "sign_out"
    STATISTICS = "statistics"
    TOKEN_ISSUED = "token_issued"  # noqa: S105 - a name of an act
    TOKEN_REVOKED = "token_revoked"  # noqa: S105 - a name of an act
    TRACE = "trace"
    VIEW = "view"
    WITHDRAW = "withdraw"


class SightingOut(msgspec.Struct, frozen=True):
    """Somebody looked at one of one's own records: which bureau, from what kind of place, for which purpose. Never the officer.

    Of a candidate of whom nobody said that it is the person: on which day, once that is over, with an empty `place`.
    """

    at: datetime
    record: UUID
    register: str
    authority: str
    bureau: str
    place: str
    purpose: str
    outcome: str


class SightingsOut(msgspec.Struct, frozen=True):
    """A page, newest first."""

    items: tuple[SightingOut, ...]
    next: str


class EntryOut(msgspec.Struct, frozen=True):
    """One entry. What was asked stays sealed until it is opened. `id` names the entry and its time.

    `outcome` of a check: 0 no hit, 1 hit, 2 no answer, 3 look-alikes alone; of any other act 1 where it was done, else 0.
    """

    id: str
    at: datetime
    act: str
    bureau: str
    unit: int
    officer: int
    system: int
    purpose: str
    registers: tuple[str, ...]
    outcome: int
    rule: str
    shown: tuple[UUID, ...]
    detail: str


class EntriesOut(msgspec.Struct, frozen=True):
    """A page, newest first. It may be short, even empty, before the end: go on while `next` is there."""

    items: tuple[EntryOut, ...]
    next: str


class WhoAskedIn(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Which identifier, when, and why one looks."""

    identifier: IdentifierIn
    basis: _Stated
    since: datetime | None = None
    until: datetime | None = None


class OpenIn(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Why it is opened."""

    basis: _Stated


class AskedOut(msgspec.Struct, frozen=True):
    """What an entry asked. A check has identifiers; another act has a text."""

    id: str
    at: datetime
    act: str
    identifiers: tuple[IdentifierIn, ...]
    reference: str
    officer: str
    protected: bool
    text: str


class CheckpointOut(msgspec.Struct, frozen=True):
    """What the tree was when it was last signed into a file outside the database. `root` in hexadecimal."""

    size: int
    root: str
    at: datetime


class AuditStatusOut(msgspec.Struct, frozen=True):
    """How many entries the tree has, and the last signed checkpoint."""

    size: int
    last: CheckpointOut | None


def _period(comity: Comity, since: datetime | None, until: datetime | None) -> Period:
    """Raises: Invalid for a time without its zone, or out of any reason."""
    faults = [
        Fault(name, "no_zone" if given.tzinfo is None else "out_of_range", "A time with its zone.", "2026-11-21T14:00:00Z")
        for name, given in (("since", since), ("until", until))
        if given is not None and (given.tzinfo is None or not _EARLIEST <= given <= _LATEST)
    ]
    if faults:
        raise Invalid(*faults)
    end = until or comity.clock.now() + timedelta(seconds=1)
    return Period(since or end - _A_MONTH, end)


def _register(name: str) -> int | None:
    return registers_of((name,))[0] if name else None


def _bureau(comity: Comity, code: str) -> int | None:
    """Raises: Invalid."""
    if not code:
        return None
    known = {one.code: number for number, one in comity.directory.bureaus.items()}
    if code not in known:
        raise Invalid(Fault("bureau", "unknown", "There is no such bureau.", ", ".join(sorted(known))))
    return known[code]


def _sighting(comity: Comity, one: Sighting) -> SightingOut:
    bureau = comity.directory.bureaus.get(one.bureau)
    return SightingOut(
        at=at_of(one.at_us),
        record=one.record,
        register=Strip(one.register).code,
        authority=authority_code(comity, bureau.authority) if bureau else "",
        bureau=bureau_code(comity, one.bureau),
        place=UnitKind(one.unit_kind).code if one.unit_kind else "",
        purpose=Purpose(one.purpose).code,
        outcome=_SIGHTED.get(one.outcome, ""),
    )


def entry_name(recorded: Recorded) -> str:
    """An entry's id in the API: stream, number and microseconds, since the log is kept by days."""
    return f"{recorded.id.stream}-{recorded.id.number}-{int(recorded.at.timestamp() * 1_000_000)}"


def _entry_of(name: str) -> tuple[EntryId, datetime]:
    """Raises: Absent for what is no id of an entry."""
    try:
        stream, number, at_us = (int(part) for part in name.split("-"))
        at = at_of(at_us)
    except (ValueError, OverflowError):
        raise Absent from None
    if not (0 < stream < 2**63 and 0 < number < 2**63 and _EARLIEST <= at <= _LATEST):
        raise Absent
    return EntryId(stream, number), at


def _entry(comity: Comity, one: Recorded) -> EntryOut:
    head = one.head
    return EntryOut(
        id=entry_name(one),
        at=one.at,
        act=Act(head.act).name.lower(),
        bureau=bureau_code(comity, head.bureau) if head.bureau else "",
        unit=head.unit,
        officer=head.officer,
        system=head.system,
        purpose=Purpose(head.purpose).code if head.purpose else "",
        registers=tuple(Strip(number).code for number in head.registers),
        outcome=head.outcome,
        rule=head.rule,
        shown=tuple(UUID(bytes=record) for record in head.shown),
        detail=head.detail,
    )


@get("/sightings", responses=reading())
async def sightings(
    comity: GivenComity, reader: GivenReader, register: _Name = "", purpose: _Name = "", bureau: _Name = "",
    since: _Since = None, until: _Until = None, after: After = "",
) -> SightingsOut:  # fmt: skip
    """Who looked at the records of one's authority."""
    looked = Looked(None, _register(register), int(purpose_of(purpose)) if purpose else None, _bureau(comity, bureau))
    found, following = await comity.oversight.sightings(reader, _period(comity, since, until), looked, cursor_of(after))
    return SightingsOut(tuple(_sighting(comity, one) for one in found), mark_of(following))


@get("/audit/entries", responses=reading(429))
async def entries(
    comity: GivenComity, request: AnyRequest, reader: GivenReader, basis: Basis, since: _Since = None, until: _Until = None,
    officer: Annotated[int | None, QueryParameter(ge=1, le=HIGHEST)] = None, act: FromQuery[ActWord | None] = None,
    register: _Name = "", after: After = "",
) -> EntriesOut:  # fmt: skip
    """What the officers and systems of one's authority did. The purpose is the session's; the basis is kept with this search."""
    within_rate(comity, caller_of(request))
    filters = Filters(officer, Act[act.name] if act else None, None, _register(register))
    page = await comity.oversight.entries(reader, _period(comity, since, until), filters, basis, cursor_of(after))
    return EntriesOut(tuple(_entry(comity, one) for one in page.entries), mark_of(page.following))


@post("/audit/who-asked", status_code=200, dto=Strict[WhoAskedIn], responses=writing(429))
async def who_asked(comity: GivenComity, request: AnyRequest, reader: GivenReader, data: JSONBody[WhoAskedIn]) -> EntriesOut:
    """Which entries of one's authority asked about an identifier, found by keyed hashes: nothing is opened."""
    within_rate(comity, caller_of(request))
    found = await comity.oversight.who_asked(reader, identifier_of(data.identifier), _period(comity, data.since, data.until), data.basis)
    return EntriesOut(tuple(_entry(comity, one) for one in found), "")


@post("/audit/entries/{entry:str}/open", status_code=200, dto=Strict[OpenIn], responses=writing(404, 429))
async def opened(comity: GivenComity, request: AnyRequest, reader: GivenReader, entry: FromPath[str], data: JSONBody[OpenIn]) -> AskedOut:
    """Opens what one entry asked. That it was opened, and why, is in the audit before the answer leaves."""
    within_rate(comity, caller_of(request))
    entry_id, at = _entry_of(entry)
    asked = await comity.oversight.open(reader, entry_id, at, data.basis)
    identifiers = tuple(IdentifierIn(*one) for one in asked.identifiers)
    act = Act(asked.act).name.lower()
    return AskedOut(entry, asked.at, act, identifiers, asked.reference, asked.officer, asked.protected, asked.text)


@get("/audit/status", responses=reading())
async def status(comity: GivenComity, reader: GivenReader) -> AuditStatusOut:
    """How far the tree of the audit has come, and its last signed checkpoint."""
    found = await comity.oversight.status(reader)
    last = CheckpointOut(found.last.size, found.last.root.hex(), found.last.at) if found.last else None
    return AuditStatusOut(found.size, last)


ROUTES = Router("/", route_handlers=[sightings, entries, who_asked, opened, status], tags=["Who looked"])
