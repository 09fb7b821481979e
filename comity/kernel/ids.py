"""Ids. Each carries its authority of origin, so that records of several organisations never clash."""

from __future__ import annotations

from typing import Final, NewType
from uuid import UUID

AuthorityNumber = NewType("AuthorityNumber", int)
BureauNumber = NewType("BureauNumber", int)
UnitNumber = NewType("UnitNumber", int)
OfficerNumber = NewType("OfficerNumber", int)
SystemNumber = NewType("SystemNumber", int)
RecordId = NewType("RecordId", UUID)

HIGHEST_AUTHORITY: Final = 0x0FFF  # twelve bits of the id
_VERSION_8: Final = 0x8
_VARIANT: Final = 0b10


def record_id(authority: AuthorityNumber, at_ms: int, noise: int) -> RecordId:
    """A UUID of version 8 (RFC 9562, 5.8): 48 bits of time, 12 of the authority, 62 of noise.

    Units: `at_ms` milliseconds since 1970, `noise` any integer of at least 62 random bits. Ids of one authority sort by time.
    """
    number = (at_ms & 0xFFFF_FFFF_FFFF) << 80 | _VERSION_8 << 76 | (authority & HIGHEST_AUTHORITY) << 64
    return RecordId(UUID(int=number | _VARIANT << 62 | noise & 0x3FFF_FFFF_FFFF_FFFF))
