"""A register is one value. What is wrong with a declaration stops the program at its first import, not an officer at a border."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from comity.access.model import AuthorityKind, Role
from comity.kernel.kinds.model import Kind
from comity.kernel.levels import Level
from comity.kernel.purposes import Purpose

# Words that may not stand in what an officer is told to do before the owner has confirmed (HIT-03). Stems, lower case.
COERCIVE: Final = ("arrest", "detain", "seize", "seizure", "apprehend", "handcuff", "confiscat")


class WrongDeclaration(Exception):
    """A register that must not exist: the sentence says what is wrong with it."""


@dataclass(frozen=True, slots=True)
class Field:
    """One field of a record.

    `sealed`: kept under the record's own key, not in a column; as the kind says (personal) unless told otherwise.
    `first_line`: an officer of the first line sees it with a hit; else it needs the record's page.
    `needed_for`: (field, value): required where that other field, or part of the same item, has that value.
    `many`: repeated, at most so many times. `parts`: compound, of these leaves; both have paths, as in `paths`, and are always sealed.
    `section`: its heading in the form and on the page. `level`: the clearance that sees it. `roles`: only these see it beside the owner.
    `searched`: False for what must never be a search key (REC-11).
    """

    name: str
    kind: Kind
    label: str
    required: bool = False
    sealed: bool | None = None
    first_line: bool = True
    needed_for: tuple[str, str] | None = None
    many: int = 0
    parts: tuple[Field, ...] = ()
    section: str = ""
    level: Level = Level.OFFICIAL
    roles: frozenset[Role] = frozenset()
    searched: bool = True

    @property
    def in_column(self) -> bool:
        """It has a column of its own, so that an owner can filter by it."""
        if self.many or self.parts:
            return False
        return not (self.kind.personal if self.sealed is None else self.sealed)


@dataclass(frozen=True, slots=True)
class Key:
    """One search key: `name` is the middle part of the key's bytes, `field` what is hashed, `country` the field of the code beside it.

    `last`: only that many characters at the end (8 for the serial part of a VIN). A part of a repeated field (`documents.number`) gives
    a key for each item, with the country of the same item. `spread`: several keys from one value (its words), instead of its fold; `also`:
    more fields whose pieces are keys of this name. `through`: the register whose records are made from these items; a check that asks that
    one finds them there, and not here a second time.
    """

    name: str
    field: str
    country: str = ""
    last: int = 0
    spread: Callable[[str], tuple[str, ...]] | None = None
    also: tuple[str, ...] = ()
    through: int = 0


@dataclass(frozen=True, slots=True)
class Order:
    """Two dates of one record: the `later` one is not before the `earlier` one."""

    earlier: str
    later: str
    sentence: str


@dataclass(frozen=True, slots=True)
class SafetyWarning:
    """Something that the officer must know before going on. `bit` is stored: never renumber."""

    bit: int
    name: str
    label: str


@dataclass(frozen=True, slots=True)
class Review:
    """Records that wait for a second officer: those where `field` has one of `values`, under `rule`; every record where no field is named.

    `without`: only where that other field is empty. `of_authority`: only where the holder did not report it.
    """

    rule: str
    field: str = ""
    values: tuple[str, ...] = ()
    without: str = ""
    of_authority: bool = False


@dataclass(frozen=True, slots=True)
class Keep:
    """Another longest life where `field` has one of `values` (RET-01): marks and unknown profiles are kept longer than known ones."""

    field: str
    values: tuple[str, ...]
    years: int


@dataclass(frozen=True, slots=True, eq=False)  # itself alone: memos are asked by it a million times, and by its fields that took 250 us
class Register:
    """One register. Everything else (table, form, schema, keys, file) is a plain function of this value.

    `legal_source`: why it exists. `retention_years`: the longest life of a record (RET-01). `purposes`: what the owner may choose,
    the default first. `keys`: how it is found. `identity`: what makes two records of one owner the same. `one_of`: groups of
    fields of which at least one is there. `issuer_writes`: the field whose code must be the owner's own (REC-13).
    `reviewed`: what waits for a second officer. `first_step`: message ids shown with a hit until the owner confirms.
    `about`: one sentence for people. `persons`: it holds data on persons. `derived`: the system alone enters, from other records.
    `made_from`: of a derived register, the number of the register that those records stand in; a hit speaks of that record (HIT-07).
    `writers`: kinds of authority that enter; empty: every kind. `specialists`: only cleared specialists ask and read it.
    `statuses`: the field with the person's status (REC-03). `kept`: longer or shorter lives of some records.
    `found_by`: how a record is found where no search key leads to it: words, comparison.
    """

    number: int
    name: str
    title: str
    legal_source: str
    retention_years: int
    purposes: tuple[Purpose, ...]
    fields: tuple[Field, ...]
    keys: tuple[Key, ...]
    identity: tuple[str, ...]
    listed_by: str
    first_step: tuple[str, ...]
    one_of: tuple[tuple[str, ...], ...] = ()
    orders: tuple[Order, ...] = ()
    warnings: tuple[SafetyWarning, ...] = ()
    issuer_writes: str = ""
    reviewed: tuple[Review, ...] = ()
    no_names: bool = False
    about: str = ""
    persons: bool = False
    derived: bool = False
    made_from: int = 0
    writers: frozenset[AuthorityKind] = frozenset()
    specialists: bool = False
    statuses: str = ""
    kept: tuple[Keep, ...] = ()
    found_by: str = ""

    def __post_init__(self) -> None:
        """Raises WrongDeclaration with the first fault found."""
        for wrong, sentence in _faults(self):
            if wrong:
                raise WrongDeclaration(f"{self.name}: {sentence}")

    def field(self, name: str) -> Field:
        """The field of that name, or the part: `documents.number`.

        Raises KeyError: names come from declarations, never from what was typed.
        """
        top, _, part = name.partition(".")
        for field in self.fields:
            if field.name == top:
                return next(each for each in field.parts if each.name == part) if part else field
        raise KeyError(name)

    @property
    def speaks_of(self) -> int:
        """The number of the register that the record of a hit stands in."""
        return self.made_from or self.number

    @property
    def columns(self) -> tuple[Field, ...]:
        """The fields with a column of their own, in order."""
        return tuple(field for field in self.fields if field.in_column)

    def warning_names(self, bits: int) -> tuple[str, ...]:
        """The names of the warnings in a mask."""
        return tuple(warning.name for warning in self.warnings if bits & warning.bit)


def _named(register: Register) -> set[str]:
    """Every field name that a rule of the declaration speaks of."""
    of_keys = {name for key in register.keys for name in (key.field, key.country, *key.also)}
    of_orders = {name for order in register.orders for name in (order.earlier, order.later)}
    of_groups = {name for group in register.one_of for name in group}
    of_reviews = {name for review in register.reviewed for name in (review.field, review.without)}
    of_needs = {f.needed_for[0] for f in register.fields if f.needed_for}
    of_lives = {keep.field for keep in register.kept}
    of_rules = of_reviews | of_needs | of_lives | {*register.identity, register.issuer_writes, register.listed_by, register.statuses}
    return (of_keys | of_orders | of_groups | of_rules) - {""}


def _paths(register: Register) -> set[str]:
    """Every name that a rule may use: fields, and parts of compound ones."""
    return {field.name for field in register.fields} | {f"{field.name}.{part.name}" for field in register.fields for part in field.parts}


def _wrong_parts(register: Register) -> bool:
    """Whether a compound field holds what only a plain one may: more parts, repetition, a part of the same name."""
    return any(
        len({part.name for part in field.parts}) < len(field.parts) or any(part.parts or part.many for part in field.parts)
        for field in register.fields
    )


def _searched(register: Register) -> bool:
    """Whether every search key may be one (REC-11)."""
    known = _paths(register)
    return all(register.field(name).searched for key in register.keys for name in (key.field, *key.also) if name in known)


def _open_words(register: Register) -> bool:
    """Whether every field whose words lead to a record is seen by whoever asks: else a match tells what it says."""
    known = _paths(register)
    spread = [name for key in register.keys if key.spread for name in (key.field, *key.also) if name in known]
    fields = [register.field(name.partition(".")[0]) for name in spread] + [register.field(name) for name in spread]
    return all(field.first_line and field.level is Level.OFFICIAL and not field.roles for field in fields)


def _faults(register: Register) -> tuple[tuple[bool, str], ...]:
    """What would make a declaration wrong, each with its sentence."""
    names = [field.name for field in register.fields]
    unknown = sorted(_named(register) - _paths(register))
    bits = [warning.bit for warning in register.warnings]
    steps = " ".join(register.first_step).lower()
    return (
        (not 1 <= register.number <= 19, "its number is not of the strip, 1 to 19"),
        (not names, "it has no fields"),
        (len(set(names)) < len(names), "two fields have one name"),
        (_wrong_parts(register), "a compound field has parts of one name, or parts that have parts"),
        (not _open_words(register), "a word of a field that not every reader sees would be found by it"),
        (not _searched(register), "a field that must never be a search key is one (REC-11)"),
        (bool(unknown), f"it speaks of fields that it does not have: {', '.join(unknown)}"),
        (not register.legal_source, "it names no source in law"),
        (register.retention_years < 1, "its records have no end"),
        (not register.purposes, "it has no purpose"),
        (not register.keys and not register.found_by, "nothing of it can be found"),
        (any(keep.years < 1 for keep in register.kept), "some of its records have no end"),
        (len({key.name for key in register.keys}) < len(register.keys), "two search keys have one name"),
        (register.derived != bool(register.made_from), "it is derived, and does not say from what"),
        (not register.identity, "nothing makes one record of it the same as another"),
        (not register.first_step, "it does not say what to do first"),
        (any(word in steps for word in COERCIVE), "it tells an officer to act against somebody before the owner confirms"),
        (len(set(bits)) < len(bits) or any(bit < 1 or bit & (bit - 1) for bit in bits), "a warning is not one bit of its own"),
    )
