"""From a pack to the leaves of the tree: each is a salted commitment to one entry and to the pack that it stands in. Pure.

leaf = SHA-256(0x00 || SHA-256(salt || pack || index || head || question || probes)); salt = SHA-256(seed || index). *pack* is the
SHA-256 of all that the entries of a pack share. Once seed and entry are erased nobody can try guesses against the leaf.
"""

from __future__ import annotations

import struct
from hashlib import sha256
from typing import Final

import msgspec

from comity.audit.entry import Head, decode_heads, head_slices
from comity.audit.model import Pack
from comity.audit.tree import hash_leaf
from comity.engines.crypto.sealing import TAG_BYTES

_SHARED: Final = struct.Struct(">qqqhih")
_MISSHAPEN: Final = b"misshapen pack"
_PLACE: Final = struct.Struct(">iii")


class Misshapen(ValueError):
    """A pack whose parts do not fit together: nobody's code wrote it so."""


def leaves_of(pack: Pack) -> list[bytes]:
    """The leaf hashes of a pack's entries, in their order. Cost: about 3 us an entry.

    A pack whose parts do not fit together gives one leaf over all its bytes: it must not stop the tree, and is found by `verify`.
    """
    try:
        heads, slices = heads_of(pack)
    except Misshapen:
        return [hash_leaf(sha256(_MISSHAPEN + pack.seed + msgspec.msgpack.encode(pack)).digest())]
    shared = _shared(pack)
    leaves = []
    asked = probed = 0
    for index, (head, written) in enumerate(zip(heads, slices, strict=True)):
        question = pack.sealed[asked : asked + head.asked]
        probes = pack.probes[probed : probed + head.probed]
        asked, probed = asked + head.asked, probed + head.probed
        place = _PLACE.pack(index, len(written), len(question))
        salt = sha256(pack.seed + place[:4]).digest()
        body = salt + shared + place + written + question + struct.pack(f">{len(probes)}q", *probes)
        leaves.append(hash_leaf(sha256(body).digest()))
    return leaves


def _shared(pack: Pack) -> bytes:
    return sha256(
        _SHARED.pack(pack.stream, pack.first, pack.at_us, pack.authority, pack.count, pack.version)
        + pack.period.encode().ljust(16, b"\0")
        + pack.sealed[-TAG_BYTES:]
    ).digest()


def heads_of(pack: Pack) -> tuple[list[Head], list[bytes]]:
    """The heads of a pack, decoded and as they lie there.

    Raises: Misshapen, where number, questions or probes do not fit together.
    """
    try:
        heads, slices = decode_heads(pack.heads), head_slices(pack.heads)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise Misshapen("the heads are no heads") from error
    if len(heads) != pack.count:
        raise Misshapen("the number of heads is not the count")
    if min((min(head.asked, head.probed) for head in heads), default=0) < 0:
        raise Misshapen("a length below nought")
    if sum(head.asked for head in heads) + TAG_BYTES != len(pack.sealed):
        raise Misshapen("the questions do not fill what is sealed")
    if sum(head.probed for head in heads) != len(pack.probes):
        raise Misshapen("the probes are not as many as the heads say")
    return heads, slices
