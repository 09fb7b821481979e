"""What goes over the wire, against a server that answers as it is told."""

from __future__ import annotations

from collections.abc import Callable

import httpx
import msgspec
import pytest

from comity.client import Batch, BatchItem, Client, Identifier, Question, errors
from comity.client.records import Header

Handler = Callable[[httpx.Request], httpx.Response]
QUESTION = Question((Identifier("document", "P1", "XBM"),), purpose="border")
ANSWER = {"check": "1-2", "at": "2026-11-21T10:00:00Z", "outcome": "no_hit", "answers": [], "notes": []}


def client(handler: Handler) -> Client:
    return Client("http://comity.test", "t", http=httpx.Client(base_url="http://comity.test", transport=httpx.MockTransport(handler)))


def test_a_check_sends_only_what_was_given() -> None:
    seen: list[httpx.Request] = []

    def answer(request: httpx.Request) -> httpx.Response:
        seen.append(request)
        return httpx.Response(200, json=ANSWER)

    result = client(answer).check(QUESTION)
    assert result.outcome == "no_hit"
    assert msgspec.json.decode(seen[0].content) == {
        "identifiers": [{"kind": "document", "value": "P1", "issuer": "XBM"}],
        "purpose": "border",
    }
    assert seen[0].headers["authorization"] == "Bearer t"
    assert "idempotency-key" not in seen[0].headers  # it would take the slow way, and a check asked twice does no harm


def test_a_path_cannot_be_left() -> None:
    def answer(request: httpx.Request) -> httpx.Response:
        return httpx.Response(404, json={"status": 404, "detail": str(request.url.raw_path)})

    with pytest.raises(errors.Absent, match=r"vehicles/records/\.\.%2F\.\.%2Fme"):
        client(answer).record("vehicles", "../../me")


def test_a_write_whose_connection_was_lost_is_sent_again_under_the_same_key() -> None:
    keys: list[str] = []

    def answer(request: httpx.Request) -> httpx.Response:
        keys.append(request.headers["idempotency-key"])
        if len(keys) == 1:
            raise httpx.ReadError("gone", request=request)
        return httpx.Response(409, json={"status": 409, "detail": "Under way."})

    with pytest.raises(errors.Clash):
        client(answer).enter_record("vehicles", {}, Header(("wanted",), "law", "authority"))
    assert len(set(keys)) == 1
    assert len(keys) == 2


def test_what_did_not_answer_in_time_is_not_sent_again() -> None:
    calls = 0

    def answer(request: httpx.Request) -> httpx.Response:
        nonlocal calls
        calls += 1
        raise httpx.ReadTimeout("slow", request=request)

    with pytest.raises(errors.Unreachable, match="not known"):
        client(answer).revoke_token(3)
    assert calls == 1


def test_nobody_at_the_address() -> None:
    with pytest.raises(errors.Unreachable, match="No Comity answers"):
        Client("http://127.0.0.1:9").health()


def test_an_answer_that_is_not_ours() -> None:
    with pytest.raises(errors.ServerFailed, match="not one of Comity's API"):
        client(lambda _: httpx.Response(200, text="<html>")).check(QUESTION)


def lines(*values: object) -> bytes:
    return b"".join(msgspec.json.encode(value) + b"\n" for value in values)


def test_a_batch_comes_line_by_line() -> None:
    body = lines({**ANSWER, "place": 0}, {**ANSWER, "place": 1, "outcome": "hit"})
    batch = Batch((BatchItem(QUESTION.identifiers),) * 2)
    got = list(client(lambda _: httpx.Response(200, content=body)).check_batch(batch))
    assert [(one.place, one.outcome) for one in got] == [(0, "no_hit"), (1, "hit")]


def test_a_batch_that_broke_off_says_why() -> None:
    body = lines({**ANSWER, "place": 0}, {"problem": {"status": 503, "detail": "The database is away.", "still_works": "Ask again."}})
    results = client(lambda _: httpx.Response(200, content=body)).check_batch(Batch((BatchItem(QUESTION.identifiers),) * 2))
    assert next(results).place == 0
    with pytest.raises(errors.Unavailable, match="database is away"):
        next(results)


def test_a_batch_that_was_cut_is_not_taken_for_whole() -> None:
    results = client(lambda _: httpx.Response(200, content=lines({**ANSWER, "place": 0}))).check_batch(
        Batch((BatchItem(QUESTION.identifiers),) * 2)
    )
    with pytest.raises(errors.ServerFailed, match="after 1 of 2"):
        list(results)


def test_a_list_of_purposes_is_sent_one_by_one() -> None:
    def answer(request: httpx.Request) -> httpx.Response:
        assert request.url.params.get_list("purposes") == ["border", "wanted"]
        assert "law" not in request.url.params
        assert request.headers["content-type"] == "text/csv; charset=utf-8"
        return httpx.Response(200, json={"rows": 1, "entered": 1, "unchanged": 0, "refused": 0, "waiting": 0})

    assert client(answer).load("vehicles", b"a,b\n", purposes=("border", "wanted")).entered == 1


def test_nothing_from_the_environment_sees_a_token(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:9")
    with pytest.raises(errors.Unreachable, match=r"127\.0\.0\.1:8"):
        Client("http://127.0.0.1:8", "t").me()
