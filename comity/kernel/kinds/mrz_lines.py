"""What a reader, a keyboard or a paste gives, as the lines of a zone: of the right number and width."""

from __future__ import annotations

import re
import unicodedata
from typing import Final

from comity.kernel.badvalue import BadValue
from comity.kernel.kinds.mrz_layout import LAYOUTS, Layout, MrzFormat
from comity.kernel.text import bad_character, too_long

Sentence = tuple[str, dict[str, str]]

LONGEST: Final = 400  # characters as pasted; the largest zone has 90
SHORTEST_LINE: Final = {MrzFormat.TD1: 15, MrzFormat.TD2: 28, MrzFormat.TD3: 28, MrzFormat.MRV_A: 28, MrzFormat.MRV_B: 28}
_ACCEPTED: Final = "Two lines of 44 or 36 characters, or three of 30: capital letters, digits and <."
_WIDTHS: Final = (30, 36, 44)
_WHOLE: Final = {88: 44, 72: 36, 90: 30}  # characters of all lines together -> width of one
_LOOKS_LIKE_FILLER: Final = str.maketrans({"«": "<<", "‹": "<", "〈": "<", "≪": "<<", "＜": "<"})


def lines_of(text: str) -> tuple[Layout, tuple[str, ...], tuple[Sentence, ...]]:
    """The layout, its lines at full width, and what had to be done to get them.

    Raises: BadValue `too_long`, `empty`, `bad_character`, `not_a_zone`.
    """
    if len(text) > LONGEST:
        raise too_long(LONGEST)
    text = text.strip().translate(_LOOKS_LIKE_FILLER)
    lines = [line for line in (_tidy(row, blank_is_filler="<" not in text) for row in re.split(r"[\r\n]+", text)) if line]
    if not lines:
        raise BadValue("empty", "Nothing was read.", _ACCEPTED)
    if len(lines) == 1 and (width := _WHOLE.get(len(lines[0]))):
        lines = [lines[0][start : start + width] for start in range(0, len(lines[0]), width)]
    layout = _layout(lines)
    return layout, *_full_width(lines, layout)


def _tidy(row: str, *, blank_is_filler: bool) -> str:
    """One line in A-Z, 0-9 and `<`. A space is noise; a filler where the text has no other, or where the width says so."""
    row = unicodedata.normalize("NFKC", row.strip()).replace("\t", " ")
    row = "".join(str(unicodedata.decimal(character)) if character.isdecimal() else character for character in row)
    for character in row:
        if not (character.isascii() and (character.isalnum() or character in "< ")):
            raise bad_character(character)
    dropped, filled = row.upper().replace(" ", ""), row.upper().replace(" ", "<")
    return filled if blank_is_filler or (len(filled) in _WIDTHS and len(dropped) not in _WIDTHS) else dropped


def _layout(lines: list[str]) -> Layout:
    width = max(len(line.rstrip("<")) for line in lines)
    if len(lines) == 3 and width <= 30:
        return LAYOUTS[MrzFormat.TD1]
    if len(lines) == 2 and width <= 44:
        wide = max(width, *(len(line) for line in lines if len(line) <= 44), 0) > 36
        if lines[0].startswith("V"):
            return LAYOUTS[MrzFormat.MRV_A if wide else MrzFormat.MRV_B]
        return LAYOUTS[MrzFormat.TD3 if wide else MrzFormat.TD2]
    raise BadValue("not_a_zone", "This is not a whole machine readable zone.", _ACCEPTED)


def _full_width(lines: list[str], layout: Layout) -> tuple[tuple[str, ...], tuple[Sentence, ...]]:
    notes: list[Sentence] = []
    full = []
    names = layout.fields["names"].line
    for place, line in enumerate(lines):
        if place != names and len(line) < SHORTEST_LINE[layout.format]:
            values = {"line": str(place + 1), "count": str(len(line)), "width": str(layout.width)}
            raise BadValue("not_a_zone", "Line {line} has {count} characters instead of {width}.", _ACCEPTED, values)
        if len(line) != layout.width:
            notes.append(_note(place, len(line), layout.width))
        full.append(line[: layout.width].ljust(layout.width, "<"))
    return tuple(full), tuple(notes)


def _note(place: int, count: int, width: int) -> Sentence:
    values = {"line": str(place + 1), "count": str(abs(width - count))}
    if count < width:
        return "Line {line} was {count} characters short; fillers were added at its end.", values
    return "Line {line} was {count} fillers too long; they were dropped.", values
