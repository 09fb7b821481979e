"""The review of what waits for the secretariat: its queue, a record on loan, the signatures of two desks (REV-01 to REV-07).

A signature is given by the database itself, which looks at who signs: another country's officer, with a desk, one person for one desk.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import TYPE_CHECKING, Any, Final
from uuid import UUID

import msgspec

from comity.access.model import AuthorityKind, Decision, Permission, Reader
from comity.audit import Act
from comity.audit.model import SIGHTED_READ, Sighting
from comity.audit.store import insert_sightings
from comity.engines.store import Mode, Row
from comity.kernel.codes import Coded
from comity.kernel.errors import Fault, Invalid
from comity.registers import store
from comity.registers.desk import Desk, NoSuchRecord, acting, entry, permitted
from comity.registers.events import Happened, RecordEvent
from comity.registers.holding import findings, fingerprints
from comity.registers.holds import Finding, Route
from comity.registers.life_acts import within
from comity.registers.life_store import Earlier
from comity.registers.model import Register
from comity.registers.record import Record
from comity.registers.sealing import open_fields, seal_fields, unwrap
from comity.registers.store import Held
from comity.registers.table import HEADER

if TYPE_CHECKING:
    from psycopg import AsyncConnection

MOST_LISTED: Final = 200
REASON_SHORTEST: Final = 10
DIFFERS_SHORTEST: Final = 40  # where something was decided before: what is different now (REV-04)
REASON_LONGEST: Final = 2000
_TIMES: Final = frozenset({"created_at", "changed_at", "confirmed_at"})


class Outcome(Coded):
    """What a reviewer says, a closed list (REV-05). Stored: never renumber."""

    RELEASE = 1
    ASK = 2
    REFUSE = 3
    SUSPEND = 4


class Ground(StrEnum):
    """Why something is refused, finer than *other* (REV-05). Stored."""

    ARTICLE_2 = "article_2"
    ARTICLE_3 = "article_3"
    DECIDED_BEFORE = "decided_before"
    FACTS_MISSING = "facts_missing"
    IDENTITY_UNCLEAR = "identity_unclear"
    NO_LEGAL_BASIS = "no_legal_basis"
    NOT_PROPORTIONATE = "not_proportionate"
    PRIVATE_DISPUTE = "private_dispute"
    REFUGEE = "refugee"


class State(Coded):
    """How far a review is. Stored: never renumber."""

    OPEN = 0
    ASKED = 1
    RELEASED = 2
    REFUSED = 3
    SUSPENDED = 4


class Side(Coded):
    """A desk of the secretariat. Stored: never renumber."""

    LEGAL = 1
    POLICE = 2


@dataclass(frozen=True, slots=True)
class Signature:
    """What one desk said in the present round. `reason` opened; the officer is never shown."""

    desk: Side
    outcome: Outcome
    ground: str
    reason: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Waiting:
    """One line of a queue: nothing of the record but why it waits, and how long."""

    record: UUID
    register: int
    owner: int
    route: Route
    findings: tuple[Finding, ...]
    lane: bool
    at: datetime
    state: State
    signed: tuple[Side, ...]


@dataclass(frozen=True, slots=True)
class OnLoan:
    """A record with its reviewer: all of it, what was decided before, what the other desk has said."""

    record: Record
    waiting: Waiting
    earlier: tuple[Earlier, ...]
    signatures: tuple[Signature, ...]


_OF_SECRETARIAT: Final = Decision(True, "REV-02", "The secretariat reviews.")
_NOT_YOURS: Final = Decision(False, "REV-02", "Only the secretariat reviews what others enter.", "the secretariat")
_SYSTEM: Final = Decision(False, "REV-02", "A system reviews nothing.", "an officer of the secretariat")


def may_review(reader: Reader) -> Decision:
    """An officer of the secretariat. Nationality and desk are looked at by the database, which knows them."""
    if reader.kind is not AuthorityKind.SECRETARIAT:
        return _NOT_YOURS
    return _SYSTEM if reader.officer == 0 else _OF_SECRETARIAT


_LINES: Final = """
select h.record, h.register, h.owner, h.route, h.findings, h.lane, h.at, h.state,
       array(select s.desk from registers.signature s where s.record = h.record and s.round = h.round and s.desk > 0 order by s.desk)
from registers.hold h where h.state in {states} and {where} order by h.lane desc, h.at, h.record limit %(most)s
"""
_QUEUE: Final = _LINES.format(states="(0, 1, 4)", where="h.route >= 3 and registers.is_independent(%(officer)s, h.owner)")
_ONE: Final = _LINES.format(states="(0, 1, 3, 4)", where="h.record = %(record)s")
_OWN: Final = _LINES.format(states="(0, 1, 3, 4)", where="h.owner = comity.viewer()")


def _line(row: Row) -> Waiting:
    return Waiting(
        row[0], row[1], row[2], Route(row[3]), findings(row[4]), row[5], row[6], State(row[7]), tuple(Side(desk) for desk in row[8])
    )


async def queue(desk: Desk, reader: Reader, most: int = MOST_LISTED) -> tuple[Waiting, ...]:
    """What waits for this reviewer: children and missing persons first, then the oldest. What comes from the own country is not in it.

    Raises: Refused.
    """
    await permitted(desk, reader, within(reader), Permission.REVIEW_QUEUE_LIST)
    async with acting(desk, reader, within(reader), "review queue") as connection:
        may_review(reader).enforce()
        cursor = await connection.execute(_QUEUE, {"officer": reader.officer, "most": min(most, MOST_LISTED)})
        lines = tuple(_line(row) for row in await cursor.fetchall())
        made = entry(
            Act.LIST, desk.clock.now(), reader, within(reader), rule="REV-07", shown=tuple(one.record for one in lines), detail="review"
        )
        await desk.recorder.record(connection, msgspec.structs.replace(made, registers=tuple(sorted({one.register for one in lines}))))
    return lines


async def own(desk: Desk, reader: Reader, most: int = MOST_LISTED) -> tuple[tuple[Waiting, tuple[Signature, ...]], ...]:
    """What of one's own waits, or was refused, with what its reviewers said (REV-05). Raises: Refused."""
    await permitted(desk, reader, within(reader), Permission.REGISTER_RECORD_LIST)
    async with desk.store.transaction(reader.context(Mode.OWN)) as connection:
        rows = await (await connection.execute(_OWN, {"most": min(most, MOST_LISTED)})).fetchall()
        lines = [one for one in map(_line, rows) if one.register in reader.registers]
        found = tuple([(one, await _said(desk, connection, one.record)) for one in lines])
        made = entry(
            Act.LIST, desk.clock.now(), reader, within(reader), rule="REV-05", shown=tuple(one.record for one in lines), detail="held"
        )
        await desk.recorder.record(connection, msgspec.structs.replace(made, registers=tuple(sorted({one.register for one in lines}))))
    return found


async def _said(desk: Desk, connection: AsyncConnection, record: UUID, key: bytes | None = None) -> tuple[Signature, ...]:
    cursor = await connection.execute(
        "select s.desk, s.outcome, s.code, s.reason, s.at from registers.signature s join registers.hold h on h.record = s.record"
        " and h.round = s.round where s.record = %s and s.desk > 0 order by s.number",
        (record,),
    )
    rows = await cursor.fetchall()
    if rows and key is None:
        wrapped = await (await connection.execute("select wrapped from registers.record_key where record = %s", (record,))).fetchone()
        key = unwrap(desk.keyring, record, wrapped[0]) if wrapped else None
    return tuple(
        Signature(Side(of), Outcome(outcome), ground, open_fields(key, record, why)["reason"] if key else "", at)
        for of, outcome, ground, why, at in rows
    )


async def lent(desk: Desk, reader: Reader, register: Register, record: UUID) -> OnLoan:
    """The record for its reviewer, in the audit and among its owner's sightings. Raises: Refused; NoSuchRecord."""
    await permitted(desk, reader, register, Permission.REVIEW_RECORD_SIGN)
    at = desk.clock.now()
    async with acting(desk, reader, register, "review") as connection:
        may_review(reader).enforce()
        loan, _ = await _loan(desk, connection, reader, register, record)
        made = entry(Act.READ, at, reader, register, rule="REV-02", shown=(record,), detail="review", question=record.bytes)
        (entry_id,) = await desk.recorder.record(connection, made)
        sighting = Sighting(
            owner=loan.record.owner, record=record, register=register.number, at_us=made.at_us, bureau=reader.bureau,
            unit_kind=int(reader.unit_kind), purpose=int(reader.purpose), outcome=SIGHTED_READ,
            stream=entry_id.stream, number=entry_id.number,
        )  # fmt: skip
        await insert_sightings(connection, [sighting])
    return loan


async def _loan(desk: Desk, connection: AsyncConnection, reader: Reader, register: Register, record: UUID) -> tuple[OnLoan, bytes]:
    cursor = await connection.execute("select wrapped, fields from registers.lend(%s, %s, %s)", (register.name, record, reader.officer))
    row = await cursor.fetchone()
    if row is None:
        raise NoSuchRecord("No such record waits for your review.")
    held = _held(desk, register, row[0], row[1])
    line = await (await connection.execute(_ONE, {"record": record, "most": 1})).fetchone()
    if line is None:
        raise NoSuchRecord("No such record waits for your review.")
    prints = fingerprints(desk.keyring, register, held.record.values)
    cursor = await connection.execute("select * from registers.decided_before(%s, %s, %s)", (record, prints, reader.officer))
    before = tuple(Earlier(*one) for one in await cursor.fetchall())
    return OnLoan(held.record, _line(line), before, await _said(desk, connection, record, held.key)), held.key


def _held(desk: Desk, register: Register, wrapped: bytes, fields: Mapping[str, Any]) -> Held:
    """A row as JSON gives it."""
    names = [column.name for column in HEADER if column.name not in ("identity", "sealed")]
    header = [_typed(name, fields[name]) for name in names]
    columns = [fields[field.name] for field in register.columns]
    return store.opened(register, [wrapped, bytes.fromhex(fields["sealed"][2:]), *header, *columns], desk.keyring)


def _typed(name: str, value: Any) -> Any:
    if name in _TIMES:
        return datetime.fromisoformat(value)
    if name == "ends_at":
        return date.fromisoformat(value)
    return UUID(value) if name == "id" else value


async def sign(
    desk: Desk, reader: Reader, register: Register, record: UUID, outcome: Outcome, ground: str = "", reason: str = ""
) -> tuple[State, RecordEvent]:
    """A reviewer's outcome for the own desk; an earlier one of that desk gives way. Two desks, in two persons, release (REV-02).

    Raises: Refused; NoSuchRecord; Invalid without a finding, or for a refusal without its ground.
    """
    await permitted(desk, reader, register, Permission.REVIEW_RECORD_SIGN)
    at = desk.clock.now()
    async with acting(desk, reader, register, "sign") as connection:
        may_review(reader).enforce()
        loan, key = await _loan(desk, connection, reader, register, record)
        why = _finding(outcome, ground, reason, decided_before=bool(loan.earlier))
        sealed = seal_fields(key, record, {"reason": why})
        cursor = await connection.execute(
            "select registers.sign(%s, %s, %s, %s::smallint, %s, %s, %s)",
            (register.name, record, reader.officer, int(outcome), ground, sealed, at),
        )
        row = await cursor.fetchone()
        state = State(row[0]) if row and row[0] is not None else State.OPEN
        if state is State.REFUSED:
            prints = fingerprints(desk.keyring, register, loan.record.values)
            await connection.execute("select registers.remember_refusal(%s, %s, %s, %s)", (record, prints, ground, at))
        detail = f"{outcome.code}{f' {ground}' if ground else ''}: {state.code}"
        made = entry(Act.HOLD, at, reader, register, rule="REV-02", shown=(record,), detail=detail, question=why.encode())
        await desk.recorder.record(connection, made)
    happened = Happened.RELEASED if state is State.RELEASED else Happened.REVIEWED
    return state, RecordEvent(happened, register.number, record, loan.record.owner, loan.record.bureau, at, by_another=True)


def _finding(outcome: Outcome, ground: str, reason: str, *, decided_before: bool) -> str:
    """The reason, in one line. Raises: Invalid with every fault (REV-03, REV-04, REV-05)."""
    why = " ".join(reason.split())
    shortest = DIFFERS_SHORTEST if decided_before and outcome is Outcome.RELEASE else REASON_SHORTEST
    faults = []
    if not shortest <= len(why) <= REASON_LONGEST:
        said = "Say what is different from what was decided before." if shortest == DIFFERS_SHORTEST else "Say what you found."
        faults.append(Fault("reason", "length", said, f"{shortest} to {REASON_LONGEST} characters."))
    if outcome is Outcome.REFUSE and ground not in set(Ground):
        faults.append(Fault("ground", "unknown_choice", "A refusal names its ground.", ", ".join(Ground)))
    if outcome is not Outcome.REFUSE and ground:
        faults.append(Fault("ground", "not_here", "Only a refusal names a ground.", "Leave it empty."))
    if faults:
        raise Invalid(*faults)
    return why
