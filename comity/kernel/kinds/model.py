"""A kind of field: one row of what is true of its values everywhere, in the API, the database, the form and the search key."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from comity.kernel.badvalue import BadValue

__all__ = ["BadValue", "Kind", "as_is"]


def as_is(value: str) -> str:
    """The value itself: the format or fold of a kind that needs none."""
    return value


@dataclass(frozen=True, slots=True)
class Kind:
    """One row. Every value is text behind the door, in the one spelling that `clean` gives.

    `clean` takes what was typed and gives the one spelling, or raises BadValue. Laws: clean(clean(v)) == clean(v) and
    clean(format(clean(v))) == clean(v).
    `format` gives the spelling for people. `fold` takes a cleaned value and gives the value of the search key.
    `choices` is the closed list of (code, English title) where there is one. `not_future`: the validator also calls `dates.refuse_future`.
    `check`, where there is one, gives sentences about a value that is taken although something about it is odd (a wrong check digit).
    """

    name: str
    json_type: Literal["string", "integer"]
    column_type: str
    widget: Literal["text", "textarea", "select", "date"]
    clean: Callable[[str], str]
    format: Callable[[str], str]
    fold: Callable[[str], str]
    hint: str
    accepted: str
    personal: bool
    examples: tuple[str, ...]
    longest: int
    choices: tuple[tuple[str, str], ...] = ()
    not_future: bool = False
    check: Callable[[str], tuple[tuple[str, dict[str, str]], ...]] = lambda _: ()
