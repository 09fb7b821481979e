"""Signed checkpoints of the tree, in files outside the database: what the database said then, it cannot take back.

A checkpoint is a note in the form of C2SP tlog-checkpoint and signed-note: the organisation's id, the size, the root in base64, a line
with the time, then the Ed25519 signature. One file a day (`2026-11-21.notes`) holds one note a line, as a JSON string; `latest` holds
the newest as it is. A torn line is a crash or a hand, and `verify` names it.

When the key is rotated, the first note of the new version carries the old one's signature too: whoever trusts the old key, a witness with a
copy of these files, learns the new one from it. From then on a note under the old version alone is forged.
"""

from __future__ import annotations

import base64
import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from pathlib import Path
from typing import Final

import msgspec
from psycopg import AsyncConnection

from comity.audit.sequencer import read_cursor
from comity.audit.tree import HASH_BYTES, Frontier
from comity.engines import crypto
from comity.engines.keyring import Key, KeyName, Keyring, Signer
from comity.kernel.errors import Unavailable

_ED25519: Final = b"\x01"
_TIME: Final = "time "
_SUFFIX: Final = ".notes"
_UNDER_WAY: Final = timedelta(minutes=1)  # a note whose time was taken before a rotation and signed just after


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """What the tree was at a time. Shapes: `root` 32 bytes; `at` aware, UTC, whole seconds."""

    origin: str
    size: int
    root: bytes
    at: datetime


class NotACheckpoint(ValueError):
    """Text that is no checkpoint, or not of this key. Its message says which."""


class FolderUnusable(Unavailable):
    """The folder of checkpoints cannot be written. Checks go on; the tree is unwitnessed until it can."""


def sign(checkpoint: Checkpoint, *seeds: bytes) -> str:
    """The signed note. Source: C2SP signed-note and tlog-checkpoint."""
    body = _body(checkpoint)
    return body + "\n" + "".join([_signature(checkpoint.origin, body, seed) for seed in seeds])


def _signature(origin: str, body: str, seed: bytes) -> str:
    signature = base64.b64encode(_key_hash(origin, crypto.public_key(seed)) + crypto.sign(seed, body.encode())).decode()
    return f"— {origin} {signature}\n"


def opened(note: str, by: bytes | Sequence[Signer]) -> Checkpoint:
    """The checkpoint in a note. `by`: the one public key, or all versions that ever signed, each until its time.

    Raises: NotACheckpoint.
    """
    signers = (Signer(1, by),) if isinstance(by, bytes) else by
    body, _, signatures = note.rpartition("\n\n")
    lines = body.split("\n")
    try:
        origin, size, root, time = lines
        checkpoint = Checkpoint(origin, int(size), base64.b64decode(root, validate=True), _time(time))
    except ValueError:
        raise NotACheckpoint("it is not in the form of a checkpoint") from None
    if _body(checkpoint) != body + "\n" or len(checkpoint.root) != HASH_BYTES or checkpoint.size < 0:
        raise NotACheckpoint("it is not in the form of a checkpoint")
    signed = [one for one in signers if any(_signed(line, origin, body + "\n", one.public) for line in signatures.split("\n"))]
    if not signed:
        raise NotACheckpoint("its signature is not by the checkpoint key")
    if not any(one.until is None or checkpoint.at <= one.until + _UNDER_WAY for one in signed):
        raise NotACheckpoint(f"it is signed by version {signed[-1].version} of the checkpoint key, which was no longer in force")
    return checkpoint


async def take(connection: AsyncConnection, origin: str, at: datetime) -> Checkpoint:
    """The checkpoint of the tree as it stands in the database."""
    cursor = await read_cursor(connection)
    root = Frontier.from_bytes(cursor.size, cursor.frontier).root()
    return Checkpoint(origin, cursor.size, root, at.astimezone(UTC).replace(microsecond=0))


def keys_for(folder: Path, keyring: Keyring) -> tuple[Key, ...]:
    """The newest checkpoint key; before it signs for the first time, with the one that signed `latest`, where that still lives."""
    newest = keyring.key(KeyName.CHECKPOINT)
    try:
        latest = (folder / "latest").read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError):
        return (newest,)
    if signed_with(latest, newest):
        return (newest,)
    return (newest, *[one for one in keyring.versions(KeyName.CHECKPOINT) if one != newest and signed_with(latest, one)])


def signed_with(note: str, key: Key) -> bool:
    """Whether this version signed the note, whenever."""
    try:
        opened(note, crypto.public_key(key.secret))
    except NotACheckpoint:
        return False
    return True


def keep(folder: Path, checkpoint: Checkpoint, *seeds: bytes) -> str:
    """Signs a checkpoint and puts it on the disk: appended to its day's file, and as `latest`. Gives the note.

    Raises: FolderUnusable.
    """
    note = sign(checkpoint, *seeds)
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        _append(folder / f"{checkpoint.at:%Y-%m-%d}{_SUFFIX}", msgspec.json.encode(note) + b"\n")
        _replace(folder / "latest", note.encode())
    except OSError as error:
        raise FolderUnusable(f"The folder of checkpoints {folder} cannot be written: {error.strerror}.") from error
    return note


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a day's file: a checkpoint, or why it is none."""

    file: str
    number: int
    checkpoint: Checkpoint | None
    why: str = ""


def read(folder: Path, by: bytes | Sequence[Signer]) -> Iterator[Line]:
    """All lines of all days, oldest first, one at a time."""
    for path in sorted(folder.glob(f"*{_SUFFIX}")):
        with path.open("rb") as file:
            for number, line in enumerate(file, start=1):
                yield _line(path.name, number, line, by)


def _line(file: str, number: int, line: bytes, by: bytes | Sequence[Signer]) -> Line:
    try:
        note = msgspec.json.decode(line, type=str)
    except (msgspec.DecodeError, UnicodeDecodeError):
        return Line(file, number, None, "it is torn")
    try:
        return Line(file, number, opened(note, by))
    except NotACheckpoint as error:
        return Line(file, number, None, str(error))


def _append(path: Path, line: bytes) -> None:
    """Appends a whole line; what a crash tore stays on a line of its own."""
    handle = os.open(path, os.O_RDWR | os.O_CREAT | os.O_APPEND, 0o600)
    try:
        size = os.fstat(handle).st_size
        if size and os.pread(handle, 1, size - 1) != b"\n":
            line = b"\n" + line
        written = os.write(handle, line)
        if written != len(line):
            raise OSError(28, "No space left on device")
        os.fsync(handle)
    finally:
        os.close(handle)
    if not size:
        _folder_to_disk(path.parent)


def _replace(path: Path, content: bytes) -> None:
    fresh = path.with_name(f".{path.name}.{os.getpid()}.new")
    with os.fdopen(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    fresh.rename(path)
    _folder_to_disk(path.parent)


def _folder_to_disk(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _body(checkpoint: Checkpoint) -> str:
    root = base64.b64encode(checkpoint.root).decode()
    return f"{checkpoint.origin}\n{checkpoint.size}\n{root}\n{_TIME}{checkpoint.at:%Y-%m-%dT%H:%M:%SZ}\n"


def _time(line: str) -> datetime:
    return datetime.strptime(line, f"{_TIME}%Y-%m-%dT%H:%M:%SZ").replace(tzinfo=UTC)


def _key_hash(origin: str, public: bytes) -> bytes:
    """The first four bytes that name a key beside its signature (C2SP signed-note)."""
    return sha256(origin.encode() + b"\n" + _ED25519 + public).digest()[:4]


def _signed(line: str, origin: str, body: str, public: bytes) -> bool:
    words = line.split(" ")
    if len(words) != 3 or words[:2] != ["—", origin]:
        return False
    try:
        signature = base64.b64decode(words[2], validate=True)
    except ValueError:
        return False
    if base64.b64encode(signature).decode() != words[2]:
        return False  # spare bits at its end are set
    return signature[:4] == _key_hash(origin, public) and crypto.signed_by(public, body.encode(), signature[4:])
