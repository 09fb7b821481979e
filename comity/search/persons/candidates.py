"""Which records may be of the person asked about: found by the keys of their names, for whoever may see them.

It narrows a million names to two hundred. The order here is by keys alone; likeness and probability are told of what it gives.
Whatever the asker may not see is no part of the question: it neither crowds out nor reorders what they may.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, Protocol
from uuid import UUID

import msgspec

from comity.names.model import Name

if TYPE_CHECKING:
    from comity.access.model import Reader

BUILDING: Final = "Names cannot be asked yet: their index is being built. Ask again in a minute."
BEHIND: Final = "Names cannot be asked now: their index does not follow the database. Ask again in a minute."
MOST: Final = 200  # names in the sight of the asker
MOST_DISCREET: Final = 20  # and of discreet records, of which the asker never learns (HIT-11)


class Wanted(msgspec.Struct, frozen=True, gc=False):
    """Who is asked about. `names`: as read, at least one; `years`: of birth, as far as known; `registers`: numbers of those asked."""

    names: tuple[Name, ...]
    registers: tuple[int, ...]
    years: tuple[int, ...] = ()
    nationalities: tuple[str, ...] = ()


class Candidate(msgspec.Struct, frozen=True, gc=False):
    """A record with those of its names that keys led to, the best first. `names`: packed, for `names.packing`; `score`: weight of keys.

    Privacy: of a `discreet` record, or of one whose row the asker's own context does not show, nothing may reach the asker.
    """

    record: UUID
    register: int
    discreet: bool
    names: tuple[bytes, ...]
    score: float


class FindsCandidates(Protocol):
    """The candidates of one process."""

    def fresh(self) -> str:
        """Why it cannot answer now (`BUILDING`, `BEHIND`): a check of persons is then *no answer*. Empty where it can."""

    def find(self, wanted: Wanted, reader: Reader, most: int = MOST, most_discreet: int = MOST_DISCREET) -> list[Candidate]:
        """Records that the reader may meet, the best first, discreet ones among them. Cost: 1 to 5 ms; to be called in a thread.

        Raises: Unavailable where the index cannot be read.
        """
