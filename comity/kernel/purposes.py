"""The nine purposes and the matrix of what a query for one may see of records kept for another (PUR-02, PUR-03).

A record may carry several purposes, a query carries exactly one (PUR-01). The numbers are stored: never renumber.
"""

from __future__ import annotations

from typing import Final

from comity.kernel.codes import Coded


class Purpose(Coded):
    """Named, not lettered: sources number the purposes differently."""

    WANTED = 1
    WHEREABOUTS = 2
    INTELLIGENCE = 3
    TRENDS = 4
    WARNING = 5
    MISSING = 6
    FORENSIC = 7
    ACCREDITATION = 8
    BORDER = 9

    @property
    def bit(self) -> int:
        """This purpose within a mask of purposes."""
        return 1 << self


BY_CODE: Final = {purpose.code: purpose for purpose in Purpose}

_P = Purpose
# Rows: purposes of the record. Values: purposes of a query that may see it. A pair that is not listed is denied.
MATRIX: Final[dict[Purpose, frozenset[Purpose]]] = {
    _P.WANTED: frozenset({_P.WANTED, _P.WHEREABOUTS, _P.INTELLIGENCE, _P.WARNING, _P.FORENSIC, _P.ACCREDITATION, _P.BORDER}),
    _P.WHEREABOUTS: frozenset({_P.WANTED, _P.WHEREABOUTS, _P.INTELLIGENCE, _P.MISSING, _P.FORENSIC, _P.BORDER}),
    _P.INTELLIGENCE: frozenset({_P.WANTED, _P.INTELLIGENCE, _P.TRENDS, _P.WARNING}),
    _P.TRENDS: frozenset({_P.INTELLIGENCE, _P.TRENDS}),
    _P.WARNING: frozenset({_P.WANTED, _P.WHEREABOUTS, _P.INTELLIGENCE, _P.WARNING, _P.ACCREDITATION, _P.BORDER}),
    _P.MISSING: frozenset({_P.WHEREABOUTS, _P.MISSING, _P.FORENSIC, _P.BORDER}),
    _P.FORENSIC: frozenset({_P.WANTED, _P.WHEREABOUTS, _P.MISSING, _P.FORENSIC}),
    _P.ACCREDITATION: frozenset({_P.ACCREDITATION}),
    _P.BORDER: frozenset({_P.WANTED, _P.WHEREABOUTS, _P.INTELLIGENCE, _P.WARNING, _P.MISSING, _P.FORENSIC, _P.ACCREDITATION, _P.BORDER}),
}


# Queries for these never see a victim's or witness's record unless its owner opened it (REC-06).
SHIELDED_FROM: Final = frozenset({Purpose.WANTED, Purpose.ACCREDITATION, Purpose.BORDER})
_SHIELD: Final = 16  # how far the bits of a shielded record's purposes lie above the others


def mask(purposes: frozenset[Purpose] | tuple[Purpose, ...], *, shielded: bool = False) -> int:
    """Several purposes as one integer of bits, the form that tables hold. `shielded`: of a victim's or witness's record (REC-06)."""
    total = 0
    for purpose in purposes:
        total |= purpose.bit
    return total << _SHIELD if shielded else total


def from_mask(bits: int) -> frozenset[Purpose]:
    """The purposes in a mask, shielded or not."""
    return frozenset(purpose for purpose in Purpose if (bits | bits >> _SHIELD) & purpose.bit)


def seen_by(query: Purpose) -> int:
    """The mask of record purposes that a query for this purpose may see."""
    open_ones = tuple(record for record, queries in MATRIX.items() if query in queries)
    return mask(open_ones) | (0 if query in SHIELDED_FROM else mask(open_ones, shielded=True))
