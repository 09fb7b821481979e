"""What a column may be to a register: by its name, its label, another title in use, or by what stands in it. Pure.

The first that fits decides, the surest first; a path is given once. A guess says why, so that whoever confirms it can judge.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from enum import StrEnum
from functools import lru_cache
from importlib.resources import files
from typing import Final

import msgspec

from comity.kernel.badvalue import BadValue
from comity.kernel.kinds.model import Kind
from comity.kernel.titles import plain
from comity.registers.csv_files import HEADER_COLUMNS, columns
from comity.registers.model import Register
from comity.registers.paths import leaf

# Kinds whose values are nothing else by chance: a column full of them is one. Dates, places and free text are everywhere.
TELLING: Final = frozenset({"vin", "imo", "imei", "iban", "email", "hin", "mmsi", "md5", "sha256", "bic", "coordinates"})
FEWEST: Final = 3  # filled cells that a guess by content needs
HEADER: Final = frozenset({*HEADER_COLUMNS, "action", "discreet"})  # what a column may be beside the register's own fields
_HEADER_LABELS: Final = {
    "purposes": ("purpose", "purposes"),
    "law": ("law", "legal basis of the record", "national law", "national law or authority"),
    "source": ("source", "source of the record"),
    "level": ("level", "classification", "security level"),
    "handling": ("handling", "handling codes"),
    "warnings": ("warnings", "warning", "caution", "cautions"),
    "action": ("action",),
    "discreet": ("discreet",),
    "ends_at": ("ends at", "end", "end date", "keep until", "valid until"),
}


class Why(StrEnum):
    """Why a column is taken for something. The surest first."""

    SAID = "said"
    NAME = "name"
    LABEL = "label"
    TITLE = "title"
    CONTENT = "content"
    NOTHING = "nothing"


class Guess(msgspec.Struct, frozen=True):
    """One column. `path` empty: nothing fits, and it is left out."""

    title: str
    path: str
    why: Why


def guessed(
    register: Register, titles: Sequence[str], samples: Sequence[Sequence[str]], said: Mapping[str, str] | None = None
) -> list[Guess]:
    """What each column may be. `samples`: the first rows; `said`: title -> path of a mapping that was confirmed, which goes before all."""
    found: dict[int, Guess] = {}
    taken: set[str] = set()
    confirmed = {plain(title): path for title, path in (said or {}).items()}
    ways: tuple[tuple[Why, Callable[[int], str | None]], ...] = (
        (Why.SAID, lambda place: confirmed.get(plain(titles[place]))),
        (Why.NAME, lambda place: _named(register, titles[place])),
        (Why.LABEL, lambda place: _labels(register).get(plain(titles[place]))),
        (Why.TITLE, lambda place: _other_titles(register).get(plain(titles[place]))),
        (Why.CONTENT, lambda place: _by_content(register, [row[place] for row in samples if place < len(row)])),
    )
    for why, way in ways:
        for place, title in enumerate(titles):
            if place in found or (path := way(place)) is None or (path and path in taken):
                continue
            taken.add(path)
            found[place] = Guess(title, path, why)
    return [found.get(place) or Guess(title, "", Why.NOTHING) for place, title in enumerate(titles)]


def _named(register: Register, title: str) -> str | None:
    for name in (title.strip(), title.strip().casefold(), plain(title).replace(" ", "_")):
        if name in HEADER or (name and leaf(register, name) is not None):
            return name
    return None


@lru_cache(maxsize=64)
def paths(register: Register) -> tuple[str, ...]:
    """Everything that a column may stand for, in the order of the template."""
    return (*columns(register), "action", "discreet")


def label(register: Register, path: str) -> str:
    """A path in words, English: `Names, 1: Full name`."""
    found = leaf(register, path)
    if found is None:
        return _HEADER_LABELS.get(path, (path,))[0].capitalize()
    top, *rest = path.split(".")
    field = register.field(top)
    if not rest:
        return field.label
    number = next((word for word in rest if word.isdigit()), "")
    return f"{field.label}{f', {number}' if number else ''}{f': {found.label}' if field.parts else ''}"


@lru_cache(maxsize=64)
def _labels(register: Register) -> dict[str, str]:
    """Comparable label -> path. A part is known by its own label too, where no other field has it."""
    found: dict[str, str] = {}
    for path in paths(register):
        found.setdefault(plain(label(register, path)), path)
    for path in paths(register):
        if (part := leaf(register, path)) is not None and "." in path:
            found.setdefault(plain(part.label), path)
            found.setdefault(plain(register.field(path.partition(".")[0]).label), path)
    for name, titles in _HEADER_LABELS.items():
        for title in titles:
            found.setdefault(title, name)
    return found


@lru_cache(maxsize=1)
def _titles() -> dict[str, tuple[str, ...]]:
    """Other titles in use -> names of fields or kinds that they may stand for, the likeliest first."""
    found: dict[str, tuple[str, ...]] = {}
    for line in files("comity.registers.mapping").joinpath("titles.tsv").read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            names, *titles = line.split("\t")
            for title in titles:
                found[plain(title)] = (*found.get(plain(title), ()), *names.split())
    return found


@lru_cache(maxsize=64)
def _other_titles(register: Register) -> dict[str, str]:
    found: dict[str, str] = {}
    for title, names in _titles().items():
        fitting = [path for name in names for path in paths(register) if _is_called(register, path, name)]
        if fitting:
            found[title] = fitting[0]
    return found


def _is_called(register: Register, path: str, name: str) -> bool:
    """Whether the last word of a path is that name, or its kind is."""
    found = leaf(register, path)
    return found is not None and (path.rpartition(".")[2] == name or f"kind:{found.kind.name}" == name)


def _by_content(register: Register, cells: Sequence[str]) -> str | None:
    """The one path whose kind takes every cell and hardly anything else; None where there is none, or more than one."""
    filled = [cell.strip() for cell in cells if cell.strip()]
    if len(filled) < FEWEST:
        return None
    fitting = [
        path
        for path in paths(register)
        if (found := leaf(register, path)) is not None and _tells(found.kind) and all(_takes(found.kind, cell) for cell in filled)
    ]
    return fitting[0] if len(fitting) == 1 or (fitting and len({_first_item(path) for path in fitting}) == 1) else None


def _first_item(path: str) -> str:
    return ".".join(word for word in path.split(".") if not word.isdigit())


def _tells(kind: Kind) -> bool:
    return kind.name in TELLING or bool(kind.choices)


def _takes(kind: Kind, cell: str) -> bool:
    try:
        kind.clean(cell)
    except BadValue:
        return False
    return True
