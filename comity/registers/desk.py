"""What every act on records works with, and the shape that they share: load, rules, save, audit, in one transaction."""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Final
from uuid import UUID

import psycopg

from comity.access.model import Permission, Reader
from comity.access.rules import may
from comity.audit import Act, Entry, Recorder
from comity.engines.clock import Clock
from comity.engines.keyring import Keyring
from comity.engines.store import NOBODY, Mode, Store
from comity.kernel.errors import Absent, Fault, Invalid, Refused
from comity.registers import store
from comity.registers.model import Register
from comity.registers.rules import may_act, may_write
from comity.registers.search_keys import traces
from comity.registers.store import Held

if TYPE_CHECKING:
    from psycopg import AsyncConnection

GUARD: Final = "CO001"  # SQLSTATE of the database's own refusals, whose text begins with the rule


class NoSuchRecord(Absent):
    """There is no such record for this reader; whether there is one for another is not said."""


class AlreadyThere(Invalid):
    """The owner has recorded the same thing already, in a record that is still live (QUA-01)."""


class ChangedMeanwhile(Invalid):
    """Another officer of the owner changed the record since it was read; read it again."""


@dataclass(frozen=True, slots=True)
class Desk:
    """The engines that the acts need; plugged together in one place."""

    store: Store
    keyring: Keyring
    recorder: Recorder
    clock: Clock

    @property
    def today(self) -> date:
        """The day, UTC: what ends with a day ends at the same moment everywhere."""
        return self.clock.now().date()


def entry(
    act: Act,
    at: datetime,
    reader: Reader,
    register: Register,
    *,
    rule: str,
    outcome: int = 1,
    shown: tuple[UUID, ...] = (),
    detail: str = "",
    question: bytes = b"",
    probes: tuple[int, ...] = (),
) -> Entry:
    """The audit entry of one act. `detail` lies open: never a value of a record. `question` is sealed."""
    return Entry(
        act=act,
        at_us=int(at.timestamp() * 1_000_000),
        authority=reader.authority,
        bureau=reader.bureau,
        unit=reader.unit,
        officer=reader.officer,
        system=reader.system,
        purpose=int(reader.purpose),
        registers=(register.number,),
        outcome=outcome,
        rule=rule,
        shown=tuple(record.bytes for record in shown),
        detail=detail,
        question=question,
        probes=probes,
    )


def probes(desk: Desk, register: Register, values: Mapping[str, str], at: datetime) -> tuple[int, ...]:
    """The traces of a record's identifiers, so that an auditor finds who wrote them without opening anything else."""
    at_us = int(at.timestamp() * 1_000_000)
    return tuple(desk.recorder.probe(trace, at_us) for trace in traces(register, values))


async def permitted(desk: Desk, reader: Reader, register: Register, permission: Permission) -> None:
    """The door of every act: role and scope. Raises: Refused, once the refusal is durable."""
    decision = may(reader, permission, register.number)
    if not decision.allowed:
        await _note_refusal(desk, reader, register, decision.rule, permission)
    decision.enforce()


async def _note_refusal(desk: Desk, reader: Reader, register: Register, rule: str, detail: str) -> None:
    refusal = entry(Act.REFUSAL, desk.clock.now(), reader, register, rule=rule, outcome=0, detail=detail)
    async with desk.store.transaction(NOBODY) as connection:
        await desk.recorder.record(connection, refusal)


@asynccontextmanager
async def acting(desk: Desk, reader: Reader, register: Register, what: str) -> AsyncIterator[AsyncConnection]:
    """A transaction of the owner. What it refuses leaves nothing behind but the refusal itself, in the audit.

    Raises: Refused; AlreadyThere; what the body raises.
    """
    try:
        async with desk.store.transaction(reader.context(Mode.OWN)) as connection:
            try:
                yield connection
            except psycopg.Error as problem:
                raise translated(problem) from problem
    except Refused as refused:
        await _note_refusal(desk, reader, register, refused.rule, what)
        raise


async def held(desk: Desk, connection: AsyncConnection, reader: Reader, register: Register, record: UUID, version: int | None) -> Held:
    """The owner's own record, locked, for an act on it.

    Raises: Refused for what is made from others; NoSuchRecord, also where it is another's; ChangedMeanwhile where `version` is not its own.
    """
    may_act(register).enforce()
    found = await store.fetch(connection, register, record, desk.keyring, lock=True)
    if found is None or not may_write(reader, found.record).allowed:
        raise NoSuchRecord("There is no such record.")
    if version is not None and version != found.record.version:
        raise ChangedMeanwhile(Fault("version", "changed_meanwhile", "Somebody changed this record meanwhile.", str(found.record.version)))
    return found


def translated(problem: psycopg.Error) -> Exception:
    """The database's own refusal in our words: a rule of the guard, or the owner's second entry of one thing."""
    if problem.sqlstate == GUARD:
        rule, _, sentence = (problem.diag.message_primary or "").partition(": ")
        return Refused(rule, f"{sentence[:1].upper()}{sentence[1:]}.")
    if isinstance(problem, psycopg.errors.UniqueViolation):
        return AlreadyThere(
            Fault("record", "already_there", "Your authority has recorded this already.", "Correct the record that is there.")
        )
    return problem
