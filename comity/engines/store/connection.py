"""One connection: how it is opened, what the database must be like, and what its failures mean."""

from __future__ import annotations

from typing import Final
from uuid import UUID

import psycopg
from psycopg.pq import TransactionStatus

from comity.engines.store.errors import (
    CommitUnknown,
    DatabaseGone,
    DiskFull,
    NotMigrated,
    TooBusy,
    UnsafeRole,
    UnsafeSettings,
    WrongOrganisation,
    WrongVersion,
)
from comity.kernel.errors import Unavailable

MAJOR: Final = 18
DURABLE: Final = ("fsync", "full_page_writes", "synchronous_commit")
_CROWDED: Final = (
    psycopg.errors.TooManyConnections,
    psycopg.errors.LockNotAvailable,
    psycopg.errors.QueryCanceled,
    psycopg.errors.DeadlockDetected,
    psycopg.errors.SerializationFailure,
)
_FACTS: Final = """
select current_setting('server_version_num')::int / 10000, current_user,
       (select rolsuper or rolbypassrls from pg_roles where rolname = current_user),
       current_setting('fsync'), current_setting('full_page_writes'), current_setting('synchronous_commit'),
       to_regclass('comity.organisation') is not null
"""


async def connect(dsn: str) -> psycopg.AsyncConnection:
    """A connection of its own, in autocommit. Raises: DatabaseGone."""
    try:
        return await psycopg.AsyncConnection.connect(dsn, autocommit=True)
    except psycopg.OperationalError as problem:
        raise DatabaseGone(sentence(problem)) from problem


async def check(connection: psycopg.AsyncConnection, organisation: UUID | None, *, migrated: bool) -> None:
    """Refuses a database that Comity must not serve from.

    With synchronous_commit off, a quarter of the answers given just before a kill -9 had no audit entry; hence the durable settings.
    Raises: WrongVersion, UnsafeSettings, UnsafeRole, NotMigrated, WrongOrganisation.
    """
    ((major, role, above_security, *durable, there),) = await (await connection.execute(_FACTS)).fetchall()
    if major != MAJOR:
        raise WrongVersion(f"the server is PostgreSQL {major}", f"PostgreSQL {MAJOR}")
    if off := [name for name, value in zip(DURABLE, durable, strict=True) if value not in {"on", "remote_apply"}]:
        raise UnsafeSettings(f"with {', '.join(off)} not on, an answer could outlive its audit entry", "on")
    if above_security:
        raise UnsafeRole(f"the role {role} sees past row-level security", "comity_app or comity_work")
    if (migrated or organisation is not None) and not there:
        raise NotMigrated("this database was never migrated", "comity migrate")
    if organisation is not None:
        await _check_organisation(connection, organisation)


async def _check_organisation(connection: psycopg.AsyncConnection, organisation: UUID) -> None:
    row = await (await connection.execute("select id from comity.organisation")).fetchone()
    if row is None:
        raise WrongOrganisation("this database has no organisation yet", str(organisation))
    if row[0] != organisation:
        raise WrongOrganisation(f"this database belongs to the organisation {row[0]}", str(organisation))


def sentence(problem: psycopg.Error) -> str:
    """The server's main sentence. Never its detail, which may hold values."""
    return (problem.diag.message_primary or str(problem).partition("\n")[0]).strip().rstrip(".")


def translated(problem: psycopg.Error) -> Unavailable:
    """What a failure of the engine means for the asker."""
    if isinstance(problem, psycopg.errors.DiskFull):
        return DiskFull("the database")
    if isinstance(problem, _CROWDED):
        return TooBusy(sentence(problem))
    return DatabaseGone(sentence(problem))


async def commit(connection: psycopg.AsyncConnection) -> None:
    """Commits. A transaction that an error has broken is an error here too: PostgreSQL would silently roll it back.

    Raises: CommitUnknown where the connection breaks meanwhile.
    """
    if connection.info.transaction_status is TransactionStatus.INERROR:
        raise psycopg.errors.InFailedSqlTransaction("an error within the transaction was caught, but the transaction is lost")
    try:
        await connection.commit()
    except psycopg.OperationalError as problem:
        if connection.broken:
            raise CommitUnknown from problem
        raise
