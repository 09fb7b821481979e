"""The refused rows of a load, for the officer who loaded them: one sealed file each, for an hour, outside the database."""

from __future__ import annotations

import contextlib
import os
import secrets
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from comity.engines.clock import Clock
from comity.engines.crypto import Tampered, seal, unseal
from comity.engines.keyring import KeyGone, KeyName, Keyring
from comity.kernel.errors import Unavailable

KEPT_S: Final = 3600
_NAME_BYTES: Final = 16


class NoRoom(Unavailable):
    """The refused rows cannot be kept; the good ones are recorded."""


@dataclass(frozen=True, slots=True)
class ErrorFiles:
    """A folder of them. Privacy: rows of a file are personal; they lie sealed under the session key and bound to the officer."""

    folder: Path
    keyring: Keyring
    clock: Clock

    def keep(self, officer: int, text: str) -> str:
        """Keeps a file and sweeps old ones. Gives the name under which its officer finds it. Raises: NoRoom."""
        name = secrets.token_hex(_NAME_BYTES)
        key = self.keyring.key(KeyName.SESSION)
        sealed = bytes([key.version]) + seal(key.secret, text.encode(), _bound(officer, name))
        try:
            self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            self._sweep()
            with os.fdopen(os.open(self.folder / name, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
                file.write(sealed)
        except OSError as problem:
            raise NoRoom(f"The refused rows cannot be kept: {problem.strerror}.", "The good rows are recorded.") from problem
        return name

    def of(self, officer: int, name: str) -> str | None:
        """The text; None where it is another's, old, or never was."""
        if len(name) != 2 * _NAME_BYTES or not all(character in "0123456789abcdef" for character in name):
            return None
        self._sweep()
        try:
            sealed = (self.folder / name).read_bytes()
            return unseal(self.keyring.version(KeyName.SESSION, sealed[0]).secret, sealed[1:], _bound(officer, name)).decode()
        except (OSError, IndexError, KeyGone, Tampered):
            return None

    def _sweep(self) -> None:
        before = self.clock.now().timestamp() - KEPT_S
        with contextlib.suppress(OSError):
            for path in self.folder.iterdir():
                if path.stat().st_mtime < before:
                    path.unlink(missing_ok=True)


def _bound(officer: int, name: str) -> bytes:
    return f"refused rows|{officer}|{name}".encode()
