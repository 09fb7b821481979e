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

_WAIT_S: Final = 3.0  # longer than a restart of a small server takes, shorter than an officer's patience
_RECONNECT_S: Final = 0.5  # a later call tries anew at once; a long back-off would sleep through the database's return
_MOST_WAITING: Final = 500


class Store:
    """The database for one process. Open it with `Store.open`, close it with `close`."""

    def __init__(self, dsn: str, pool: AsyncConnectionPool[psycopg.AsyncConnection]) -> None:
        self._dsn = dsn
        self._pool = pool

    @classmethod
    async def open(cls, dsn: str, *, organisation: UUID | None = None, size: int = 8) -> Self:
        """Opens up to `size` connections, after proving that the database is one to serve from.

        Raises: DatabaseGone; WrongVersion, UnsafeSettings, UnsafeRole; with an organisation: NotMigrated, WrongOrganisation.
        """
        first = await one.connect(dsn)
        async with first:
            await one.check(first, organisation)
        pool = AsyncConnectionPool(
            dsn,
            kwargs={"autocommit": True},
            min_size=1,
            max_size=size,
            open=False,
            timeout=_WAIT_S,
            max_waiting=_MOST_WAITING,
            reconnect_timeout=_RECONNECT_S,
        )
        await pool.open(wait=True, timeout=10)
        return cls(dsn, pool)

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
        except (psycopg.OperationalError, psycopg.InterfaceError) as problem:
            raise one.translated(problem) from problem
        finally:
            await self._give_back(connection)

    async def _begin(self, context: str) -> psycopg.AsyncConnection:
        """A connection with an open transaction. A connection that died in the pool is replaced: nothing was asked on it yet."""
        statement = f"BEGIN; {context}".encode()
        deadline = time.monotonic() + _WAIT_S
        while True:
            connection = await self._take(deadline - time.monotonic())
            try:
                await connection.execute(statement, prepare=False)
            except (psycopg.OperationalError, psycopg.InterfaceError) as problem:
                await self._give_back(connection)
                if not connection.broken or time.monotonic() > deadline:
                    raise one.translated(problem) from problem
                await self._pool.drain()  # its siblings are most likely dead too
            except BaseException:
                await self._give_back(connection)
                raise
            else:
                return connection

    async def _take(self, within_s: float) -> psycopg.AsyncConnection:
        try:
            return await self._pool.getconn(timeout=max(within_s, 0.1))
        except TooManyRequests as problem:
            raise TooBusy(0) from problem
        except PoolTimeout as problem:
            # Every connection in use, or no server: a connection outside the pool tells which.
            with contextlib.suppress(psycopg.Error):
                await (await one.connect(self._dsn)).close()
                raise TooBusy(_WAIT_S) from problem
            raise DatabaseGone from problem

    async def _give_back(self, connection: psycopg.AsyncConnection) -> None:
        """Rolls back what is open, then returns the connection; a broken one is thrown away by the pool."""
        try:
            with contextlib.suppress(psycopg.Error):
                await connection.rollback()
        finally:
            await self._pool.putconn(connection)

    async def dedicated(self) -> psycopg.AsyncConnection:
        """A connection of one's own in autocommit, outside the pool; whoever asks closes it. Raises: DatabaseGone."""
        return await one.connect(self._dsn)

    async def close(self) -> None:
        """Closes the pool; transactions under way go on to their end."""
        await self._pool.close()
