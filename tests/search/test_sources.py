"""Others that are asked beside the local store: a source answers, or says why not; it never raises and is never taken for a no hit."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import replace

import httpx
import pytest

from comity.kernel.results import Answer, Grade, Outcome
from comity.search.model import Identifier, Query, Result
from comity.search.sources import RemoteSource, ask_all
from tests.checking import asked, reader

pytestmark = pytest.mark.anyio
QUERY = Query(reader(), (asked("Q5501127", "XQL"),))
HIT = {
    "record": "r1", "register": "travel_documents", "grade": "exact", "sentence": "The same.", "owner": "XQL", "level": 0,
    "warnings": ["armed"], "first_step": ["Ask."], "confirm": "Ask XQL.", "facts": {"number": "Q5501127"},
}  # fmt: skip


def source(reply: Callable[[httpx.Request], httpx.Response], **more) -> RemoteSource:
    client = httpx.AsyncClient(transport=httpx.MockTransport(reply))
    return RemoteSource("Quilara", "http://quilara.test/checks", frozenset({"XQL"}), ("travel_documents",), "secret", client, **more)


async def answers(reply, **more) -> tuple[Answer, ...]:
    made = source(reply, **more)
    async with made.client:
        return await ask_all((made,), QUERY)


def json(content: object, status: int = 200):
    return lambda _request: httpx.Response(status, json=content)


async def test_an_answer_comes_under_the_source_s_name() -> None:
    (found,) = await answers(json({"answers": [{"register": "travel_documents", "outcome": "hit", "hits": [HIT]}]}))
    assert (found.source, found.outcome, found.hits[0].grade, found.hits[0].warnings) == ("Quilara", Outcome.HIT, Grade.EXACT, ("armed",))


def unreachable(request: httpx.Request) -> httpx.Response:
    raise httpx.ConnectError("nobody listens", request=request)


SILENT = {
    "unreachable": (unreachable, "cannot be reached"),
    "refused": (json({}, 403), "refused"),
    "broken": (json({}, 500), "refused"),
    "no JSON": (lambda _: httpx.Response(200, content=b"<html>"), "cannot be understood"),
    "another shape": (json({"answers": 5}), "cannot be understood"),
    "an outcome of its own": (json({"answers": [{"register": "travel_documents", "outcome": "maybe"}]}), "cannot be understood"),
    "a grade of its own": (
        json({"answers": [{"register": "travel_documents", "outcome": "hit", "hits": [HIT | {"grade": "sure"}]}]}),
        "cannot be understood",
    ),
    "another register": (json({"answers": [{"register": "vessels", "outcome": "no_hit"}]}), "said nothing"),
    "nothing": (json({"answers": []}), "said nothing"),
}


@pytest.mark.parametrize(("reply", "why"), SILENT.values(), ids=SILENT)
async def test_HIT_16_whatever_goes_wrong_is_no_answer_with_its_reason(reply, why: str) -> None:
    (found,) = await answers(reply)
    assert (found.source, found.register, found.outcome, found.hits) == ("Quilara", "travel_documents", Outcome.NO_ANSWER, ())
    assert why in found.why


async def test_HIT_16_a_slow_source_is_left_at_its_deadline() -> None:
    async def slow(_request: httpx.Request) -> httpx.Response:
        await asyncio.sleep(30)
        return httpx.Response(200, json={"answers": []})

    (found,) = await answers(slow, deadline_s=0.05)
    assert (found.outcome, found.why) == (Outcome.NO_ANSWER, "It did not answer in time.")


async def test_the_slowest_bounds_the_wait_and_each_answers_for_itself() -> None:
    good = source(json({"answers": [{"register": "travel_documents", "outcome": "no_hit"}]}))
    bad = replace(source(unreachable), name="Castara")
    async with good.client, bad.client:
        found = await ask_all((good, bad), QUERY)
    assert {one.source: one.outcome for one in found} == {"Quilara": Outcome.NO_HIT, "Castara": Outcome.NO_ANSWER}


async def test_nobody_is_asked_who_cannot_know() -> None:
    def never(_request: httpx.Request) -> httpx.Response:
        raise AssertionError("it was asked")

    made = source(never)
    async with made.client:
        assert await ask_all((made,), Query(reader(), (asked(),))) == ()
        assert made.covers(QUERY) == ("travel_documents",)


async def test_what_is_sent_names_purpose_and_no_officer_s_name() -> None:
    sent: list[bytes] = []

    def keep(request: httpx.Request) -> httpx.Response:
        sent.append(request.content)
        assert request.headers["authorization"] == "Bearer secret"
        return httpx.Response(200, json={"answers": []})

    who = replace(reader(), officer_name="Ines Marlow")
    made = source(keep)
    async with made.client:
        await ask_all((made,), Query(who, (Identifier("document", "Q5501127", "XQL"),), protected=True))
    assert b"Marlow" not in sent[0]
    assert b'"protected":true' in sent[0]
    assert b'"purpose":"border"' in sent[0]


def local(outcome: Outcome) -> Answer:
    return Answer("local", "travel_documents", outcome)


@pytest.mark.parametrize(
    ("outcomes", "whole"),
    [
        ((Outcome.NO_HIT,), Outcome.NO_HIT),
        ((Outcome.NO_HIT, Outcome.NO_ANSWER), Outcome.NO_ANSWER),
        ((Outcome.NO_ANSWER, Outcome.HIT), Outcome.HIT),
        ((Outcome.NO_HIT, Outcome.HIT), Outcome.HIT),
        ((), Outcome.NO_ANSWER),
    ],
)
def test_HIT_16_silence_anywhere_is_never_a_no_hit(outcomes: tuple[Outcome, ...], whole: Outcome) -> None:
    assert Result("1-1", 0, tuple(map(local, outcomes))).outcome is whole
