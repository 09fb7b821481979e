"""Characters that people and readers take for one another in identifiers.

O and 0, I and 1, S and 5, B and 8, Z and 2, G and 6; and Q, taken for O and 0: ISO 3779 keeps I, O and Q out of vehicle numbers for
this reason. The search key folds each group to its digit, so one look-up finds every spelling; which spelling matched is then
decided on the stored value.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from comity.kernel.check_digits import zone_digit
from comity.kernel.results import Grade

GROUPS: Final = ("0OQ", "1I", "2Z", "5S", "6G", "8B")
_FOLD: Final = bytes.maketrans(
    "".join(group[1:] for group in GROUPS).encode(), "".join(group[0] * len(group[1:]) for group in GROUPS).encode()
)


@dataclass(frozen=True, slots=True)
class Graded:
    """How a stored value matches what was asked, with the sentence why: English with {places}, and the values for them."""

    grade: Grade
    sentence: tuple[str, dict[str, str]]


def fold_confusable(value: str) -> str:
    """One spelling for all look-alike spellings of a cleaned identifier. Idempotent; keeps the length."""
    return value.encode().translate(_FOLD).decode()  # a table of bytes: a third of the time of one of characters


def grade(asked: str, stored: str, *, vouched: bool = False) -> Graded | None:
    """Grades a candidate on its stored value; None where it is another value. Both are cleaned identifiers.

    `vouched`: a check digit of a machine readable zone confirms what was asked, so that a look-alike value counts only where that digit
    cannot tell the two apart (G and 6 always; several characters that cancel).
    """
    if asked == stored:
        return Graded(Grade.EXACT, ("The same, character by character.", {}))
    if fold_confusable(asked) != fold_confusable(stored):
        return None
    if vouched and zone_digit(asked) != zone_digit(stored):
        return None
    places = [(place, a, s) for place, (a, s) in enumerate(zip(asked, stored, strict=True), start=1) if a != s]
    differences = ", ".join(f"{a} / {s} ({place})" for place, a, s in places)
    sentence = "The same but for look-alike characters, asked / stored (place): {differences}."
    return Graded(Grade.CONFUSABLE, (sentence, {"differences": differences}))
