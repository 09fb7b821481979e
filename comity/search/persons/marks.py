"""The mark beside a person that was found: what an answer about it needs, sealed, so that no table keeps what was shown to whom.

Bytes: `record (16) at_us (8) grade (1)`, the grade 2 more for an organisation; sealed under a key derived of the session key's, bound to
the check, in base64 for addresses.
"""

from __future__ import annotations

import base64
import binascii
import struct
from collections.abc import Callable
from typing import Final, NamedTuple
from uuid import UUID

from comity.audit import EntryId
from comity.engines import crypto
from comity.engines.crypto import Tampered
from comity.engines.keyring import KeyName, Keyring
from comity.kernel.errors import Absent
from comity.kernel.results import Grade, PersonMatch

_SHAPE: Final = struct.Struct(">16sqB")
_GRADES: Final = (Grade.POSSIBLE, Grade.LIKELY)
_LABEL: Final = b"comity person mark 1"
LONGEST: Final = 100


class Mark(NamedTuple):
    """What a mark says. Units: `at_us` microseconds since 1970, the time of the check. `body`: it is of an organisation."""

    record: UUID
    at_us: int
    grade: Grade
    body: bool = False


def marker(keyring: Keyring, check: EntryId, at_us: int) -> Callable[[UUID, PersonMatch], str]:
    """Makes the marks of one check. Cost: 3 us each."""

    def mark(record: UUID, person: PersonMatch) -> str:
        key = crypto.keyed_hash(keyring.key(KeyName.SESSION).secret, _LABEL)
        grade = _GRADES.index(person.grade) + len(_GRADES) * person.organisation
        sealed = crypto.seal(key, _SHAPE.pack(record.bytes, at_us, grade), _bound_to(check))
        return base64.urlsafe_b64encode(sealed).rstrip(b"=").decode()

    return mark


def opened(keyring: Keyring, check: EntryId, mark: str) -> Mark:
    """What a mark of that check says. Raises: Absent for any other text."""
    try:
        sealed = base64.urlsafe_b64decode(mark[:LONGEST] + "=" * (-len(mark) % 4))
    except (binascii.Error, ValueError):
        raise Absent from None
    for version in keyring.versions(KeyName.SESSION):
        try:
            record, at_us, grade = _SHAPE.unpack(crypto.unseal(crypto.keyed_hash(version.secret, _LABEL), sealed, _bound_to(check)))
        except (Tampered, struct.error):
            continue
        return Mark(UUID(bytes=record), at_us, _GRADES[grade % len(_GRADES)], grade >= len(_GRADES))
    raise Absent


def _bound_to(check: EntryId) -> bytes:
    return b"%d-%d" % check
