"""What a list is sorted by. Every sort ends with the id, so that a page begins exactly after the one before it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from comity.kernel.errors import Fault, Invalid
from comity.registers.model import Register

# Name, column, its type, and whether the greatest comes first where nothing is said.
_TIMES: Final = {
    "changed": ("t.changed_at", "timestamptz", True),
    "created": ("t.created_at", "timestamptz", True),
    "ends": ("t.ends_at", "date", False),
    "confirmed": ("t.confirmed_at", "timestamptz", False),
}
DEFAULT: Final = "changed"


@dataclass(frozen=True, slots=True)
class Sort:
    """`sql`: the expression of its index. `descending`: the greatest first."""

    name: str
    sql: str
    type: str
    descending: bool

    @property
    def spelled(self) -> str:
        """As a saved view and an address have it: `+name` or `-name`."""
        return f"{'-' if self.descending else '+'}{self.name}"


def names(register: Register) -> tuple[str, ...]:
    """What this register's list can be sorted by."""
    return (*_TIMES, register.listed_by)


def listed(column: str) -> str:
    """The expression of the index by a register's own column: what is empty stands first.

    `coalesce` says the same, but PostgreSQL holds it capable of telling what row-level security hides, and walks no index by it.
    """
    return f"case when t.{column} is null then '' else t.{column} collate \"C\" end"


def sort_of(register: Register, typed: str) -> Sort:
    """`ends`, `-ends`, `+ends`; empty: the last changed first. Raises: Invalid."""
    name = typed.lstrip("+-") or DEFAULT
    sign = typed[:1] if typed[:1] in ("+", "-") else ""
    if name not in names(register) or len(typed) > len(sign) + len(name):
        raise Invalid(Fault("sort", "unknown_choice", "The list cannot be sorted by that.", ", ".join(names(register))))
    if name in _TIMES:
        sql, kind, descending = _TIMES[name]
    else:
        sql, kind, descending = listed(name), "text", False
    return Sort(name, sql, kind, sign == "-" if sign else descending)
