"""Tracing a firearm: asked by who holds it, answered by each authority for itself, closed by who asked. One transaction an act."""

from __future__ import annotations

import secrets
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING, Final
from uuid import UUID

from comity.access.model import Permission, Reader
from comity.access.rules import granted, may
from comity.audit import Act
from comity.engines.store import Mode, Row
from comity.kernel.errors import Fault
from comity.kernel.ids import AuthorityNumber, record_id
from comity.kernel.kinds import COUNTRY, LONG_TEXT, PAST_DATE, TEXT, refuse_future
from comity.kernel.kinds.model import BadValue, Kind
from comity.registers import reviewed
from comity.registers.declarations.firearms import FIREARMS
from comity.registers.desk import Desk, acting, entry, held, permitted, probes
from comity.registers.validate import cleaned
from comity.traces import rules, store
from comity.traces.model import Answer, Leg, NoSuchTrace, Outcome, Question, Reply, State, Trace, Why, WrongTrace

if TYPE_CHECKING:
    from psycopg import AsyncConnection

PAGE: Final = 50
_PARTS: Final[dict[str, Kind]] = {"dealer": TEXT, "country": COUNTRY, "date": PAST_DATE, "reference": TEXT, "words": LONG_TEXT}


async def ask(
    desk: Desk, reader: Reader, countries: Mapping[str, int], *, record: UUID | None = None, typed: Mapping[str, str] | None = None,
    more: Mapping[int, Why] | None = None, words: str = "",
) -> Trace:  # fmt: skip
    """Asks the maker's and the importer's country, and `more`. The weapon is one's own `record`, or what was typed of it.

    `countries`: codes of countries to their authorities. Raises: Refused; NoSuchRecord; WrongTrace with all that is lacking.
    """
    await permitted(desk, reader, FIREARMS, Permission.TRACE_REQUEST_ASK)
    at = desk.clock.now()
    async with acting(desk, reader, FIREARMS, "ask trace") as connection:
        values = dict(typed or {})
        if record:
            values = dict((await held(desk, connection, reader, FIREARMS, record, None)).record.values) | values
        told, faults = _told(values, at)
        asked = rules.first_asked(told, countries, reader.authority) | dict(more or {})
        trace = _trace(reader, record, Question(told, _cleaned("words", LONG_TEXT, words, at.date(), faults)), at)
        legs = _legs(trace, asked, faults)
        if faults:
            raise WrongTrace(*faults)
        key = await reviewed.lend_key(desk, connection, trace.id, trace.asker)
        await store.put(connection, trace, key)
        await store.ask(connection, trace.id, trace.asker, legs)
        detail = f"asked: {len(legs)} authorities"
        noted = entry(
            Act.TRACE, at, reader, FIREARMS, rule="OWN-02", shown=(trace.id,), detail=detail, probes=probes(desk, FIREARMS, told, at)
        )
        await desk.recorder.record(connection, noted)
        return store.opened(*await _read(connection, trace.id), key)


def _told(values: Mapping[str, str], at: datetime) -> tuple[dict[str, str], list[Fault]]:
    """What a request tells of the weapon, cleaned; no place of the find, no person, no reference of the owner's own."""
    wanted = {path: value for path, value in values.items() if path.partition(".")[0] in rules.TOLD and not path.endswith(".image")}
    told, faults = cleaned(FIREARMS, wanted, at.date())
    wrong = [fault for fault in faults if fault.code != "required" or "." in fault.field]
    return told, [*wrong, *rules.lacking(told)]


def _trace(reader: Reader, record: UUID | None, question: Question, at: datetime) -> Trace:
    which = record_id(AuthorityNumber(reader.authority), int(at.timestamp() * 1000), secrets.randbits(62))
    return Trace(which, reader.authority, reader.bureau, reader.officer, at, State.OPEN, None, None, record, question)


def _legs(trace: Trace, asked: Mapping[int, Why], faults: list[Fault], at: datetime | None = None) -> list[Leg]:
    """The legs for these authorities, after those that are there."""
    if not asked:
        accepted = "made_in or imported_to with the code of a member, or the authority itself."
        faults.append(Fault("ask", "required", "Nobody would be asked: neither maker's nor importer's country takes part.", accepted))
    if trace.asker in asked or any(leg.asked in asked for leg in trace.legs):
        faults.append(Fault("ask", "asked_already", "An authority is asked once, and never oneself.", "Another authority."))
    if len(trace.legs) + len(asked) > rules.MOST_LEGS:
        faults.append(Fault("ask", "too_many", "These are too many authorities for one trace.", f"At most {rules.MOST_LEGS}."))
    now = at or trace.at
    return [Leg(place, number, why, now, now + rules.DAYS) for place, (number, why) in enumerate(asked.items(), len(trace.legs) + 1)]


def _cleaned(name: str, kind: Kind, typed: str, today: date, faults: list[Fault]) -> str:
    if not typed.strip():
        return ""
    try:
        value = kind.clean(typed)
        if kind.not_future:
            refuse_future(value, today)
        return value
    except BadValue as bad:
        faults.append(Fault(name, bad.code, bad.text, bad.accepted))
        return ""


async def _read(connection: AsyncConnection, which: UUID, *, lock: bool = False) -> tuple[Row, Sequence[Row]]:
    found = await store.row(connection, which, lock=lock)
    if found is None:
        raise NoSuchTrace("There is no such trace.")
    return found, await store.legs_of(connection, which)


async def _key(desk: Desk, reader: Reader, which: UUID) -> bytes:
    """The key of a trace that this reader was shown. Raises: NoSuchTrace where it is gone."""
    found = await _keys(desk, reader, [which])
    if not found:
        raise NoSuchTrace("There is no such trace.")
    return found[which]


async def _keys(desk: Desk, reader: Reader, shown_to: Sequence[UUID]) -> dict[UUID, bytes]:
    """The keys of traces that this reader was shown: their askers', which are looked up as a check looks up those of records."""
    async with desk.store.transaction(reader.context(Mode.CHECK)) as connection:
        keys = {which: await reviewed.lent_key(desk, connection, which) for which in shown_to}
    return {which: key for which, key in keys.items() if key}


async def _key_of_shown(desk: Desk, reader: Reader, which: UUID) -> bytes:
    """As `_key`, once row-level security has shown the trace itself. Raises: NoSuchTrace."""
    async with desk.store.transaction(reader.context(Mode.OWN)) as connection:
        await _read(connection, which)
    return await _key(desk, reader, which)


async def listed(desk: Desk, reader: Reader, *, own: bool, before: tuple[datetime, UUID] | None = None) -> list[Trace]:
    """One's own traces, or those that one was asked; the newest first. Own ones that ended long ago are erased on the way (RET-01).

    Raises: Refused.
    """
    await permitted(desk, reader, FIREARMS, Permission.TRACE_REQUEST_LIST)
    at = desk.clock.now()
    async with acting(desk, reader, FIREARMS, "list traces") as connection:
        for gone in await store.forget(connection, reader.authority, at - rules.KEPT):
            await reviewed.drop_key(connection, gone)
        found = await store.rows(connection, reader.authority, own=own, before=before, most=PAGE)
        legs = [await store.legs_of(connection, row[0]) for row in found]
        noted = entry(Act.TRACE, at, reader, FIREARMS, rule="OWN-07", shown=tuple(row[0] for row in found), detail="listed")
        await desk.recorder.record(connection, noted)
    keys = await _keys(desk, reader, [row[0] for row in found])
    return [store.opened(row, own_legs, keys[row[0]]) for row, own_legs in zip(found, legs, strict=True) if row[0] in keys]


async def shown(desk: Desk, reader: Reader, which: UUID) -> Trace:
    """One trace, as far as this reader may see it. Raises: Refused, NoSuchTrace."""
    await permitted(desk, reader, FIREARMS, Permission.TRACE_REQUEST_LIST)
    async with acting(desk, reader, FIREARMS, "show trace") as connection:
        found = await _read(connection, which)
        noted = entry(Act.TRACE, desk.clock.now(), reader, FIREARMS, rule="OWN-07", shown=(which,), detail="shown")
        await desk.recorder.record(connection, noted)
    return store.opened(*found, await _key(desk, reader, which))


async def ask_further(desk: Desk, reader: Reader, which: UUID, more: Mapping[int, Why]) -> Trace:
    """Asks another authority too: where an answer leads to, or the asker thinks of. Raises: Refused, NoSuchTrace, WrongTrace."""
    await permitted(desk, reader, FIREARMS, Permission.TRACE_REQUEST_ASK)
    key = await _key_of_shown(desk, reader, which)
    at = desk.clock.now()
    async with acting(desk, reader, FIREARMS, "ask trace further") as connection:
        trace = store.opened(*await _read(connection, which), key)
        rules.may_change(reader, trace).enforce()
        faults: list[Fault] = []
        legs = _legs(trace, more, faults, at)
        if faults:
            raise WrongTrace(*faults)
        await store.ask(connection, which, trace.asker, legs)
        noted = entry(Act.TRACE, at, reader, FIREARMS, rule="OWN-02", shown=(which,), detail=f"asked further: {len(legs)}")
        await desk.recorder.record(connection, noted)
        return store.opened(*await _read(connection, which), key)


async def answer(desk: Desk, reader: Reader, which: UUID, given: Answer, reply: Reply) -> Trace:
    """One's own answer, once. Raises: Refused, NoSuchTrace, WrongTrace."""
    await permitted(desk, reader, FIREARMS, Permission.TRACE_REQUEST_ANSWER)
    key = await _key_of_shown(desk, reader, which)
    at = desk.clock.now()
    faults: list[Fault] = []
    clean = Reply(**{name: _cleaned(name, kind, getattr(reply, name), at.date(), faults) for name, kind in _PARTS.items()})
    faults += [fault for fault in rules.reply_faults(given, clean) if fault.field not in {one.field for one in faults}]
    async with acting(desk, reader, FIREARMS, "answer trace") as connection:
        trace = store.opened(*await _read(connection, which), key)
        decision = rules.may_answer(reader, trace)
        decision.enforce()
        if faults:
            raise WrongTrace(*faults)
        leg = rules.own_leg(reader, trace)
        if leg is None or not await store.answer(connection, which, leg, given, clean, reader.officer, at, key):
            raise WrongTrace(Fault("answer", "too_late", "It was answered or closed meanwhile."))
        noted = entry(Act.TRACE, at, reader, FIREARMS, rule=decision.rule, shown=(which,), detail=f"answered: {given.code}")
        await desk.recorder.record(connection, noted)
        return store.opened(*await _read(connection, which), key)


async def close(desk: Desk, reader: Reader, which: UUID, outcome: Outcome, words: str = "") -> Trace:
    """The asker's end of it; its words are sealed in the audit. Raises: Refused, NoSuchTrace, WrongTrace."""
    await permitted(desk, reader, FIREARMS, Permission.TRACE_REQUEST_ASK)
    key = await _key_of_shown(desk, reader, which)
    at = desk.clock.now()
    async with acting(desk, reader, FIREARMS, "close trace") as connection:
        trace = store.opened(*await _read(connection, which), key)
        rules.may_change(reader, trace).enforce()
        if fault := rules.outcome_fault(outcome, trace):
            raise WrongTrace(fault)
        await store.close(connection, which, outcome, at)
        noted = entry(
            Act.TRACE, at, reader, FIREARMS, rule="OWN-02", shown=(which,), detail=f"closed: {outcome.code}", question=words.encode()
        )
        await desk.recorder.record(connection, noted)
        return store.opened(*await _read(connection, which), key)


async def waiting(desk: Desk, reader: Reader) -> int:
    """How many questions wait for this authority's answer; nought for who may not answer."""
    if not granted(reader.roles, Permission.TRACE_REQUEST_ANSWER).allowed or not may(reader, Permission.TRACE_REQUEST_ANSWER, 11).allowed:
        return 0
    async with desk.store.transaction(reader.context(Mode.OWN)) as connection:
        return await store.waiting(connection)
