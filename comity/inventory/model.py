"""The values of a private inventory, and its rules. Pure."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from datetime import date
from typing import Final

import msgspec

from comity.kernel.errors import Absent, Fault, Invalid
from comity.registers.model import Register
from comity.registers.validate import cleaned

SHORTEST: Final = 12  # characters of a passphrase (NIST SP 800-63B, 5.1.1.1 asks for 8; nothing else protects a box)
LONGEST: Final = 200
MOST_ITEMS: Final = 500
CODE_LETTERS: Final = "ABCDEFGHJKMNPQRSTVWXYZ23456789"  # without look-alikes; 16 of 30 letters are 78 bits
CODE_LENGTH: Final = 16
# What an owner describes; where and when it was stolen comes with the report to the police.
FIELDS: Final = (
    "type", "object_name", "title", "maker", "period", "subject", "materials", "measures", "inscriptions", "distinguishing",
    "description", "origin", "inventory",
)  # fmt: skip


class InvalidItem(Invalid):
    """A description that the register would not take."""


class WrongPassphrase(Invalid):
    """A passphrase that protects nothing, or is too long to be one."""

    def __init__(self) -> None:
        super().__init__(
            Fault("passphrase", "bad_passphrase", "This is too short or too long.", f"{SHORTEST} to {LONGEST} characters; four words do.")
        )


class NoSuchBox(Absent):
    """No inventory opens with this code and passphrase."""


class BoxChanged(Invalid):
    """Changed meanwhile."""

    def __init__(self) -> None:
        super().__init__(Fault("version", "changed_meanwhile", "Another window changed this inventory meanwhile.", "Open it again."))


class Item(msgspec.Struct, frozen=True):
    """One object. `values`: paths of the register of works of art. `number`: its place for good within the box, from 1."""

    number: int
    values: dict[str, str]


class Content(msgspec.Struct, frozen=True):
    """What a box holds. `last`: the highest number ever given."""

    items: tuple[Item, ...] = ()
    last: int = 0


def passphrase(typed: str) -> bytes:
    """The bytes that a key is made of. Raises: WrongPassphrase."""
    if not SHORTEST <= len(typed) <= LONGEST:
        raise WrongPassphrase
    return typed.encode(errors="replace")


def code(typed: str) -> str:
    """A code as its owner typed it, in its one spelling; whatever it is not, no box has it."""
    return re.sub(r"[^A-Z0-9]", "", typed.upper())[:CODE_LENGTH]


def spaced(code: str) -> str:
    """A code in groups of four, for people."""
    return "-".join(code[at : at + 4] for at in range(0, len(code), 4))


def name_of(code: str) -> bytes:
    """Under what a box lies: a hash of its code, whose 78 bits nobody tries out."""
    return hashlib.blake2b(code.encode(), digest_size=32, person=b"comity inventory").digest()


def item(art: Register, typed: Mapping[str, str], number: int, today: date) -> Item:
    """An item in its one spelling. Raises: InvalidItem with everything that is wrong with it."""
    values, faults = cleaned(art, typed, today)
    faults = [fault for fault in faults if fault.code != "required" or fault.field.partition(".")[0] in ("type", "measures")]
    faults += [
        Fault(path, "unknown_field", "An inventory does not keep this.", ", ".join(FIELDS))
        for path in values
        if path.partition(".")[0] not in FIELDS
    ]
    if not faults and not {"title", "object_name"} & set(values):
        faults.append(Fault("title", "one_of", "At least one of these is required.", "title, object_name"))
    if faults:
        raise InvalidItem(*faults)
    return Item(number, values)


def with_item(content: Content, one: Item) -> Content:
    """The content with an item put in, in the place of the one with its number where there is one. Raises: InvalidItem when it is full."""
    others = tuple(each for each in content.items if each.number != one.number)
    if len(others) >= MOST_ITEMS:
        raise InvalidItem(Fault("items", "full", f"An inventory holds {MOST_ITEMS} objects.", "Begin another one."))
    items = tuple(sorted((*others, one), key=lambda each: each.number))
    return Content(items, max(content.last, one.number))


def without(content: Content, number: int) -> Content:
    """The content without an item."""
    return Content(tuple(each for each in content.items if each.number != number), content.last)
