"""A plan with the other spellings that its numbers may stand for: VINs with a typing error, plates that were read in part. Pure.

They are asked beside the plan's own keys, under the same registers and countries, and compared with what was typed, so that whatever they
meet is a look-alike (`verify`). Their number is bounded, for one check and for a whole batch, since each costs a look into the filters.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

import msgspec

from comity.kernel.errors import Fault, Invalid
from comity.search.model import Sought
from comity.search.plan import places
from comity.search.planned import Plan
from comity.search.reading import READERS, Read
from comity.search.slips import is_partial

WIDENED: Final = frozenset({"vin", "vin_like", "plate"})
MOST_WIDENED: Final = 2  # numbers of one check: 2 * 871 spellings in every register that has such keys
OF_A_PARTIAL: Final = 20  # checks that a plate read in part counts as, besides its own
OF_A_PERSON: Final = 10  # checks that a system's search for a person counts as, besides its own
MOST_OF_A_BATCH: Final = 200_000  # spellings in every register: about 60 MB while the batch is under way
_TOO_MANY: Final = "Only two numbers of one check may be in doubt."
_TOO_MANY_OF_A_BATCH: Final = "Too many numbers of this batch are in doubt: ask those in checks of their own."
_ACCEPTED: Final = "A VIN whose check digit is right; a plate without ? and *."


def weight(identifiers: Iterable[tuple[str, str]]) -> int:
    """As how many checks more these (kind, value) count against the rate. A plate that was read in part asks some eight hundred plates: a
    handful is a look for a car, a thousand would list those of a country.
    """
    return sum(OF_A_PARTIAL for kind, value in identifiers if kind == "plate" and is_partial(value))


def widened(plan: Plan) -> Plan:
    """The plan with its other spellings. Raises: Invalid where more than MOST_WIDENED numbers are in doubt.

    Cost: nothing for a plan without notes, since whoever is widened is told so.
    """
    if not plan.notes:
        return plan
    doubtful = [(place, read) for place, read in _reads(plan) if read.variants]
    if len(doubtful) > MOST_WIDENED:
        raise Invalid(
            *(Fault(f"identifiers.{place}.value", "too_many_in_doubt", _TOO_MANY, _ACCEPTED) for place, _ in doubtful[MOST_WIDENED:])
        )
    more = tuple(sought for _, read in doubtful for sought in _sought(plan, read))
    return msgspec.structs.replace(plan, sought=(*plan.sought, *more)) if more else plan


class Budget:
    """What the spellings of one batch may come to."""

    def __init__(self, left: int = MOST_OF_A_BATCH) -> None:
        self._left = left

    def widened(self, plan: Plan) -> Plan:
        """As `widened`. Raises: Invalid where the batch has come to its end."""
        return self.taken(plan, widened(plan))

    def taken(self, plan: Plan, wide: Plan) -> Plan:
        """The wider plan, if what it asks besides is still within what is left. Raises: Invalid."""
        self._left -= wide.count - plan.count
        if self._left < 0:
            raise Invalid(Fault("identifiers", "too_many_in_doubt", _TOO_MANY_OF_A_BATCH, _ACCEPTED))
        return wide


def _reads(plan: Plan) -> Iterator[tuple[int, Read]]:
    for place, identifier in enumerate(plan.query.identifiers):
        if identifier.kind in WIDENED:
            yield from ((place, read) for read in READERS[identifier.kind](identifier))


def _sought(plan: Plan, read: Read) -> Iterator[Sought]:
    for place in places(read.key):
        if place.number in plan.asked:
            code = read.issuer if place.coded else ""
            for variant in read.variants:
                yield Sought(place.number, read.key, read.value, read.issuer, place.key(variant, code))
