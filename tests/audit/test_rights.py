"""No role that a running process uses can change or remove what the audit holds, and none sees another authority's."""

from __future__ import annotations

from uuid import UUID

import psycopg
import pytest

from comity.audit import store
from comity.audit.model import Sighting
from comity.audit.pack import Recorder
from comity.engines.store import Context, Mode
from comity.engines.store.context import set_local
from tests.audit.conftest import ARVENIA, BELMORA, NOON_US, entry

pytestmark = pytest.mark.anyio

TABLES = ("pack", "sighting", "leaves", "erasure")
CHANGES = ("update audit.{} set at = at", "delete from audit.{}", "truncate audit.{}")
SETTLED = (
    "insert into audit.leaves (first, count, xid, stream, last, packs, frontier, hashes) "
    "values (0, 1, '1', 1, 1, '', '', repeat('x', 32)::bytea)"
)


async def seen(connection: psycopg.AsyncConnection, table: str, authority: int, mode: Mode) -> int:
    async with connection.transaction():
        await connection.execute(set_local(Context(authority, 1, 0, 0, mode)))
        row = await (await connection.execute(f"select count(*) from audit.{table}")).fetchone()
    assert row is not None
    return int(row[0])


def sighting(owner: int = ARVENIA) -> Sighting:
    return Sighting(owner, UUID(int=5), 3, NOON_US, 34, 1, 9, 1, 1, 1)


@pytest.mark.parametrize("table", TABLES)
@pytest.mark.parametrize("change", CHANGES)
async def test_running_roles_cannot_change(app, work, table: str, change: str) -> None:
    for connection in (app, work):
        with pytest.raises(psycopg.errors.InsufficientPrivilege, match="permission denied"):
            await connection.execute(change.format(table))


@pytest.mark.parametrize("change", CHANGES)
async def test_triggers_refuse_even_after_a_careless_grant(app, work, dba, owner, recorder: Recorder, change: str) -> None:
    await store.insert_packs(app, recorder.packs([entry()]))
    await store.insert_sightings(app, [sighting()])
    await work.execute(SETTLED)
    await dba.execute("insert into audit.erasure values ('2020-01-01', now(), 0, 0, 0)")
    await dba.execute("grant all on all tables in schema audit to comity_app, comity_work")
    for table in TABLES:
        with pytest.raises(psycopg.errors.InsufficientPrivilege, match="written once"):
            await owner.execute(change.format(table))
        for connection in (app, work):
            hidden_by_policy = table in {"pack", "sighting"} and "truncate" not in change
            if hidden_by_policy:
                assert (await connection.execute(change.format(table))).rowcount == 0
                continue
            with pytest.raises(psycopg.errors.InsufficientPrivilege, match="written once"):
                await connection.execute(change.format(table))


async def test_partitions_refuse_as_their_tables_do(app, owner, dba, recorder: Recorder) -> None:
    await store.insert_packs(app, recorder.packs([entry()]))
    await dba.execute("grant all on all tables in schema audit to comity_app")
    parts = await (await dba.execute("select relid::text from pg_partition_tree('audit.pack') where isleaf")).fetchall()
    assert len(parts) > 10
    for (part,) in parts:
        with pytest.raises(psycopg.errors.InsufficientPrivilege, match="written once"):
            await app.execute(f"truncate {part}")


async def test_partitions_cannot_be_reached_around_their_table(app, work, dba) -> None:
    parts = await (await dba.execute("select relid::text from pg_partition_tree('audit.pack') where isleaf limit 2")).fetchall()
    for connection in (app, work):
        for (part,) in parts:
            with pytest.raises(psycopg.errors.InsufficientPrivilege, match="permission denied"):
                await connection.execute(f"select * from {part}")


async def test_running_roles_cannot_erase(app, work) -> None:
    for connection in (app, work):
        for call in ("audit.erase('2026-01-01')", "audit.erase_part('pack', '2026-01-01')", "audit.ensure_partition('pack', '2026-01-01')"):
            with pytest.raises(psycopg.errors.InsufficientPrivilege):
                await connection.execute(f"select {call}")


async def test_the_app_cannot_write_leaves_or_erasures(app, work) -> None:
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        await app.execute(SETTLED)
    for connection in (app, work):
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            await connection.execute("insert into audit.erasure values ('2026-01-01', now(), 0, 0, 0)")


async def test_an_authority_reads_its_own_packs_in_audit_mode_only(app, recorder: Recorder) -> None:
    await store.insert_packs(app, recorder.packs([entry(authority=ARVENIA), entry(authority=BELMORA), entry(authority=BELMORA)]))
    assert await seen(app, "pack", BELMORA, Mode.AUDIT) == 1
    assert await seen(app, "pack", ARVENIA, Mode.AUDIT) == 1
    assert await seen(app, "pack", 99, Mode.AUDIT) == 0
    for mode in set(Mode) - {Mode.AUDIT}:
        assert await seen(app, "pack", BELMORA, mode) == 0
    row = await (await app.execute("select count(*) from audit.pack")).fetchone()
    assert row == (0,)


async def test_an_owner_reads_its_own_sightings_only(app, work) -> None:
    await store.insert_sightings(app, [sighting(ARVENIA), sighting(BELMORA), sighting(BELMORA)])
    assert await seen(app, "sighting", ARVENIA, Mode.OWN) == 1
    assert await seen(app, "sighting", BELMORA, Mode.AUDIT) == 2
    for mode in (Mode.NONE, Mode.CHECK, Mode.DISCREET):
        assert await seen(app, "sighting", ARVENIA, mode) == 0
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        await work.execute("select * from audit.sighting")


async def test_a_role_cannot_shed_its_rights(app, work) -> None:
    for connection in (app, work):
        for statement in ("set role comity_owner", "set session_replication_role = replica", "alter table audit.pack disable trigger all"):
            with pytest.raises(psycopg.errors.InsufficientPrivilege):
                await connection.execute(statement)
