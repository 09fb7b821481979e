"""Which filter classes a viewer probes.

Class 0 holds the keys of all records that nobody was kept from when the filter was built; every viewer probes it. Each restricted
audience has a class under its own number, which only viewers that it permits probe. A restriction made since stands in the audience's
row and in row-level security at once; that class 0 still says *maybe* for its keys costs a look-up and shows nothing.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from comity.access.model import EVERYBODY, Audience, AuthorityKind
from comity.access.rules import permits

OPEN_CLASS: Final = 0
# A function, since row-level security shows an owner its own rows alone.
ALL_AUDIENCES: Final = "SELECT id, denied_authorities, denied_kinds FROM access.audiences()"


class Audiences:
    """The audiences as of the last commit; the group commit reloads them when a change row says that one changed."""

    def __init__(self) -> None:
        self._audiences: dict[int, Audience] = {}
        self._ever_closed: set[int] = set()
        self._classes: dict[tuple[int, int], tuple[int, ...]] = {}

    def load(self, rows: Iterable[tuple[int, list[int], list[int]]]) -> None:
        """Takes all rows of `ALL_AUDIENCES`. An audience that was restricted once keeps its class: a filter may still hold it there."""
        self._audiences = {
            number: Audience(frozenset(authorities), frozenset(AuthorityKind(kind) for kind in kinds))
            for number, authorities, kinds in rows
        }
        self._ever_closed |= {number for number, audience in self._audiences.items() if audience != EVERYBODY}
        self._classes.clear()

    def keep(self, classes: Iterable[int]) -> None:
        """Notes the classes that a filter file holds, which are probed although their audience may be open again."""
        self._ever_closed |= set(classes) - {OPEN_CLASS}
        self._classes.clear()

    def class_of(self, audience: int) -> int:
        """The class that a new key of this audience belongs to.

        An audience not heard of yet has a class of its own, which all probe until it is known: a look-up more, and nothing is missed.
        """
        if audience not in self._audiences:
            self.keep((audience,))
        open_to_all = self._audiences.get(audience) == EVERYBODY and audience not in self._ever_closed
        return OPEN_CLASS if open_to_all else audience

    def of(self, authority: int, kind: AuthorityKind) -> tuple[int, ...]:
        """The classes that a viewer probes, the open one first. Cost: a dictionary look-up after the first call."""
        viewer = (authority, int(kind))
        found = self._classes.get(viewer)
        if found is None:
            permitted = (n for n in sorted(self._ever_closed) if n not in self._audiences or permits(self._audiences[n], authority, kind))
            found = self._classes[viewer] = (OPEN_CLASS, *permitted)
        return found
