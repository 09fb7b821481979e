"""A check of a person over the index that the worker keeps: found within a second of the release, and *no answer* without the worker."""

from __future__ import annotations

import asyncio
import shutil
import time
from collections.abc import AsyncIterator

import psycopg
import pytest

from comity.kernel.results import Outcome
from comity.search.model import Query, Result
from comity.search.persons import candidates
from comity.search.persons.model import PersonAsked, PersonOutcome
from comity.work import NAMES_S, Work, index_names
from tests.checking import application
from tests.search.persons.indexed import WIPED, change, entered, let_go, officer

pytestmark = pytest.mark.anyio
WHO = "Quenlan Brastolovek"


@pytest.fixture(scope="module")
async def serving(database, home, anyio_backend: str) -> AsyncIterator:
    """With the index and the search as the application makes them."""
    async with application(database, home) as opened:
        yield opened


async def ask(comity, name: str = WHO) -> Result:
    return await comity.checks.ask(Query(officer(), (), person=PersonAsked(name, born="1988")))


async def until(comity, outcome: PersonOutcome, seconds: float = 240.0) -> None:
    """Asks until the person's answer is that."""
    began = time.monotonic()
    while (found := (await ask(comity)).person.outcome) not in (outcome, PersonOutcome.POSITIVE):
        assert time.monotonic() - began < seconds, found
        await asyncio.sleep(0.05)


async def test_HIT_16_a_person_is_no_answer_until_the_worker_works_and_found_as_soon_as_released(serving, database, monkeypatch) -> None:
    assert NAMES_S + candidates.LOOK_S < 1.0, "the worker looks at the database and the process into the folder, within a second"
    change(database, WIPED)
    shutil.rmtree(serving.settings.names, ignore_errors=True)
    assert (await ask(serving)).person.outcome is PersonOutcome.NO_ANSWER
    assert (await ask(serving)).outcome is Outcome.NO_ANSWER

    async def connect():

        return await psycopg.AsyncConnection.connect(database.work, autocommit=True)

    work = Work(connect, serving.directory.organisation, serving.place, serving.settings.checkpoints, serving.keyring, serving.clock)
    stop = asyncio.Event()
    async with await connect() as connection:
        job = asyncio.create_task(index_names(work, connection, stop))
        await until(serving, PersonOutcome.NO_HIT)
        record = await entered(serving, WHO)
        assert (await ask(serving)).person.outcome is PersonOutcome.NO_HIT
        let_go(database, record)
        await until(serving, PersonOutcome.CANDIDATES)
        (hit,) = [hit for answer in (await ask(serving)).answers for hit in answer.hits]
        assert hit.record == str(record)
        stop.set()
        await job
    monkeypatch.setattr(candidates, "STALE_S", 0.5)
    await asyncio.sleep(1.0)
    assert (await ask(serving, "Somebody Else")).person.outcome is PersonOutcome.NO_ANSWER
