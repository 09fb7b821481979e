"""The personal fields of one record, sealed under a key of its own; that key, wrapped under the keyring's.

Deleting the wrapped key erases every copy of the record's fields, those in backups included (RET-07).
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from typing import Final
from uuid import UUID

import msgspec

from comity.engines.crypto import seal, unseal
from comity.engines.keyring import KeyName, Keyring

KEY_BYTES: Final = 32
WRAPPED: Final = b"comity record key"
_DECODE: Final = msgspec.json.Decoder(dict[str, str])
_ENCODE: Final = msgspec.json.Encoder()


def fresh_key() -> bytes:
    """The key of a new record, 32 random bytes."""
    return os.urandom(KEY_BYTES)


def wrap(keyring: Keyring, record: UUID, key: bytes) -> bytes:
    """A record's key, sealed under the newest keyring key and bound to the record's id."""
    outer = keyring.key(KeyName.RECORD)
    return bytes((outer.version,)) + seal(outer.secret, key, WRAPPED + record.bytes)


def unwrap(keyring: Keyring, record: UUID, wrapped: bytes) -> bytes:
    """The record's key. Raises: Tampered; KeyGone where the keyring has lost it."""
    outer = keyring.version(KeyName.RECORD, wrapped[0])
    return unseal(outer.secret, wrapped[1:], WRAPPED + record.bytes)


def seal_fields(key: bytes, record: UUID, fields: Mapping[str, str]) -> bytes:
    """The sealed fields as one value, bound to the record's id. Shapes: 28 bytes longer than the JSON of the fields."""
    return seal(key, _ENCODE.encode(fields), record.bytes)


def open_fields(key: bytes, record: UUID, sealed: bytes) -> dict[str, str]:
    """What `seal_fields` was given. Raises: Tampered."""
    return _DECODE.decode(unseal(key, sealed, record.bytes))
