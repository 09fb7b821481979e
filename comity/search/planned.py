"""A query made ready, as it goes through the check: by number, by person, into a commit."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from comity.search.model import Query, Sought

if TYPE_CHECKING:
    from comity.search.persons.joining import Looked
    from comity.search.persons.reading import PersonRead


class Plan(msgspec.Struct, frozen=True, gc=False):
    """A query made ready: its keys, what is recorded of it, and what the asker is told about how it was read.

    `asked`: the local registers that will answer. `left_open`: those of them that cannot say *no hit* to it, each with the reason.
    `person`: who is asked about, as read; `of_person`: the registers among those asked that are asked for the person.
    `of_bodies`: those that are asked for organisations of that name, which are looked for where the name may be one.
    `looked`: what the search for the person gave, once it was made.
    """

    query: Query
    sought: tuple[Sought, ...]
    asked: tuple[int, ...]
    notes: tuple[tuple[str, dict[str, str]], ...] = ()
    question: bytes = b""
    traces: tuple[bytes, ...] = ()
    left_open: tuple[tuple[int, str], ...] = ()
    person: PersonRead | None = None
    of_person: tuple[int, ...] = ()
    of_bodies: tuple[int, ...] = ()
    looked: Looked | None = None

    @property
    def count(self) -> int:
        """How many search keys it asks."""
        return sum([len(one.codes) or 1 for one in self.sought])

    def at(self, place: int) -> Sought:
        """What the key at this place stands for, where all keys stand one behind the other."""
        for one in self.sought:
            place -= len(one.codes) or 1
            if place < 0:
                return one
        raise IndexError(place)
