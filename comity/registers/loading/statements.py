"""What a load says to the database, under row-level security like everything else: rows come by COPY into a table of the session's own,
and go from there into the register, its keys and the filters' changes. Knows no rule.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Final
from uuid import UUID

import msgspec

from comity.access.model import Reader
from comity.engines.crypto import seal, unseal
from comity.engines.keyring import KeyName, Keyring
from comity.engines.store import Row
from comity.registers.holding import stored
from comity.registers.holds import Hold
from comity.registers.loading.model import Counts, Load, LoadState, Mode, Spec
from comity.registers.loading.writing import HEAD
from comity.registers.model import Register
from comity.registers.table import HEADER

if TYPE_CHECKING:
    from psycopg import AsyncConnection

_OWN: Final = ("id", "identity", "sealed")
_STAGE: Final = "pg_temp.load_rows"
_HEADS: Final = "pg_temp.load_heads"


@dataclass(frozen=True, slots=True)
class NewRows:
    """New records: COPY's lines, the facts that they share by number, and why some of them wait, by number."""

    lines: str
    heads: list[tuple[object, ...]]
    holds: list[Hold]


async def write(
    connection: AsyncConnection, register: Register, reader: Reader, audience: int, at: datetime, rows: NewRows, load: UUID | None
) -> None:
    """New records from COPY's lines, with their keys; those that are released are told to the filters.

    `load`: they are held under its name. Raises psycopg's UniqueViolation where the owner has one of them already.
    """
    columns = ", ".join(of.name for of in register.columns)
    typed = "".join(f", {of.name} {of.kind.column_type}" for of in register.columns)
    await connection.execute(
        "create temp table load_rows (id uuid, identity bigint, head smallint, hold smallint, sealed bytea, wrapped bytea,"
        f" keys bigint[]{typed})"
        " on commit drop"
    )
    await connection.execute(
        "create temp table load_heads on commit drop as select * from unnest(%s::smallint[], %s::smallint[], %s::integer[], %s::smallint[],"
        " %s::boolean[], %s::integer[], %s::integer[], %s::text[], %s::smallint[], %s::date[])"
        " h(head, state, purposes, level, discreet, handling_codes, warnings, law, source, ends_at)",
        [list(range(len(rows.heads))), *map(list, zip(*rows.heads, strict=True))],
    )
    async with (
        connection.cursor() as cursor,
        cursor.copy(
            f"copy {_STAGE} (id, identity, head, hold, sealed, wrapped, keys{', ' if columns else ''}{columns}) from stdin with (null '')"
        ) as copy,
    ):
        await copy.write(rows.lines)
    await _spread(connection, register, reader, audience, at, columns, load)
    if rows.holds:
        await _hold(connection, register, reader, rows.holds, at)


async def _spread(
    connection: AsyncConnection, register: Register, reader: Reader, audience: int, at: datetime, columns: str, load: UUID | None
) -> None:
    facts = {
        "owner": reader.authority, "bureau": reader.bureau, "author": reader.hand, "changed_by": reader.hand, "reviewer": None,
        "audience": audience, "blocked_by": None, "created_at": at, "changed_at": at, "confirmed_at": at, "version": 1,
    }  # fmt: skip
    same = [column.name for column in HEADER if column.name not in (*_OWN, *HEAD)]
    into = ", ".join([*_OWN, *HEAD, *same, *([columns] if columns else [])])
    taken = ", ".join([*(f"r.{name}" for name in _OWN), *(f"h.{name}" for name in HEAD), *["%s"] * len(same)])
    own = "".join(f", r.{of.name}" for of in register.columns)
    joined = f"from {_STAGE} r join {_HEADS} h using (head)"
    await connection.execute(
        f"insert into registers.{register.name} ({into}) select {taken}{own} {joined}",
        [facts[name] for name in same],
    )
    await connection.execute(
        f"insert into registers.record_key (record, owner, wrapped) select id, %s, wrapped from {_STAGE}",  # noqa: S608 - fixed words
        (reader.authority,),
    )
    await connection.execute(
        "insert into registers.search_key (key, register, record, owner, audience, live, purposes, level, discreet)"
        f" select k, %s, r.id, %s, %s, h.state = 1, h.purposes, h.level, h.discreet {joined} cross join unnest(r.keys) k",
        (register.number, reader.authority, audience),
    )
    await connection.execute(
        f"insert into registers.change (register, audience, key) select %s, %s, k {joined} cross join unnest(r.keys) k where h.state = 1",
        (register.number, audience),
    )
    if load is not None:
        await connection.execute(
            f"insert into registers.loaded (load, record, owner, proposal) select %s, id, %s, 1 from {_STAGE}",  # noqa: S608 - fixed words
            (load, reader.authority),
        )


async def _hold(connection: AsyncConnection, register: Register, reader: Reader, holds: Sequence[Hold], at: datetime) -> None:
    """Why some of them wait, beside each."""
    kept = [(int(one.route), one.officer, json.dumps(stored(one.findings)), one.lane) for one in holds]
    await connection.execute(
        "insert into registers.hold (record, register, owner, bureau, route, officer, findings, lane, at)"  # noqa: S608 - fixed words
        f" select r.id, %s, %s, %s, g.route, g.officer, g.findings::jsonb, g.lane, %s from {_STAGE} r"
        " join unnest(%s::smallint[], %s::smallint[], %s::integer[], %s::text[], %s::boolean[]) g(hold, route, officer, findings, lane)"
        " on g.hold = r.hold",
        (register.number, reader.authority, reader.bureau, at, list(range(len(kept))), *map(list, zip(*kept, strict=True))),
    )


async def propose(connection: AsyncConnection, load: UUID, owner: int, records: Sequence[UUID]) -> None:
    """Records that are withdrawn once a second officer lets the load go."""
    await connection.execute(
        "insert into registers.loaded (load, record, owner, proposal) select %s, unnest(%s::uuid[]), %s, 2 on conflict do nothing",
        (load, list(records), owner),
    )


async def propose_missing(connection: AsyncConnection, register: Register, load: UUID, owner: int) -> int:
    """Proposes for withdrawal what `load_seen` does not have; how many. Records that another has blocked stay out of it."""
    cursor = await connection.execute(
        f"insert into registers.loaded (load, record, owner, proposal) select %s, t.id, %s, 2 from registers.{register.name} t"  # noqa: S608 - declared names
        " where t.owner = comity.viewer() and t.state < 3 and coalesce(t.blocked_by, 1) = 1"
        " and not exists (select from pg_temp.load_seen s where s.identity = t.identity) on conflict do nothing",
        (load, owner),
    )
    return max(0, cursor.rowcount)


async def there(connection: AsyncConnection, register: Register, identities: Sequence[int]) -> set[int]:
    """Which of these the viewer's authority has recorded, in records that are live. Cost: one index, 2 us each."""
    listed = "{" + ",".join(map(str, identities)) + "}"
    cursor = await connection.execute(
        f"select t.identity from registers.{register.name} t"  # noqa: S608 - declared names only
        " where t.owner = comity.viewer() and t.state < 3 and t.identity = any(%s::bigint[])",
        (listed,),
    )
    return {row[0] for row in await cursor.fetchall()}


async def begin(
    connection: AsyncConnection, keyring: Keyring, reader: Reader, load: UUID, spec: Spec, encoding: str,
    mapping: dict[str, str], at: datetime,
) -> None:  # fmt: skip
    """The load's own row, once."""
    await connection.execute(
        "insert into registers.load (id, owner, bureau, register, officer, mode, state, file, digest, bytes, encoding, mapping, started_at)"
        " values (%s, %s, %s, %s, %s, %s, 0, %s, %s, %s, %s, %s, %s) on conflict (id) do nothing",
        (
            load, reader.authority, reader.bureau, spec.register, reader.hand, spec.mode, sealed(keyring, load, "file", spec.file),
            spec.digest, spec.size, encoding, msgspec.json.encode(mapping).decode(), at,
        ),
    )  # fmt: skip


def sealed(keyring: Keyring, load: UUID, what: str, text: str) -> bytes:
    """A text of a load's row, sealed and bound to it."""
    key = keyring.key(KeyName.SESSION)
    return bytes((key.version,)) + seal(key.secret, text.encode(), f"load {what}|".encode() + load.bytes)


def _opened(keyring: Keyring, load: UUID, what: str, kept: bytes | None) -> str:
    if not kept:
        return ""
    return unseal(keyring.version(KeyName.SESSION, kept[0]).secret, kept[1:], f"load {what}|".encode() + load.bytes).decode()


async def close(
    connection: AsyncConnection, load: UUID, state: LoadState, counts: Counts, held: bool, why: str, errors: str, at: datetime
) -> bool:
    """What became of it; whether it was open until now, so that its entry in the audit is written once."""
    cursor = await connection.execute(
        "update registers.load set state = %s, counts = %s, held = %s, why = %s, errors = %s, ended_at = %s where id = %s and state = 0",
        (int(state), msgspec.json.encode(counts).decode(), held, why, errors, at, load),
    )
    return cursor.rowcount == 1


_COLUMNS: Final = (
    "id, owner, bureau, register, officer, mode, state, file, digest, bytes, encoding, mapping, counts, held, why, errors, started_at,"
    " ended_at, decided_by, decided_at, reason, released"
)


def _load(keyring: Keyring, row: Row) -> Load:
    facts = dict(zip(_COLUMNS.replace(",", "").split(), row, strict=True))
    facts["size"] = facts.pop("bytes")
    facts |= {"mode": Mode(facts["mode"]), "state": LoadState(facts["state"]), "counts": msgspec.convert(facts["counts"], Counts)}
    facts |= {
        "file": _opened(keyring, facts["id"], "file", facts["file"]),
        "reason": _opened(keyring, facts["id"], "reason", facts["reason"]),
    }
    return Load(**facts | {"decided_by": facts["decided_by"] or 0, "digest": bytes(facts["digest"])})


async def fetch(connection: AsyncConnection, keyring: Keyring, load: UUID, *, lock: bool = False) -> Load | None:
    """One load of the viewer's authority."""
    statement = f"select {_COLUMNS} from registers.load where id = %s{' for update' if lock else ''}"  # noqa: S608 - fixed names
    row = await (await connection.execute(statement, (load,))).fetchone()
    return _load(keyring, row) if row else None


async def listed(connection: AsyncConnection, keyring: Keyring, before: tuple[datetime, UUID] | None, most: int) -> list[Load]:
    """Loads of the viewer's authority, newest first."""
    where, values = ("and (started_at, id) < (%s, %s)", list(before)) if before else ("", [])
    cursor = await connection.execute(
        f"select {_COLUMNS} from registers.load where owner = comity.viewer() {where} order by started_at desc, id desc limit %s",  # noqa: S608 - fixed names
        [*values, most],
    )
    return [_load(keyring, row) for row in await cursor.fetchall()]
