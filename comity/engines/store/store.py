"""Transactions under a viewer's context, from a pool of connections."""

from __future__ import annotations

import contextlib
import time
from collections.abc import AsyncIterator
from typing import Final, Self
from uuid import UUID

import psycopg
from psycopg_pool import AsyncConnectionPool, PoolTimeout, TooManyRequests

from comity.engines.store import connection as one
from comity.engines.store.context import Context, set_local
from comity.engines.store.errors import DatabaseGone, TooBusy

_WAIT_S: Final = 3.0  # longer than a small server takes to restart, shorter than an officer's patience
_LOOK_AGAIN_S: Final = 0.25
_RECONNECT_S: Final = 0.5  # below the pool's first pause: one attempt a call, so that no long pause sleeps through the database's return
_MOST_WAITING: Final = 500


class Store:
    """The database for one process. Open it with `Store.open`, close it with `close`."""

    def __init__(self, dsn: str, size: int) -> None:
        self._dsn = dsn
        self._lent = 0
        self._failures = 0
        self._pool = AsyncConnectionPool(
            dsn,
            kwargs={"autocommit": True},
            min_size=1,
            max_size=size,
            open=False,
            max_waiting=_MOST_WAITING,
            reconnect_timeout=_RECONNECT_S,
            reconnect_failed=self._count_failure,
        )

    @classmethod
    async def open(cls, dsn: str, *, organisation: UUID | None = None, migrated: bool = False, size: int = 8) -> Self:
        """Opens a pool of up to `size` connections, after proving that the database is one to serve from.

        Raises: DatabaseGone; WrongVersion, UnsafeSettings, UnsafeRole; with `migrated`: NotMigrated;
        with an organisation: that and WrongOrganisation.
        """
        first = await one.connect(dsn)
        async with first:
            await one.check(first, organisation, migrated=migrated)
        store = cls(dsn, size)
        await store._pool.open()
        return store

    @contextlib.asynccontextmanager
    async def transaction(self, context: Context) -> AsyncIterator[psycopg.AsyncConnection]:
        """A transaction in which `context` holds: committed at the end, rolled back where anything is raised.

        Cost: BEGIN and the context are one round trip, COMMIT another. The context ends with the transaction.
        Raises: DatabaseGone, TooBusy, DiskFull (nothing kept); CommitUnknown; what the body raises.
        """
        connection = await self._begin(set_local(context))
        try:
            yield connection
            await one.commit(connection)
        except psycopg.Error as problem:
            if connection.closed or isinstance(problem, psycopg.OperationalError):
                raise one.translated(problem) from problem
            raise  # a mistake of ours, not the engine's
        finally:
            await self._give_back(connection)

    async def _begin(self, context: str) -> psycopg.AsyncConnection:
        """A connection with an open transaction. One that died in the pool is replaced: nothing was asked on it yet."""
        statement = f"BEGIN; {context}".encode()
        deadline = time.monotonic() + _WAIT_S
        while True:
            connection, begun = await self._take(deadline), False
            try:
                await connection.execute(statement, prepare=False)
                begun = True
            except (psycopg.OperationalError, psycopg.InterfaceError) as problem:
                await connection.close()
                if time.monotonic() > deadline:
                    raise one.translated(problem) from problem
            finally:
                if not begun:
                    await self._give_back(connection)
            if begun:
                return connection
            await self._pool.drain()  # its siblings are most likely dead too

    async def _take(self, deadline: float) -> psycopg.AsyncConnection:
        """A connection from the pool. Tells a database that is away (at once) from one that is busy (at the deadline)."""
        before = self._failures
        while True:
            left = deadline - time.monotonic()
            try:
                # While others hold connections it waits in the queue; else it looks again and again whether connecting fails.
                connection = await self._pool.getconn(timeout=max(left if self._lent else min(left, _LOOK_AGAIN_S), 0.01))
            except TooManyRequests as problem:
                raise TooBusy(f"{_MOST_WAITING} others are waiting already") from problem
            except PoolTimeout as problem:
                if not self._lent and self._failures > before:
                    raise DatabaseGone("no connection can be made") from problem
                if time.monotonic() >= deadline:
                    raise TooBusy(f"no connection was free within {_WAIT_S:g} seconds") from problem
            else:
                self._lent += 1
                return connection

    async def _give_back(self, connection: psycopg.AsyncConnection) -> None:
        """Rolls back what is open, then returns the connection; a broken one is thrown away by the pool."""
        self._lent -= 1
        try:
            with contextlib.suppress(psycopg.Error):
                await connection.rollback()
        finally:
            await self._pool.putconn(connection)

    def _count_failure(self, _pool: AsyncConnectionPool[psycopg.AsyncConnection]) -> None:
        self._failures += 1

    async def dedicated(self) -> psycopg.AsyncConnection:
        """A connection of one's own in autocommit, outside the pool; whoever asks closes it. Raises: DatabaseGone."""
        return await one.connect(self._dsn)

    async def close(self) -> None:
        """Closes the pool; a transaction under way goes on to its end."""
        await self._pool.close()
