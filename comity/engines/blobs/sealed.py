"""A sealed file: pieces, each of which opens at its own place in its own file alone, and the last one says that it is the last.

    magic 4 bytes | salt 16 | pieces
    piece: 64 KiB of the file, sealed (28 bytes more); the last is shorter, or empty

The key of the pieces is HMAC(record's key, label + salt): no two files share one, so one key seals few pieces, and whoever destroys the
record's key destroys every copy of the file. Bound to: what the file belongs to, the piece's number, whether it is the last.
Source of the construction: Hoang, Reyhanitabar, Rogaway, Vizar, "Online authenticated-encryption and its nonce-reuse
misuse-resistance", CRYPTO 2015 (STREAM).
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from typing import BinaryIO, Final

from comity.engines.crypto import Tampered, keyed_hash, seal, unseal
from comity.engines.crypto.sealing import NONCE_BYTES, TAG_BYTES

PIECE: Final = 64 * 1024
MAGIC: Final = b"CBL1"
SALT_BYTES: Final = 16
_LABEL: Final = b"comity blob"
_SEALED: Final = PIECE + NONCE_BYTES + TAG_BYTES


def seal_pieces(key: bytes, bound_to: bytes, plain: Iterable[bytes]) -> Iterator[bytes]:
    """The bytes of the sealed file, as the plain ones come. Shapes: `key` 32 bytes."""
    salt = os.urandom(SALT_BYTES)
    own = keyed_hash(key, _LABEL + salt)
    yield MAGIC + salt
    kept, number = bytearray(), 0
    for part in plain:
        kept += part
        while len(kept) > PIECE:  # a full piece stays until it is known whether it is the last
            yield seal(own, bytes(kept[:PIECE]), _bound(bound_to, number, last=False))
            del kept[:PIECE]
            number += 1
    yield seal(own, bytes(kept), _bound(bound_to, number, last=True))


def open_pieces(key: bytes, bound_to: bytes, file: BinaryIO) -> Iterator[bytes]:
    """The plain bytes, piece by piece; none of a piece that does not open. Raises: Tampered, also where the end is missing."""
    start = file.read(len(MAGIC) + SALT_BYTES)
    if not start.startswith(MAGIC) or len(start) != len(MAGIC) + SALT_BYTES:
        raise Tampered
    own = keyed_hash(key, _LABEL + start[len(MAGIC) :])
    number, piece = 0, file.read(_SEALED)
    while piece:
        following = file.read(_SEALED)
        yield unseal(own, piece, _bound(bound_to, number, last=not following))
        number, piece = number + 1, following
    if number == 0:
        raise Tampered


def _bound(bound_to: bytes, number: int, *, last: bool) -> bytes:
    return bound_to + b"|%d|%d" % (number, last)
