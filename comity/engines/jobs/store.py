"""The statements of the queue. Whoever calls holds a transaction in the context of the job's owner, but for `claim` and `sweep`."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any, Final
from uuid import UUID

import msgspec
from psycopg.rows import dict_row

from comity.engines.crypto import seal, unseal
from comity.engines.jobs.model import Fault, Job, NewJob, State
from comity.engines.keyring import KeyName, Keyring

if TYPE_CHECKING:
    from psycopg import AsyncConnection

LIFE: Final = timedelta(days=30)  # of a row after its end
MOST_ATTEMPTS: Final = 5  # in a row without coming further
_LOCKS: Final = 1129270602  # first number of the session locks, as in jobs.claim; 'COMI' + 1
_AWAKE: Final = 1129270603  # held by every process that runs jobs
_COLUMNS: Final = (
    "id, number, kind, owner, bureau, officer, unit, purpose, register, state, done, total, counted, counts, spec, place, result,"
    " result_name, fault, cancelled_by, attempts, created_at, begun_at, began_with, changed_at, ended_at, ends_at"
)


def sealed(keyring: Keyring, job: UUID, what: str, plain: bytes) -> bytes:
    """Bytes of a job, sealed and bound to it."""
    key = keyring.key(KeyName.SESSION)
    return bytes((key.version,)) + seal(key.secret, plain, f"job {what}|".encode() + job.bytes)


def opened(keyring: Keyring, job: UUID, what: str, kept: bytes | None) -> bytes:
    """What `sealed` was given; nothing for nothing. Raises: Tampered, KeyGone."""
    if not kept:
        return b""
    return unseal(keyring.version(KeyName.SESSION, kept[0]).secret, kept[1:], f"job {what}|".encode() + job.bytes)


def _job(keyring: Keyring, row: dict[str, Any]) -> Job:
    facts = row | {"state": State(row["state"]), "cancelled_by": row["cancelled_by"] or 0}
    facts["spec"] = opened(keyring, row["id"], "spec", row["spec"])
    facts["place"] = opened(keyring, row["id"], "place", row["place"])
    facts["fault"] = msgspec.convert(row["fault"], Fault) if row["fault"] else None
    return Job(**facts)


async def enqueue(connection: AsyncConnection, keyring: Keyring, job: UUID, new: NewJob, at: datetime) -> None:
    """A new job under an id of the caller's. It runs once the transaction is committed."""
    await connection.execute(
        "insert into jobs.job (id, kind, owner, bureau, officer, unit, purpose, register, total, counted, spec, created_at, changed_at,"
        " ends_at) values (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s)",
        (
            job, new.kind, new.owner, new.bureau, new.officer, new.unit, new.purpose, new.register, new.total, new.counted,
            sealed(keyring, job, "spec", new.spec), at, at, at + LIFE,
        ),
    )  # fmt: skip


async def claim(connection: AsyncConnection, keyring: Keyring, at: datetime, only: UUID | None = None) -> Job | None:
    """The next job, which is this connection's until it unlocks or ends. `connection`: in autocommit, nobody else's."""
    async with connection.cursor(row_factory=dict_row) as cursor:
        await cursor.execute(f"select {_COLUMNS} from jobs.claim(%s, %s, %s)", (at, only, MOST_ATTEMPTS))  # noqa: S608 - fixed names
        row = await cursor.fetchone()
    return _job(keyring, row) if row else None


async def let_go(connection: AsyncConnection, job: Job) -> None:
    """The session lock of `claim`."""
    await connection.execute("select pg_advisory_unlock(%s, %s)", (_LOCKS, job.number))


async def fetch(connection: AsyncConnection, keyring: Keyring, job: UUID) -> Job | None:
    """One job of the viewer's authority."""
    async with connection.cursor(row_factory=dict_row) as cursor:
        await cursor.execute(f"select {_COLUMNS} from jobs.job where id = %s", (job,))  # noqa: S608 - fixed names
        row = await cursor.fetchone()
    return _job(keyring, row) if row else None


async def listed(connection: AsyncConnection, keyring: Keyring, officer: int, before: int, most: int) -> list[Job]:
    """Jobs of the viewer's authority, newest first. `officer` 0: of all its officers. `before`: the number of the last one seen, or 0."""
    async with connection.cursor(row_factory=dict_row) as cursor:
        await cursor.execute(
            f"select {_COLUMNS} from jobs.job where owner = comity.viewer() and (%s = 0 or officer = %s) and (%s = 0 or number < %s)"  # noqa: S608 - fixed names
            " order by number desc limit %s",
            (officer, officer, before, before, most),
        )
        return [_job(keyring, row) for row in await cursor.fetchall()]


async def keep(
    connection: AsyncConnection, job: UUID, done: int, total: int, counts: Mapping[str, int], at: datetime, place: bytes | None
) -> bool:
    """How far it is; whether somebody asked to stop it. `place`: sealed; None leaves it. What comes further has its attempts anew."""
    cursor = await connection.execute(
        "update jobs.job set done = %s, total = greatest(%s, total), counts = %s, changed_at = %s, place = coalesce(%s, place),"
        " attempts = case when done < %s then 0 else attempts end where id = %s and state = 1 returning cancelled_by is not null",
        (done, total, msgspec.json.encode(counts).decode(), at, place, done, job),
    )
    row = await cursor.fetchone()
    return bool(row and row[0])


async def stop_asked(connection: AsyncConnection, job: UUID) -> bool:
    """Whether somebody asked to stop it."""
    row = await (await connection.execute("select cancelled_by is not null from jobs.job where id = %s", (job,))).fetchone()
    return bool(row and row[0])


async def result(connection: AsyncConnection, job: UUID, name: str, shown_as: str) -> None:
    """Where its result lies."""
    await connection.execute("update jobs.job set result = %s, result_name = %s where id = %s", (name, shown_as, job))


async def end(connection: AsyncConnection, job: UUID, state: State, at: datetime, fault: Fault | None = None) -> None:
    """It is over."""
    kept = msgspec.json.encode(fault).decode() if fault else None
    await connection.execute(
        "update jobs.job set state = %s, fault = %s, changed_at = %s, ended_at = %s, ends_at = %s where id = %s and state in (0, 1)",
        (int(state), kept, at, at, at + LIFE, job),
    )


async def cancel(connection: AsyncConnection, job: UUID, officer: int, at: datetime) -> bool:
    """Asks to stop it; one that nobody has begun is over at once. False where it is over already."""
    cursor = await connection.execute(
        "update jobs.job set cancelled_by = %s, state = case when state = 0 then 3 else state end,"
        " ended_at = case when state = 0 then %s::timestamptz end where id = %s and state in (0, 1) and cancelled_by is null",
        (officer, at, job),
    )
    return cursor.rowcount == 1


async def sweep(connection: AsyncConnection, at: datetime) -> int:
    """Rows whose time is over go; how many."""
    row = await (await connection.execute("select jobs.sweep(%s)", (at,))).fetchone()
    return int(row[0]) if row else 0


async def awake(connection: AsyncConnection) -> None:
    """Says, for as long as this connection lives, that somebody runs jobs."""
    await connection.execute("select pg_advisory_lock_shared(%s, 0)", (_AWAKE,))


async def somebody_awake(connection: AsyncConnection) -> bool:
    """Whether any process runs jobs of this database."""
    row = await (
        await connection.execute(
            "select exists (select 1 from pg_locks l where l.locktype = 'advisory' and l.classid = %s and l.objid = 0"
            " and l.database = (select oid from pg_database where datname = current_database()))",
            (_AWAKE,),
        )
    ).fetchone()
    return bool(row and row[0])
