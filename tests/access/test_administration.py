"""Building up an organisation, and the walls between bureaus."""

from __future__ import annotations

import psycopg
import pytest

from comity.access.administration import Administration, NewOfficer, authorities, bootstrap_context, bureaus, issuing_codes
from comity.access.model import AuthorityKind, Role, UnitKind
from comity.access.sessions import Sessions
from comity.access.totp import SEED_BYTES
from comity.audit import Act
from comity.engines.store import NOBODY, Mode
from comity.kernel.errors import Absent, Invalid, Refused
from comity.kernel.levels import Level

pytestmark = pytest.mark.anyio
SECRET_COLUMNS = [
    ("officer", "password"),
    ("officer", "totp"),
    ("session", "hash"),
    ("token", "hash"),
    ("bucket", "key"),
    ("revision", "number"),
]
WALLED = ["unit", "officer", "posting", "system", "session", "token"]


async def test_ACC_10_the_directory_is_open_to_all(world):
    async with world.means.store.transaction(NOBODY) as connection:
        assert [one.code for one in await authorities(connection)] == ["XBM", "XCS", "XDV"]
        assert [one.code for one in await bureaus(connection)] == ["XBM", "XCS"]
        assert await issuing_codes(connection) == {"XBM": 2, "XCS": 3, "XDV": 4}


@pytest.mark.parametrize("table", WALLED)
async def test_nothing_of_another_bureau_is_listed(world, table):
    await world.signed_in("i.toren")
    for context in (NOBODY, world.reader("k.orme", Role.SECURITY, world.castara).context(Mode.OWN)):
        async with world.means.store.transaction(context) as connection:
            rows = await (await connection.execute(f"select bureau from access.{table}")).fetchall()
        assert {bureau for (bureau,) in rows} <= {context.bureau}


@pytest.mark.parametrize(("table", "column"), SECRET_COLUMNS)
async def test_what_opens_an_account_is_not_selected_even_by_its_bureau(world, table, column):
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        async with world.means.store.transaction(world.reader("s.vale", Role.SECURITY).context(Mode.OWN)) as connection:
            await connection.execute(f"select {column} from access.{table}")


async def test_ACC_01_not_even_the_secretariat_enters_an_officer_elsewhere(world):
    statement = (
        "insert into access.officer (bureau, login, name, roles, clearance, password, totp)"
        " values (%s, 'x.planted', 'X', '{officer}', 0, '-', '-')"
    )
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        async with world.means.store.transaction(bootstrap_context()) as connection:
            await connection.execute(statement, [world.belmora.number])


@pytest.mark.parametrize("table", ["authority", "bureau", "issuing_code"])
async def test_a_country_does_not_write_the_directory(world, table):
    async with world.means.store.transaction(world.reader("s.vale", Role.SECURITY).context(Mode.OWN)) as connection:
        column = "code = code"
        assert (await connection.execute(f"update access.{table} set {column}")).rowcount == 0


async def test_every_fault_of_an_officer_is_named_at_once(world):
    officer = NewOfficer("No Good", " ", frozenset({Role.OFFICER}), Level.OFFICIAL, "short", b"seed", ())
    with pytest.raises(Invalid) as problem:
        await Administration(world.means).add_officer(world.belmora, officer)
    assert [fault.field for fault in problem.value.faults] == ["login", "password", "seed", "name", "units"]


async def test_an_officer_is_not_posted_to_another_bureau_s_unit_and_nothing_is_left(world):
    officer = NewOfficer(
        "n.aim", "N", frozenset({Role.OFFICER}), Level.OFFICIAL, "a long pass phrase", bytes(SEED_BYTES), (world.castara_desk.number,)
    )
    with pytest.raises(Invalid):
        await Administration(world.means).add_officer(world.belmora, officer)
    with psycopg.connect(world.owner_dsn) as owner:
        assert owner.execute("select count(*) from access.officer where login = 'n.aim'").fetchone() == (0,)


async def test_what_is_taken_or_badly_formed_is_refused(world):
    admin = Administration(world.means)
    with pytest.raises(Invalid):
        await admin.add_authority(9, "XBM", AuthorityKind.COUNTRY, {"en": "Again"})
    with pytest.raises(Invalid):
        await admin.add_unit(world.belmora, UnitKind.PORT, "LUN", {"en": "Again"})
    with pytest.raises(Invalid):
        await admin.add_unit(world.belmora, UnitKind.PORT, "small letters", {"en": "Name"})
    with pytest.raises(Invalid):
        await admin.add_authority(9, "XEM", AuthorityKind.COUNTRY, {"ar": "no English name"})


async def test_a_bureau_lists_its_own_officers_and_the_list_is_audited(world):
    listed = await Administration(world.means).officers(world.reader("s.vale", Role.SECURITY))
    assert [one.login for one in listed] == ["i.toren", "s.vale"]
    assert world.acts()[-1] is Act.LIST


async def test_ACC_08_an_officer_does_not_list_officers(world):
    with pytest.raises(Refused):
        await Administration(world.means).officers(world.reader("i.toren", Role.OFFICER))
    assert world.acts()[-1] is Act.REFUSAL


async def test_each_step_of_the_building_up_is_an_entry(world):
    assert world.acts().count(Act.SETTING) == len(["authority"] * 3 + ["bureau"] * 2 + ["unit"] * 3 + ["officer"] * 3 + ["system"])


async def test_every_table_and_column_says_what_it_is_for_and_every_table_how_long_it_is_kept(world):
    silent = """
        select c.oid::regclass::text, attname from pg_class c join pg_attribute on attrelid = c.oid and attnum > 0 and not attisdropped
         where relnamespace = 'access'::regnamespace and relkind = 'r'
           and (col_description(c.oid, attnum) is null or coalesce(obj_description(c.oid), '') not like 'purpose: %; retention: %')
    """
    with psycopg.connect(world.owner_dsn) as owner:
        assert owner.execute(silent).fetchall() == []


async def test_every_table_is_walled_even_for_its_owner(world):
    open_tables = """
        select relname from pg_class
         where relnamespace = 'access'::regnamespace and relkind = 'r' and not (relrowsecurity and relforcerowsecurity)
    """
    with psycopg.connect(world.owner_dsn) as owner:
        assert owner.execute(open_tables).fetchall() == []


async def test_ACC_04_an_officer_is_withdrawn_on_the_machine_itself(world):
    signed_in, administration = await world.signed_in("i.toren"), Administration(world.means)
    number, every = signed_in.session.officer, [world.belmora, world.castara]
    assert await administration.found("officer", "i.toren", every) == [(world.belmora, number)]
    with pytest.raises(Absent):
        await administration.withdraw_here("officer", world.castara, number)
    await administration.withdraw_here("officer", world.belmora, number)
    assert await Sessions(world.means).of(signed_in.token) is None
    assert await administration.found("officer", "i.toren", every) == []
    _, head = world.entries()[-1]
    assert (head.act, head.rule, head.officer) == (Act.SETTING, "ACC-04", number)
    with pytest.raises(Absent):
        await administration.withdraw_here("officer", world.belmora, number)


async def test_ACC_04_a_system_is_withdrawn_on_the_machine_itself(world):
    administration, every = Administration(world.means), [world.belmora, world.castara]
    numbers = [await administration.add_system(one, "TWIN", {"en": "Twin"}, frozenset({Role.OFFICER}), Level.OFFICIAL) for one in every]
    found = await administration.found("system", "TWIN", every)
    assert found == list(zip(every, numbers, strict=True))
    await administration.withdraw_here("system", *found[0])
    assert await administration.found("system", "TWIN", every) == found[1:]
