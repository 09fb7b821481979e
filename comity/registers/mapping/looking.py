"""A file before it is loaded: what its columns and words may be, its first rows as they would be understood. Nothing is kept."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import BinaryIO, Final

from comity.kernel.errors import Fault
from comity.registers.loading.checking import Checker
from comity.registers.loading.layout import of_titles
from comity.registers.loading.model import InvalidFile, Kind
from comity.registers.loading.rows import Batch
from comity.registers.mapping.guess import Guess, guessed
from comity.registers.mapping.peek import Peek, peek
from comity.registers.mapping.words import Word, spelled, words
from comity.registers.model import Register
from comity.registers.paths import leaf
from comity.registers.record import Entered

SHOWN: Final = 8  # rows of a preview
_SAMPLES: Final = 50  # rows that a guess by content sees


@dataclass(frozen=True, slots=True)
class Understood:
    """One row as it would be understood: path -> value as people read it, or everything that is wrong with it."""

    cells: tuple[str, ...]
    values: dict[str, str]
    faults: tuple[Fault, ...]


@dataclass(frozen=True, slots=True)
class Looked:
    """A file before its load. `words`: path -> the user's words in a column of choices; `wrong`: why nothing could be loaded as it is."""

    peek: Peek
    guesses: tuple[Guess, ...]
    words: dict[str, tuple[Word, ...]]
    rows: tuple[Understood, ...]
    wrong: tuple[Fault, ...]

    @property
    def columns(self) -> dict[str, str]:
        """The mapping that the guesses make: title -> path."""
        return {guess.title: guess.path for guess in self.guesses}


@dataclass(frozen=True, slots=True)
class Said:
    """What an officer said of a file, or a kept mapping did. `chosen`: the columns are these alone, and nothing is guessed beside them."""

    columns: Mapping[str, str]
    words: Mapping[str, Mapping[str, str]]
    chosen: bool = False
    encoding: str = ""


NOTHING_SAID: Final = Said({}, {})


def look(
    register: Register, file: BinaryIO, today: date, writes_for: frozenset[str], *, kind: str = "", encoding: str = "",
    said: Said = NOTHING_SAID, defaults: Entered = Entered(),  # noqa: B008 - frozen
) -> Looked:  # fmt: skip
    """Looks at a file. Raises: InvalidFile, where it cannot be read at all."""
    found = peek(file, kind, encoding or said.encoding)
    if found.kind is Kind.JSONL:
        return Looked(found, (), {}, (), ())
    guesses = _guesses(register, found, said)
    at = {guess.path: place for place, guess in enumerate(guesses) if guess.path}
    of_lists = {path: of.kind for path in at if (of := leaf(register, path)) is not None and of.kind.choices}
    met = {
        path: tuple(words(of, [row[at[path]] for row in found.rows if at[path] < len(row)], said.words.get(path)))
        for path, of in of_lists.items()
    }
    columns = {guess.title: guess.path for guess in guesses}
    try:
        names = of_titles(register, found.titles, columns).names
    except InvalidFile as wrong:
        return Looked(found, tuple(guesses), met, (), wrong.faults)
    checker = Checker(register, names, defaults, today, writes_for, spelled(said.words))
    return Looked(found, tuple(guesses), met, tuple(_rows(register, checker, found.rows[:SHOWN])), ())


def _guesses(register: Register, found: Peek, said: Said) -> list[Guess]:
    if not said.chosen:
        return guessed(register, found.titles, found.rows[:_SAMPLES], said.columns)
    chosen = {title: said.columns.get(title, "") for title in found.titles}
    return guessed(register, found.titles, (), chosen)


def _rows(register: Register, checker: Checker, rows: Sequence[Sequence[str]]) -> list[Understood]:
    made: list[Understood] = []
    for row in rows:
        checked = checker.batch(Batch(numbers=[1], cells=[list(row)]))
        faults = checked.refused[0][1] if checked.refused else ()
        made.append(Understood(tuple(row), _formatted(register, checked.values[0]) if checked.values else {}, tuple(faults)))
    return made


def _formatted(register: Register, values: Mapping[str, str]) -> dict[str, str]:
    return {path: of.kind.format(value) if (of := leaf(register, path)) is not None else value for path, value in values.items()}
