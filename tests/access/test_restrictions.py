"""Owners' restrictions: one record or all, deduplicated, never another owner's, and together where both hold."""

from __future__ import annotations

import pytest

from comity.access.model import EVERYBODY, Audience, AuthorityKind, Role
from comity.access.restrictions import all_audiences, audience_for, audience_of, default_audience, restrict_all, restriction_of
from comity.access.rules import permits
from comity.audit import Act
from comity.engines.store import NOBODY, Mode
from comity.kernel.errors import Invalid, Refused

pytestmark = pytest.mark.anyio
XBM, XCS, XDV = 2, 3, 4
ENTITIES = frozenset({AuthorityKind.ENTITY})


@pytest.fixture
def registrar(world):
    return world.reader("s.vale", Role.REGISTRAR)


async def test_an_owner_has_one_default_audience_which_lets_everybody_read(world, registrar):
    async with world.means.store.transaction(registrar.context(Mode.OWN)) as connection:
        first = await default_audience(connection, XBM)
        assert await default_audience(connection, XBM) == first
        assert await audience_for(connection, XBM, (), ()) == first
        assert await audience_of(connection, first) == EVERYBODY


async def test_OWN_03_the_same_restriction_is_the_same_audience(world, registrar):
    async with world.means.store.transaction(registrar.context(Mode.OWN)) as connection:
        first = await audience_for(connection, XBM, [XDV, XCS], ENTITIES)
        assert await audience_for(connection, XBM, [XCS, XDV, XCS], ENTITIES) == first
        assert await audience_for(connection, XBM, [XCS], ENTITIES) != first
        assert await audience_of(connection, first) == Audience(frozenset({XCS, XDV}), ENTITIES)


async def test_OWN_03_restricting_all_reaches_records_with_a_restriction_of_their_own(world, registrar):
    told: list[int] = []

    async def tell(connection, audience: int) -> None:
        told.append(audience)

    store = world.means.store
    async with store.transaction(registrar.context(Mode.OWN)) as connection:
        own = await audience_for(connection, XBM, [XCS], ())
        default = await default_audience(connection, XBM)
    async with store.transaction(registrar.context(Mode.OWN)) as connection:
        await restrict_all(world.means, connection, registrar, [XDV], ENTITIES, tell)
        assert await restriction_of(connection, registrar) == Audience(frozenset({XDV}), ENTITIES)
    assert sorted(told) == sorted([own, default])
    async with store.transaction(NOBODY) as connection:
        audiences = await all_audiences(connection)
    assert audiences[own] == Audience(frozenset({XCS, XDV}), ENTITIES)
    assert not permits(audiences[own], XDV, AuthorityKind.COUNTRY)
    assert world.acts()[-1] is Act.RESTRICT
    async with store.transaction(registrar.context(Mode.OWN)) as connection:
        later = await audience_for(connection, XBM, [XCS], [AuthorityKind.SECRETARIAT])
        assert await audience_of(connection, later) == Audience(frozenset({XCS, XDV}), ENTITIES | {AuthorityKind.SECRETARIAT})
        await restrict_all(world.means, connection, registrar, (), ())  # lifted: what is left is each record's own
        assert await audience_of(connection, own) == Audience(frozenset({XCS}))
        assert await audience_of(connection, default) == EVERYBODY


async def test_OWN_03_nobody_restricts_or_sees_what_another_owns(world, registrar):
    store, other = world.means.store, world.reader("k.orme", Role.REGISTRAR, world.castara)
    async with store.transaction(registrar.context(Mode.OWN)) as connection:
        audience = await audience_for(connection, XBM, [XCS], ())
    async with store.transaction(other.context(Mode.OWN)) as connection:
        assert await audience_of(connection, audience) is None
        done = await connection.execute("update access.audience set denied_authorities = '{}', own_authorities = '{}'")
        assert done.rowcount == 0
    with pytest.raises(Exception, match="row-level security"):
        async with store.transaction(other.context(Mode.OWN)) as connection:
            await default_audience(connection, XBM)


@pytest.mark.parametrize("denied", [[XBM], [99], [XCS, 4000]])
async def test_a_restriction_names_others_that_exist(world, registrar, denied):
    with pytest.raises(Invalid):
        async with world.means.store.transaction(registrar.context(Mode.OWN)) as connection:
            await audience_for(connection, XBM, denied, ())


async def test_ACC_08_an_officer_restricts_nothing_and_the_refusal_is_audited(world):
    reader = world.reader("i.toren", Role.OFFICER)
    with pytest.raises(Refused):
        async with world.means.store.transaction(reader.context(Mode.OWN)) as connection:
            await restrict_all(world.means, connection, reader, [XCS], ())
    assert world.acts()[-1] is Act.REFUSAL
