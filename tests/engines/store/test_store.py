"""Transactions: who sees what, what is kept, and what happens while the database is away."""

from __future__ import annotations

import psycopg
import pytest

from comity.engines.store import NOBODY, Context, Mode, Store

pytestmark = pytest.mark.anyio

BELMORA = Context(authority=12, kind=1, clearance=0, sees=0b110, mode=Mode.OWN, bureau=7)
CASTARA = Context(authority=13, kind=1, clearance=2, sees=0b110, mode=Mode.OWN)
_THINGS = """
create table comity.thing (owner smallint, what text);
alter table comity.thing enable row level security;
alter table comity.thing force row level security;
create policy own on comity.thing using (owner = comity.viewer() and comity.mode() = 2);
grant select, insert on comity.thing to comity_app;
"""


@pytest.fixture
def things(database) -> None:
    with psycopg.connect(database.owner, autocommit=True) as owner:
        owner.execute(_THINGS)


async def seen(store: Store, context: Context) -> list[str]:
    async with store.transaction(context) as connection:
        rows = await (await connection.execute("select what from comity.thing")).fetchall()
    return [what for (what,) in rows]


async def test_each_viewer_sees_its_own_rows_and_nobody_sees_any(things: None, store: Store) -> None:
    async with store.transaction(BELMORA) as connection:
        await connection.execute("insert into comity.thing values (12, 'lorry')")
    assert await seen(store, BELMORA) == ["lorry"]
    assert await seen(store, CASTARA) == []
    assert await seen(store, NOBODY) == []
