"""Who may meet a record, as one number: a document lies in the lane of its record, and whoever asks names the lanes open to them.

Two lanes hold a record. The common one is for everybody whom the owner, the level and the purposes let through. The other is its owner's,
who meets all of its own released records (`access.may_read`). The database decides again about each record that is shown.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import Final, NamedTuple

from comity.kernel.levels import Level
from comity.kernel.purposes import Purpose, seen_by

_OWN: Final = 1 << 62
_SEEN_BITS: Final = 10
_SEES: Final = {purpose: seen_by(purpose) for purpose in Purpose}


class Lane(NamedTuple):
    """What decides who may meet a record. `group`: its audience where that keeps anybody out, else 0. `seen`: a bit for each purpose of a
    query that may see it.
    """

    register: int
    discreet: bool
    level: int
    seen: int
    group: int

    @property
    def number(self) -> int:
        """The lane as it stands in the index. Shapes: 8 bits, 1, 2, 10, 32."""
        return self.register | self.discreet << 8 | self.level << 9 | self.seen << 11 | self.group << 21


def lane_at(number: int) -> Lane:
    """The lane of a number."""
    return Lane(number & 0xFF, bool(number >> 8 & 1), number >> 9 & 3, number >> 11 & 0x3FF, number >> 21 & 0xFFFF_FFFF)


def own_lane(register: int, owner: int) -> int:
    """The lane of all of an owner's records of a register."""
    return _OWN | owner << 8 | register


def seen(purposes: int) -> int:
    """A bit for each purpose of a query that may see a record of this mask (PUR-02, REC-06)."""
    return sum(purpose.bit for purpose, mask in _SEES.items() if mask & purposes)


def open_lanes(
    there: Iterable[int], *, registers: Collection[int], purpose: Purpose, clearance: Level, groups: Collection[int], discreet: bool
) -> tuple[int, ...]:
    """Those lanes whose records a viewer meets. `groups`: audiences that let the viewer through, 0 among them.

    A discreet record is met by a check of any clearance: its owner alone learns of it (HIT-11).
    """
    return tuple(
        sorted(
            number
            for number in there
            for lane in (lane_at(number),)
            if lane.register in registers
            and lane.discreet is discreet
            and lane.seen & purpose.bit
            and (discreet or lane.level <= clearance)
            and lane.group in groups
        )
    )


assert max(Purpose).bit.bit_length() <= _SEEN_BITS  # noqa: S101 - the number has room for them
