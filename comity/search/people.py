"""The search for a person, before the group commit: candidates of the index, the likest read, weighed and ranked.

It gives a plan with what was looked for; telling, recording and answering are the group commit's, as for everything that is checked.
A search that cannot be made leaves its registers open, with the reason: they are *no answer*, never *no hit* (HIT-16).
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import TYPE_CHECKING, Final, NamedTuple, TypeVar
from uuid import UUID

import msgspec

from comity.kernel.errors import Unavailable
from comity.names.assessment import assess
from comity.names.likeness import compared
from comity.search.bodies import finding
from comity.search.bodies.facts import asked_of
from comity.search.bodies.finding import NOBODY, Bodies, Found
from comity.search.outcome import DOES_NOT_OPEN
from comity.search.persons.bounds import LEAST_LIKE, least_like
from comity.search.persons.candidates import Candidate, FindsCandidates, Wanted
from comity.search.persons.countries import Countries
from comity.search.persons.joining import Looked
from comity.search.persons.readings import SILENT, Pick, Reading, Readings
from comity.search.persons.rules import DEFAULTS
from comity.search.persons.weighing import Weighed, warm, weigh

if TYPE_CHECKING:
    from comity.access.model import Reader
    from comity.kernel.purposes import Purpose
    from comity.search.persons.model import PersonSetting
    from comity.search.persons.reading import PersonRead
    from comity.search.planned import Plan

MOST_READ: Final = 50  # records of one search that are opened and weighed
THREADS: Final = 2

T = TypeVar("T")


class Picked(NamedTuple):
    """Records to be read, the likest first."""

    seen: list[Pick]
    silent: list[Pick]

    def over(self, least: float) -> Picked:
        """Those at least so like."""
        return Picked([one for one in self.seen if one.likeness >= least], [one for one in self.silent if one.likeness >= least])

    def likeness(self) -> dict[UUID, float]:
        return {one.record: one.likeness for one in (*self.seen, *self.silent)}


class People:
    """The search of one process. `candidates`: the index of names, kept in step with the store. `countries`: as people type them."""

    def __init__(self, candidates: FindsCandidates, readings: Readings, countries: Countries | None = None) -> None:
        self._candidates = candidates
        self._readings = readings
        self._bodies = Bodies(candidates, readings)
        self._countries = countries or Countries()
        self._threads = ThreadPoolExecutor(THREADS, "persons")
        self._settings: dict[Purpose, PersonSetting] = {}  # as each purpose's last search read it

    async def beside(self, plan: Plan) -> Plan:
        """The plan with what was found of its person; itself where it has none.

        How long it took tells nothing of discreet records (HIT-11): the answer leaves on a beat since it began (`GroupCommit.ask`).
        """
        return plan if plan.person is None else await self._looked(plan, plan.person)

    async def setting(self, purpose: Purpose) -> PersonSetting:
        """What a purpose asks of a search. Raises: Unavailable."""
        return await self._readings.setting(purpose)

    async def warm(self) -> None:
        """Makes the loops ready that compare names."""
        await self._in_thread(warm)
        await self._in_thread(finding.warm)

    async def stop(self) -> None:
        """Lets threads and connections go."""
        self._threads.shutdown(wait=False, cancel_futures=True)
        await self._readings.stop()

    async def _looked(self, plan: Plan, person: PersonRead) -> Plan:
        reader = plan.query.reader
        why = self._candidates.fresh()
        try:
            picked, reading = await self._read(person, plan.of_person, reader)
            bodies = await self._found_bodies(plan, person, reading.setting) if plan.of_bodies else NOBODY
        except Unavailable as problem:
            return unasked(plan, person, problem.what)
        found, hidden = await self._in_thread(partial(_weighed, person, reading, picked.likeness()))
        if bodies is not NOBODY:
            found, hidden = _ranked([*found, *bodies.seen]), _ranked([*hidden, *bodies.silent])
        reasons = dict.fromkeys(plan.of_person if why else (), why) | dict.fromkeys(sorted(reading.closed | bodies.closed), DOES_NOT_OPEN)
        looked = Looked(person.words(), plan.of_person, reading.setting, found, hidden, why, bool(plan.of_bodies))
        return msgspec.structs.replace(plan, looked=looked, left_open=(*plan.left_open, *reasons.items()))

    async def _read(self, person: PersonRead, registers: tuple[int, ...], reader: Reader) -> tuple[Picked, Reading]:
        """The likest records; once more where the purpose's setting was changed since its last search. Raises: Unavailable."""
        found = await self._in_thread(partial(self._found, person, registers, reader))
        while True:
            setting = self._settings.get(reader.purpose, DEFAULTS[reader.purpose])
            picked = found.over(least_like(person.facts, setting))
            reading = await self._readings.read(reader, picked.seen, picked.silent)
            if reading.setting == setting:
                return picked, reading
            self._settings[reader.purpose] = reading.setting

    async def _found_bodies(self, plan: Plan, person: PersonRead, setting: PersonSetting) -> Found:
        """Organisations of that name. Raises: Unavailable."""
        asked = await self._in_thread(partial(asked_of, person, self._countries))
        return await self._bodies.found(asked, plan.of_bodies, plan.query.reader, setting, self._in_thread)

    def _found(self, person: PersonRead, registers: tuple[int, ...], reader: Reader) -> Picked:
        """The likest records in sight, and the likest discreet ones."""
        wanted = Wanted((person.name,), registers, person.years, tuple(sorted(person.facts.nationalities)))
        found = self._candidates.find(wanted, reader)
        seen = [one for one in found if not one.discreet]
        silent = [one for one in found if one.discreet]
        return Picked(_likest(person, seen, MOST_READ), _likest(person, silent, SILENT))

    async def _in_thread(self, work: Callable[[], T]) -> T:
        return await asyncio.get_running_loop().run_in_executor(self._threads, work)


def unasked(plan: Plan, person: PersonRead, why: str) -> Plan:
    """The plan whose registers cannot say *no hit* of the person."""
    looked = Looked(person.words(), plan.of_person, DEFAULTS[plan.query.reader.purpose], why=why)
    return msgspec.structs.replace(plan, looked=looked, left_open=(*plan.left_open, *((register, why) for register in plan.of_person)))


def _likest(person: PersonRead, candidates: Sequence[Candidate], most: int) -> list[Pick]:
    """By what the most telling of their names says; of equal ones those that the index has first, for it knows years and countries."""
    packed = [name for one in candidates for name in one.names]
    scores, telling = compared(person.name, packed).tolist() if packed else ([], [])
    likest: list[tuple[float, int, float]] = []
    start = 0
    for place, one in enumerate(candidates):
        end = start + len(one.names)
        best, tells = max(scores[start:end], default=0.0), telling[start:end]
        start = end
        if best >= LEAST_LIKE:
            likest.append((-round(max(tells), 2), place, best))
    return [Pick(candidates[place].register, candidates[place].record, best) for _, place, best in sorted(likest)[:most]]


def _weighed(person: PersonRead, reading: Reading, likeness: dict[UUID, float]) -> tuple[tuple[Weighed, ...], tuple[Weighed, ...]]:
    """Those in sight, and the discreet: for each discreet record that is not there, one in sight of nobody is weighed in its place."""
    setting = reading.setting
    seen = [weigh(person.facts, candidate, setting, likeness.get(candidate.id, 1.0)) for candidate in reading.seen]
    silent = [weigh(person.facts, candidate, setting, likeness.get(candidate.id, 1.0)) for candidate in reading.silent[:SILENT]]
    for _ in range(SILENT - len(silent)):
        assess(person.facts, person.facts, setting.prior)
    return _ranked(seen), _ranked(silent)


def _ranked(found: Sequence[Weighed | None]) -> tuple[Weighed, ...]:
    return tuple(sorted((one for one in found if one), key=lambda one: (-one.probability, one.candidate.id.bytes)))


__all__ = ["LEAST_LIKE", "MOST_READ", "People", "unasked"]
