"""One entry of the audit: who did what, for which purpose, with which outcome; and, kept apart, what was asked."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from enum import IntEnum
from typing import Final, NamedTuple

import msgspec

EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND: Final = timedelta(microseconds=1)


class Act(IntEnum):
    """What was done. The numbers are stored: never renumber."""

    CHECK = 1
    READ = 2
    LIST = 3
    CREATE = 4
    CORRECT = 5
    RESTRICT = 6
    BLOCK = 7
    WITHDRAW = 8
    LOAD = 9
    SIGN_IN = 10
    SIGN_OUT = 11
    REFUSAL = 12
    AUDIT_SEARCH = 13
    AUDIT_OPEN = 14
    TOKEN_ISSUED = 15
    TOKEN_REVOKED = 16
    SETTING = 17
    KEY = 18
    RELEASE = 19
    ERASURE = 20
    EXTEND = 21
    EXPIRE = 22
    ASKED = 23
    HOLD = 24
    IMPORT = 25
    DECIDE = 26
    LIST_CHECK = 27
    TRACE = 28
    EXPORT = 29
    STATISTICS = 30
    BULK = 31
    ALERT = 32
    INVENTORY = 33
    VIEW = 34
    ATTACHMENT = 35
    PERSON_ANSWER = 36
    CLEARANCE = 37


class EntryId(NamedTuple):
    """Where an entry stands: the stream of the process that wrote it, and its number there, from 1."""

    stream: int
    number: int


class Entry(msgspec.Struct, frozen=True, gc=False):
    """One entry as its writer gives it.

    Units: `at_us` microseconds since 1970, UTC. Zero stands for *none* in `bureau`, `unit`, `officer`, `system`, `purpose`.
    Shapes: `shown` ids of records, 16 bytes each; `probes` keyed hashes of identifiers, 64-bit signed (`pack.probe`).
    Privacy: `question` is sealed before it is stored. `rule` and `detail` lie open, so they never hold personal data.
    """

    act: Act
    at_us: int
    authority: int
    bureau: int = 0
    unit: int = 0
    officer: int = 0
    system: int = 0
    purpose: int = 0
    registers: tuple[int, ...] = ()
    outcome: int = 0
    rule: str = ""
    shown: tuple[bytes, ...] = ()
    detail: str = ""
    question: bytes = b""
    probes: tuple[int, ...] = ()


class Head(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """The open part of an entry, as it lies in a pack. What its pack knows (authority, base of time) is not said again.

    Units: `after_us` microseconds after the pack's time; negative where a clock was set back.
    Shapes: `asked` length of the question in bytes; `probed` number of probes.
    """

    act: Act
    after_us: int
    bureau: int
    unit: int
    officer: int
    system: int
    purpose: int
    registers: tuple[int, ...]
    outcome: int
    rule: str
    shown: tuple[bytes, ...]
    detail: str
    asked: int
    probed: int


_ENCODER: Final = msgspec.msgpack.Encoder()
_HEADS: Final = msgspec.msgpack.Decoder(list[Head])
_SLICES: Final = msgspec.msgpack.Decoder(list[msgspec.Raw])


def encode_heads(entries: Iterable[Entry], base_us: int) -> bytes:
    """The heads of a pack as one msgpack array. Cost: about 1 us an entry."""
    return _ENCODER.encode(
        [
            Head(
                entry.act,
                entry.at_us - base_us,
                entry.bureau,
                entry.unit,
                entry.officer,
                entry.system,
                entry.purpose,
                entry.registers,
                entry.outcome,
                entry.rule,
                entry.shown,
                entry.detail,
                len(entry.question),
                len(entry.probes),
            )
            for entry in entries
        ]
    )


def decode_heads(heads: bytes) -> list[Head]:
    """Raises: msgspec.DecodeError, where the bytes are no heads."""
    return _HEADS.decode(heads)


def head_slices(heads: bytes) -> list[bytes]:
    """The msgpack bytes of each head, as they lie there: what the tree commits to.

    Raises: msgspec.DecodeError, where the bytes are no array.
    """
    return [bytes(raw) for raw in _SLICES.decode(heads)]


def at_of(at_us: int) -> datetime:
    """The time of so many microseconds since 1970, aware, UTC."""
    return EPOCH + timedelta(microseconds=at_us)


def us_of(at: datetime) -> int:
    """Exact, where a float would lose the microsecond."""
    return (at - EPOCH) // _MICROSECOND


def month_of(at_us: int) -> str:
    """The period of the month's keys: `2026-11`, UTC."""
    return at_of(at_us).strftime("%Y-%m")
