"""Filters over time: who builds the next file, and who puts it in force. Builder and followers meet in a folder alone.

The builder reads all live keys in one snapshot, whose lower bound of unfinished transactions is the file's position; a follower keeps every
change at or after that position in its delta, so nothing committed is ever in neither.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final
from uuid import UUID

import numpy as np
import psycopg

from comity.engines import crypto
from comity.engines.filters import files, folder
from comity.engines.filters.errors import UnusableFile
from comity.engines.filters.format import Facts
from comity.engines.keyring import KeyName, Keyring
from comity.registers.filter_input import live_keys, snapshot
from comity.search.audiences import OPEN_CLASS

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from comity.engines.clock import Clock
    from comity.engines.filters.files import FilterFile, Progress
    from comity.search.desk import CheckDesk

LOOK_S: Final = 1.0  # seconds between two looks of a follower into the folder
CHANGES: Final = 20_000  # changes since the last file after which a new one is built: keeps every delta within a few megabytes
OLDEST_S: Final = 3_600.0  # and in any case once an hour, so that withdrawn records leave the filter

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Place:
    """Where the files of one organisation lie, and with which keys they are signed. `database`: its life, by `life_of`."""

    folder: Path
    organisation: UUID
    keyring: Keyring
    database: int = 0

    @property
    def key_version(self) -> int:
        """The version of the filter key in force."""
        return self.keyring.key(KeyName.FILTER).version

    def open(self, path: Path) -> FilterFile:
        """Opens and proves one file, signed by any version of the key that was not destroyed. Raises UnusableFile."""
        publics = [crypto.public_key(key.secret) for key in self.keyring.versions(KeyName.FILTER_SIGNING)]
        return files.open_file(
            path,
            organisation=self.organisation,
            database=self.database,
            verify=lambda message, signed: any(crypto.signed_by(public, message, signed) for public in publics),
        )

    def is_signed_anew(self, path: Path) -> bool:
        """Whether the newest version of the signing key signed a file."""
        public = crypto.public_key(self.keyring.key(KeyName.FILTER_SIGNING).secret)
        return files.is_signed(path, lambda message, signed: crypto.signed_by(public, message, signed))

    def names(self) -> list[Path]:
        """The files that are there, the newest first, none of them looked into."""
        return sorted(self.folder.glob(f"[0-9]*{files.SUFFIX}"), reverse=True)

    def newest(self) -> FilterFile | None:
        """The newest good file, none where there is none yet; what was passed over is logged."""
        found = folder.newest(self.folder, self.open)
        for error in found.skipped:
            log.warning("a filter file was passed over: %s", error)
        return found.file


async def life_of(connection: psycopg.AsyncConnection) -> int:
    """A number that changes where transaction numbers may begin anew (restore, new cluster): filters of another life are not used.

    Source: PostgreSQL's system identifier, and the timeline that each recovery counts up.
    """
    statement = "select system_identifier, (select timeline_id from pg_control_checkpoint()) from pg_control_system()"
    row = await (await connection.execute(statement)).fetchone()
    return (int(row[0]) ^ int(row[1])) & 0xFFFF_FFFF_FFFF_FFFF if row else 0


async def build(
    connection: psycopg.AsyncConnection, place: Place, clock: Clock, progress: Callable[[Progress], None] = lambda _: None
) -> Path:
    """Builds the next file from one snapshot of all live keys, and removes what nobody needs. `connection`: of the role comity_work.

    Raises: BuildFailed, Unavailable. Cost: about 0.5 us a key.
    """
    place.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    position, by_class = await _keys(connection)
    facts = Facts(place.organisation, place.database, int(clock.now().timestamp() * 1_000_000), position, place.key_version)
    seed = place.keyring.key(KeyName.FILTER_SIGNING).secret
    classes = {number: (lambda keys=keys: keys) for number, keys in sorted(by_class.items())}
    path = await asyncio.to_thread(files.write, place.folder, facts, classes, lambda message: crypto.sign(seed, message), progress)
    await asyncio.to_thread(folder.clean, place.folder, place.open)
    return path


async def _keys(connection: psycopg.AsyncConnection) -> tuple[int, dict[int, NDArray[np.uint64]]]:
    """The position, and each class's keys: class 0 those of audiences that keep nobody out, else the audience's own.

    Position and audiences are read before the keys: a change in between is at or after the position, hence in every follower's delta.
    """
    position = await snapshot(connection)
    statement = "select id from access.audience where denied_authorities = '{}' and denied_kinds = '{}'"
    open_to_all = {row[0] for row in await (await connection.execute(statement)).fetchall()}
    parts: dict[int, list[NDArray[np.uint64]]] = {OPEN_CLASS: []}
    async for _, part in live_keys(connection):
        for audience, keys in part:
            parts.setdefault(OPEN_CLASS if audience in open_to_all else audience, []).append(keys)
    return position, {number: np.concatenate(some) if some else np.empty(0, np.uint64) for number, some in parts.items()}


class Follower:
    """Keeps one process's filters at the newest file. `first` before serving, then `run` as a task."""

    def __init__(self, place: Place, desk: CheckDesk) -> None:
        self._place = place
        self._desk = desk
        self._path: Path | None = None
        self._looked_at: Path | None = None  # once is enough: a file never changes under its name

    def first(self) -> None:
        """Puts the newest file in force. Changes since its position come with the first commit, before any of its checks is decided."""
        file = self._place.newest()
        if file is not None and file.facts.key_version == self._desk.filters.key_version:
            self._desk.take(file)
            self._path = file.path

    async def run(self) -> None:
        """Looks for a newer file each second, opens and proves it beside the checks, and swaps it in between two of them."""
        while True:
            await asyncio.sleep(LOOK_S)
            names = self._place.names()
            if names and names[0] not in (self._path, self._looked_at):
                self._looked_at = names[0]
                await self._take()

    async def _take(self) -> None:
        file = await asyncio.to_thread(self._place.newest)
        if file is None or file.path == self._path or file.facts.key_version != self._desk.filters.key_version:
            return
        try:
            self._desk.take(file)
        except UnusableFile as error:  # older than the one in force, whose own file is gone or torn
            log.warning("a filter file was passed over: %s", error)
            return
        self._path = file.path
        log.info("a newer filter is in force: %s", file.path.name)


class Builder:
    """Decides when the next file is due, as the worker of comity_work; and forgets changes that every process has."""

    def __init__(self, connection: psycopg.AsyncConnection, place: Place, clock: Clock) -> None:
        self._connection = connection
        self._place = place
        self._clock = clock
        self._file: FilterFile | None = None

    async def step(self, progress: Callable[[Progress], None] = lambda _: None) -> Path | None:
        """Builds if due: there is no file, its key was rotated, too many changes came since, or it is too old."""
        await asyncio.to_thread(self._look)
        if self._file is not None and not await self._due(self._file):
            await self._prune(self._file)
            return None
        return await build(self._connection, self._place, self._clock, progress)

    def _look(self) -> None:
        """Opens the newest file, once: proving a file reads all of it."""
        names = self._place.names()
        if self._file is None or not names or names[0] != self._file.path:
            self._file = self._place.newest()

    async def _due(self, file: FilterFile) -> bool:
        if file.facts.key_version != self._place.key_version or not await asyncio.to_thread(self._place.is_signed_anew, file.path):
            return True
        statement = "select count(*) from (select from registers.change where xid >= %s::text::xid8 limit %s) as changed"
        row = await (await self._connection.execute(statement, (str(file.facts.position), CHANGES))).fetchone()
        return bool(row and (row[0] >= CHANGES or (row[0] > 0 and self._age_s(file) > OLDEST_S)))

    async def _prune(self, file: FilterFile) -> None:
        """Changes before the position of a file that has been in force everywhere for an hour are in every process's filter."""
        if self._age_s(file) > OLDEST_S:
            await self._connection.execute("delete from registers.change where xid < %s::text::xid8", (str(file.facts.position),))

    def _age_s(self, file: FilterFile) -> float:
        return self._clock.now().timestamp() - file.facts.built_at_us / 1e6


__all__ = ["Builder", "Follower", "Place", "build", "life_of"]
