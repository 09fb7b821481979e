"""What telling an owner is made of: for a check that met a record exactly, and for an officer who settles a look-alike (HIT-02, HIT-06)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final
from uuid import UUID

import msgspec

from comity.audit.model import SIGHTED_CANDIDATE, Sighting
from comity.kernel.results import Grade
from comity.search.model import Positive

Tell = Callable[[Sequence[Positive]], tuple[str, Sequence[object]]]  # the statement that tells owners; the same for none

_DAY_US: Final = 86_400_000_000
_GRADES: Final = {Grade.EXACT: 1, Grade.CONFUSABLE: 2, Grade.LIKELY: 4, Grade.POSSIBLE: 5}  # 3 is a reading: `audit.model.SIGHTED_READ`


def sighting(positive: Positive) -> Sighting:
    """What the owner may see in *who looked*. Nobody writes one for a protected check."""
    return Sighting(
        owner=positive.owner,
        record=UUID(bytes=positive.record),
        register=positive.register,
        at_us=positive.at_us,
        bureau=positive.asking_bureau,
        unit_kind=positive.asking_unit_kind,
        purpose=positive.purpose,
        outcome=_GRADES[Grade(positive.grade)],
        stream=positive.stream,
        number=positive.number,
    )


def sighting_of_candidate(positive: Positive) -> Sighting:
    """The same of a person of whom nobody said yet that it is the one: on which day, by which bureau, for which purpose.

    A candidate is mostly a namesake. Hour, kind of place and grade would tell an owner where somebody like its person has just been
    (HIT-06, HIT-12); it reads them when that day is over (`audit.reading`), and learns more once an officer says *this person*.
    """
    day = positive.at_us - positive.at_us % _DAY_US
    return msgspec.structs.replace(sighting(positive), at_us=day, unit_kind=0, outcome=SIGHTED_CANDIDATE)
