"""Records read for a search of persons: in one round trip, under the asker's row-level security, those in sight and the discreet apart.

The text goes over connections of its own, on which the statements are prepared: planning them takes ten times as long as making them.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
import os
from collections.abc import AsyncIterator, Iterator, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final, NamedTuple
from uuid import UUID

import psycopg

from comity.access.model import Reader
from comity.engines.crypto import Tampered
from comity.engines.keyring import KeyGone, Keyring
from comity.engines.store import Mode, set_local
from comity.kernel.errors import Unavailable
from comity.kernel.purposes import Purpose
from comity.registers.catalogue import BY_NUMBER, DECLARED
from comity.registers.lookup import Candidate, fetch_sql, open_row, prepare_sql
from comity.search.persons.model import PersonSetting
from comity.search.persons.rules import DEFAULTS
from comity.search.rows import next_rows

if TYPE_CHECKING:
    from psycopg.rows import TupleRow

    from comity.engines.store import Store

AT_ONCE: Final = 4  # searches of one process that read at the same time
SILENT: Final = 4  # discreet records of one search that are read and weighed, always so many (HIT-11)
LONGEST_S: Final = 5.0
_SETTING: Final = "SELECT prior, possible, likely, alarm, lists FROM persons.setting WHERE purpose = {purpose}"
_GONE: Final = "The database does not answer."
_STILL_WORKS: Final = "No answer was given. Ask again in a moment."

log = logging.getLogger(__name__)


class Pick(NamedTuple):
    """A record to be read. `likeness`: of its likest name, 0 to 1."""

    register: int
    record: UUID
    likeness: float = 1.0


@dataclass(frozen=True, slots=True)
class Reading:
    """What was read. `closed`: registers with a record in the asker's sight that does not open, which is never a no hit (HIT-16)."""

    seen: tuple[Candidate, ...]
    silent: tuple[Candidate, ...]
    setting: PersonSetting
    closed: frozenset[int] = frozenset()


@dataclass(slots=True)
class Readings:
    """The connections of one process that searches for persons."""

    store: Store
    keyring: Keyring
    _idle: list[psycopg.AsyncConnection] = field(default_factory=list)
    _room: asyncio.Semaphore = field(default_factory=lambda: asyncio.Semaphore(AT_ONCE))

    async def read(self, reader: Reader, seen: Sequence[Pick], silent: Sequence[Pick]) -> Reading:
        """The records that this reader may meet, and the purpose's setting. Raises: Unavailable."""
        texts, places = _text(reader, seen, silent)
        try:
            async with asyncio.timeout(LONGEST_S), self._connection() as connection:
                cursor = await connection.execute(texts.encode(), prepare=False)
                rows = [(register, hidden, await next_rows(cursor)) for register, hidden in places]
                setting = await next_rows(cursor)
        except (psycopg.Error, TimeoutError) as problem:
            raise Unavailable(_GONE, _STILL_WORKS) from problem
        return self._opened(rows, _setting(setting, reader.purpose))

    async def setting(self, purpose: Purpose) -> PersonSetting:
        """What the purpose asks of a search. Raises: Unavailable."""
        try:
            async with asyncio.timeout(LONGEST_S), self._connection() as connection:
                rows = await (await connection.execute(_SETTING.format(purpose=int(purpose)).encode())).fetchall()
        except (psycopg.Error, TimeoutError) as problem:
            raise Unavailable(_GONE, _STILL_WORKS) from problem
        return _setting(rows, purpose)

    async def stop(self) -> None:
        """Lets the connections go."""
        while self._idle:
            with contextlib.suppress(psycopg.Error):
                await self._idle.pop().close()

    @contextlib.asynccontextmanager
    async def _connection(self) -> AsyncIterator[psycopg.AsyncConnection]:
        """A prepared connection; one that was broken is not used again. Raises: psycopg.Error, Unavailable."""
        async with self._room:
            connection = await self._taken()
            try:
                yield connection
            except BaseException:
                with contextlib.suppress(psycopg.Error):
                    await connection.close()
                raise
            self._idle.append(connection)

    async def _taken(self) -> psycopg.AsyncConnection:
        while self._idle:
            connection = self._idle.pop()
            if not connection.closed:
                return connection
        connection = await self.store.dedicated()
        await connection.execute(prepare_sql(DECLARED).encode(), prepare=False)
        return connection

    def _opened(self, rows: Sequence[tuple[int, bool, list[TupleRow]]], setting: PersonSetting) -> Reading:
        found: dict[bool, list[Candidate]] = {False: [], True: []}
        closed: set[int] = set()
        for register, hidden, some in rows:
            for row in some:
                try:
                    found[hidden] += open_row(BY_NUMBER[register], row, self.keyring, (0,))
                except (Tampered, KeyGone) as problem:
                    log.error("the record %s does not open: %s", row[0], type(problem).__name__)
                    if not hidden:
                        closed.add(register)
        return Reading(tuple(found[False]), tuple(found[True]), setting, frozenset(closed))


def _text(reader: Reader, seen: Sequence[Pick], silent: Sequence[Pick]) -> tuple[str, list[tuple[int, bool]]]:
    """The text, and for each of its results whose it is: (register, discreet). Integers and ids alone stand in it.

    However many discreet records there are, so many ids are asked for; also among those in sight, where their owner alone meets them.
    """
    parts = ["BEGIN"]
    places: list[tuple[int, bool]] = []
    filled = list(_filled(silent))
    for hidden, picks in ((False, [*seen, *filled]), (True, filled)):
        parts.append(set_local(reader.context(Mode.DISCREET if hidden else Mode.CHECK)))
        for register, records in _by_register(picks).items():
            parts.append(fetch_sql(register, records))
            places.append((register, hidden))
    return "; ".join([*parts, _SETTING.format(purpose=int(reader.purpose)), "COMMIT"]), places


def _filled(picks: Sequence[Pick]) -> Iterator[Pick]:
    yield from picks[:SILENT]
    for _ in range(SILENT - len(picks)):
        yield Pick(DECLARED[0].number, UUID(bytes=os.urandom(16)))


def _by_register(picks: Sequence[Pick]) -> dict[int, list[UUID]]:
    found: dict[int, list[UUID]] = {}
    for pick in picks:
        found.setdefault(pick.register, []).append(pick.record)
    return found


def _setting(rows: Sequence[TupleRow], purpose: Purpose) -> PersonSetting:
    return PersonSetting(*rows[0]) if rows else DEFAULTS[purpose]


__all__ = ["SILENT", "Pick", "Reading", "Readings"]
