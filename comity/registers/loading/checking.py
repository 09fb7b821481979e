"""What is wrong with rows, found by columns: what repeats is looked at once. Says exactly what `validate.draft` says of each row alone.

A cell is cleaned through its column's memo. Whether a row as a whole is taken depends, beside its cells, on which are filled, on the few
that decide about others, and on its header: rows that agree in these are one `pattern`, of which `draft` sees the first alone. Dates are
compared as they stand, and a row that might be out of order goes to `draft` by itself.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from itertools import repeat
from typing import Final

from comity.kernel.errors import Fault, Invalid
from comity.kernel.levels import Level
from comity.kernel.records import RecordState
from comity.kernel.titles import plain
from comity.registers.csv_files import HEADER_COLUMNS, as_typed
from comity.registers.loading.layout import ACTION, DISCREET
from comity.registers.loading.model import Action, Row
from comity.registers.loading.rows import Batch, typed_of
from comity.registers.model import Field, Register
from comity.registers.paths import in_order, leaf
from comity.registers.person_rules import SHIELDING
from comity.registers.record import Draft, Entered, Source
from comity.registers.rules import first_state
from comity.registers.validate import InvalidRecord, clean_one, draft

_MEMO: Final = 1 << 16  # values of one column
_PATTERNS: Final = 1 << 14
_MANY: Final = frozenset({"purposes", "handling", "warnings"})
_YES: Final = frozenset({"yes", "true", "1"})
_NO_ACTION: Final = Fault("action", "unknown_choice", "This is not in the list.", "One of: correct, enter, withdraw.")


NO_WORDS: Final[Mapping[str, Mapping[str, str]]] = {}


def meant(cell: str, words: Mapping[str, str]) -> str:
    """What a cell of a list means by a mapping: comparable word -> value; the cell itself where nobody said so."""
    return words.get(plain(cell), cell) if words else cell


class Wrong(str):
    """A cell that its field does not take. The text is what was typed."""

    __slots__ = ()


class _Column(dict[str, str]):
    """Cell -> its one spelling, or Wrong. What repeats is cleaned once."""

    def __init__(self, field: Field | None, path: str, today: date, words: Mapping[str, str]) -> None:
        super().__init__()
        self._field = field
        self._path = path
        self._today = today
        self._words = words

    def __missing__(self, cell: str) -> str:
        typed = meant(as_typed(cell), self._words)
        found = self._cleaned(typed) if typed.strip() else ""
        if len(self) < _MEMO:
            self[cell] = found
        return found

    def _cleaned(self, typed: str) -> str:
        if self._field is None:  # of the header, or the action: words
            return " ".join(typed.split())
        value = clean_one(self._field, self._path, typed, self._today)
        return Wrong(typed) if isinstance(value, Fault) else value


@dataclass(frozen=True, slots=True)
class Header:
    """What a row says beside its values, and the state that its record begins in. Many rows share one."""

    draft: Draft
    state: RecordState


@dataclass(slots=True)
class Checked:
    """A batch after the look. Shapes: `numbers`, `cells`, `drafts`, `actions` side by side; `refused` with all that is wrong with each."""

    numbers: list[int] = field(default_factory=list)
    cells: list[list[str]] = field(default_factory=list)
    values: list[dict[str, str]] = field(default_factory=list)
    headers: list[Header] = field(default_factory=list)
    actions: list[str] = field(default_factory=list)
    refused: list[tuple[Row, tuple[Fault, ...]]] = field(default_factory=list)

    def take(self, number: int, cells: list[str], values: dict[str, str], header: Header, action: str) -> None:
        """Another row that is right. `number`: which row of the file; `action`: what its own column asks for, empty without one."""
        self.numbers.append(number)
        self.cells.append(cells)
        self.values.append(values)
        self.headers.append(header)
        self.actions.append(action)


class Checker:
    """Looks at the rows of one load, column by column where the register's rules are all in its declaration (those on persons are not).

    `writes_for`: issuing codes of the owner; `defaults`: the header of rows that do not state it.
    """

    def __init__(
        self, register: Register, names: Sequence[str], defaults: Entered, today: date, writes_for: frozenset[str],
        words: Mapping[str, Mapping[str, str]] = NO_WORDS,
    ) -> None:  # fmt: skip
        self._register = register
        self._defaults = defaults
        self._today = today
        self._writes_for = writes_for
        self._names = tuple(names)
        self._words = words
        self._columns = [_Column(leaf(register, name) if name else None, name, today, words.get(name, {})) for name in names]
        self._fields = [place for place, name in enumerate(names) if name and leaf(register, name) is not None]
        self._headers = [place for place, name in enumerate(names) if name in HEADER_COLUMNS or name in (ACTION, DISCREET)]
        self._deciding = [place for place in self._fields if _without_items(names[place]) in _deciding(register)]
        self._order = _declared_order(register, [names[place] for place in self._fields])
        self._flat = all("." not in names[place] for place in self._fields)
        self._action = next((place for place, name in enumerate(names) if name == ACTION), -1)
        self._patterns: dict[object, Header] = {}
        self._shapes: dict[object, int] = {}

    def batch(self, batch: Batch) -> Checked:
        """The rows that the register takes, in their order, and the others."""
        out = Checked(refused=list(batch.refused))
        if batch.typed:
            for number, cells, typed in zip(batch.numbers, batch.cells, batch.typed, strict=True):
                self._one(out, number, cells, dict(typed))
        elif self._register.persons:
            for number, cells in zip(batch.numbers, batch.cells, strict=True):
                self._one(out, number, cells, self._typed(cells))
        elif batch.numbers:
            self._table(out, batch)
        return out

    def _table(self, out: Checked, batch: Batch) -> None:
        columns = list(zip(*batch.cells, strict=True))
        filled = [place for place, cells in enumerate(columns) if any(cells)]
        spelled = {place: list(map(self._columns[place].__getitem__, columns[place])) for place in filled}
        doubtful = self._doubtful(spelled)
        values = self._values(spelled, len(batch.cells))
        actions = spelled.get(self._action) or [""] * len(values)
        patterns = self._patterns_of(spelled, len(values))
        for place, (number, cells, pattern, given, action) in enumerate(
            zip(batch.numbers, batch.cells, patterns, values, actions, strict=True)
        ):
            header = None
            if place not in doubtful:
                header = self._patterns.get(pattern) or self._first(pattern, given, spelled, place)
            if header is None:
                self._one(out, number, cells, self._typed(cells))
            else:
                out.take(number, cells, given, header, action)

    def _values(self, spelled: Mapping[int, list[str]], count: int) -> list[dict[str, str]]:
        """Each row's values, in the declaration's order."""
        there = [self._fields[place] for place in self._order if self._fields[place] in spelled]
        if not there:
            return [{} for _ in range(count)]
        names = [self._names[place] for place in there]
        rows = zip(*(spelled[place] for place in there), strict=True)
        if all(all(spelled[place]) for place in there):
            made = [dict(zip(names, row, strict=True)) for row in rows]
        else:
            made = [{name: value for name, value in zip(names, row, strict=True) if value} for row in rows]
        return made if self._flat else [in_order(self._register, row) for row in made]

    def _doubtful(self, spelled: Mapping[int, list[str]]) -> set[int]:
        """Rows that `draft` must see by themselves: a cell is wrong, or two dates may be out of order."""
        found: set[int] = set()
        for column in spelled.values():
            if Wrong in set(map(type, column)):
                found.update(place for place, value in enumerate(column) if type(value) is Wrong)
        at = {self._names[place]: spelled[place] for place in self._fields if place in spelled}
        for order in self._register.orders:
            if order.earlier in at and order.later in at:
                pairs = zip(at[order.earlier], at[order.later], strict=True)
                found.update([place for place, (earlier, later) in enumerate(pairs) if later < earlier and later])
        return found

    def _patterns_of(self, spelled: Mapping[int, list[str]], count: int) -> Iterable[tuple[object, ...]]:
        """What decides about each row as a whole: which columns are filled in all rows here, and of the others which in this row."""
        deciding = [spelled[place] for place in (*self._deciding, *self._headers) if place in spelled]
        always = tuple(place for place in self._fields if place in spelled and all(spelled[place]))
        some = [[value != "" for value in spelled[place]] for place in self._fields if place in spelled and place not in always]
        which = tuple(place for place in spelled if place not in always)
        shape = self._shapes.setdefault((always, which), len(self._shapes))
        return zip(repeat(shape, count), *deciding, *some, strict=True)

    def _first(self, pattern: tuple[object, ...], given: Mapping[str, str], spelled: Mapping[int, list[str]], place: int) -> Header | None:
        """What `draft` says of the first row of a pattern; kept where it takes it. None: each such row goes by itself."""
        header = {self._names[at]: spelled[at][place] for at in self._headers if at in spelled}
        try:
            action = _action(header.pop(ACTION, ""))
            made = draft(self._register, given, header_of(header, self._defaults), self._today, self._writes_for)
        except InvalidRecord:
            return None
        if action is Action.WITHDRAW:
            return None
        kept = self._stated(made)
        if len(self._patterns) < _PATTERNS:
            self._patterns[pattern] = kept
        return kept

    def typed_of(self, row: Row) -> dict[str, str]:
        """What a refused row says, as far as it can be read: column by column, or as JSON."""
        if len(row.cells) != len(self._names):
            return {}
        if self._names == ("",):
            try:
                return typed_of(self._register, row.cells[0])
            except Invalid:
                return {}
        return self._typed(row.cells)

    def _typed(self, cells: Sequence[str]) -> dict[str, str]:
        filled = ((name, as_typed(cell)) for name, cell in zip(self._names, cells, strict=True) if name and cell.strip())
        return {name: meant(cell, self._words.get(name, {})) for name, cell in filled}

    def _one(self, out: Checked, number: int, cells: list[str], typed: dict[str, str]) -> None:
        """One row by itself, with every fault."""
        try:
            action = _action(typed.pop(ACTION, ""))
            header = header_of(typed, self._defaults)
            if action is Action.WITHDRAW:
                values = identified(self._register, typed, self._today)
                out.take(number, cells, values, _NOTHING, action)
                return
            made = draft(self._register, typed, header, self._today, self._writes_for)
        except InvalidRecord as invalid:
            out.refused.append((Row(number, cells), invalid.faults))
            return
        out.take(number, cells, dict(made.values), self._stated(made), action)

    def _stated(self, made: Draft) -> Header:
        decide = {name: made.values[name] for name in SHIELDING if name in made.values}
        return Header(replace(made, values=decide), first_state(self._register, made)[0])


_NOTHING: Final = Header(Draft({}, frozenset(), "", Source.AUTHORITY, Level.OFFICIAL, 0, 0, False, date.max), RecordState.RELEASED)


def _action(typed: str) -> Action:
    try:
        return Action(typed.strip().casefold() or "enter")
    except ValueError:
        raise InvalidRecord(_NO_ACTION) from None


def identified(register: Register, typed: Mapping[str, str], today: date) -> dict[str, str]:
    """What a row that withdraws must say: what makes the record the same thing. Raises: InvalidRecord."""
    values: dict[str, str] = {}
    faults: list[Fault] = []
    for path, raw in typed.items():
        of = leaf(register, path)
        if of is None or not raw.strip():
            continue
        value = clean_one(of, path, raw, today)
        if isinstance(value, Fault):
            faults.append(value)
        else:
            values[path] = value
    if faults:
        raise InvalidRecord(*faults)
    return in_order(register, values)


def _deciding(register: Register) -> set[str]:
    """Fields whose value, not only whose presence, decides whether a row is taken, how long it is kept and whether it waits."""
    needs = {of.needed_for[0] for of in register.fields if of.needed_for}
    inner = {f"{of.name}.{part.needed_for[0]}" for of in register.fields for part in of.parts if part.needed_for}
    lives = {keep.field for keep in register.kept}
    reviews = {review.field for review in register.reviewed if review.field}
    return needs | inner | lives | reviews | {register.issuer_writes} - {""}


def _without_items(path: str) -> str:
    return ".".join(word for word in path.split(".") if not word.isdigit())


def _declared_order(register: Register, names: Sequence[str]) -> list[int]:
    """Where the columns stand in the declaration's order."""
    tops = {of.name: place for place, of in enumerate(register.fields)}
    return sorted(range(len(names)), key=lambda place: tops[names[place].partition(".")[0]])


def header_of(typed: dict[str, str], defaults: Entered) -> Entered:
    """The header of one row: its own columns, else what the officer stated for the whole file. Takes them out of `typed`."""
    own: dict[str, str | tuple[str, ...] | bool] = {}
    for name in HEADER_COLUMNS:
        if cell := typed.pop(name, ""):
            own[name] = tuple(cell.replace(";", " ").replace("|", " ").replace(",", " ").split()) if name in _MANY else cell.strip()
    if cell := typed.pop(DISCREET, ""):
        own[DISCREET] = cell.strip().casefold() in _YES
    return replace(defaults, **own)  # type: ignore[arg-type]
