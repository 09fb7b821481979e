"""Who is looking, as the database knows it: row-level security reads these settings, and without them shows no row."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum
from typing import Final


class Mode(IntEnum):
    """What the transaction is for. The numbers are compared in SQL: never renumber."""

    NONE = 0
    CHECK = 1
    OWN = 2
    DISCREET = 3
    AUDIT = 4
    PUBLIC = 5  # nobody in particular: what owners open to everybody
    SIMILAR = 6  # nobody in particular: fills the index of similar images, which answers nobody by itself
    NAMES = 7  # nobody in particular: fills the index of names, which answers nobody by itself


@dataclass(frozen=True, slots=True)
class Context:
    """The viewer of one transaction.

    Shapes: `authority` its number (0: nobody), `kind` the number of its kind of authority, `clearance` a Level,
    `sees` a mask of record purposes, `bureau` a number or 0.
    """

    authority: int
    kind: int
    clearance: int
    sees: int
    mode: Mode
    bureau: int = 0


NOBODY: Final = Context(0, 0, 0, 0, Mode.NONE)
_HIGHEST: Final = 2**31 - 1  # a PostgreSQL integer


def set_local(context: Context) -> str:
    """SQL that makes `context` hold until the transaction ends. Nothing else may write these settings.

    The text holds integers only, so no value can carry SQL.
    Raises: ValueError for what is not an integer between 0 and 2147483647.
    """
    return (
        f"SET LOCAL comity.authority = '{_number(context.authority)}'; SET LOCAL comity.kind = '{_number(context.kind)}'; "
        f"SET LOCAL comity.clearance = '{_number(context.clearance)}'; SET LOCAL comity.sees = '{_number(context.sees)}'; "
        f"SET LOCAL comity.mode = '{_number(context.mode)}'; SET LOCAL comity.bureau = '{_number(context.bureau)}'"
    )


def _number(value: object) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or not 0 <= value <= _HIGHEST:
        raise ValueError(f"a context holds integers from 0 to {_HIGHEST}, not {value!r}")
    return int(value)
