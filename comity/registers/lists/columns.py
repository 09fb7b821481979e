"""What a register's list can be filtered by: the shared header, and every field with a column of its own. Derived from the declaration."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from typing import Final

from comity.access.model import Reader
from comity.kernel.levels import Level
from comity.kernel.purposes import BY_CODE
from comity.kernel.records import RecordState
from comity.registers.lists.sorting import listed
from comity.registers.model import Field, Register
from comity.registers.record import Source

DATE_KINDS: Final = frozenset({"date", "past_date", "day", "past_day"})
ENDS: Final = ("_from", "_to")


class Shape(StrEnum):
    """How a column is asked for."""

    CHOICE = "choice"  # any of some words
    MASK = "mask"  # at least one of some words, which are bits
    TIME = "time"  # from a day, to a day
    DATE = "date"  # as TIME, of values with unknown parts
    TEXT = "text"  # the value, as its kind spells it
    OFFICER = "officer"  # a number, or `me`
    YES = "yes"  # yes or no


@dataclass(frozen=True, slots=True)
class Column:
    """One column. `label` is a message id; `choices` code to message id where the list is closed; `field` for the register's own.

    `sql`: the column of the header, or the expression that the index of a field is made of.
    """

    name: str
    label: str
    shape: Shape
    sql: str
    choices: tuple[tuple[str, str], ...] = ()
    field: Field | None = None
    bits: tuple[int, ...] = ()  # of a mask, beside its choices

    @property
    def words(self) -> tuple[str, ...]:
        """The names under which a filter asks for it."""
        return tuple(self.name + end for end in ENDS) if self.shape in (Shape.TIME, Shape.DATE) else (self.name,)


_STATES: Final = {
    RecordState.WAITING: "Waiting for review",
    RecordState.RELEASED: "Released",
    RecordState.BLOCKED: "Blocked",
    RecordState.WITHDRAWN: "Withdrawn",
    RecordState.EXPIRED: "Expired",
}
_LEVELS: Final = {Level.OFFICIAL: "Official use only", Level.RESTRICTED: "Restricted", Level.CONFIDENTIAL: "Confidential"}
_SOURCES: Final = {Source.AUTHORITY: "Found by the authority", Source.HOLDER: "Reported by the holder"}
_PURPOSES: Final = (
    ("wanted", "Wanted persons"),
    ("whereabouts", "Identity and whereabouts"),
    ("intelligence", "Criminal intelligence"),
    ("trends", "Threats, trends and networks"),
    ("warning", "Warning of a threat"),
    ("missing", "Missing persons and remains"),
    ("forensic", "Forensic examination"),
    ("accreditation", "Security checks and accreditation"),
    ("border", "Border management"),
)


def _header(register: Register) -> tuple[Column, ...]:
    kept_for = {purpose.code for purpose in register.purposes}
    warnings = tuple((warning.name, warning.label) for warning in register.warnings)
    bits = tuple(warning.bit for warning in register.warnings)
    return (
        Column("state", "State", Shape.CHOICE, "state", tuple((one.name.lower(), label) for one, label in _STATES.items())),
        Column("purposes", "Purposes", Shape.MASK, "purposes", tuple(pair for pair in _PURPOSES if pair[0] in kept_for)),
        Column("level", "Handling level", Shape.CHOICE, "level", tuple((one.name.lower(), label) for one, label in _LEVELS.items())),
        *((Column("warnings", "Warnings", Shape.MASK, "warnings", warnings, bits=bits),) if warnings else ()),
        Column("discreet", "Discreet", Shape.YES, "discreet", (("yes", "Yes"), ("no", "No"))),
        Column("source", "Source", Shape.CHOICE, "source", tuple((one.code, label) for one, label in _SOURCES.items())),
        Column("changed_by", "Changed by", Shape.OFFICER, "changed_by"),
        Column("created", "Entered", Shape.TIME, "created_at"),
        Column("changed", "Changed", Shape.TIME, "changed_at"),
        Column("confirmed", "Confirmed", Shape.TIME, "confirmed_at"),
        Column("ends", "Ends", Shape.TIME, "ends_at"),
    )


def _own(register: Register, field: Field) -> Column:
    sql = listed(field.name) if field.name == register.listed_by else f't.{field.name} collate "C"'  # the index of its sort finds it too
    shape = Shape.CHOICE if field.kind.choices else Shape.DATE if field.kind.name in DATE_KINDS else Shape.TEXT
    return Column(field.name, field.label, shape, sql, field.kind.choices, field)


@lru_cache(maxsize=64)
def _columns(register: Register) -> tuple[Column, ...]:
    header = _header(register)
    taken = {word for column in header for word in (column.name, *column.words)} | {"show", "identifier"}
    return header + tuple(_own(register, field) for field in register.columns if field.name not in taken)


def columns(register: Register, reader: Reader) -> tuple[Column, ...]:
    """The columns that this reader may ask for: a field above the reader's clearance is no column of the list."""
    return tuple(one for one in _columns(register) if one.field is None or one.field.level <= reader.clearance)


def codes_of(column: Column) -> dict[str, int]:
    """The numbers that the header's words stand for."""
    match column.name:
        case "state":
            return {one.name.lower(): int(one) for one in RecordState}
        case "level":
            return {one.name.lower(): int(one) for one in Level}
        case "source":
            return {one.code: int(one) for one in Source}
        case _:
            return {code: purpose.bit for code, purpose in BY_CODE.items()}
