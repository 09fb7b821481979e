"""Signing in over the real database: what opens, what is spent, what is slowed, and what is told to whom fails."""

from __future__ import annotations

import asyncio
from datetime import timedelta

import psycopg
import pytest

from comity.access.limits import RateLimit
from comity.access.sign_in import NO_DEMO, NOT_SIGNED_IN, SignedIn, SignIn
from comity.audit import Act

pytestmark = pytest.mark.anyio


async def test_ACC_08_a_named_officer_signs_in_with_password_and_code(world):
    result = await world.signed_in("i.toren")
    session = result.session
    assert (session.officer, session.officer_name, session.authority_code) == (world.officers["i.toren"], "I.TOREN", "XBM")
    assert session.bureau_names["ar"] == "مكتب بلمورا"
    assert session.unit == world.post  # the only one
    assert session.purpose is None  # never guessed
    authority, head = world.entries()[-1]
    assert (authority, head.act, head.officer, head.outcome) == (2, Act.SIGN_IN, session.officer, 1)


async def test_typed_in_capitals_with_spaces_it_is_the_same_login(world):
    result = await SignIn(world.means).sign_in(world.method("i.toren", login=" I.Toren "), "192.0.2.7")
    assert isinstance(result, SignedIn)


@pytest.mark.parametrize(
    "changes",
    [
        {"password": "three herons at dusk"},
        {"password": ""},
        {"password": "x" * 100_000},
        {"code": "000000"},
        {"code": ""},
        {"code": "nought"},
        {"login": "nobody.here"},
        {"login": "'; drop schema access --"},
        {"login": "i.toren\x00"},
        {"login": "\ud800"},
        {"login": ""},
    ],
    ids=str,
)
async def test_ACC_08_whatever_is_wrong_the_answer_is_the_same(world, changes):
    # One code in a million fits by chance: the step is chosen where nought does not.
    while changes.get("code") == "000000" and "000000" in {world.code("i.toren", step) for step in (-1, 0, 1)}:
        world.clock.advance(timedelta(seconds=30))
    result = await SignIn(world.means).sign_in(world.method("i.toren", **changes), "192.0.2.7")
    assert result is NOT_SIGNED_IN
    assert world.acts()[-1] is Act.REFUSAL


async def test_a_closed_account_is_told_no_more_than_a_wrong_password(world):
    with psycopg.connect(world.owner_dsn) as owner:
        owner.execute("update access.officer set active = false where login = 'i.toren'")
    assert await world.sign_in("i.toren") is NOT_SIGNED_IN


async def test_a_wrong_attempt_takes_the_same_statements_as_one_for_nobody(world):
    """The same steps for both: the wall clock of a shared machine proves nothing, the number of entries and statements does."""
    before = len(world.entries())
    await world.sign_in("i.toren", password="wrong wrong wrong")
    await SignIn(world.means).sign_in(world.method("i.toren", login="nobody.here"), "192.0.2.7")
    (_, first), (_, second) = world.entries()[before:]
    assert (first.act, first.rule, first.detail, first.asked) == (second.act, second.rule, second.detail, len("nobody.here") - 4)


async def test_a_used_code_opens_nothing_again(world):
    code = world.code("i.toren")
    assert isinstance(await world.sign_in("i.toren", code=code), SignedIn)
    assert await world.sign_in("i.toren", code=code) is NOT_SIGNED_IN
    assert await world.sign_in("i.toren", code=world.code("i.toren", -1)) is NOT_SIGNED_IN
    world.clock.advance(timedelta(seconds=30))
    assert isinstance(await world.sign_in("i.toren"), SignedIn)


async def test_a_code_sent_twice_at_once_opens_one_session(world):
    results = await asyncio.gather(*(world.sign_in("i.toren") for _ in range(3)))
    assert sum(isinstance(result, SignedIn) for result in results) == 1


async def test_a_wrong_password_does_not_spend_the_code(world):
    assert await world.sign_in("i.toren", password="wrong wrong wrong") is NOT_SIGNED_IN
    assert isinstance(await world.sign_in("i.toren"), SignedIn)


async def test_guessing_is_slowed_for_a_login_and_says_for_how_long(world):
    for _ in range(5):
        assert await world.sign_in("i.toren", password="wrong wrong wrong") is NOT_SIGNED_IN
    slowed = await world.sign_in("i.toren")
    assert isinstance(slowed, RateLimit)
    assert 55 <= slowed.retry_after <= 61
    assert isinstance(await world.sign_in("s.vale"), SignedIn)  # others are not held up
    world.clock.advance(timedelta(seconds=slowed.retry_after))
    assert isinstance(await world.sign_in("i.toren"), SignedIn)


async def test_a_login_that_does_not_exist_is_slowed_the_same(world):
    door = SignIn(world.means)
    results = [await door.sign_in(world.method("i.toren", login="nobody.here"), "192.0.2.7") for _ in range(6)]
    assert results[:5] == [NOT_SIGNED_IN] * 5
    assert isinstance(results[5], RateLimit)


async def test_guessing_is_slowed_for_an_address(world):
    door = SignIn(world.means)
    results = [await door.sign_in(world.method("i.toren", login=f"guess{number}"), "198.51.100.1") for number in range(61)]
    assert isinstance(results[-1], RateLimit)
    assert isinstance(await world.sign_in("i.toren"), SignedIn)  # from elsewhere


async def test_a_clock_that_jumps_far_ahead_and_back_locks_nobody_out(world):
    now = world.clock.now()
    for _ in range(5):
        await world.sign_in("i.toren", password="wrong wrong wrong")
    world.clock.jump(now + timedelta(hours=20))
    await world.sign_in("i.toren", password="wrong wrong wrong")
    world.clock.jump(now)
    assert not isinstance(await world.sign_in("i.toren", password="wrong wrong wrong"), RateLimit)


async def test_neither_login_nor_address_stands_in_the_buckets_or_in_the_open_part_of_an_entry(world):
    await SignIn(world.means).sign_in(world.method("i.toren", login="nobody.here"), "198.51.100.77")
    with psycopg.connect(world.owner_dsn) as owner:
        rows = owner.execute("select encode(heads, 'escape') from audit.pack").fetchall()
        keys = owner.execute("select encode(key, 'escape') from access.bucket").fetchall()
    assert not any("nobody.here" in text or "198.51" in text for (text,) in rows + keys)


async def test_the_demonstration_s_door_opens_in_a_demonstration_alone(world):
    refused = await SignIn(world.means).sign_in_demo("i.toren")
    assert refused is NO_DEMO
    assert world.acts()[-1] is Act.REFUSAL
    with psycopg.connect(world.owner_dsn) as owner:
        assert owner.execute("select count(*) from access.session").fetchone() == (0,)
    opened = await SignIn(world.means, demo=True).sign_in_demo("i.toren")
    assert isinstance(opened, SignedIn)
    assert opened.session.demo
    assert await SignIn(world.means, demo=True).sign_in_demo("nobody.here") is NOT_SIGNED_IN


async def test_a_dump_of_the_database_opens_nothing(world):
    result = await world.signed_in("i.toren")
    with psycopg.connect(world.owner_dsn) as owner:
        dump = str(owner.execute("select o::text, s::text from access.officer o join access.session s on s.officer = o.number").fetchall())
    assert result.token not in dump
    assert world.seeds["i.toren"].hex() not in dump
    assert "$argon2id$" in dump
    assert result.token not in repr(result)
