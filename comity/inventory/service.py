"""Opening and changing private inventories. Every way in costs the same key derivation, whether or not there is such a box."""

from __future__ import annotations

import asyncio
import os
import secrets
from dataclasses import dataclass, field
from typing import Final, NamedTuple

import msgspec

from comity.audit import Act, Entry
from comity.engines.crypto import Tampered, from_passphrase, seal, unseal
from comity.engines.store import Context, Mode
from comity.inventory import model
from comity.inventory.model import CODE_LENGTH, CODE_LETTERS, BoxChanged, Content, NoSuchBox
from comity.registers.desk import Desk

ANYBODY: Final = Context(0, 0, 0, 0, Mode.PUBLIC)
SALT_BYTES: Final = 16
_SEALED_FOR: Final = b"comity inventory box"
_AT_ONCE: Final = 2  # derivations; each takes 32 MB and a third of a second


class Opened(NamedTuple):
    """An open box: what is needed to save it again. Privacy: `key` opens it; it lives in its owner's sealed cookie alone."""

    name: bytes
    key: bytes
    version: int
    content: Content


@dataclass(frozen=True, slots=True)
class Inventories:
    """What the edges call."""

    desk: Desk
    turns: asyncio.Semaphore = field(default_factory=lambda: asyncio.Semaphore(_AT_ONCE))

    async def begin(self, passphrase: str) -> tuple[str, Opened]:
        """A new, empty box, and the code that finds it, told once. Raises: WrongPassphrase."""
        secret = model.passphrase(passphrase)
        code = "".join(secrets.choice(CODE_LETTERS) for _ in range(CODE_LENGTH))
        salt = os.urandom(SALT_BYTES)
        opened = Opened(model.name_of(code), await self._derived(secret, salt), 1, Content())
        async with self.desk.store.transaction(ANYBODY) as connection:
            await connection.execute(
                "insert into inventory.box (name, salt, sealed, version, opened_on) values (%s, %s, %s, 1, %s)",
                (opened.name, salt, _sealed(opened), self.desk.today),
            )
            await self.desk.recorder.record(connection, self._noted("begun"))
        return code, opened

    async def open(self, code: str, passphrase: str) -> Opened:
        """The box of this code, opened. Raises: NoSuchBox, after the same time for a wrong code and a wrong passphrase."""
        name = model.name_of(model.code(code))
        async with self.desk.store.transaction(ANYBODY) as connection:
            row = await (await connection.execute("select salt from inventory.box where name = %s", (name,))).fetchone()
        key = await self._derived(passphrase[: model.LONGEST].encode(errors="replace"), row[0] if row else bytes(SALT_BYTES))
        return await self.again(name, key)

    async def again(self, name: bytes, key: bytes) -> Opened:
        """A box whose key its owner still holds. Counts as a visit. Raises: NoSuchBox."""
        async with self.desk.store.transaction(ANYBODY) as connection:
            cursor = await connection.execute(
                "update inventory.box set opened_on = %s where name = %s returning sealed, version", (self.desk.today, name)
            )
            row = await cursor.fetchone()
            if row is None:
                raise NoSuchBox
            try:
                content = msgspec.json.decode(unseal(key, row[0], _SEALED_FOR + name), type=Content)
            except Tampered:
                raise NoSuchBox from None
        return Opened(name, key, row[1], content)

    async def keep(self, opened: Opened, content: Content) -> Opened:
        """The box with other content. Raises: BoxChanged; NoSuchBox."""
        after = opened._replace(content=content, version=opened.version + 1)
        async with self.desk.store.transaction(ANYBODY) as connection:
            cursor = await connection.execute(
                "update inventory.box set sealed = %s, version = version + 1, opened_on = %s where name = %s and version = %s",
                (_sealed(after), self.desk.today, after.name, opened.version),
            )
            if cursor.rowcount != 1:
                raise BoxChanged
            await self.desk.recorder.record(connection, self._noted("changed"))
        return after

    async def remove(self, opened: Opened) -> None:
        """The box is gone for good."""
        async with self.desk.store.transaction(ANYBODY) as connection:
            await connection.execute("delete from inventory.box where name = %s", (opened.name,))
            await self.desk.recorder.record(connection, self._noted("removed"))

    async def _derived(self, secret: bytes, salt: bytes) -> bytes:
        async with self.turns:
            return await asyncio.to_thread(from_passphrase, secret, salt)

    def _noted(self, what: str) -> Entry:
        """That somebody did it, and nothing of who or what."""
        return Entry(Act.INVENTORY, int(self.desk.clock.now().timestamp() * 1_000_000), 0, outcome=1, rule="OWN-07", detail=what)


def _sealed(opened: Opened) -> bytes:
    return seal(opened.key, msgspec.json.encode(opened.content), _SEALED_FOR + opened.name)
