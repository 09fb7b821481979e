"""Officers and systems as readers without a session: for work that goes on when they are gone, with the rights of now (ACC-04)."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Final

from comity.access.model import AuthorityKind, Reader, Role, UnitKind
from comity.access.permissions import ANY_REGISTER
from comity.access.rules import may_choose
from comity.engines.store import Context, Mode, Store
from comity.kernel.errors import Refused
from comity.kernel.levels import Level
from comity.kernel.purposes import Purpose

if TYPE_CHECKING:
    from psycopg import AsyncConnection

_SCOPE: Final = frozenset(int(number) for number in ANY_REGISTER)
_NOW: Final = """
select o.name, o.roles, o.clearance, a.kind, u.kind
from access.officer o
join access.bureau b on b.number = o.bureau
join access.authority a on a.number = b.authority
join access.posting p on p.officer = o.number and p.unit = %s
join access.unit u on u.number = p.unit
where o.number = %s and o.bureau = %s and b.authority = %s and o.active
"""
_SYSTEM: Final = """
select y.roles, y.clearance, a.kind, u.kind, array(select distinct unnest(t.registers) from access.token t
    where t.system = y.number and t.loads and t.revoked_at is null and t.expires_at > %s)
from access.system y
join access.bureau b on b.number = y.bureau and b.active
join access.authority a on a.number = b.authority and a.active
left join access.unit u on u.number = %s and u.bureau = b.number and u.active
where y.number = %s and y.bureau = %s and b.authority = %s and y.active
"""


async def system_now(store: Store, authority: int, bureau: int, system: int, unit: int, purpose: Purpose, at: datetime) -> Reader:
    """The system as it may load at this moment: the registers of all its tokens in force that have the scope to load.

    Raises: Refused, where it was withdrawn, no such token is left, or its unit is gone (ACC-04).
    """
    async with store.transaction(Context(authority, 0, 0, 0, Mode.OWN, bureau)) as connection:
        row = await (await connection.execute(_SYSTEM, (at, unit, system, bureau, authority))).fetchone()
    if row is None or not row[4] or (unit and row[3] is None):
        raise Refused("ACC-04", "The system that started this has no token any more that loads.", "the security officer of your bureau")
    roles, clearance, kind, unit_kind, registers = row
    return Reader(
        authority=authority, kind=AuthorityKind(kind), bureau=bureau, unit=unit, unit_kind=UnitKind(unit_kind or UnitKind.DESK), officer=0,
        officer_name="", system=system, roles=frozenset(map(Role, roles)) & {Role.SPECIALIST}, clearance=Level(clearance), purpose=purpose,
        registers=frozenset(registers), loads=True,
    )  # fmt: skip


async def reader_now(store: Store, authority: int, bureau: int, officer: int, unit: int, purpose: Purpose) -> Reader:
    """The officer with the roles, clearance and postings of this moment.

    Raises: Refused, where the officer was withdrawn, works no longer at that unit (ACC-04), or the purpose is no longer open there.
    """
    async with store.transaction(Context(authority, 0, 0, 0, Mode.OWN, bureau)) as connection:
        row = await _row(connection, authority, bureau, officer, unit)
    if row is None:
        raise Refused("ACC-04", "Who started this is no longer an officer of that unit.", "the head of your bureau")
    name, roles, clearance, kind, unit_kind = row
    of = frozenset(Role(role) for role in roles)
    may_choose(of, UnitKind(unit_kind), purpose).enforce()
    return Reader(
        authority=authority, kind=AuthorityKind(kind), bureau=bureau, unit=unit, unit_kind=UnitKind(unit_kind), officer=officer,
        officer_name=name, system=0, roles=of, clearance=Level(clearance), purpose=purpose, registers=_SCOPE,
    )  # fmt: skip


async def _row(
    connection: AsyncConnection, authority: int, bureau: int, officer: int, unit: int
) -> tuple[str, list[str], int, int, int] | None:
    return await (await connection.execute(_NOW, (unit, officer, bureau, authority))).fetchone()
