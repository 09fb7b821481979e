"""The file format of filters, version 1: pure translation between bytes and values.

All numbers are little-endian. A header, then one section a class; header and sections each begin on a multiple of 64 bytes.

    offset  bytes  header
         0      8  magic, `COMITYFF`
         8      4  version of the format
        12      4  size of the header, h
        16      8  size of the file
        24     16  organisation (UUID)
        40      8  life of the database: another after a restore
        48      8  built at, microseconds since 1970 UTC
        56      8  position: every change of a transaction before it is in the file
        64      4  version of the filter key
        68      4  number of sections, n
        72     56  zero
       128   80 n  sections: class 8 (signed), keys 8, seed 8, offset 8, size 8, segment length 4, segments 4, BLAKE2b-256 32
               ..  zero
    h - 96     32  BLAKE2b-256 of all before it
    h - 64     64  signature (Ed25519) of all before it

A section holds the 16-bit cells of one binary fuse filter, then zeros up to the next multiple of 64; its checksum covers both.
A file says nothing about anybody without the filter key, and whose file it is with it (the section of a class, not of a person).
"""

from __future__ import annotations

import struct
from collections.abc import Callable
from dataclasses import dataclass
from hashlib import blake2b
from typing import Final
from uuid import UUID

from comity.engines.filters.errors import NotSigned, TornFile, UnknownFormat
from comity.engines.filters.fuse import SEGMENTS_BEYOND_FIRST

MAGIC: Final = b"COMITYFF"
VERSION: Final = 1
ALIGNMENT: Final = 64
CHECKSUM_BYTES: Final = 32
SIGNATURE_BYTES: Final = 64
_FIXED: Final = struct.Struct("<8sIIQ16sQqQII56x")
_SECTION: Final = struct.Struct("<qQQQQII32s")
_CELL_BYTES: Final = 2

Sign = Callable[[bytes], bytes]
Verify = Callable[[bytes, bytes], bool]


@dataclass(frozen=True, slots=True)
class Facts:
    """What a file says of itself. Units: `built_at_us` microseconds since 1970 UTC; `position` a transaction number (xid8)."""

    organisation: UUID
    database: int
    built_at_us: int
    position: int
    key_version: int


@dataclass(frozen=True, slots=True)
class Section:
    """One class: how many keys, where its cells lie in the file (bytes), and the shape of its filter."""

    class_id: int
    count: int
    seed: int
    offset: int
    size: int
    segment_length: int
    segments: int
    checksum: bytes

    @property
    def cells(self) -> int:
        """How many 16-bit cells the filter has; the rest of the section is zero."""
        return (self.segments + SEGMENTS_BEYOND_FIRST) * self.segment_length if self.count else 0


def aligned(size: int) -> int:
    """The next multiple of 64."""
    return -(-size // ALIGNMENT) * ALIGNMENT


def header_size(sections: int) -> int:
    """Bytes of a header with so many sections, signature included."""
    return aligned(_FIXED.size + sections * _SECTION.size + CHECKSUM_BYTES + SIGNATURE_BYTES)


def section_size(cells: int) -> int:
    """Bytes that so many cells take in the file."""
    return aligned(cells * _CELL_BYTES)


def checksum(data: bytes | memoryview) -> bytes:
    """BLAKE2b-256 (RFC 7693)."""
    return blake2b(data, digest_size=CHECKSUM_BYTES).digest()


def encode(facts: Facts, sections: tuple[Section, ...], sign: Sign) -> bytes:
    """The whole header, checksummed and signed."""
    size = header_size(len(sections))
    end = sections[-1].offset + sections[-1].size if sections else size
    whose, life = facts.organisation.bytes, facts.database
    times = facts.built_at_us, facts.position, facts.key_version
    body = _FIXED.pack(MAGIC, VERSION, size, end, whose, life, *times, len(sections))
    for s in sections:
        body += _SECTION.pack(s.class_id, s.count, s.seed, s.offset, s.size, s.segment_length, s.segments, s.checksum)
    body = body.ljust(size - CHECKSUM_BYTES - SIGNATURE_BYTES, b"\0")
    body += checksum(body)
    return body + sign(body)


def decode(data: memoryview, name: str, verify: Verify) -> tuple[Facts, tuple[Section, ...]]:
    """Reads and proves the header of a whole file; sections are proved to lie within it, their content is not looked at.

    Raises UnknownFormat, TornFile or NotSigned; `name` is what the sentences call the file.
    """
    if len(data) < _FIXED.size:
        raise TornFile(f"{name} ends within its header")
    magic, version, size, end, organisation, database, built_at_us, position, key_version, count = _FIXED.unpack_from(data)
    if magic != MAGIC:
        raise UnknownFormat(f"{name} is not a filter file")
    if version != VERSION:
        raise UnknownFormat(f"{name} is of version {version} of the format; this program reads version {VERSION}")
    if size != header_size(count) or len(data) < size:
        raise TornFile(f"{name} ends within its header, or its header is damaged")
    signed = bytes(data[: size - SIGNATURE_BYTES])
    if checksum(signed[:-CHECKSUM_BYTES]) != signed[-CHECKSUM_BYTES:]:
        raise TornFile(f"the header of {name} is damaged")
    if not verify(signed, bytes(data[size - SIGNATURE_BYTES : size])):
        raise NotSigned(f"{name} is not signed by this organisation")
    if end != len(data):
        raise TornFile(f"{name} has {len(data):,} bytes where {end:,} were written")
    sections = tuple(Section(*_SECTION.unpack_from(data, _FIXED.size + index * _SECTION.size)) for index in range(count))
    _lie_within(sections, size, end, name)
    return Facts(UUID(bytes=organisation), database, built_at_us, position, key_version), sections


def _lie_within(sections: tuple[Section, ...], start: int, end: int, name: str) -> None:
    """Raises TornFile unless sections follow one another without a gap and hold what their shape needs: the kernels trust this."""
    at = start
    for section in sections:
        shaped = section.count == 0 or (section.segments > 0 and section.segment_length.bit_count() == 1)
        if not shaped or section.offset != at or section.size != section_size(section.cells):
            raise TornFile(f"the table of sections of {name} contradicts itself")
        at += section.size
    if at != end or len({section.class_id for section in sections}) != len(sections):
        raise TornFile(f"the table of sections of {name} contradicts itself")
