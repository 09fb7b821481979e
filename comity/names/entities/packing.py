"""A body's name made ready to be compared, as bytes: it is read once, where it is recorded.

Shape: MessagePack of `Entity`, its structs as arrays. Privacy: whoever holds these bytes reads the name; they are kept sealed.
"""

from __future__ import annotations

from typing import Final

import msgspec

from comity.names.entities.model import Entity

_ENCODER: Final = msgspec.msgpack.Encoder()
_DECODER: Final = msgspec.msgpack.Decoder(Entity)


def pack(name: Entity) -> bytes:
    """The name as bytes, some hundreds of them."""
    return _ENCODER.encode(name)


def unpack(packed: bytes) -> Entity:
    """The name of those bytes. Raises: msgspec.DecodeError for any others. Cost: 5 us."""
    return _DECODER.decode(packed)
