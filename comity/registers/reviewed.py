"""Records that two officers have agreed on beforehand: entered, corrected and withdrawn within the caller's one transaction.

Nothing here is permitted or noted in the audit: whoever calls has done so, and has made sure that the two are not one (ACC-09).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from comity.access.model import Reader
from comity.kernel.records import RecordState
from comity.registers import audiences, rules, store
from comity.registers.desk import Desk
from comity.registers.entering import content_of, made, save, sealed_version
from comity.registers.hashing import hasher
from comity.registers.life import Ended
from comity.registers.life_acts import taken_back
from comity.registers.model import Register
from comity.registers.record import Draft, Record
from comity.registers.sealing import fresh_key, unwrap, wrap
from comity.registers.search_keys import identity_bytes
from comity.registers.store import Held, changed

if TYPE_CHECKING:
    from psycopg import AsyncConnection


@dataclass(frozen=True, slots=True)
class Two:
    """The officer who proposed, and the one who approved. `reviewer` is the reader whose transaction it is."""

    author: int
    reviewer: Reader


async def records_of(desk: Desk, connection: AsyncConnection, register: Register, records: Sequence[UUID]) -> dict[UUID, Record]:
    """One's own live records among these."""
    where = "t.state < 3 and t.id = any(%s::uuid[])"
    found = await store.page(connection, register, desk.keyring, where, [list(records)], len(records))
    return {record.id: record for record in found}


async def versions_of(connection: AsyncConnection, register: Register, records: Sequence[UUID]) -> dict[UUID, int]:
    """The versions of one's own live records among these."""
    statement = f"select id, version from registers.{register.name} where owner = comity.viewer() and state < 3 and id = any(%s::uuid[])"  # noqa: S608 - declared names only
    return dict(await (await connection.execute(statement, (list(records),))).fetchall())


async def there_already(desk: Desk, connection: AsyncConnection, register: Register, wanted: Sequence[Mapping[str, str]]) -> frozenset[int]:
    """The places of those that the owner has recorded, as the same thing, in a live record."""
    identities = [int(identity) for identity in hasher(desk.keyring).many([identity_bytes(register, values) for values in wanted])]
    found = await store.by_identity(connection, register, desk.keyring, identities)
    return frozenset(place for place, identity in enumerate(identities) if identity in found)


async def held_now(desk: Desk, connection: AsyncConnection, register: Register, record: UUID) -> Held | None:
    """One's own record, locked until the transaction ends."""
    return await store.fetch(connection, register, record, desk.keyring, lock=True)


async def enter(desk: Desk, connection: AsyncConnection, register: Register, two: Two, drafts: Sequence[Draft], at: datetime) -> list[UUID]:
    """New records, released. Raises psycopg's UniqueViolation where the owner has one of them already."""
    audience = await audiences.default(connection, two.reviewer.authority)
    records = [
        replace(
            made(two.reviewer, register, draft, audience, at),
            state=RecordState.RELEASED, author=two.author, changed_by=two.author, reviewer=two.reviewer.officer,
        )
        for draft in drafts
    ]  # fmt: skip
    await store.insert_many(connection, desk.keyring, register, records)
    return [record.id for record in records]


async def correct(desk: Desk, connection: AsyncConnection, register: Register, two: Two, before: Held, draft: Draft, at: datetime) -> None:
    """New content, released. What it said before stays as an older version. Raises: Refused for what is blocked or has ended."""
    rules.may_correct(before.record).enforce()
    news = content_of(draft) | {
        "state": RecordState.RELEASED, "changed_by": two.author, "reviewer": two.reviewer.officer, "changed_at": at, "confirmed_at": at,
    }  # fmt: skip
    await store.keep_version(connection, before, sealed_version(before), before.record.changed_by, at)
    await save(desk, connection, register, changed(before, **news))


async def withdraw(desk: Desk, connection: AsyncConnection, register: Register, two: Two, before: Held, at: datetime) -> None:
    """The record goes; what another has blocked stays, unseen, for the case about it (CCF-13). Raises: Refused."""
    rules.may_withdraw(before.record).enforce()
    await taken_back(desk, connection, two.reviewer, register, before, Ended.WITHDRAWN, at)


async def lend_key(desk: Desk, connection: AsyncConnection, thing: UUID, owner: int) -> bytes:
    """A key for what is not a record yet, kept among those of records, so that it is sealed anew and destroyed as they are."""
    key = fresh_key()
    values = (thing, owner, wrap(desk.keyring, thing, key))
    await connection.execute("insert into registers.record_key (record, owner, wrapped) values (%s, %s, %s)", values)
    return key


async def lent_key(desk: Desk, connection: AsyncConnection, thing: UUID) -> bytes | None:
    """That key; None once it was destroyed."""
    row = await (await connection.execute("select wrapped from registers.record_key where record = %s", (thing,))).fetchone()
    return unwrap(desk.keyring, thing, row[0]) if row else None


async def drop_key(connection: AsyncConnection, thing: UUID) -> None:
    """Destroys that key: what it sealed is gone, from backups too."""
    await connection.execute("delete from registers.record_key where record = %s", (thing,))
