"""The ledger of deletions outside the database: a signed file beside the checkpoints, so that an older copy is recognised (RET-07).

Each line is a batch: what was deleted, how many the file holds with it, and the digest of the line before; signed with the key of
checkpoints. It names records by id and keyed hash, never by what they said (RET-08). A line that a crash tore stands alone and is passed
over: the worker writes its batch again.
"""

from __future__ import annotations

import base64
import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from pathlib import Path
from typing import Final
from uuid import UUID

import msgspec

from comity.engines import crypto
from comity.engines.keyring import Signer
from comity.kernel.errors import Unavailable

NAME: Final = "deletions.ledger"
MOST_IN_LINE: Final = 500
_TAIL: Final = 1 << 20  # bytes: more than a line of 500 takes


class LedgerBroken(Unavailable):
    """The ledger of deletions is not as it was written: a line was changed, taken out or signed by somebody else."""


class OlderCopy(Unavailable):
    """The database does not know of deletions that the ledger has: it was restored from an older copy."""


class Gone(msgspec.Struct, frozen=True, array_like=True):
    """One deletion."""

    record: UUID
    register: int
    owner: int
    identity: int
    officer: int
    reason: str
    outcome: str
    at: datetime
    key_version: int


class Batch(msgspec.Struct, frozen=True):
    """What one line signs. `size`: deletions in the file, this line's included; `before`: digest of the line before, in hex."""

    size: int
    before: str
    at: datetime
    gone: tuple[Gone, ...]


class _Line(msgspec.Struct, frozen=True):
    body: str
    signature: str


@dataclass(frozen=True, slots=True)
class Standing:
    """How far the file is. `digest`: of its last line, 32 bytes; empty for no file."""

    size: int = 0
    digest: bytes = b""


_LINES: Final = msgspec.json.Decoder(_Line)
_BATCHES: Final = msgspec.json.Decoder(Batch)


def line_of(gone: Sequence[Gone], before: Standing, at: datetime, seed: bytes) -> tuple[bytes, Standing]:
    """The next line of the file, without its end, and how far the file is with it."""
    batch = Batch(before.size + len(gone), before.digest.hex(), at, tuple(gone))
    body = msgspec.json.encode(batch).decode()
    line = msgspec.json.encode(_Line(body, base64.b64encode(crypto.sign(seed, body.encode())).decode()))
    return line, Standing(batch.size, sha256(line).digest())


def append(folder: Path, line: bytes) -> None:
    """Puts a line on the disk. Raises: OSError."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    path = folder / NAME
    fresh = not path.exists()
    handle = os.open(path, os.O_RDWR | os.O_CREAT | os.O_APPEND, 0o600)
    try:
        size = os.fstat(handle).st_size
        torn = size > 0 and os.pread(handle, 1, size - 1) != b"\n"
        whole = (b"\n" if torn else b"") + line + b"\n"
        if os.write(handle, whole) != len(whole):
            raise OSError(28, "No space left on device")
        os.fsync(handle)
    finally:
        os.close(handle)
    if fresh:
        _to_disk(folder)


def _to_disk(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _opened(line: bytes, signers: Sequence[Signer]) -> Batch | None:
    """The batch of a line; None for a torn one. Raises: LedgerBroken for one that is whole and not ours."""
    try:
        found = _LINES.decode(line)
        signature = base64.b64decode(found.signature, validate=True)
    except (msgspec.MsgspecError, ValueError, UnicodeDecodeError):
        return None
    if not any(crypto.signed_by(one.public, found.body.encode(), signature) for one in signers):
        raise LedgerBroken(f"A line of {NAME} is not signed by a checkpoint key of this installation.")
    try:
        return _BATCHES.decode(found.body)
    except msgspec.MsgspecError:
        raise LedgerBroken(f"A line of {NAME} says nothing that Comity understands.") from None


def last(folder: Path, signers: Sequence[Signer]) -> Standing:
    """How far the file is, by its last whole line alone. Raises: LedgerBroken, where that line was changed."""
    try:
        with (folder / NAME).open("rb") as file:
            size = file.seek(0, os.SEEK_END)
            file.seek(max(0, size - _TAIL))
            lines = file.read().split(b"\n")
    except FileNotFoundError:
        return Standing()
    for line in reversed(lines):
        batch = _opened(line, signers) if line else None
        if batch is not None:
            return Standing(batch.size, sha256(line).digest())
    return Standing()


def read(folder: Path, signers: Sequence[Signer]) -> Iterator[tuple[Batch, Standing]]:
    """Every batch, the oldest first, each with how far the file is after it. Raises: LedgerBroken."""
    before = Standing()
    try:
        file = (folder / NAME).open("rb")
    except FileNotFoundError:
        return
    with file:
        for raw in file:
            line = raw.rstrip(b"\n")
            batch = _opened(line, signers) if line else None
            if batch is None:
                continue
            if batch.before != before.digest.hex() or batch.size != before.size + len(batch.gone):
                raise LedgerBroken(f"A line of {NAME} does not follow the one before it.")
            before = Standing(batch.size, sha256(line).digest())
            yield batch, before
