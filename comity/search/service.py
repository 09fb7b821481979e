"""The way in for a check, for every edge alike: plan, ask the local store in the group commit, ask other sources beside it."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from typing import Final, NoReturn

import msgspec

from comity.access.entries import Means, enforce, of_reader
from comity.access.model import Decision, Permission, Reader
from comity.access.rules import may
from comity.kernel.errors import Fault, Invalid, Refused
from comity.search.commit import GroupCommit
from comity.search.desk import Round
from comity.search.model import Query, Result
from comity.search.near_hashes import NearHashes
from comity.search.people import People, unasked
from comity.search.persons.candidates import BUILDING
from comity.search.persons.rules import may_search_list
from comity.search.plan import Planner
from comity.search.planned import Plan
from comity.search.sources import Source, ask_all
from comity.search.widen import Budget, widened

CHUNK: Final = 250  # checks of a batch that are committed together
_GIVE_WAY: Final = 50  # plans: some two milliseconds
_MOST_FAULTS: Final = 100  # told at once; a file with more has something else wrong with it
SEARCHES: Final = 4  # for persons that one chunk makes at once
UNDER_WAY: Final = 4  # chunks of one batch that wait at once: enough to fill the next commit, too few to fill memory


@dataclass(frozen=True, slots=True)
class Checks:
    """What the edges call. Every answer's entry is durable before it is returned; so is every refusal's."""

    means: Means
    planner: Planner
    commit: GroupCommit[Round]
    sources: tuple[Source, ...] = ()
    near: NearHashes | None = None  # without it a PDQ finds its own value alone
    people: People | None = None  # without it no person can be asked about

    def covered(self, query: Query) -> bool:
        """Whether another source is asked for this query too."""
        return any(source.covers(query) for source in self.sources)

    async def ask(self, query: Query) -> Result:
        """One check. Raises Invalid, Refused (audited) and Unavailable; a source beside the local one never raises."""
        since = None if query.person is None else asyncio.get_running_loop().time()
        try:
            plan = await self._looked(await self._similar(widened(self.planner.plan(query))))
        except Refused as refusal:
            await self._refuse(query.reader, refusal)
        if not self.covered(query):
            return (await self.commit.ask((plan,), since=since))[0]
        (local,), others = await asyncio.gather(self.commit.ask((plan,), since=since), ask_all(self.sources, plan.query))
        return msgspec.structs.replace(local, answers=(*local.answers, *others), quiet=())

    async def ask_batch(self, reader: Reader, queries: Sequence[Query]) -> AsyncIterator[list[Result]]:
        """Many checks of one reader, answered in their order, chunk by chunk as they are committed; each is an entry of its own.

        All are planned before the first is asked, so that a bad one refuses the batch before anything is recorded.
        Raises: Invalid (with the place of each bad check), Refused (audited), Unavailable (those answered before it stand).
        """
        await enforce(self.means, of_reader(reader), may(reader, Permission.CHECK_BATCH_ASK), "batch")
        try:
            await self._whole_list(reader, queries)
            plans = await self._plans(queries)
        except Refused as refusal:
            await self._refuse(reader, refusal)
        chunks = _chunks(plans)
        waiting = [self._put(chunk) for chunk in islice(chunks, UNDER_WAY)]
        try:
            while waiting:
                yield await waiting.pop(0)
                waiting += [self._put(chunk) for chunk in islice(chunks, 1)]
        finally:
            for parcel in waiting:  # whoever left does not ask what is still waiting; nobody else's is touched
                parcel.cancel()

    async def _whole_list(self, reader: Reader, queries: Sequence[Query]) -> None:
        """Raises: Refused where persons are among the checks and the purpose searches no whole lists (PUR-05); Unavailable."""
        asked = [query for query in queries if query.person is not None]
        if asked and self.people is not None:
            setting = await self.people.setting(reader.purpose)
            for query in asked:
                may_search_list(reader.purpose, setting, query.reference).enforce()

    def _put(self, chunk: list[Plan]) -> asyncio.Future[list[Result]]:
        """A chunk on its way into a commit; its persons are looked for before."""
        if all(plan.person is None for plan in chunk):
            return self.commit.ask(chunk, batch=True)
        return asyncio.ensure_future(self._looked_and_put(chunk))

    async def _looked_and_put(self, chunk: list[Plan]) -> list[Result]:
        room, since = asyncio.Semaphore(SEARCHES), asyncio.get_running_loop().time()

        async def looked(plan: Plan) -> Plan:
            async with room:
                return await self._looked(plan)

        return await self.commit.ask(await asyncio.gather(*map(looked, chunk)), batch=True, since=since)

    async def _looked(self, plan: Plan) -> Plan:
        """The plan with what was found of its person."""
        if plan.person is None:
            return plan
        return unasked(plan, plan.person, BUILDING) if self.people is None else await self.people.beside(plan)

    async def _plans(self, queries: Sequence[Query]) -> list[Plan]:
        """All of them, or every fault with its place. Gives way now and then, so that single checks do not wait for a long list.

        Raises: Invalid, Refused.
        """
        plans: list[Plan] = []
        budget = Budget()
        faults: list[Fault] = []
        for place, query in enumerate(queries):
            try:
                plan = budget.widened(self.planner.plan(query))
                plans.append(budget.taken(plan, await self._similar(plan)))
            except Invalid as invalid:
                faults += [replace(fault, field=f"checks.{place}.{fault.field}") for fault in invalid.faults]
            if place % _GIVE_WAY == _GIVE_WAY - 1:
                await asyncio.sleep(0)
        if faults:
            raise Invalid(*faults[:_MOST_FAULTS])
        return plans

    async def _similar(self, plan: Plan) -> Plan:
        return plan if self.near is None else await self.near.beside(plan)

    async def _refuse(self, reader: Reader, refusal: Refused) -> NoReturn:
        """A refusal is an entry like an answer, durable before it is told."""
        await enforce(self.means, of_reader(reader), Decision(False, refusal.rule, refusal.sentence, refusal.granted_by), "check")
        raise refusal


def _chunks(plans: Iterable[Plan]) -> Iterator[list[Plan]]:
    rest = iter(plans)
    while chunk := list(islice(rest, CHUNK)):
        yield chunk
