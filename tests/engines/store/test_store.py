"""Transactions: who sees what, what is kept, and what happens while the database is away."""

from __future__ import annotations

import asyncio
import itertools
from collections.abc import AsyncIterator
from pathlib import Path
from uuid import UUID

import psycopg
import pytest

from comity.engines.store import NOBODY, Context, Mode, Store, errors, set_local
from comity.engines.store import store as store_module
from comity.engines.store.launcher import Server
from comity.engines.store.migrations import found

pytestmark = pytest.mark.anyio

BELMORA = Context(authority=12, kind=1, clearance=0, sees=0b110, mode=Mode.OWN, bureau=7)
CASTARA = Context(authority=13, kind=1, clearance=2, sees=0b110, mode=Mode.OWN)
OURS = UUID("11111111-1111-8111-8111-111111111111")
THEIRS = UUID("22222222-2222-8222-8222-222222222222")
_THINGS = """
create table comity.thing (owner smallint, what text unique);
alter table comity.thing enable row level security;
alter table comity.thing force row level security;
create policy own on comity.thing using (owner = comity.viewer() and comity.mode() = 2);
grant select, insert on comity.thing to comity_app;
"""
_VIEWER = "select comity.viewer(), comity.viewer_kind(), comity.clearance(), comity.sees(), comity.mode(), comity.viewer_bureau()"
NOTHING = (0, 0, -1, 0, 0, 0)


@pytest.fixture
def things(database) -> None:
    with psycopg.connect(database.owner, autocommit=True) as owner:
        owner.execute(_THINGS)


@pytest.fixture
async def narrow(database) -> AsyncIterator[Store]:
    """A store with one connection, so that every transaction follows another on it."""
    opened = await Store.open(database.app, size=1)
    yield opened
    await opened.close()


async def add(store: Store, context: Context, what: str) -> None:
    async with store.transaction(context) as connection:
        await connection.execute("insert into comity.thing values (%s, %s)", [context.authority, what])


async def seen(store: Store, context: Context) -> list[str]:
    async with store.transaction(context) as connection:
        rows = await (await connection.execute("select what from comity.thing order by what")).fetchall()
    return [what for (what,) in rows]


async def viewer(connection: psycopg.AsyncConnection) -> object:
    return await (await connection.execute(_VIEWER)).fetchone()


async def viewer_of_a_pooled_connection(store: Store) -> object:
    async with store._pool.connection() as connection:
        return await viewer(connection)


# --------------------------------------------------------------------------------------------------------------- the context
async def test_each_viewer_sees_its_own_rows_and_nobody_sees_any(things: None, store: Store) -> None:
    await add(store, BELMORA, "lorry")
    assert await seen(store, BELMORA) == ["lorry"]
    assert await seen(store, CASTARA) == []
    assert await seen(store, NOBODY) == []


async def test_without_a_context_there_are_no_rows(things: None, store: Store) -> None:
    await add(store, BELMORA, "lorry")
    connection = await store.dedicated()
    async with connection:
        assert await viewer(connection) == NOTHING
        assert await (await connection.execute("select * from comity.thing")).fetchall() == []


async def test_even_the_owner_of_the_tables_sees_nothing_without_a_context(things: None, store: Store, database) -> None:
    await add(store, BELMORA, "lorry")
    with psycopg.connect(database.owner) as owner:
        assert owner.execute("select * from comity.thing").fetchall() == []


async def test_a_row_of_another_cannot_be_written(things: None, store: Store) -> None:
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        async with store.transaction(BELMORA) as connection:
            await connection.execute("insert into comity.thing values (13, 'lorry')")


async def test_the_whole_context_holds_within_the_transaction(store: Store) -> None:
    async with store.transaction(BELMORA) as connection:
        assert await viewer(connection) == (12, 1, 0, 6, 2, 7)


async def test_no_context_is_left_on_a_pooled_connection(narrow: Store) -> None:
    async with narrow.transaction(BELMORA):
        pass
    assert await viewer_of_a_pooled_connection(narrow) == NOTHING


async def test_no_context_is_left_after_an_error(narrow: Store) -> None:
    with pytest.raises(psycopg.errors.DivisionByZero):
        async with narrow.transaction(BELMORA) as connection:
            await connection.execute("select 1 / 0")
    assert await viewer_of_a_pooled_connection(narrow) == NOTHING


async def test_no_context_is_left_after_the_asker_has_gone(things: None, narrow: Store) -> None:
    entered = asyncio.Event()

    async def ask() -> None:
        async with narrow.transaction(BELMORA) as connection:
            await connection.execute("insert into comity.thing values (12, 'lorry')")
            entered.set()
            await connection.execute("select pg_sleep(30)")

    asker = asyncio.create_task(ask())
    await entered.wait()
    asker.cancel()
    with pytest.raises(asyncio.CancelledError):
        await asker
    assert await viewer_of_a_pooled_connection(narrow) == NOTHING
    assert await seen(narrow, BELMORA) == []


async def test_a_context_set_for_a_whole_session_by_mistake_does_not_outlive_the_next_transaction(narrow: Store) -> None:
    async with narrow._pool.connection() as connection:
        await connection.execute(set_local(BELMORA).replace("SET LOCAL", "SET").encode(), prepare=False)
    async with narrow.transaction(NOBODY) as connection:
        assert await viewer(connection) == (0, 0, 0, 0, 0, 0)


async def test_many_viewers_at_once_each_see_their_own(things: None, store: Store) -> None:
    viewers = [Context(number, 1, 0, 2, Mode.OWN) for number in range(1, 41)]
    await asyncio.gather(*(add(store, who, f"thing {who.authority}") for who in viewers))
    answers = await asyncio.gather(*(seen(store, who) for who in viewers * 3))
    assert answers == [[f"thing {who.authority}"] for who in viewers * 3]


# ------------------------------------------------------------------------------------------------------------ transactions
async def test_what_is_raised_rolls_back(things: None, store: Store) -> None:
    async def give_up() -> None:
        async with store.transaction(BELMORA) as connection:
            await connection.execute("insert into comity.thing values (12, 'lorry')")
            raise LookupError

    with pytest.raises(LookupError):
        await give_up()
    assert await seen(store, BELMORA) == []


async def test_a_lost_transaction_is_never_taken_for_kept(things: None, store: Store) -> None:
    async def overlook_an_error() -> None:
        async with store.transaction(BELMORA) as connection:
            await connection.execute("insert into comity.thing values (12, 'lorry')")
            with pytest.raises(psycopg.errors.DivisionByZero):
                await connection.execute("select 1 / 0")

    with pytest.raises(psycopg.errors.InFailedSqlTransaction):
        await overlook_an_error()
    assert await seen(store, BELMORA) == []


async def test_a_part_may_fail_within_a_transaction_of_its_own(things: None, store: Store) -> None:
    async with store.transaction(BELMORA) as connection:
        await connection.execute("insert into comity.thing values (12, 'lorry')")
        with pytest.raises(psycopg.errors.UniqueViolation):
            async with connection.transaction():
                await connection.execute("insert into comity.thing values (12, 'lorry')")
    assert await seen(store, BELMORA) == ["lorry"]


async def test_a_transaction_costs_two_round_trips(narrow: Store, tmp_path: Path) -> None:
    async with narrow._pool.connection() as connection:
        pgconn = connection.pgconn
    with (tmp_path / "trace").open("wb") as file:
        pgconn.trace(file.fileno())
        async with narrow.transaction(BELMORA):
            pass
        pgconn.untrace()
    sent = [line.split("\t")[3] for line in (tmp_path / "trace").read_text().splitlines() if line.split("\t")[1] == "F"]
    assert len(sent) == 2, sent


# ----------------------------------------------------------------------------------------------------------------- opening
async def test_a_role_above_row_level_security_is_refused(database) -> None:
    with pytest.raises(errors.UnsafeRole, match="sees past row-level security"):
        await Store.open(database.superuser)


async def test_a_database_that_forgets_is_refused(database) -> None:
    with psycopg.connect(database.superuser, autocommit=True) as connection:
        connection.execute(f"alter role comity_app in database {database.name} set synchronous_commit = off")
    with pytest.raises(errors.UnsafeSettings, match="with synchronous_commit not on"):
        await Store.open(database.app)


async def test_the_database_of_another_organisation_is_refused(database) -> None:
    with pytest.raises(errors.WrongOrganisation, match="has no organisation yet"):
        await Store.open(database.app, organisation=OURS)
    found(database.owner, THEIRS, "Association of Esteria")
    with pytest.raises(errors.WrongOrganisation, match=f"belongs to the organisation {THEIRS}"):
        await Store.open(database.app, organisation=OURS)
    await (await Store.open(database.app, organisation=THEIRS)).close()


async def test_a_database_that_was_never_migrated_is_refused(empty_database) -> None:
    with pytest.raises(errors.NotMigrated, match="never migrated"):
        await Store.open(empty_database.app, organisation=OURS)


async def test_another_version_of_the_server_is_refused(database, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("comity.engines.store.connection.MAJOR", 19)
    with pytest.raises(errors.WrongVersion, match="the server is PostgreSQL 18"):
        await Store.open(database.app)


async def test_a_wrong_password_is_told_without_the_password(database) -> None:
    with pytest.raises(errors.DatabaseGone, match="password authentication failed") as told:
        await Store.open(database.app.replace("comity_app:", "comity_app:f00d"))
    assert "f00d" not in str(told.value)


# ------------------------------------------------------------------------------------------------------- away and back again
@pytest.fixture
def patient(monkeypatch: pytest.MonkeyPatch) -> None:
    """On a slow machine a server that is back takes longer to give its connections."""
    monkeypatch.setattr(store_module, "_WAIT_S", 60.0)


async def test_while_the_database_is_away_it_says_so_and_then_works_by_itself(folder: Path, patient: None) -> None:
    server = Server.start(folder)
    opened = await Store.open(server.dsn("comity_app"))
    async with opened.transaction(NOBODY):
        pass
    server.stop()
    for _ in range(2):
        with pytest.raises(errors.DatabaseGone, match="does not answer") as told:
            async with opened.transaction(NOBODY):
                pass
        assert "Nothing was changed" in told.value.still_works
    with Server.start(folder):
        async with opened.transaction(BELMORA) as connection:
            assert await (await connection.execute("select 1")).fetchone() == (1,)
        await opened.close()


@pytest.mark.fault
async def test_a_restart_between_two_transactions_is_not_noticed(folder: Path, patient: None) -> None:
    server = Server.start(folder)
    opened = await Store.open(server.dsn("comity_app"), size=4)
    together = asyncio.Barrier(4)

    async def meet() -> None:
        async with opened.transaction(NOBODY):
            await together.wait()

    await asyncio.gather(*(meet() for _ in range(4)))  # four connections lie in the pool
    server.kill()
    with Server.start(folder):
        await asyncio.gather(*(meet() for _ in range(4)))
        await opened.close()


@pytest.mark.fault
async def test_a_transaction_whose_database_goes_away_is_unavailable_and_kept_nothing(folder: Path, patient: None) -> None:
    server = Server.start(folder)
    with psycopg.connect(server.dsn("comity_owner"), autocommit=True) as owner:
        owner.execute("create table public.kept (number int); grant all on public.kept to comity_app")
    opened = await Store.open(server.dsn("comity_app"))

    async def lose_the_database() -> None:
        async with opened.transaction(NOBODY) as connection:
            await connection.execute("insert into public.kept values (7)")
            server.kill()
            for _ in itertools.count():
                await connection.execute("select 1")

    with pytest.raises(errors.DatabaseGone):
        await lose_the_database()
    with Server.start(folder):
        async with opened.transaction(NOBODY) as connection:
            assert await (await connection.execute("select * from public.kept")).fetchall() == []
        await opened.close()


@pytest.mark.fault
async def test_a_commit_that_is_cut_off_is_told_as_unknown(things: None, store: Store, database) -> None:
    with psycopg.connect(database.owner, autocommit=True) as owner:
        owner.execute("""
            create function comity.cut() returns trigger language plpgsql
                as 'begin perform pg_terminate_backend(pg_backend_pid()); return null; end';
            grant execute on function comity.cut() to comity_app;
            create constraint trigger cut after insert on comity.thing deferrable initially deferred
                for each row execute function comity.cut();
        """)
    with pytest.raises(errors.CommitUnknown, match="may or may not"):
        await add(store, BELMORA, "lorry")
    assert await seen(store, BELMORA) == []


async def test_a_busy_pool_is_told_from_a_database_that_is_away(narrow: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    async with narrow.transaction(NOBODY):
        with monkeypatch.context() as hurried:
            hurried.setattr(store_module, "_WAIT_S", 0.2)
            with pytest.raises(errors.TooBusy, match="no connection was free"):
                async with narrow.transaction(NOBODY):
                    pass
    async with narrow.transaction(NOBODY):
        pass


@pytest.mark.parametrize("setting", ["statement_timeout", "lock_timeout"])
async def test_what_stands_in_the_way_for_too_long_is_told(things: None, store: Store, database, setting: str) -> None:
    async def look() -> None:
        async with store.transaction(BELMORA) as connection:
            await connection.execute(f"set local {setting} = '50ms'")
            await connection.execute("select * from comity.thing")

    with psycopg.connect(database.owner) as owner:
        owner.execute("lock table comity.thing")
        with pytest.raises(errors.TooBusy, match="timeout"):
            await look()


async def test_a_mistake_in_the_code_is_not_taken_for_an_engine_that_failed(store: Store) -> None:
    with pytest.raises(psycopg.ProgrammingError):
        async with store.transaction(NOBODY) as connection:
            await connection.execute("select from where")

    async def use_a_closed_cursor() -> None:
        async with store.transaction(NOBODY) as connection:
            cursor = connection.cursor()
            await cursor.close()
            await cursor.execute("select 1")

    with pytest.raises(psycopg.InterfaceError):
        await use_a_closed_cursor()


async def gone(store: Store, backend: int) -> None:
    """Waits until the server has ended one of its processes."""
    async with store.transaction(NOBODY) as connection:
        while True:
            await connection.execute("select pg_stat_clear_snapshot()")
            if not await (await connection.execute("select 1 from pg_stat_activity where pid = %s", (backend,))).fetchone():
                return
            await asyncio.sleep(0.02)


async def test_a_transaction_that_stands_idle_is_ended(store: Store) -> None:
    async def doze() -> None:
        async with store.transaction(NOBODY) as connection:
            limits = await (await connection.execute("show idle_in_transaction_session_timeout")).fetchone()
            assert limits == ("1min",)
            await connection.execute("set local idle_in_transaction_session_timeout = '50ms'")
            await gone(store, connection.info.backend_pid)
            await connection.execute("select 1")

    with pytest.raises(errors.DatabaseGone, match="idle-in-transaction timeout"):
        await doze()
    async with store.transaction(NOBODY):
        pass


async def test_a_dedicated_connection_is_its_own(store: Store) -> None:
    connection = await store.dedicated()
    async with connection:
        assert connection.autocommit
        async with store.transaction(NOBODY) as other:
            assert other.info.backend_pid != connection.info.backend_pid
