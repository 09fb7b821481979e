"""Tokens of systems: issued, shown once, scoped, ended; and the memo, which never honours one for long after its end."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import psycopg
import pytest

from comity.access.administration import Administration
from comity.access.model import Role
from comity.access.rules import may_ask
from comity.access.token_memo import TokenCache
from comity.access.tokens import Tokens, reader_for_token
from comity.audit import Act
from comity.kernel.errors import Absent, Invalid, Refused
from comity.kernel.purposes import Purpose
from comity.kernel.strip import Strip

pytestmark = pytest.mark.anyio
YEAR = timedelta(days=365)


@pytest.fixture
def security(world):
    return world.reader("s.vale", Role.SECURITY)


async def issue(world, security, **changes):
    wanted = {"system": world.system, "registers": {3, 8}, "purposes": {Purpose.BORDER, Purpose.WANTED}, "life": YEAR, **changes}
    return await Tokens(world.means).issue(security, **wanted)


async def test_a_token_is_shown_once_and_kept_as_a_hash(world, security):
    issued = await issue(world, security)
    assert issued.text.startswith("comity_")
    assert issued.text not in repr(issued)
    with psycopg.connect(world.owner_dsn) as owner:
        assert issued.text not in str(owner.execute("select t::text from access.token t").fetchall())
    _, head = world.entries()[-1]
    assert (head.act, head.officer, head.registers) == (Act.TOKEN_ISSUED, security.officer, (3, 8))


async def test_a_reader_of_a_token_names_officer_unit_and_purpose(world, security):
    issued = await issue(world, security)
    facts = await TokenCache(world.means).find(issued.text)
    assert facts is not None
    reader = reader_for_token(facts, "B-2231", "LUN", Purpose.BORDER)
    assert (reader.system, reader.officer, reader.officer_name, reader.unit) == (world.system, 0, "B-2231", world.post.number)
    assert may_ask(reader, Strip.VEHICLES).allowed
    assert may_ask(reader, Strip.PERSONS).rule == "ACC-01"  # outside the token's registers
    assert reader_for_token(facts, "B-2231", str(world.post.number), Purpose.BORDER) == reader


@pytest.mark.parametrize("officer", ["", " ", "x" * 65, "a\nb", "a\x00", "\u202eB-2231"])
async def test_ACC_08_a_system_s_check_names_its_officer(world, security, officer):
    facts = await TokenCache(world.means).find((await issue(world, security)).text)
    with pytest.raises(Refused) as refusal:
        reader_for_token(facts, officer, "LUN", Purpose.BORDER)
    assert refusal.value.rule == "ACC-08"


async def test_ACC_01_unit_and_purpose_stay_within_the_token_s_scope(world, security):
    facts = await TokenCache(world.means).find((await issue(world, security)).text)
    for unit, purpose in (("NOWHERE", Purpose.BORDER), (str(world.castara_desk.number), Purpose.BORDER), ("LUN", Purpose.MISSING)):
        with pytest.raises(Refused) as refusal:
            reader_for_token(facts, "B-2231", unit, purpose)
        assert refusal.value.rule == "ACC-01"


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"registers": set()}, "registers"),
        ({"purposes": set()}, "purposes"),
        ({"life": timedelta(0)}, "life"),
        ({"life": YEAR + timedelta(days=1)}, "life"),
    ],
)
async def test_a_token_without_scope_or_end_is_not_issued(world, security, changes, field):
    with pytest.raises(Invalid) as problem:
        await issue(world, security, **changes)
    assert [fault.field for fault in problem.value.faults] == [field]


async def test_ACC_01_only_the_security_officer_issues_and_never_beyond_the_own_scope(world, security):
    for reader in (world.reader("i.toren", Role.OFFICER), replace(security, registers=frozenset({3}))):
        with pytest.raises(Refused):
            await issue(world, reader)
        assert world.acts()[-1] is Act.REFUSAL


async def test_a_system_of_another_bureau_is_not_there(world):
    with pytest.raises(Absent):
        await issue(world, world.reader("k.orme", Role.SECURITY, world.castara))


async def test_nobody_lists_or_revokes_another_bureau_s_tokens(world, security):
    issued = await issue(world, security)
    other = world.reader("k.orme", Role.SECURITY, world.castara)
    assert await Tokens(world.means).list(other) == ()
    with pytest.raises(Absent):
        await Tokens(world.means).revoke(other, issued.number)
    (line,) = await Tokens(world.means).list(security)
    assert (line.number, line.registers, line.purposes, line.revoked) == (issued.number, (3, 8), {Purpose.BORDER, Purpose.WANTED}, None)


async def test_an_expired_token_opens_nothing_not_even_from_memory(world, security):
    issued, cache = await issue(world, security, life=timedelta(hours=1)), TokenCache(world.means)
    assert await cache.find(issued.text)
    world.clock.jump(issued.expires)  # the time of day alone: the memo is as fresh as before
    assert cache.get(issued.text) is None
    assert await cache.find(issued.text) is None


async def test_ACC_04_a_revoked_token_is_honoured_for_less_than_a_second(world, security):
    issued, cache = await issue(world, security), TokenCache(world.means)
    assert await cache.find(issued.text)
    assert cache.get(issued.text)
    await Tokens(world.means).revoke(security, issued.number)
    world.clock.advance(timedelta(seconds=1))  # without any refresh
    assert cache.get(issued.text) is None
    assert await cache.find(issued.text) is None
    assert world.acts()[-1] is Act.TOKEN_REVOKED
    with pytest.raises(Absent):
        await Tokens(world.means).revoke(security, issued.number)


async def test_ACC_04_a_refresh_drops_what_was_revoked_and_keeps_the_rest(world, security):
    first, second, cache = await issue(world, security), await issue(world, security), TokenCache(world.means)
    assert await cache.find(first.text)
    assert await cache.find(second.text)
    await Tokens(world.means).revoke(security, first.number)
    await cache.refresh()
    assert cache.get(first.text) is None
    assert cache.get(second.text)


async def test_ACC_04_a_withdrawn_system_takes_its_tokens_along(world, security):
    issued, cache = await issue(world, security), TokenCache(world.means)
    assert await cache.find(issued.text)
    await Administration(world.means).withdraw_system(security, world.system)
    await cache.refresh()
    assert cache.get(issued.text) is None
    assert await cache.find(issued.text) is None


async def test_a_token_issued_after_it_was_asked_for_is_found(world, security):
    cache = TokenCache(world.means)
    issued = await issue(world, security)
    with psycopg.connect(world.owner_dsn) as owner:
        owner.execute("update access.token set revoked_at = now()")
    assert await cache.find(issued.text) is None
    assert await cache.find(issued.text) is None  # remembered as unknown
    with psycopg.connect(world.owner_dsn) as owner:
        owner.execute("update access.token set revoked_at = null")
    await cache.refresh()
    assert await cache.find(issued.text)


@pytest.mark.parametrize("text", ["", "comity_", "comity_x", "comity_" + "A" * 44, "é", "A" * 100_000, "comity_" + "=" * 44])
async def test_a_text_that_is_no_token_opens_nothing(world, text):
    assert await TokenCache(world.means).find(text) is None
