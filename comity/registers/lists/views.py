"""Saved views: lists that an officer comes back to, and may share within the unit. A name and a filter; never an identifier."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final
from uuid import UUID, uuid4

import msgspec

from comity.access.model import Permission, Reader
from comity.audit import Act
from comity.engines.store import Mode, Row
from comity.kernel.badvalue import BadValue
from comity.kernel.errors import Absent, Fault, Invalid
from comity.kernel.text import prose
from comity.registers.desk import Desk, entry, permitted
from comity.registers.lists.filters import Filter, where
from comity.registers.lists.listing import Wanted
from comity.registers.lists.sorting import sort_of
from comity.registers.model import Register

if TYPE_CHECKING:
    from psycopg import AsyncConnection

LONGEST_NAME: Final = 80
MOST: Final = 100  # of one officer in one register
_COLUMNS: Final = "id, officer, register, shared, name, words, sort"
_SAVE: Final = (
    "insert into registers.view (id, owner, bureau, unit, officer, register, shared, name, words, sort, created_at)"
    " values (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s) on conflict (officer, register, name) do update"
    " set shared = excluded.shared, words = excluded.words, sort = excluded.sort, unit = excluded.unit"
    " returning id, officer, register, shared, name, words, sort"
)


class NoSuchView(Absent):
    """There is no such view for this officer."""

    def __init__(self) -> None:
        super().__init__("There is no such saved list.")


@dataclass(frozen=True, slots=True)
class View:
    """One saved list. `own`: this officer's, who alone may drop it; else shared by another of the unit."""

    id: UUID
    register: int
    name: str
    wanted: Wanted
    shared: bool
    own: bool


def _view(row: Row, reader: Reader) -> View:
    number, officer, register, shared, name, words, sort = row
    return View(UUID(str(number)), register, name, Wanted(Filter(dict(words)), sort), shared, officer == reader.officer)


async def saved(desk: Desk, reader: Reader, register: Register) -> tuple[View, ...]:
    """The officer's own views of a register and those that the unit shares, by name. They show nothing of a record. Raises: Refused."""
    await permitted(desk, reader, register, Permission.REGISTER_RECORD_LIST)
    async with desk.store.transaction(reader.context(Mode.OWN)) as connection:
        rows = await connection.execute(
            f"select {_COLUMNS} from registers.view where register = %s and (officer = %s or (shared and unit = %s)) order by name, id",  # noqa: S608 - fixed names
            (register.number, reader.officer, reader.unit),
        )
        return tuple(_view(row, reader) for row in await rows.fetchall())


async def save(desk: Desk, reader: Reader, register: Register, name: str, wanted: Wanted, *, shared: bool = False) -> View:
    """Saves a list under a name, in the place of the officer's own of that name. Raises: Refused; Invalid."""
    await permitted(desk, reader, register, Permission.REGISTER_VIEW_SAVE)
    try:
        name = prose(name, LONGEST_NAME)
    except BadValue as problem:
        raise Invalid(Fault("name", problem.code, problem.text, f"Up to {LONGEST_NAME} characters.")) from None
    _check(desk, reader, register, wanted)
    at = desk.clock.now()
    async with desk.store.transaction(reader.context(Mode.OWN)) as connection:
        await _room(connection, reader, register, name)
        row = await (
            await connection.execute(
                _SAVE,
                (
                    uuid4(), reader.authority, reader.bureau, reader.unit, reader.officer, register.number, shared, name,
                    _json(wanted.filter.words), wanted.sort, at,
                ),
            )
        ).fetchone()  # fmt: skip
        assert row is not None  # noqa: S101 - an insert that returns
        detail = "view saved, shared" if shared else "view saved"
        made = entry(Act.VIEW, at, reader, register, rule="OWN-02", detail=detail, question=f"{name}\n{wanted.filter.spelled}".encode())
        await desk.recorder.record(connection, made)
    return _view(row, reader)


def _check(desk: Desk, reader: Reader, register: Register, wanted: Wanted) -> None:
    """A view is a list that can be made, and holds no identifier: it would stand in the open, for others of the unit too."""
    if wanted.filter.words.get("identifier"):
        raise Invalid(Fault("identifier", "not_saved", "An identifier is not saved: ask for it anew each time.", "The other conditions."))
    if reader.officer == 0:
        raise Invalid(Fault("name", "not_saved", "Only officers save lists.", "An officer's session."))
    where(register, wanted.filter, reader, desk.clock.now())
    sort_of(register, wanted.sort)


def _json(words: Mapping[str, str]) -> str:
    return msgspec.json.encode({name: value for name, value in words.items() if value}).decode()


async def _room(connection: AsyncConnection, reader: Reader, register: Register, name: str) -> None:
    row = await (
        await connection.execute(
            "select count(*) from registers.view where officer = %s and register = %s and name <> %s",
            (reader.officer, register.number, name),
        )
    ).fetchone()
    if row and row[0] >= MOST:
        raise Invalid(Fault("name", "too_many", "That are too many saved lists: drop one.", f"At most {MOST}."))


async def drop(desk: Desk, reader: Reader, register: Register, view: UUID) -> None:
    """Takes away a view of the officer's own. Raises: Refused; NoSuchView, also for one that another shares."""
    await permitted(desk, reader, register, Permission.REGISTER_VIEW_SAVE)
    at = desk.clock.now()
    async with desk.store.transaction(reader.context(Mode.OWN)) as connection:
        done = await connection.execute(
            "delete from registers.view where id = %s and officer = %s and register = %s", (view, reader.officer, register.number)
        )
        if done.rowcount != 1:
            raise NoSuchView
        await desk.recorder.record(connection, entry(Act.VIEW, at, reader, register, rule="OWN-02", detail="view dropped"))
