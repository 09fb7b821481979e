"""Clearances as officers give, see and end them. Each call is one transaction with its audit entry; the owner is told within it.

Two transactions make a clearance, one for each signature: between them it is a proposal, which is shown to nobody but the bureau.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Final
from uuid import UUID

import psycopg
from msgspec import structs

from comity.access.entries import Means, enforce, entry, of_reader
from comity.access.model import Decision, Permission, Reader
from comity.access.rules import may
from comity.audit import Act
from comity.audit.reading import Filters, Period, find, open_question
from comity.engines.store import Mode, set_local
from comity.kernel.errors import Fault
from comity.kernel.ids import AuthorityNumber, record_id
from comity.kernel.purposes import Purpose
from comity.registers.desk import GUARD, translated
from comity.search.clearances import documents, rules, store
from comity.search.clearances.model import (
    Clearance,
    Ending,
    Facts,
    NoSuchClearance,
    Objection,
    OneDocument,
    Proposal,
    State,
    WrongClearance,
)
from comity.search.oversight import read_question
from comity.search.persons.countries import Countries
from comity.search.persons.facts import registers_with_persons
from comity.search.persons.model import Says
from comity.search.shift import own_check

if TYPE_CHECKING:
    from psycopg import AsyncConnection

    from comity.audit.reading import Recorded

PAGE: Final = 50
_ANSWERS: Final = 500  # of one officer, after a check
_AHEAD: Final = timedelta(minutes=1)
_ALREADY: Final = Fault(
    "record", "already_there", "Your bureau has a clearance of this document and record already.", "The one that is there."
)
_OTHER_DOCUMENT: Final = Fault(
    "number", "other_document", "This is not the document that the first officer cleared.", "Number and issuer, as you read them."
)

# The statement that tells an owner of a clearance against its record: never the officers.
TellCleared = Callable[[Clearance, int, tuple[int, int]], tuple[str, Sequence[object]]]


@dataclass(frozen=True, slots=True)
class Clearances:
    """What the edges call. `life`: how long one holds. `tell`: (clearance, the owner's bureau, the check's entry) -> the statement."""

    means: Means
    tell: TellCleared
    countries: Countries
    life: timedelta = rules.LIFE

    # Given

    async def propose(self, reader: Reader, given: Proposal) -> Clearance:
        """The first signature, which says *not this person*; nobody but the bureau sees anything yet.

        Raises: Refused (audited); NoSuchClearance where the check is not this officer's of the last 24 hours, did not show the record, or
        the record is about no person, or not in sight any more; WrongClearance with every fault.
        """
        await self._permitted(reader, Permission.CLEARANCE_PROPOSE)
        refused: Decision | None = None
        async with self.means.store.transaction(reader.context(Mode.AUDIT)) as connection:
            now = self.means.clock.now()
            asked = await own_check(connection, reader, given.check, given.at, now)
            if asked is None or given.record.bytes not in asked.head.shown:
                await self._note(connection, reader, rules.may_sign(reader), "proposed, absent", now)
            else:
                which, refused = await self._proposed(connection, reader, given, asked, now)
                if refused is None and which is not None:
                    return which
        if refused is not None:
            await enforce(self.means, of_reader(reader), refused, "clearance")
        raise NoSuchClearance

    async def _proposed(
        self, connection: AsyncConnection, reader: Reader, given: Proposal, asked: Recorded, now: datetime
    ) -> tuple[Clearance | None, Decision | None]:
        """The proposal, or the rule that refuses it, or neither where the record is not in sight."""
        question = read_question(asked, open_question(asked, self.means.keyring))
        said_same = await self._said_same(connection, reader, given, asked.at, now)
        as_asked = replace(reader, purpose=Purpose(asked.head.purpose))
        await connection.execute(set_local(as_asked.context(Mode.CHECK)).encode())
        facts = await store.facts(connection, registers_with_persons(), given.record)
        if facts is None:
            await self._note(connection, reader, rules.may_sign(reader), "proposed, absent", now)
            return None, None
        decision = rules.may_propose(protected=question.protected, said_same=said_same, checked_at=asked.at, changed_at=facts.changed_at)
        if not decision.allowed:
            return None, decision
        found = documents.of_question(question, self.countries)
        if faults := rules.faults_of(found, agreed=given.agreed):
            raise WrongClearance(*faults)
        one = await self._put(connection, as_asked, replace(given, at=asked.at), facts, found[0], now)
        await self._note(connection, reader, decision, "proposed: not this person", now, one)
        return one, None

    async def _said_same(self, connection: AsyncConnection, reader: Reader, given: Proposal, at: datetime, now: datetime) -> bool:
        """Whether the last thing that the officer said of this record in this check was *this person*."""
        answers = Filters(officer=reader.officer, act=Act.PERSON_ANSWER, outcome=1)
        page = await find(connection, Period(at, now + _AHEAD), reader.authority, answers, None, _ANSWERS)
        of = f"person of {given.check.stream}-{given.check.number}, "
        said = (one.head.detail for one in page.entries if one.head.detail.startswith(of) and given.record.bytes in one.head.shown)
        return next((words.endswith(f": {Says.THIS_PERSON}") for words in said), False)

    async def _put(
        self, connection: AsyncConnection, reader: Reader, given: Proposal, facts: Facts, document: OneDocument, now: datetime
    ) -> Clearance:
        """Raises: WrongClearance, where there is one already; Refused, where the record changed at this very moment."""
        keyring = self.means.keyring
        fresh = documents.hashed(keyring, document)
        if await store.is_open(connection, given.record, documents.hashes(keyring, document), now):
            raise WrongClearance(_ALREADY)
        which = record_id(AuthorityNumber(reader.authority), int(now.timestamp() * 1000), secrets.randbits(62))
        try:
            await store.put(connection, which, reader, given, facts, fresh, now, now + rules.WAITS)
        except psycopg.errors.UniqueViolation:
            raise WrongClearance(_ALREADY) from None
        except psycopg.Error as problem:
            raise _of_guard(problem) from None
        return (await self._one(connection, reader, which))[0]

    async def confirm(self, reader: Reader, which: UUID, number: str, issuer: str) -> Clearance:
        """The second signature, by another officer of the bureau who reads the same document: from now on it holds, and the owner is told.

        Raises: Refused (audited), NoSuchClearance; WrongClearance where it is another document.
        """
        await self._permitted(reader, Permission.CLEARANCE_CONFIRM)
        decision: Decision | None = None
        async with self.means.store.transaction(reader.context(Mode.CHECK)) as connection:
            now = self.means.clock.now()
            one, document = await self._one(connection, reader, which)
            decision = rules.may_confirm(reader, one, now)
            if decision.allowed:
                return await self._confirmed(connection, reader, one, document, documents.typed(number, issuer, self.countries), now)
        await enforce(self.means, of_reader(reader), decision, "clearance")
        raise NoSuchClearance

    async def _confirmed(
        self, connection: AsyncConnection, reader: Reader, one: Clearance, document: bytes, read: OneDocument | None, now: datetime
    ) -> Clearance:
        if read is None or document not in documents.hashes(self.means.keyring, read):
            raise WrongClearance(_OTHER_DOCUMENT)
        try:
            await store.confirm(connection, one.id, reader.officer, now, now + self.life)
        except psycopg.Error as problem:
            raise _of_guard(problem) from None
        after = replace(one, state=State.IN_FORCE, confirmed_at=now, until=now + self.life)
        if one.owner != reader.authority:
            bureau, check = await store.whom_to_tell(connection, one.id)
            await connection.execute(*self.tell(after, bureau, check))
        await self._note(connection, reader, rules.may_confirm(reader, one, now), "confirmed", now, one)
        return after

    async def end(self, reader: Reader, which: UUID, *, person_withdrew: bool = False) -> Clearance:
        """The bureau that gave it takes it back: the person does not want it any more, or it was wrong. A proposal is refused so too.

        Raises: Refused (audited), NoSuchClearance.
        """
        await self._permitted(reader, Permission.CLEARANCE_END)
        async with self.means.store.transaction(reader.context(Mode.CHECK)) as connection:
            now = self.means.clock.now()
            one, _ = await self._one(connection, reader, which)
            decision = rules.may_end(one, now)
            if decision.allowed:
                return await self._ended(connection, reader, one, rules.ends_as(one, person_withdrew=person_withdrew), decision, now)
        await enforce(self.means, of_reader(reader), decision, "clearance")
        raise NoSuchClearance

    async def given(self, reader: Reader, before: tuple[datetime, UUID] | None = None) -> list[Clearance]:
        """Those of one's bureau, newest first, as far as one sees their records. Raises: Refused (audited)."""
        await self._permitted(reader, Permission.CLEARANCE_LIST)
        async with self.means.store.transaction(reader.context(Mode.CHECK)) as connection:
            found = await store.given(connection, reader.officer, before, PAGE)
            await self._listed(connection, reader, found, "given")
        return found

    async def waiting(self, reader: Reader) -> int:
        """How many wait for this officer's signature; nought for who may not confirm."""
        if not reader.officer or not may(reader, Permission.CLEARANCE_CONFIRM).allowed:
            return 0
        async with self.means.store.transaction(reader.context(Mode.CHECK)) as connection:
            return await store.waiting(connection, reader.officer, self.means.clock.now())

    # Against

    async def against(self, reader: Reader, before: tuple[datetime, UUID] | None = None) -> list[Clearance]:
        """Those against records of one's authority, newest first; never a proposal, never an officer. Raises: Refused (audited)."""
        await self._permitted(reader, Permission.CLEARANCE_OBJECT)
        async with self.means.store.transaction(reader.context(Mode.OWN)) as connection:
            found = await store.against(connection, before, PAGE)
            await self._listed(connection, reader, found, "against")
        return found

    async def object(self, reader: Reader, which: UUID, objection: Objection) -> Clearance:
        """The owner's objection ends it, at once. Raises: Refused (audited), NoSuchClearance."""
        await self._permitted(reader, Permission.CLEARANCE_OBJECT)
        async with self.means.store.transaction(reader.context(Mode.OWN)) as connection:
            now = self.means.clock.now()
            one, _ = await self._one(connection, reader, which)
            decision = rules.may_object(one, now)
            if decision.allowed:
                return await self._ended(connection, reader, one, Ending.OBJECTED, decision, now, objection)
        await enforce(self.means, of_reader(reader), decision, "clearance")
        raise NoSuchClearance

    # Shared

    async def _permitted(self, reader: Reader, permission: Permission) -> None:
        """Raises: Refused (audited)."""
        await enforce(self.means, of_reader(reader), may(reader, permission), "clearance")
        await enforce(self.means, of_reader(reader), rules.may_sign(reader), "clearance")

    async def _one(self, connection: AsyncConnection, reader: Reader, which: UUID) -> tuple[Clearance, bytes]:
        """Raises: NoSuchClearance."""
        found = await store.one(connection, which, reader.officer)
        if found is None:
            raise NoSuchClearance
        return found

    async def _ended(
        self, connection: AsyncConnection, reader: Reader, one: Clearance, ending: Ending, decision: Decision, now: datetime,
        objection: Objection | None = None,
    ) -> Clearance:  # fmt: skip
        await store.end(connection, one.id, ending, reader.officer, now, objection)
        words = f"ended: {ending.code}" + (f", {objection.code}" if objection else "")
        await self._note(connection, reader, decision, words, now, one)
        return replace(one, state=State.ENDED, ending=ending, ended_at=now, objection=objection)

    async def _listed(self, connection: AsyncConnection, reader: Reader, found: Sequence[Clearance], which: str) -> None:
        shown = tuple(one.record.bytes for one in found)
        note = entry(Act.LIST, self.means.clock.now(), of_reader(reader), rules.may_sign(reader), f"clearances {which}")
        await self.means.recorder.record(connection, structs.replace(note, shown=shown))

    async def _note(
        self, connection: AsyncConnection, reader: Reader, decision: Decision, words: str, at: datetime, one: Clearance | None = None
    ) -> None:
        note = entry(Act.CLEARANCE, at, of_reader(reader), decision, words)
        if one is None:
            note = structs.replace(note, outcome=0)
        else:
            note = structs.replace(note, registers=(one.register,), shown=(one.record.bytes,))
        await self.means.recorder.record(connection, note)


def _of_guard(problem: psycopg.Error) -> Exception:
    """The database's own refusal in our words."""
    return translated(problem) if problem.sqlstate == GUARD else problem


__all__ = ["PAGE", "Clearances", "TellCleared"]
