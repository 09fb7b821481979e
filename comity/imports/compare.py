"""What a new list would do to the records that the list before has made. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from comity.kernel.codes import Coded
from comity.registers.model import Register
from comity.registers.paths import items
from comity.registers.record import Values

MOST_WITHDRAWN: Final = 0.1  # of the records before: beyond it the approval states why (REC-18)


class Kind(Coded):
    """What would become of one entry. Stored: never renumber."""

    ADDED = 1
    CHANGED = 2
    WITHDRAWN = 3
    REFUSED = 4


@dataclass(frozen=True, slots=True)
class Change:
    """One field, or one item of a repeated field: what stood there and what would stand there, as one line each; empty where nothing."""

    field: str
    before: str
    after: str


def changes(register: Register, before: Values, after: Values) -> tuple[Change, ...]:
    """Field by field in the declaration's order; the items of a repeated field as a set, so that one more at the top changes no other."""
    found: list[Change] = []
    for field in register.fields:
        if field.many:
            found += _of_items(field.name, _items(before, field.name), _items(after, field.name))
        else:
            one, other = _line(before, field.name), _line(after, field.name)
            if one != other:
                found.append(Change(field.name, one, other))
    return tuple(found)


def _of_items(name: str, before: Sequence[str], after: Sequence[str]) -> Iterable[Change]:
    gone, new = Counter(before) - Counter(after), Counter(after) - Counter(before)
    yield from (Change(name, item, "") for item in gone.elements())
    yield from (Change(name, "", item) for item in new.elements())


def _items(values: Values, name: str) -> list[str]:
    return [_line(values, f"{name}.{item}") for item in items(values, name)]


def _line(values: Values, path: str) -> str:
    """A field or item as one line: its value, or its parts with their names."""
    if path in values:
        return values[path]
    start = f"{path}."
    return "; ".join(f"{key[len(start) :]}: {value}" for key, value in values.items() if key.startswith(start))


def needs_reason(withdrawn: int, before: int) -> bool:
    """Whether so many of the records before would be withdrawn that it is stated why: a torn or wrong file looks like this (REC-18)."""
    return withdrawn > before * MOST_WITHDRAWN


@dataclass(frozen=True, slots=True)
class Counts:
    """What a list comes to. entries = added + changed + unchanged + refused; `before` records stood before, of which some are withdrawn.

    persons + entities = entries, as the file has them, refused ones included.
    """

    entries: int = 0
    persons: int = 0
    entities: int = 0
    added: int = 0
    changed: int = 0
    unchanged: int = 0
    refused: int = 0
    withdrawn: int = 0
    before: int = 0

    @property
    def add_up(self) -> bool:
        """Whether nothing was dropped on the way."""
        met = self.changed + self.unchanged + self.withdrawn
        return (
            self.entries == self.added + self.changed + self.unchanged + self.refused == self.persons + self.entities and met <= self.before
        )

    def of(self, kind: Kind) -> int:
        """How many differences are of this kind."""
        return {Kind.ADDED: self.added, Kind.CHANGED: self.changed, Kind.WITHDRAWN: self.withdrawn, Kind.REFUSED: self.refused}[kind]


def reasons(refusals: Iterable[str]) -> Mapping[str, int]:
    """How many were refused for each reason, the most frequent first."""
    return dict(Counter(refusals).most_common())
