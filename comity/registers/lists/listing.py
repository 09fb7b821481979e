"""A page of one's own records: filtered, sorted, by a mark forwards and back. Each is in the audit, with the ids shown, before it leaves.

Nothing here counts, sorts or finds a record of another owner (OWN-04): the transaction is the owner's, and the database shows no other row.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Final

from comity.access.model import Permission, Reader
from comity.audit import Act
from comity.audit.entry import us_of
from comity.engines.store import Mode
from comity.registers.desk import Desk, entry, permitted
from comity.registers.lists import identifiers, query
from comity.registers.lists.cursors import Marks, Place
from comity.registers.lists.filters import Filter, Where, where
from comity.registers.lists.sorting import Sort, sort_of
from comity.registers.model import Register
from comity.registers.redact import Shown, redact

if TYPE_CHECKING:
    from uuid import UUID

    from psycopg import AsyncConnection

MOST_LISTED: Final = 200


@dataclass(frozen=True, slots=True)
class Wanted:
    """A list: its filter and its sort, as typed."""

    filter: Filter = field(default_factory=Filter)
    sort: str = ""


@dataclass(frozen=True, slots=True)
class Page:
    """One page. `next`, `previous`: the marks of the pages beside it, empty where there is none.

    `total` is exact up to `query.COUNTED`; where there is `more`, it is that bound, and more than so many fit.
    """

    records: tuple[Shown, ...]
    next: str
    previous: str
    total: int
    more: bool = False


@dataclass(frozen=True, slots=True)
class _List:
    """A list understood."""

    register: Register
    where: Where
    sort: Sort
    marks: Marks


def _understood(desk: Desk, reader: Reader, register: Register, wanted: Wanted) -> _List:
    sort = sort_of(register, wanted.sort)
    bound = f"{reader.authority}|{register.number}|{sort.spelled}|{wanted.filter.spelled}".encode()
    return _List(register, where(register, wanted.filter, reader, desk.clock.now()), sort, Marks(desk.keyring, bound))


async def listed(desk: Desk, reader: Reader, register: Register, wanted: Wanted, *, after: str = "", most: int = 50) -> Page:
    """The page that a mark leads to; without one the first. A keyset, so that a new record shifts no page.

    Raises: Refused; BadCursor; Invalid for a filter or sort that the register's list does not have.
    """
    await permitted(desk, reader, register, Permission.REGISTER_RECORD_LIST)
    asked = _understood(desk, reader, register, wanted)
    place = asked.marks.place(after) if after else None
    most = max(1, min(most, MOST_LISTED))
    async with desk.store.transaction(reader.context(Mode.OWN)) as connection:
        fits = await narrowed(desk, connection, register, asked.where)
        total = await query.counted(connection, register, fits)
        found = await query.places(connection, register, fits, asked.sort, place, most + 1, few=total <= query.COUNTED)
        further = len(found) > most
        back = place is not None and place.back
        found = found[-most:] if back else found[:most]
        rows = await query.records(connection, register, desk.keyring, [one for one, _ in found])
        now = desk.clock.now()
        typed = asked.where.identifier
        made = entry(
            Act.LIST, now, reader, register, rule="OWN-07", shown=tuple(row.id for row in rows), detail=f"{_said(total)} own",
            question=wanted.filter.spelled.encode(), probes=identifiers.probes(desk, register, typed, us_of(now)) if typed else (),
        )  # fmt: skip
        await desk.recorder.record(connection, made)
    following, before = _beside(asked.marks, found, place, further=further)
    shown = tuple(redact(register, row, reader) for row in rows)
    return Page(shown, following, before, min(total, query.COUNTED), total > query.COUNTED)


async def narrowed(desk: Desk, connection: AsyncConnection, register: Register, fits: Where) -> Where:
    """The conditions with the records that an identifier leads to."""
    if not fits.identifier:
        return fits
    ids: list[UUID] = await identifiers.found(desk, connection, register, fits.identifier)
    return replace(fits, sql=f"{fits.sql} and t.id = any(%s)", values=(*fits.values, ids))


def _beside(marks: Marks, found: list[tuple[UUID, str]], place: Place | None, *, further: bool) -> tuple[str, str]:
    """The marks of the next and the previous page."""
    if not found:
        return "", ""
    (first, first_value), (last, last_value) = found[0], found[-1]
    back = place is not None and place.back
    following = marks.mark(Place(False, last_value, last)) if back or further else ""
    before = marks.mark(Place(True, first_value, first)) if (further if back else place is not None) else ""
    return following, before


def _said(total: int) -> str:
    return f"more than {query.COUNTED}" if total > query.COUNTED else str(total)
