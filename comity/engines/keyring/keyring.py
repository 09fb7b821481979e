"""The keyring itself: keys made on first use, the same for every process of this machine."""

from __future__ import annotations

import builtins
import os
import shutil
import time
from pathlib import Path
from typing import Final

import msgspec

from comity.engines.clock import Clock, SystemClock
from comity.engines.keyring import files
from comity.engines.keyring.files import KeyFile
from comity.engines.keyring.folder import locked, make_private, read_private, sweep, to_disk, write_private
from comity.engines.keyring.model import MOST_VERSIONS, PERIOD, SECRET_BYTES, Key, KeyFacts, KeyGone, KeyName, KeyringUnusable, Signer

# A folder changed within this time may change again without a new time of change (the kernel's clock ticks each 4 ms): look again.
_SETTLED_NS: Final = 50_000_000
_SYSTEM_CLOCK: Final = SystemClock()


class Keyring:
    """Reads its folder again whenever the folder changed, so that a rotation or destruction reaches every process at once."""

    def __init__(self, folder: Path, lock: bytes | None, clock: Clock) -> None:
        self._folder = folder
        self._lock = lock
        self._clock = clock
        self._seen = -1
        self._keys: dict[tuple[KeyName, str], builtins.list[KeyFile]] = {}

    @classmethod
    def open(cls, folder: Path, passphrase: bytes | None = None, clock: Clock = _SYSTEM_CLOCK, *, fresh: bool = True) -> Keyring:
        """Opens the keyring in a folder; an empty or missing folder becomes a fresh one, unless `fresh` is false: keys were here before.

        Raises: KeyringUnusable, with what to do about it.
        """
        heading = folder / files.HEADING
        if not fresh and not heading.exists() and not any(folder.glob("*.key")):
            raise KeyringUnusable(f"The keyring {folder} is gone: what it sealed opens for nobody. Restore it from its export.")
        make_private(folder)
        with locked(folder):
            sweep(folder)
            if not heading.exists():
                if any(folder.glob("*.key")):
                    raise KeyringUnusable(f"The keyring folder {folder} has keys but no {files.HEADING}. Restore it from its export.")
                made, lock = files.fresh_heading(passphrase)
                write_private(heading, msgspec.json.encode(made))
                return cls(folder, lock, clock)
        try:
            found = msgspec.json.decode(read_private(heading), type=files.Heading)
        except (msgspec.DecodeError, ValueError):
            raise KeyringUnusable(f"{heading} is damaged. Restore the keyring from its export.") from None
        return cls(folder, files.lock_of(found, passphrase), clock)

    def key(self, name: KeyName, period: str = "") -> Key:
        """The newest version; made on first use, under a lock, so that two processes agree. Cost: 2 us once it is there."""
        return self._newest(name, period) or self._make(name, period, only_first=True)

    def version(self, name: KeyName, version: int, period: str = "") -> Key:
        """One version, old or new.

        Raises: KeyGone, where it was destroyed or never was here.
        """
        for key in self.versions(name, period):
            if key.version == version:
                return key
        raise KeyGone(name, period, version)

    def versions(self, name: KeyName, period: str = "") -> tuple[Key, ...]:
        """All living versions, oldest first. Makes none."""
        return tuple(files.as_key(file) for file in self._current().get((name, period), ()) if file.secret)

    def signers(self, name: KeyName) -> tuple[Signer, ...]:
        """The public halves of all versions of a signing key, destroyed ones too, oldest first."""
        return files.signers(self._current().get((name, ""), ()))

    def rotate(self, name: KeyName, period: str = "") -> Key:
        """A fresh version, which is the newest from now on. Older ones stay until they are destroyed."""
        return self._make(name, period, only_first=False)

    def destroy(self, name: KeyName, period: str, version: int) -> None:
        """Takes the secret away for good. What it sealed opens for nobody any more; the version is never used again.

        Raises: KeyGone, where there is none.
        """
        with locked(self._folder):
            for file in self._read().get((name, period), ()):
                if file.version == version and file.secret:
                    self._write(files.destroyed(file))
                    return
        raise KeyGone(name, period, version)

    def list(self) -> tuple[KeyFacts, ...]:
        """Names, periods, versions and times of all keys, by name, period and version; never a secret."""
        return tuple(file.facts for file in self._all())

    def export(self, passphrase: bytes) -> bytes:
        """One sealed file with every key, for a safe. Opens with this passphrase only.

        Raises: KeyringUnusable, where the passphrase is empty.
        """
        if not passphrase:
            raise KeyringUnusable("An export needs a passphrase.")
        return files.sealed_export(self._all(), passphrase)

    @classmethod
    def restore(cls, folder: Path, sealed: bytes, export_passphrase: bytes, passphrase: bytes | None = None) -> Keyring:
        """Makes a keyring from an export, in a folder that is empty or not there. It appears whole or not at all.

        Raises: KeyringUnusable, where the folder holds something, or the export does not open.
        """
        make_private(folder)
        if any(entry.name != ".lock" for entry in folder.iterdir()):
            raise KeyringUnusable(f"The folder {folder} is not empty. A keyring is restored into an empty folder only.")
        keys = files.opened_export(sealed, export_passphrase)
        fresh = folder.with_name(f".{folder.name}.{os.getpid()}.new")
        try:
            keyring = cls.open(fresh, passphrase)
            for file in keys:
                keyring._write(file)  # noqa: SLF001 - a constructor of this class
            (folder / ".lock").unlink(missing_ok=True)
            fresh.rename(folder)
            to_disk(folder.parent)
        except OSError as error:
            raise KeyringUnusable(f"The keyring cannot be restored into {folder}: {error.strerror}.") from error
        finally:
            shutil.rmtree(fresh, ignore_errors=True)
        return cls.open(folder, passphrase)

    def _newest(self, name: KeyName, period: str) -> Key | None:
        versions = self._current().get((name, period))
        return files.as_key(versions[-1]) if versions and versions[-1].secret else None

    def _make(self, name: KeyName, period: str, *, only_first: bool) -> Key:
        if not PERIOD.fullmatch(period):
            raise KeyringUnusable(f"A key's period may have letters, digits, hyphens and underlines only: {period!r}.")
        with locked(self._folder):
            versions = self._read().get((name, period), [])
            if only_first and versions and versions[-1].secret:
                return files.as_key(versions[-1])
            number = versions[-1].version + 1 if versions else 1
            if number > MOST_VERSIONS:
                raise KeyringUnusable(f"The key {name} has had {MOST_VERSIONS} versions, and cannot have more.")
            file = KeyFile(name, period, number, self._clock.now(), os.urandom(SECRET_BYTES))
            self._write(file)
        return files.as_key(file)

    def _write(self, file: KeyFile) -> None:
        write_private(self._folder / file.file_name, msgspec.json.encode(files.closed(file, self._lock)))
        self._seen = -1

    def _current(self) -> dict[tuple[KeyName, str], builtins.list[KeyFile]]:
        changed = self._changed_at()
        if changed != self._seen:
            self._keys = self._read()
            self._seen = changed if time.time_ns() - changed > _SETTLED_NS else -1
        return self._keys

    def _changed_at(self) -> int:
        try:
            return self._folder.stat().st_mtime_ns
        except OSError as error:
            raise KeyringUnusable(f"The keyring folder {self._folder} cannot be read: {error.strerror}.") from error

    def _read(self) -> dict[tuple[KeyName, str], builtins.list[KeyFile]]:
        keys: dict[tuple[KeyName, str], builtins.list[KeyFile]] = {}
        for path in self._folder.glob("*.key"):
            file = files.opened(files.decoded(read_private(path), path.name), self._lock)
            keys.setdefault((file.name, file.period), []).append(file)
        for versions in keys.values():
            versions.sort(key=lambda file: file.version)
        return keys

    def _all(self) -> tuple[KeyFile, ...]:
        return tuple(file for _, versions in sorted(self._current().items()) for file in versions)
