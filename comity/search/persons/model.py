"""The values of a check of a person, as `comity.search.person` has them: it lies below, since every query and result speaks of them."""

from comity.search.person import (
    LONGEST_NAME,
    MOST_SHOWN,
    PARTS,
    PersonAsked,
    PersonOutcome,
    PersonResult,
    PersonSetting,
    Says,
    Word,
)

__all__ = ["LONGEST_NAME", "MOST_SHOWN", "PARTS", "PersonAsked", "PersonOutcome", "PersonResult", "PersonSetting", "Says", "Word"]
