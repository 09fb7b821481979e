"""Sessions: chosen unit and purpose, ends, withdrawal, forms of one session."""

from __future__ import annotations

from datetime import timedelta

import psycopg
import pytest

from comity.access import credentials
from comity.access.administration import Administration
from comity.access.model import Role, UnitKind
from comity.access.sessions import Sessions, purposes_open, reader_of
from comity.audit import Act
from comity.engines.keyring import KeyName
from comity.kernel.errors import Absent, Refused
from comity.kernel.purposes import Purpose

pytestmark = pytest.mark.anyio


async def test_PUR_01_there_is_no_reader_before_a_purpose_is_chosen(world):
    session = (await world.signed_in("i.toren")).session
    with pytest.raises(Refused) as refusal:
        reader_of(session)
    assert refusal.value.rule == "PUR-01"
    assert Purpose.BORDER in purposes_open(session)


async def test_a_chosen_purpose_holds_for_the_session(world):
    signed_in = await world.signed_in("i.toren")
    sessions = Sessions(world.means)
    await sessions.choose_purpose(signed_in.session, Purpose.BORDER)
    session = await sessions.of(signed_in.token)
    assert session is not None
    reader = reader_of(session)
    assert (reader.purpose, reader.unit, reader.unit_kind, reader.system) == (Purpose.BORDER, world.post.number, UnitKind.BORDER_POST, 0)


async def test_ACC_01_a_purpose_not_open_at_the_unit_is_refused_and_audited(world):
    session = (await world.signed_in("i.toren")).session
    with pytest.raises(Refused) as refusal:
        await Sessions(world.means).choose_purpose(session, Purpose.ACCREDITATION)
    assert refusal.value.rule == "ACC-01"
    _, head = world.entries()[-1]
    assert (head.act, head.rule, head.officer) == (Act.REFUSAL, "ACC-01", session.officer)


async def test_another_unit_asks_for_the_purpose_anew(world):
    signed_in = await world.signed_in("s.vale")
    sessions = Sessions(world.means)
    assert signed_in.session.unit is None  # two postings: never guessed
    session = await sessions.choose_unit(signed_in.session, world.post.number)
    session = await sessions.choose_purpose(session, Purpose.BORDER)
    session = await sessions.choose_unit(session, world.desk.number)
    assert session.purpose is None
    assert await sessions.of(signed_in.token) == session


async def test_a_unit_of_another_bureau_is_not_there(world):
    session = (await world.signed_in("s.vale")).session
    with pytest.raises(Absent):
        await Sessions(world.means).choose_unit(session, world.castara_desk.number)


async def test_a_session_ends_when_idle(world):
    token, sessions = (await world.signed_in("i.toren")).token, Sessions(world.means)
    for _ in range(4):
        world.clock.advance(timedelta(minutes=29))
        assert await sessions.of(token)
    world.clock.advance(timedelta(minutes=31))
    assert await sessions.of(token) is None


async def test_a_session_ends_after_a_watch_however_busy(world):
    token, sessions = (await world.signed_in("i.toren")).token, Sessions(world.means)
    alive = 0
    for _ in range(60):
        world.clock.advance(timedelta(minutes=15))
        alive += await sessions.of(token) is not None
    assert alive == 47  # 12 hours are 48 quarters, the last of which is the end itself


async def test_signing_out_ends_the_session_and_is_audited_once(world):
    signed_in, sessions = await world.signed_in("i.toren"), Sessions(world.means)
    await sessions.sign_out(signed_in.session)
    await sessions.sign_out(signed_in.session)
    assert await sessions.of(signed_in.token) is None
    assert world.acts().count(Act.SIGN_OUT) == 1


async def test_signing_out_everywhere_ends_all_of_one_officer(world):
    first = await world.signed_in("i.toren")
    other = await world.signed_in("s.vale")
    world.clock.advance(timedelta(seconds=30))
    second = await world.signed_in("i.toren")
    sessions = Sessions(world.means)
    assert await sessions.sign_out_everywhere(second.session) == 2
    assert await sessions.of(first.token) is await sessions.of(second.token) is None
    assert await sessions.of(other.token)


async def test_ACC_04_a_withdrawn_officer_is_out_at_once(world):
    signed_in, sessions = await world.signed_in("i.toren"), Sessions(world.means)
    await Administration(world.means).withdraw_officer(world.reader("s.vale", Role.SECURITY), signed_in.session.officer)
    assert await sessions.of(signed_in.token) is None
    assert world.acts()[-1] is Act.SETTING


@pytest.mark.parametrize("table", ["officer", "bureau", "authority"])
async def test_ACC_04_whatever_level_is_withdrawn_the_session_falls(world, table):
    signed_in, sessions = await world.signed_in("i.toren"), Sessions(world.means)
    with psycopg.connect(world.owner_dsn) as owner:
        owner.execute(f"update access.{table} set active = false")
    assert await sessions.of(signed_in.token) is None


async def test_ACC_04_a_role_taken_away_is_gone_at_the_next_request(world):
    signed_in, sessions = await world.signed_in("i.toren"), Sessions(world.means)
    with psycopg.connect(world.owner_dsn) as owner:
        owner.execute("update access.officer set roles = '{auditor}' where login = 'i.toren'")
    session = await sessions.of(signed_in.token)
    assert session is not None
    assert session.roles == {Role.AUDITOR}


async def test_a_bureau_cannot_withdraw_another_s_officer(world):
    reader = world.reader("k.orme", Role.SECURITY, world.castara)
    with pytest.raises(Absent):
        await Administration(world.means).withdraw_officer(reader, world.officers["i.toren"])


@pytest.mark.parametrize("token", ["", "x", "A" * 44, "A" * 43, "é" * 44, "A" * 100_000, "\x00" * 44, "=" * 44])
async def test_a_token_that_is_none_opens_nothing(world, token):
    assert await Sessions(world.means).of(token) is None


async def test_a_destroyed_key_ends_every_session(world):
    signed_in = await world.signed_in("i.toren")
    world.means.keyring.rotate(KeyName.SESSION)
    assert await Sessions(world.means).of(signed_in.token)  # rotation alone does not
    world.means.keyring.destroy(KeyName.SESSION, "", 1)
    assert await Sessions(world.means).of(signed_in.token) is None


async def test_a_form_holds_for_its_own_session_alone(world):
    first, second = await world.signed_in("i.toren"), await world.signed_in("s.vale")
    keyring = world.means.keyring
    form = credentials.csrf_token(keyring, first.token)
    assert credentials.csrf_holds(keyring, first.token, form)
    assert not credentials.csrf_holds(keyring, second.token, form)
    assert not credentials.csrf_holds(keyring, first.token, "")
    assert not credentials.csrf_holds(keyring, "", "")
    assert form not in first.token
