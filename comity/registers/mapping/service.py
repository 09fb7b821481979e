"""Mappings of a unit: kept, listed, taken away. Whoever may load may do so."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from typing import BinaryIO

from comity.access.entries import Means, enforce, entry, of_reader
from comity.access.model import Decision, Permission, Reader
from comity.access.rules import may
from comity.audit import Act
from comity.engines.store import Mode
from comity.kernel.errors import Absent
from comity.registers import audiences
from comity.registers.mapping import store
from comity.registers.mapping.looking import NOTHING_SAID, Looked, Said, look
from comity.registers.mapping.model import Mapping, valid
from comity.registers.model import Register
from comity.registers.record import Entered

_KEPT = Decision(True, "REC-18", "A mapping says what a unit's columns are to a register.")


class NoSuchMapping(Absent):
    """There is no mapping of that name for this unit and register."""

    def __init__(self) -> None:
        super().__init__("There is no mapping of that name.")


@dataclass(frozen=True, slots=True)
class Mappings:
    """What the edges call."""

    means: Means

    async def listed(self, reader: Reader, register: Register | None = None) -> list[Mapping]:
        """The mappings of the officer's unit. Raises: Refused (audited)."""
        await self._may(reader, register)
        async with self.means.store.transaction(reader.context(Mode.OWN)) as connection:
            return await store.listed(connection, reader.unit, register.number if register else 0)

    async def of(self, reader: Reader, register: Register, name: str) -> Mapping:
        """One by its name. Raises: Refused (audited); NoSuchMapping."""
        await self._may(reader, register)
        async with self.means.store.transaction(reader.context(Mode.OWN)) as connection:
            found = await store.fetch(connection, reader.unit, register.number, name)
        if found is None:
            raise NoSuchMapping
        return found

    async def look(
        self, reader: Reader, register: Register, file: BinaryIO, *, kind: str = "", encoding: str = "", said: Said = NOTHING_SAID,
        defaults: Entered = Entered(),  # noqa: B008 - frozen
    ) -> Looked:  # fmt: skip
        """A file before its load. Nothing is kept. Raises: Refused (audited); InvalidFile."""
        await self._may(reader, register)
        async with self.means.store.transaction(reader.context(Mode.OWN)) as connection:
            codes = await audiences.writes_for(connection)
        today = self.means.clock.now().date()
        return await asyncio.to_thread(look, register, file, today, codes, kind=kind, encoding=encoding, said=said, defaults=defaults)

    async def keep(self, reader: Reader, register: Register, mapping: Mapping) -> Mapping:
        """Keeps it under its name, in the place of one that was there. Raises: Refused (audited); Invalid."""
        await self._may(reader, register)
        made, at = valid(register, mapping), self.means.clock.now()
        async with self.means.store.transaction(reader.context(Mode.OWN)) as connection:
            await store.keep(connection, reader.authority, reader.bureau, reader.unit, made, reader.officer, at)
            detail = f"mapping of {len(made.columns)} columns kept"
            noted = entry(Act.SETTING, at, of_reader(reader), _KEPT, detail, question=made.name.encode(), registers=(register.number,))
            await self.means.recorder.record(connection, noted)
        return await self.of(reader, register, made.name)

    async def remove(self, reader: Reader, register: Register, name: str) -> None:
        """Takes it away; what was loaded by it stays. Raises: Refused (audited); NoSuchMapping."""
        await self._may(reader, register)
        async with self.means.store.transaction(reader.context(Mode.OWN)) as connection:
            if not await store.remove(connection, reader.unit, register.number, name):
                raise NoSuchMapping
            at = self.means.clock.now()
            noted = entry(
                Act.SETTING, at, of_reader(reader), _KEPT, "mapping taken away", question=name.encode(), registers=(register.number,)
            )  # fmt: skip
            await self.means.recorder.record(connection, noted)

    async def _may(self, reader: Reader, register: Register | None) -> None:
        what = f"mappings {register.name if register else ''}".strip()
        await enforce(self.means, of_reader(reader), may(reader, Permission.REGISTER_RECORD_LOAD), what)
