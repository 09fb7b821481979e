"""Two applications on one database, filters built and swapped in between: whatever the order, each answer is that of the rules."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from comity.access.restrictions import restrict_all
from comity.app import Comity
from comity.engines.store import Mode
from comity.kernel.results import Outcome
from comity.registers.deciding import block, release, restrict, unblock, withdraw
from tests.checking import (
    CODES,
    DOCUMENTS,
    XAR,
    XBM,
    XCS,
    application,
    asked,
    build_filters,
    check,
    document,
    put_in_force,
    reader,
    registrar,
    supervisor,
)

VIEWERS = (XAR, XCS)


@pytest.fixture
async def pair(comity, database) -> AsyncIterator[tuple[Comity, Comity]]:
    async with application(database, comity.settings.home) as other:
        yield comity, other


async def outcomes(apps, question=None, who=None) -> list[Outcome]:
    return [(await check(app, who or reader(), question or asked())).outcome for app in apps]


@pytest.mark.anyio
async def test_what_one_enters_the_other_finds_at_once(pair, database) -> None:
    one, other = pair
    await build_filters(database, one)
    for app in pair:
        put_in_force(app)
    assert await outcomes(pair) == [Outcome.NO_HIT] * 2
    await document(one)
    assert await outcomes((other, one)) == [Outcome.HIT] * 2
    await document(one, number="E1")  # no file was taken meanwhile: the change alone tells of it
    assert await outcomes((other, one, other), asked("E1")) == [Outcome.HIT] * 3


@pytest.mark.anyio
async def test_OWN_03_what_one_restricts_the_other_hides_at_once(pair, database) -> None:
    one, other = pair
    record = await document(one)
    assert await outcomes(pair) == [Outcome.HIT] * 2
    await restrict(one.records, registrar(), DOCUMENTS, record.id, [XAR])
    assert await outcomes((other, one)) == [Outcome.NO_HIT] * 2
    await restrict(other.records, registrar(), DOCUMENTS, record.id, [])
    assert await outcomes((one, other)) == [Outcome.HIT] * 2


@pytest.mark.anyio
async def test_checks_of_both_at_the_same_time_have_entries_of_their_own(pair) -> None:
    results = await asyncio.gather(*(check(app, reader()) for app in pair * 20))
    assert len({result.check for result in results}) == 40


# ----------------------------------------------------------------------------------------------------- any order, against a model
@dataclass
class Truth:
    """What a record is, as the rules say it: the model that every answer is compared with."""

    id: object
    owner: int
    state: str
    discreet: bool
    denied: frozenset[int] = frozenset()

    def seen_by(self, viewer: int, denied_of_owner: frozenset[int]) -> bool:
        return self.state == "released" and not self.discreet and viewer not in self.denied | denied_of_owner


@dataclass
class World:
    apps: tuple[Comity, Comity]
    database: object
    prefix: str
    truths: dict[str, Truth] = field(default_factory=dict)
    denied: dict[int, frozenset[int]] = field(default_factory=lambda: {XBM: frozenset(), XCS: frozenset()})

    async def create(self, app: Comity, owner: int, discreet: bool) -> None:
        number = f"{self.prefix}{len(self.truths)}"
        record = await document(app, owner, number, discreet=discreet)
        self.truths[number] = Truth(record.id, owner, "waiting" if discreet else "released", discreet)

    async def act(self, app: Comity, what: str, place: int, viewers: frozenset[int]) -> None:
        if not self.truths:
            return
        number = sorted(self.truths)[place % len(self.truths)]
        truth = self.truths[number]
        call = (app.records, supervisor(truth.owner), DOCUMENTS, truth.id)
        writer = (app.records, registrar(truth.owner), DOCUMENTS, truth.id)
        if what == "restrict" and truth.state != "gone":
            await restrict(*writer, viewers - {truth.owner})
            truth.denied = viewers - {truth.owner}
        elif what == "release" and truth.state == "waiting":
            await release(*call)
            truth.state = "released"
        elif what == "block" and truth.state == "released":
            await block(*call)
            truth.state = "blocked"
        elif what == "unblock" and truth.state == "blocked":
            await unblock(*call)
            truth.state = "released"
        elif what == "withdraw" and truth.state != "gone":
            await withdraw(*writer, "found again")
            truth.state = "gone"

    async def restrict_all(self, app: Comity, owner: int, viewers: frozenset[int]) -> None:
        who = supervisor(owner)
        async with app.store.transaction(who.context(Mode.OWN)) as connection:
            await restrict_all(app.means, connection, who, viewers - {owner}, ())
        self.denied[owner] = viewers - {owner}

    async def compare(self, app: Comity) -> None:
        """Each viewer asks for every record, all at once, so that they share commits; and again, once all changes are known."""
        for _ in range(2):
            await self.compare_once(app)

    async def compare_once(self, app: Comity) -> None:
        questions = [(number, viewer) for number in self.truths for viewer in VIEWERS]
        for_each = (check(app, reader(viewer), asked(number, CODES[self.truths[number].owner])) for number, viewer in questions)
        for (number, viewer), result in zip(questions, await asyncio.gather(*for_each), strict=True):
            truth = self.truths[number]
            own = viewer == truth.owner and truth.state == "released"
            expected = own or truth.seen_by(viewer, self.denied[truth.owner])
            assert (result.outcome is Outcome.HIT) == expected, (number, viewer, truth, self.denied)


which = st.integers(0, 1)
owners = st.sampled_from([XBM, XCS])
viewers = st.frozensets(st.sampled_from([XAR, XCS]))
acts = st.sampled_from(["restrict", "restrict", "release", "block", "unblock", "withdraw"])
steps = st.one_of(
    st.tuples(st.just("create"), which, owners, st.booleans()),
    st.tuples(st.just("act"), which, acts, st.integers(0, 20), viewers),
    st.tuples(st.just("restrict_all"), which, owners, viewers),
    st.tuples(st.just("build")),
    st.tuples(st.just("swap"), which),
    st.tuples(st.just("check"), which),
)


async def play(world: World, script) -> None:
    await build_filters(world.database, world.apps[0])
    for app in world.apps:
        put_in_force(app)
    for name, *more in script:
        if name == "build":
            await build_filters(world.database, world.apps[0])
        elif name == "swap":
            put_in_force(world.apps[more[0]])
        elif name == "check":
            await world.compare(world.apps[more[0]])
        else:
            await getattr(world, name)(world.apps[more[0]], *more[1:])
    for app in world.apps:
        await world.compare(app)


_prefixes = iter(f"{letter}{number}X" for number in range(100) for letter in "ACDEFH")


@given(st.lists(steps, min_size=8, max_size=20))
@settings(max_examples=4, deadline=None, phases=(Phase.generate,), suppress_health_check=list(HealthCheck))
def test_no_order_of_writing_building_swapping_and_asking_misses_or_shows_too_much(database, home: Path, script) -> None:
    async def run() -> None:
        async with AsyncExitStack() as stack:
            first = await stack.enter_async_context(application(database, home))
            second = await stack.enter_async_context(application(database, home))
            world = World((first, second), database, next(_prefixes))
            await play(world, script)
            for owner in world.denied:
                await world.restrict_all(first, owner, frozenset())

    asyncio.run(run())
