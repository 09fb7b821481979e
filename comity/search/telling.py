"""What telling an owner is made of: for a check that met a record exactly, and for an officer who settles a look-alike (HIT-02, HIT-06)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final
from uuid import UUID

from comity.audit.model import Sighting
from comity.kernel.results import Grade
from comity.search.model import Positive

Tell = Callable[[Sequence[Positive]], tuple[str, Sequence[object]]]  # the statement that tells owners; the same for none

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
