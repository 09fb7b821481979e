"""Laying records before those who let them go: what is known of the owner is read, the verdict is kept beside the record.

Runs within the caller's transaction, in the owner's own context. For single entries and for loads, which judge many at once.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any, Final
from uuid import UUID

from psycopg.types.json import Jsonb

from comity.access.model import Reader
from comity.engines.keyring import Keyring
from comity.kernel.records import RecordState
from comity.registers.hashing import hasher
from comity.registers.holds import DAYS, Finding, Hold, Route, Standing, verdict
from comity.registers.life_store import earlier
from comity.registers.lookup import signed
from comity.registers.model import Register
from comity.registers.record import Draft, Record, Values
from comity.registers.rules import first_state
from comity.registers.search_keys import traces

if TYPE_CHECKING:
    from psycopg import AsyncConnection

_STANDING: Final = """
select (select count(*) > 0 from registers.supervision s where s.authority = comity.viewer() and s.lifted_at is null),
       (select s.second_officer from registers.supervision s where s.authority = comity.viewer() and s.lifted_at is null),
       (select q.per_day from registers.quota q where q.authority = comity.viewer() and q.register = %(register)s),
       (select i.entered from registers.intake i where i.owner = comity.viewer() and i.register = %(register)s and i.day = %(today)s),
       (select array_agg(i.entered) from registers.intake i
        where i.owner = comity.viewer() and i.register = %(register)s and i.day >= %(since)s and i.day < %(today)s),
       r.reviewed, r.refused
from (select count(*) as reviewed, count(*) filter (where h.state = 3) as refused from (
    select state from registers.hold where owner = comity.viewer() and state in (2, 3) and route >= 3
    order by decided_at desc limit 50) h) r
"""


def fingerprints(keyring: Keyring, register: Register, values: Values) -> list[int]:
    """The keyed hashes of a record's identifiers, the same in every register (RET-08). Units: 64 bits, signed."""
    return [signed(int(one)) for one in hasher(keyring).many(traces(register, values))]


async def standing(connection: AsyncConnection, register: Register, today: date) -> Standing:
    """What is known of the viewer's authority, but for earlier decisions about one record."""
    values = {"register": register.number, "today": today, "since": today - timedelta(days=DAYS)}
    row = await (await connection.execute(_STANDING, values)).fetchone()
    if row is None:
        return Standing()
    supervised, named, quota, entered, days, reviewed, refused = row
    counted = tuple(days or ())
    return Standing(supervised, named, quota, entered or 0, counted + (0,) * (DAYS - len(counted)), reviewed, refused)


async def judged(
    connection: AsyncConnection, keyring: Keyring, register: Register, drafts: Sequence[Draft], at: datetime, coming: int | None = None
) -> list[Hold | None]:
    """What makes each of these wait. `coming`: how many are entered together, more than these where a load has more chunks; 0: none is new.

    Cost: two statements for a single draft, two and one for each of many that has identifiers.
    """
    known = await standing(connection, register, at.date())
    holds = []
    guarded = await any_decided(connection)
    for draft in drafts:
        prints = fingerprints(keyring, register, draft.values) if guarded else []
        before = tuple(await earlier(connection, prints)) if prints else ()
        state, rule = first_state(register, draft)
        rule = rule if state is RecordState.WAITING else ""
        holds.append(verdict(register, draft, rule, replace(known, earlier=before), at.date(), len(drafts) if coming is None else coming))
    return holds


async def any_decided(connection: AsyncConnection) -> bool:
    """Whether anything was ever decided about the owner's records: most owners spare a statement a row."""
    row = await (await connection.execute("select exists (select from registers.reentry where owner = comity.viewer())")).fetchone()
    return bool(row and row[0])


def waiting(record: Record, hold: Hold | None) -> Record:
    """The record in the state that its hold asks for."""
    return replace(record, state=RecordState.WAITING) if hold and record.state is RecordState.RELEASED else record


async def put(connection: AsyncConnection, held: Sequence[tuple[Record, Hold]], at: datetime) -> None:
    """Keeps why these wait. What was laid before its reviewers already is laid before them anew (a correction)."""
    rows = [
        (
            record.id,
            record.register,
            record.owner,
            record.bureau,
            int(hold.route),
            hold.officer,
            Jsonb(stored(hold.findings)),
            hold.lane,
            at,
        )
        for record, hold in held
    ]
    async with connection.cursor() as cursor:
        await cursor.executemany(
            "insert into registers.hold as h (record, register, owner, bureau, route, officer, findings, lane, at)"
            " values (%s, %s, %s, %s, %s, %s, %s, %s, %s) on conflict (record) do update set state = 0, round = h.round + 1,"
            " route = greatest(h.route, excluded.route),"
            " officer = case when excluded.route >= h.route then excluded.officer else h.officer end,"
            " findings = excluded.findings, lane = excluded.lane, at = excluded.at, decided_at = null",
            rows,
        )


async def laid_anew(
    connection: AsyncConnection, keyring: Keyring, register: Register, record: Record, checked: Draft, at: datetime, coming: int = 0
) -> Record:
    """A record with other content, in the state that its hold asks for: what waits is looked at anew by all its reviewers.

    `coming`: 1 where it names what it did not name before, which counts as an entry.
    """
    (hold,) = await judged(connection, keyring, register, [checked], at, coming=coming)
    after = waiting(record, hold)
    if hold:
        await put(connection, [(after, hold)], at)
    else:
        await again(connection, record.id, at)
    return after


async def again(connection: AsyncConnection, record: UUID, at: datetime) -> None:
    """Its owner has corrected what waits: earlier signatures were about something else."""
    await connection.execute(
        "update registers.hold set state = 0, round = round + 1, at = %s, decided_at = null where record = %s and state <> 2", (at, record)
    )


def stored(findings: Sequence[Finding]) -> list[dict[str, Any]]:
    """Findings as the table of holds keeps them, in JSON: rule, code, and the figures beside them. `findings` reads them back."""
    return [{"rule": one.rule, "code": one.code, **one.figures} for one in findings]


def findings(stored: Sequence[dict[str, Any]]) -> tuple[Finding, ...]:
    """As kept."""
    return tuple(
        Finding(one["rule"], one["code"], {name: value for name, value in one.items() if name not in ("rule", "code")}) for one in stored
    )


async def counted(connection: AsyncConnection, reader: Reader, register: Register, day: date, entered: int) -> None:
    """So many more were entered today, for quotas and bursts (REC-18)."""
    if entered:
        await connection.execute(
            "insert into registers.intake as i (owner, register, day, entered) values (%s, %s, %s, %s)"
            " on conflict (owner, register, day) do update set entered = i.entered + excluded.entered",
            (reader.authority, register.number, day, entered),
        )


async def route_of(connection: AsyncConnection, record: UUID) -> tuple[Route, int | None] | None:
    """Who lets a record go that waits, and the named officer; None where nothing but its register's rule makes it wait."""
    cursor = await connection.execute("select route, officer from registers.hold where record = %s and state <> 2", (record,))
    row = await cursor.fetchone()
    return (Route(row[0]), row[1]) if row else None


async def let_go(connection: AsyncConnection, record: UUID, at: datetime) -> None:
    """An officer of the owner has released it."""
    await connection.execute("update registers.hold set state = 2, decided_at = %s where record = %s and route <= 2", (at, record))
