"""Who holds copies of records outside the registers' tables, and what each can say of a deletion (RET-07)."""

from __future__ import annotations

import asyncio
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Final

from comity.engines.keyring import KeyName, Keyring
from comity.registers import attachment_rows, life_work
from comity.registers.receipts import Gives, Holder
from comity.search.keeping import Place
from comity.search.persons.index import generation

if TYPE_CHECKING:
    from psycopg import AsyncConnection

IN_FORCE_S: Final = 60.0  # after which every process has put a newer filter file in force: they look each second


class Copies:
    """Asks the holders, and takes their receipts down. One for the life of the worker's connection: a filter file is proved once."""

    def __init__(self, place: Place, keyring: Keyring) -> None:
        self._place = place
        self._keyring = keyring
        self._path: Path | None = None
        self._position = 0

    async def collect(self, connection: AsyncConnection, at: datetime) -> int:
        """Every receipt that can be given now. Gives their number."""

        async def filters() -> Gives:
            return Gives(Holder.FILTERS, filter_position=await asyncio.to_thread(self._oldest, at))

        async def backups() -> Gives:
            return Gives(Holder.BACKUPS, oldest_key=min(key.version for key in self._keyring.versions(KeyName.RECORD)))

        async def blobs() -> Gives:
            return Gives(Holder.BLOBS, files_left=bool(await attachment_rows.gone(connection, 1)))

        async def names() -> Gives:
            return Gives(Holder.NAMES, names_position=await asyncio.to_thread(self._only_names, at))

        asked = ((Holder.FILTERS, filters), (Holder.NAMES, names), (Holder.BACKUPS, backups), (Holder.BLOBS, blobs))
        return sum([await life_work.collect(connection, holder, known, at) for holder, known in asked])

    def _oldest(self, at: datetime) -> int:
        """The position of the newest file, once it has been there long enough to be in force everywhere; 0 before."""
        names = self._place.names()
        if not names or at.timestamp() - names[0].stat().st_mtime < IN_FORCE_S:
            return self._position
        if names[0] != self._path and (file := self._place.newest()) is not None:
            self._path, self._position = file.path, file.facts.position
        return self._position

    def _only_names(self, at: datetime) -> int:
        """From whose snapshot the index of names was built, once no other is left and every process asks this one; 0 before."""
        folder = self._place.folder.parent / "names"
        state = generation.load(folder)
        if state is None or generation.others(folder, state.generation) or at.timestamp() - state.built_at < IN_FORCE_S:
            return 0
        return state.built
