"""The way in: batches in their order, sources beside the local store, refusals recorded before they are told."""

from __future__ import annotations

from dataclasses import dataclass, replace

import pytest

from comity.access.model import Role
from comity.audit import Act
from comity.kernel.errors import Invalid, Refused
from comity.kernel.purposes import Purpose
from comity.kernel.results import Answer, Outcome
from comity.search.model import Identifier, Query
from comity.search.service import CHUNK
from tests.checking import asked, check, document, entries, entry_names, reader

pytestmark = pytest.mark.anyio


@dataclass(frozen=True)
class Other:
    """A source that answers as it was told."""

    outcome: Outcome
    name: str = "Quilara"

    def covers(self, query: Query) -> tuple[str, ...]:
        return ("travel_documents",) if any(one.issuer == "XQL" for one in query.identifiers) else ()

    async def ask(self, query: Query, registers: tuple[str, ...]) -> tuple[Answer, ...]:
        why = "It cannot be reached." if self.outcome is Outcome.NO_ANSWER else ""
        return tuple(Answer(self.name, register, self.outcome, why=why) for register in registers)


def with_source(comity, outcome: Outcome):
    return replace(comity, checks=replace(comity.checks, sources=(Other(outcome),)))


async def batch(comity, queries: list[Query], who=None) -> list:
    return [result async for chunk in comity.checks.ask_batch(who or reader(), queries) for result in chunk]


async def test_HIT_16_a_silent_source_leaves_the_check_open_and_a_hit_a_hit(comity) -> None:
    silent = with_source(comity, Outcome.NO_ANSWER)
    left_open = await check(silent, reader(), asked("Q1", "XQL"))
    assert left_open.outcome is Outcome.NO_ANSWER
    assert {one.source: one.outcome for one in left_open.answers} == {"local": Outcome.NO_HIT, "Quilara": Outcome.NO_ANSWER}
    await document(comity)
    assert (await check(silent, reader(), asked("Q1", "XQL"), asked())).outcome is Outcome.HIT
    assert (await check(silent, reader(), asked("C0118833"))).outcome is Outcome.NO_HIT


async def test_a_check_with_a_source_has_one_entry(comity, database) -> None:
    before = len(entry_names(database))
    result = await check(with_source(comity, Outcome.NO_HIT), reader(), asked("Q1", "XQL"))
    assert result.check in entry_names(database)
    assert len(entry_names(database)) == before + 1


async def test_a_batch_answers_in_order_and_each_check_is_an_entry(comity, database) -> None:
    await document(comity)
    hits = {0, 7, CHUNK, CHUNK + 1, 2 * CHUNK + 30}
    queries = [Query(reader(), (asked("C0118832" if place in hits else f"B{place}"),)) for place in range(2 * CHUNK + 31)]
    results = await batch(comity, queries)
    assert {place for place, result in enumerate(results) if result.outcome is Outcome.HIT} == hits
    names = [result.check for result in results]
    assert len(set(names)) == len(queries)
    assert set(names) <= entry_names(database)


async def test_a_batch_with_a_bad_check_asks_and_records_nothing(comity, database) -> None:
    before = len(entry_names(database))
    with pytest.raises(Invalid):
        await batch(comity, [Query(reader(), (asked(),)), Query(reader(), (Identifier("vin", "1"),))])
    assert len(entry_names(database)) == before


@pytest.mark.parametrize("who", [reader(role=Role.AUDITOR), reader(purpose=Purpose.TRENDS)], ids=["role", "purpose"])
async def test_a_refused_batch_is_one_entry(comity, database, who) -> None:
    before = set(entry_names(database))
    with pytest.raises(Refused) as refusal:
        await batch(comity, [Query(who, (asked(),))] * 3, who)
    (fresh,) = set(entry_names(database)) - before
    head = entries(database, comity)[fresh].head
    assert (head.act, head.rule) == (Act.REFUSAL, refusal.value.rule)


async def test_ACC_05_a_system_s_check_names_for_whom_it_asked(comity, database) -> None:
    system = replace(reader(), officer=0, system=5, officer_name="gate-3")
    result = await check(comity, system)
    kept = entries(database, comity)[result.check]
    assert (kept.head.officer, kept.head.system) == (0, 5)
    assert b"gate-3" in kept.question
