"""A built index in a folder of its own, and the small file beside it that says which one is in force and how far it has read.

    names/state.json      the generation in force: replaced as a whole, after the index itself is on the disk
    names/beat.json       a count that goes up with each look at the database, so that readers know that somebody looks
    names/00000007/       its files

A crash leaves the state of before: what was committed since is read again and filed again, which changes nothing. A state that is torn,
of another database or whose key is gone is none: the index is built anew.
"""

from __future__ import annotations

import os
import shutil
from pathlib import Path
from typing import Final

import msgspec

from comity.engines.crypto import Tampered, seal, unseal
from comity.engines.keyring import KeyGone, KeyName, Keyring

FORM: Final = 2  # counts up with whatever makes older files useless: keys, lanes, packing
STATE: Final = "state.json"
BEAT: Final = "beat.json"
_BOUND: Final = b"comity name index"
_KEY_BYTES: Final = 32


class State(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The generation in force. `mark`: the oldest transaction that it may not have read, `built`: the same when it was built.

    `day`: what ended before it is gone; `lanes`: every one that holds or held a record; `commits`: counts up; `gone`: documents that were
    taken out, whose bytes may still lie in its files; `database`: the life of the database (`keeping.life_of`); `wrapped`: its key, sealed.
    """

    generation: int
    database: int
    wrapped: bytes
    mark: int
    built: int
    day: int
    built_at: float
    lanes: tuple[int, ...] = ()
    commits: int = 0
    gone: int = 0
    form: int = FORM


class Beat(msgspec.Struct, frozen=True):
    """A look at the database. `lag_s`: how long changes have been waiting to be filed. `building`: a generation is being built."""

    count: int
    lag_s: float = 0.0
    building: bool = False


def folder_of(names: Path, generation: int) -> Path:
    """Where the files of a generation lie."""
    return names / f"{generation:08d}"


def fresh_key() -> bytes:
    """The key of a new generation."""
    return os.urandom(_KEY_BYTES)


def wrap(keyring: Keyring, generation: int, key: bytes) -> bytes:
    """A generation's key under the newest key of records."""
    outer = keyring.key(KeyName.RECORD)
    return bytes((outer.version,)) + seal(outer.secret, key, _BOUND + str(generation).encode())


def unwrap(keyring: Keyring, state: State) -> bytes:
    """The key of a generation. Raises: Tampered, KeyGone."""
    outer = keyring.version(KeyName.RECORD, state.wrapped[0])
    return unseal(outer.secret, state.wrapped[1:], _BOUND + str(state.generation).encode())


def load(names: Path) -> State | None:
    """The state in force; None where there is none, or it is torn or of another form."""
    try:
        state = msgspec.json.decode((names / STATE).read_bytes(), type=State)
    except (FileNotFoundError, msgspec.DecodeError, ValueError):
        return None
    return state if state.form == FORM and state.wrapped else None


def opens(keyring: Keyring, state: State) -> bool:
    """Whether its key is there still, and under the newest key of records."""
    try:
        unwrap(keyring, state)
    except (Tampered, KeyGone):
        return False
    return state.wrapped[0] == keyring.key(KeyName.RECORD).version


def save(names: Path, state: State) -> None:
    """Puts a state in force, durably."""
    _replace(names / STATE, msgspec.json.encode(state), durable=True)


def beat(names: Path, told: Beat) -> None:
    """Tells readers that somebody looks. Nothing is lost with it, so it is not forced to the disk."""
    _replace(names / BEAT, msgspec.json.encode(told), durable=False)


def heard(names: Path) -> Beat | None:
    """The last beat; None where there is none, or it is torn."""
    try:
        return msgspec.json.decode((names / BEAT).read_bytes(), type=Beat)
    except (FileNotFoundError, msgspec.DecodeError):
        return None


def others(names: Path, *keep: int) -> list[Path]:
    """The folders of other generations: those that nothing needs, and what a killed builder left."""
    kept = {folder_of(names, one).name for one in keep}
    return [path for path in names.glob("[0-9]*") if path.is_dir() and path.name not in kept]


def sweep(names: Path, *keep: int) -> None:
    """Removes them."""
    for path in others(names, *keep):
        shutil.rmtree(path, ignore_errors=True)


def next_number(names: Path) -> int:
    """A number that no folder has or had under the state in force."""
    state = load(names)
    there = [int(path.name) for path in names.glob("[0-9]*") if path.name.isdecimal()]
    return max([0, *there, state.generation if state else 0]) + 1


def _replace(path: Path, content: bytes, *, durable: bool) -> None:
    fresh = path.with_name(f".{path.name}.{os.getpid()}.new")
    with fresh.open("wb") as file:
        file.write(content)
        if durable:
            file.flush()
            os.fsync(file.fileno())
    fresh.rename(path)
    if durable:
        handle = os.open(path.parent, os.O_RDONLY | os.O_DIRECTORY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
