"""Calibres of firearms: one designation for the many that a cartridge goes by.

Source: data/calibres.tsv, after the tables of the C.I.P. (TDCC), SAAMI Z299 and agreements of NATO. A calibre that is not in the list is
taken as it was written, and said to be unknown: there are wildcat and home-made chambers.
"""

from __future__ import annotations

import re
from typing import Final

from comity.kernel import countries
from comity.kernel.badvalue import BadValue
from comity.kernel.kinds.rows import Message, line_kind
from comity.kernel.text import LONGEST_TYPED, prose, too_long

_ACCEPTED: Final = "A calibre, such as 9 mm Luger, 9x19, .45 ACP or 12 gauge."
_LONGEST: Final = 40
_WRITTEN: Final = re.compile(r"[.\w][\w .&/-]*", re.ASCII)


def _key(text: str) -> str:
    """What two spellings of one designation share: no case, no spaces, no *mm*, *calibre* or dot but within a number."""
    plain = re.sub(r"(?<=\d),(?=\d)", ".", text.casefold())
    plain = re.sub(r"\b(?:calibre|caliber|kaliber|cal)\b\.?", " ", plain)
    plain = re.sub(r"(?<=\d)\s*(?:mm\b|mm(?=\s*x))", " ", plain)
    plain = re.sub(r"(?<=\d)\s*x\s*(?=\d)", "x", plain)
    plain = re.sub(r"(?<!\d)\.|\.(?!\d)", " ", plain)
    return re.sub(r"[\s-]+", "", plain)


def _by_key() -> dict[str, str]:
    known: dict[str, str] = {}
    for name, aliases, _ in countries.table("calibres.tsv"):
        for spelling in (name, *aliases.split(";")):
            known[_key(spelling)] = name
    return known


CALIBRES: Final[tuple[str, ...]] = tuple(name for name, _, _ in countries.table("calibres.tsv"))
_KNOWN: Final = _by_key()


def clean_calibre(typed: str) -> str:
    """The designation of the list, or what was written where it has none. Raises: BadValue `too_long`, `bad_calibre`, those of `prose`."""
    if len(typed) > LONGEST_TYPED:
        raise too_long(_LONGEST)
    text = prose(typed, LONGEST_TYPED).replace("\u00d7", "x").replace("\u2013", "-").replace("\u00a0", " ")
    if found := _KNOWN.get(_key(text)):
        return found
    if len(text) > _LONGEST:
        raise too_long(_LONGEST)
    if not _WRITTEN.fullmatch(text) or not any(character.isdigit() for character in text):
        raise BadValue("bad_calibre", "This is not a calibre.", _ACCEPTED)
    return text


def _odd(value: str) -> tuple[Message, ...]:
    return () if value in CALIBRES else (("This calibre is not in the list; it is kept as it was written.", {}),)


CALIBRE = line_kind(
    "calibre",
    clean_calibre,
    hint="As stamped on the barrel or slide",
    accepted=_ACCEPTED,
    personal=False,
    examples=("9 mm Parabellum", ".45 ACP", "12 gauge"),
    longest=_LONGEST,
    fold=str.casefold,
    check=_odd,
)
