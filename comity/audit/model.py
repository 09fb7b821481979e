"""The values that lie in the tables of the audit."""

from __future__ import annotations

from uuid import UUID

import msgspec


class Pack(msgspec.Struct, frozen=True, gc=False):
    """Entries of one commit and one authority. Entry i has the number `first + i` in its stream.

    Units: `at_us` microseconds since 1970, UTC: the time of its first entry.
    Shapes: `seed` 16 random bytes, the salt of its commitments; `period` and `version` name the key of the month; `heads` msgpack array
    of `entry.Head`; `sealed` all questions under AES-256-GCM, with their 16-byte tag last; `probes` those of entry 0, then 1 ...
    """

    at_us: int
    stream: int
    first: int
    authority: int
    count: int
    seed: bytes
    period: str
    version: int
    heads: bytes
    sealed: bytes
    probes: tuple[int, ...]


LOOK_ALIKE = 3  # `outcome` of a check's entry that met look-alikes alone; 0 to 2 are those of `kernel.results.Outcome`
SIGHTED_CANDIDATE = 5  # `outcome` of a candidate shown to its asker, who said nothing yet: on that day, no hour, no kind of place
SIGHTED_READ = 3  # `outcome` of who opened a record; 1 and 2 are the grades of a hit, exact and confusable


class Sighting(msgspec.Struct, frozen=True, gc=False):
    """What an owner may see of somebody who looked at its record: the bureau and the kind of place, never the officer.

    Nobody writes one for a protected check. `outcome` is the grade of the hit, or what the reader did. `unit_kind` 0: not told.
    """

    owner: int
    record: UUID
    register: int
    at_us: int
    bureau: int
    unit_kind: int
    purpose: int
    outcome: int
    stream: int
    number: int
