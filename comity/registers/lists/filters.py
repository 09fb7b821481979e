"""What a list is asked for: words as an officer gives them, checked all at once, and the SQL of fixed words that they stand for."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Final

from comity.access.model import Reader
from comity.kernel.badvalue import BadValue
from comity.kernel.errors import Fault, Invalid
from comity.kernel.kinds.dates import clean_date
from comity.kernel.records import RecordState
from comity.registers.lists.columns import Column, Shape, codes_of, columns
from comity.registers.model import Register

SOON: Final = timedelta(days=183)  # the six months of the question before the end (retention.ask_before_end)
STALE: Final = timedelta(days=548)  # eighteen months without a confirmation (record.stale_flag)
SHOWN: Final = (("waiting", "Waiting for review"), ("ends_soon", "Ends soon"), ("stale", "Not confirmed for long"))
LONGEST: Final = 200
_MOST_WORDS: Final = 40
_LIVE: Final = (int(RecordState.WAITING), int(RecordState.RELEASED), int(RecordState.BLOCKED))


@dataclass(frozen=True, slots=True)
class Filter:
    """Words by the name of what they ask: `state`, `theft_date_from`, `show`, `identifier`. As typed; empty ones say nothing."""

    words: Mapping[str, str] = field(default_factory=dict)

    def __bool__(self) -> bool:
        return bool(self.words)

    @property
    def spelled(self) -> str:
        """The one spelling, for what is bound to a filter: `level=official&state=waiting`."""
        return "&".join(f"{name}={value}" for name, value in sorted(self.words.items()) if value)


@dataclass(frozen=True, slots=True)
class Where:
    """SQL of fixed words joined by *and*, with its values; `identifier` is left to the keyed hash."""

    owner: int
    sql: str
    values: tuple[object, ...]
    identifier: str = ""


@dataclass(frozen=True, slots=True)
class _Asked:
    """Who asks, when, and of what."""

    reader: Reader
    now: datetime


_Part = tuple[str, tuple[object, ...]]


def where(register: Register, wanted: Filter, reader: Reader, now: datetime) -> Where:
    """The conditions. Raises: Invalid with every word that the register's list does not have, or whose value it does not take."""
    given = {name: value.strip() for name, value in wanted.words.items() if value.strip()}
    identifier = given.pop("identifier", "")
    by_word = {word: column for column in columns(register, reader) for word in column.words}
    parts: list[_Part] = []
    faults = [Fault("where", "too_many", "That are too many conditions.", f"At most {_MOST_WORDS}.")] if len(given) > _MOST_WORDS else []
    for name, value in given.items():
        try:
            parts.append(_part(by_word, name, value, _Asked(reader, now)))
        except Invalid as problem:
            faults += problem.faults
    if faults:
        raise Invalid(*faults)
    sql = " and ".join(["true", *(sql for sql, _ in parts)])
    return Where(reader.authority, sql, tuple(value for _, values in parts for value in values), identifier)


def _part(by_word: Mapping[str, Column], name: str, value: str, asked: _Asked) -> _Part:
    if len(value) > LONGEST:
        raise Invalid(Fault(name, "too_long", "This is too long.", f"At most {LONGEST} characters."))
    if name == "show":
        return _shown(value, asked)
    column = by_word.get(name)
    if column is None:
        raise Invalid(Fault(name, "unknown_column", "The list has no such column.", ", ".join(sorted(by_word))))
    return _BY_SHAPE[column.shape](column, name, value, asked)


def _shown(value: str, asked: _Asked) -> _Part:
    match value:
        case "waiting":
            return "t.state = %s", (int(RecordState.WAITING),)
        case "ends_soon":
            return "t.state = any(%s) and t.ends_at <= %s", (list(_LIVE), asked.now.date() + SOON)
        case "stale":
            return "t.state = any(%s) and t.confirmed_at < %s", (list(_LIVE), asked.now - STALE)
        case _:
            raise Invalid(Fault("show", "unknown_choice", "There is no such list.", ", ".join(code for code, _ in SHOWN)))


def _several(column: Column, name: str, value: str) -> list[str]:
    codes = [code.strip() for code in value.split(",") if code.strip()]
    known = dict(column.choices)
    if not codes or any(code not in known for code in codes):
        raise Invalid(Fault(name, "unknown_choice", "There is no such choice.", ", ".join(known)))
    return codes


def _choice(column: Column, name: str, value: str, _: _Asked) -> _Part:
    codes = _several(column, name, value)
    if column.field is not None:
        return f"{column.sql} = any(%s)", (codes,)
    numbers = codes_of(column)
    return f"t.{column.sql} = any(%s)", ([numbers[code] for code in codes],)


def _mask(column: Column, name: str, value: str, _: _Asked) -> _Part:
    """At least one of the bits."""
    codes = _several(column, name, value)
    numbers = codes_of(column) if column.name == "purposes" else _warnings(column)
    bits = sum({numbers[code] for code in codes})
    return f"t.{column.sql} & %s <> 0", (bits,)


def _warnings(column: Column) -> dict[str, int]:
    return {code: column.bits[place] for place, (code, _) in enumerate(column.choices)}


def _yes(column: Column, name: str, value: str, _: _Asked) -> _Part:
    (code, *more) = _several(column, name, value)
    if more:
        raise Invalid(Fault(name, "unknown_choice", "There is no such choice.", "yes, no"))
    return f"t.{column.sql} = %s", (code == "yes",)


def _officer(column: Column, name: str, value: str, asked: _Asked) -> _Part:
    if value == "me" and asked.reader.officer:
        return f"t.{column.sql} = %s", (asked.reader.officer,)
    if value.isascii() and value.isdigit() and len(value) <= 9:
        return f"t.{column.sql} = %s", (int(value),)
    raise Invalid(Fault(name, "unknown_choice", "There is no such officer.", "me, or an officer's number"))


def _time(column: Column, name: str, value: str, _: _Asked) -> _Part:
    """`_to` takes the whole of that day. A column of days compares with days, one of times with midnight, UTC."""
    try:
        day = date.fromisoformat(value)
    except ValueError:
        raise Invalid(Fault(name, "bad_date", "This is not a date.", "YYYY-MM-DD.")) from None
    if name.endswith("_from"):
        return f"t.{column.sql} >= %s", (_bound(column, day),)
    return f"t.{column.sql} < %s", (_bound(column, min(day, date.max - timedelta(days=1)) + timedelta(days=1)),)


def _bound(column: Column, day: date) -> str:
    return day.isoformat() if column.sql == "ends_at" else f"{day.isoformat()}T00:00:00+00:00"


def _date(column: Column, name: str, value: str, _: _Asked) -> _Part:
    """Dates as far as they are known: one is within where its known leading parts may be (`2026-??-12` counts as its year).

    In the order of code points `?` comes after every digit, so a range of texts is a range of dates but for the unknown parts, which are
    asked for beside it.
    """
    try:
        wanted = clean_date(value)
    except BadValue as problem:
        raise Invalid(Fault(name, problem.code, problem.text, problem.accepted)) from None
    if "?" in wanted:
        raise Invalid(Fault(name, "unknown_part", "A range begins and ends with what is known.", "YYYY, YYYY-MM or YYYY-MM-DD."))
    text = column.sql
    if name.endswith("_from"):
        leads = [wanted[:length] for length in (4, 7) if length < len(wanted)]
        return f"({text} >= %s or {text} = any(%s))", (wanted, leads)
    year = wanted[:4]
    return f"({text} < %s or {text} >= %s and {text} < %s or {text} >= %s)", (wanted + "~", f"{year}-?", f"{year}-@", "?")


def _text(column: Column, name: str, value: str, _: _Asked) -> _Part:
    declared = column.field
    try:
        cleaned = declared.kind.clean(value) if declared is not None else value
    except BadValue as problem:
        raise Invalid(Fault(name, problem.code, problem.text, problem.accepted)) from None
    return f"{column.sql} = %s", (cleaned,)


_BY_SHAPE: Final[dict[Shape, Callable[[Column, str, str, _Asked], _Part]]] = {
    Shape.CHOICE: _choice,
    Shape.MASK: _mask,
    Shape.TIME: _time,
    Shape.DATE: _date,
    Shape.TEXT: _text,
    Shape.OFFICER: _officer,
    Shape.YES: _yes,
}


def named(register: Register, wanted: Filter, reader: Reader) -> Iterator[tuple[str, str, Column | None]]:
    """Each condition in force, for the chips of a page: its word, its value, its column (none for `show` and `identifier`)."""
    by_word = {word: column for column in columns(register, reader) for word in column.words}
    for name, value in wanted.words.items():
        if value.strip():
            yield name, value.strip(), by_word.get(name)
