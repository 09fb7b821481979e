"""The officer's language: gettext with named places, plurals, dates and times, direction, digits.

Message ids are the English sentences themselves. A catalogue is a `.po` file under `locale/`; it is read once a process.
Source: the form of dates and times is the interface's own: UTC first, 24 hours, `21 Nov 2026` in text.
"""

from __future__ import annotations

import io
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, tzinfo
from enum import StrEnum
from functools import cache
from gettext import GNUTranslations, NullTranslations
from pathlib import Path
from typing import Final

from babel.dates import format_date
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.numbers import format_decimal
from htpy import Node

from comity.edges.web.composed import taken_apart
from comity.edges.web.marking import Message as Message
from comity.edges.web.marking import mark as mark
from comity.edges.web.marking import message as message

LOCALE: Final = Path(__file__).parent / "locale"
_PLACE: Final = re.compile(r"\{(\w+)\}")
_LETTER: Final = re.compile(r"[A-Za-z]")
_ARABIC_DIGITS: Final = str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩")
_ISOLATE: Final = "\u2068"  # first strong isolate: a foreign word cannot turn the sentence around it
_LEFT: Final = "\u2066"
_RIGHT: Final = "\u200f"
_END: Final = "\u2069"
# What is read from the left as one: 2026-11-??, 120.5 cm, +44 20 7946 0123. After Arabic letters its parts would change places.
_RUN: Final = re.compile(r"""\{\w+\}|[+*#.-]{0,2}[0-9A-Za-z?](?:[ .,:;/+*#°'"@_<>-]{0,3}[0-9A-Za-z?])*[#*]?""")


class Language(StrEnum):
    """Languages whose catalogue is complete. A test refuses one that is not."""

    ENGLISH = "en"
    ARABIC = "ar"

    @property
    def own_name(self) -> str:
        """What its speakers call it; shown untranslated, so that it can be found by those who read nothing else."""
        return {"en": "English", "ar": "العربية"}[self.value]

    @property
    def short(self) -> str:
        """Its name in itself, as short as the frame has room for."""
        return {"en": "EN", "ar": "عربي"}[self.value]

    @property
    def direction(self) -> str:
        """As HTML has it: `ltr` or `rtl`."""
        return "rtl" if self is Language.ARABIC else "ltr"


class Digits(StrEnum):
    """Digits of numbers and times; identifiers always keep the digits of their document."""

    WESTERN = "western"
    ARABIC = "arabic"


_SENTENCES: Final = frozenset({"sentence", "accepted"})


@cache
def _catalogue(language: Language) -> NullTranslations:
    path = LOCALE / language.value / "LC_MESSAGES" / "comity.po"
    if not path.exists():
        return NullTranslations()
    with path.open("rb") as source:
        entries = read_po(source, locale=language.value)
    compiled = io.BytesIO()
    write_mo(compiled, entries)
    compiled.seek(0)
    return GNUTranslations(compiled)


@dataclass(frozen=True, slots=True)
class Translator:
    """Says a message in one language. Units: datetimes are aware; `zone` is the place where the officer sits."""

    language: Language = Language.ENGLISH
    digits: Digits = Digits.WESTERN
    zone: tzinfo = UTC

    def __call__(self, text: str, /, **places: object) -> str:
        """The sentence with its places filled."""
        return self._fill(self._found(text), places)

    def plural(self, one: str, many: str, n: int, /, **places: object) -> str:
        """The sentence in the form that the number asks for; `{n}` is the number."""
        return self._fill(_catalogue(self.language).ngettext(one, many, n), {"n": n, **places})

    def say(self, what: Message) -> str:
        """A message of an inner slice; a text without a translation stands in English. A sentence in its places is a message itself."""
        places = {name: self._found(value) if name in _SENTENCES else value for name, value in what[1].items()}
        return self(what[0], **places)

    def rich(self, text: str, /, **places: Node) -> list[Node]:
        """The sentence as nodes, so that a place may hold an element."""
        parts = _PLACE.split(self._found(text))
        return [places.get(part, "") if index % 2 else part for index, part in enumerate(parts)]

    def number(self, value: int) -> str:
        """A count, with the language's grouping."""
        return self._digits(format_decimal(value, locale=self.language.value, numbering_system="latn"))

    def day(self, value: date) -> str:
        """A day in text: `21 Nov 2026`."""
        shape = "d MMMM y" if self.language is Language.ARABIC else "d MMM y"
        return self._digits(format_date(value, shape, locale=self.language.value).translate(_western))

    def month(self, value: date) -> str:
        """A month in text: `Nov 2026`."""
        shape = "MMMM y" if self.language is Language.ARABIC else "MMM y"
        return self._digits(format_date(value, shape, locale=self.language.value).translate(_western))

    def month_below(self, value: date, *, first: bool) -> tuple[str, ...]:
        """A month below a drawing: `Nov`, with the year beneath the first one and each January."""
        name = format_date(value, "MMM", locale=self.language.value)
        return (name, self._digits(f"{value:%Y}")) if first or value.month == 1 else (name,)

    def time(self, at: datetime, *, seconds: bool = True) -> str:
        """A time of day, UTC: `14:22:07 UTC`."""
        shape = "%H:%M:%S" if seconds else "%H:%M"
        return self._digits(at.astimezone(UTC).strftime(shape)) + "\u00a0UTC"

    def local(self, at: datetime) -> str:
        """The same moment here, for the second place: `16:22 here`; nothing where here is UTC."""
        here = at.astimezone(self.zone)
        return self("{time} here", time=self._digits(here.strftime("%H:%M"))) if here.utcoffset() else ""

    def moment(self, at: datetime, *, seconds: bool = True) -> str:
        """Day and time, UTC: `21 Nov 2026, 14:22:07 UTC`."""
        said = self("{day}, {time}", day=self.day(at.astimezone(UTC)), time=self.time(at, seconds=seconds))
        return f"{_RIGHT}{said}" if self.language.direction == "rtl" else said

    def _found(self, text: str) -> str:
        """The translation; among right-to-left text, dates stay in order and an untranslated sentence keeps its own direction."""
        found = _catalogue(self.language).gettext(text)
        if self.language is Language.ENGLISH:
            return found
        if found == text and (composed := taken_apart(text)):
            return self.say(composed)
        if self.language.direction == "ltr":
            return found
        return (
            f"{_LEFT}{found}{_END}"
            if found == text and text.isascii() and _LETTER.search(_PLACE.sub("", text))
            else _RUN.sub(_left_to_right, found)
        )

    def _digits(self, text: str) -> str:
        return text.translate(_ARABIC_DIGITS) if self.digits is Digits.ARABIC else text

    def _fill(self, text: str, places: Mapping[str, object]) -> str:
        return _PLACE.sub(lambda found: self._place(places.get(found[1], found[0])), text)

    def _place(self, value: object) -> str:
        if isinstance(value, int):
            return self.number(value)
        return f"{_ISOLATE}{value}{_END}" if self.language.direction == "rtl" else str(value)


def _left_to_right(found: re.Match[str]) -> str:
    run = found[0]
    return run if run.isalpha() or run.isdecimal() or run.startswith("{") else f"{_LEFT}{run}{_END}"


_western: Final = str.maketrans("٠١٢٣٤٥٦٧٨٩", "0123456789")
