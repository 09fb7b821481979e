"""Names as lists write them, taken apart: several in one line, another script in brackets, remarks beside them."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator
from typing import Final

# First word of a letter's Unicode name -> ISO 15924. Blocks of one script are named alike, so this is the block as well.
_SCRIPTS: Final = {
    "LATIN": "Latn", "FULLWIDTH": "Latn", "ARABIC": "Arab", "CYRILLIC": "Cyrl", "GREEK": "Grek", "HEBREW": "Hebr", "CJK": "Hani",
    "HANGUL": "Hang", "HIRAGANA": "Jpan", "KATAKANA": "Jpan", "DEVANAGARI": "Deva", "BENGALI": "Beng", "GURMUKHI": "Guru", "TAMIL": "Taml",
    "THAI": "Thai", "LAO": "Laoo", "KHMER": "Khmr", "MYANMAR": "Mymr", "SINHALA": "Sinh", "ETHIOPIC": "Ethi", "ARMENIAN": "Armn",
    "GEORGIAN": "Geor", "THAANA": "Thaa", "TIBETAN": "Tibt", "MONGOLIAN": "Mong", "SYRIAC": "Syrc", "GUJARATI": "Gujr", "TELUGU": "Telu",
    "KANNADA": "Knda", "MALAYALAM": "Mlym",
}  # fmt: skip
_COUNTED: Final = re.compile(r"(?:^|\s+)[a-z]\)\s+")
_REMARK: Final = re.compile(r",\s+(?=(?:born|date of|passport|nationality|previously|formerly)\b)", re.IGNORECASE)
_SHORT: Final = re.compile(r"[A-Z][A-Z.&-]{1,9}")
_NOT_NAMES: Final = frozenset({"NGO", "UK", "US", "USA", "UAE"})
_ORIGINAL: Final = "original script"
_DEEPEST: Final = 4


def script_of(text: str) -> str:
    """The script that most letters are of, as ISO 15924; `Zyyy` where there is no letter, `Zzzz` where it is none of the table.

    A guess by Unicode block: Chinese, Japanese and Korean names in Han characters alone are all `Hani`.
    """
    words = Counter(unicodedata.name(letter, "").partition(" ")[0] for letter in text if unicodedata.category(letter)[0] == "L")
    if not words:
        return "Zyyy"
    if words.keys() & {"HIRAGANA", "KATAKANA"}:
        return "Jpan"
    return _SCRIPTS.get(words.most_common(1)[0][0], "Zzzz")


def spelled(text: str, depth: int = 0) -> list[tuple[str, str]]:
    """The names of one line, each with what is remarked beside it.

    `A; B` are two names, and so are `A (B)` where B is in another script or an abbreviation, and `A (B; C)` three. Any other text in
    brackets is a remark, and so is what follows `, born`.
    """
    found: list[tuple[str, str]] = []
    for part in _parts(" ".join(text.split())):
        outside, brackets = _taken_apart(part)
        name, *more = _REMARK.split(outside, maxsplit=1)
        remarks = [word.strip(" .") for word in more]
        others: list[tuple[str, str]] = []
        for inner in brackets:
            if depth < _DEEPEST and _is_name(inner, name):
                others += spelled(inner, depth + 1)
            elif inner.strip().lower() != _ORIGINAL:
                remarks.append(inner.strip())
        if name.strip(" ,."):
            found.append((name.strip(" ,"), "; ".join(remark for remark in remarks if remark)))
        elif remarks and not others:
            found.append((" ".join(remarks), ""))  # nothing stands outside: the brackets hold the name
        found += others
    return list(dict.fromkeys(found))


def _is_name(inner: str, outside: str) -> bool:
    if _SHORT.fullmatch(inner.strip()):
        return inner.strip() not in _NOT_NAMES
    if ";" in inner and inner.strip().lower() != _ORIGINAL:
        return True
    one, other = script_of(inner), script_of(outside)
    return "Zyyy" not in (one, other) and one != other and _ORIGINAL not in inner.lower()


def _parts(text: str) -> Iterator[str]:
    """The text at its semicolons and at `b)`, but not within brackets."""
    depth, start = 0, 0
    pieces = []
    for place, letter in enumerate(text):
        if letter == "(":
            depth += 1
        elif letter == ")":
            depth = max(0, depth - 1)
        elif letter == ";" and not depth:
            pieces.append(text[start:place])
            start = place + 1
    pieces.append(text[start:])
    for piece in pieces:
        yield from (part for part in _COUNTED.split(piece) if part.strip())


def _taken_apart(part: str) -> tuple[str, list[str]]:
    """What stands outside of brackets, and the contents of the outermost ones. A bracket that is not closed goes to the end."""
    outside, brackets, depth, inner = "", list[str](), 0, ""
    for letter in part:
        if letter == "(":
            depth += 1
            if depth == 1:
                continue
        elif letter == ")":
            depth -= 1 if depth else 0
            if not depth:
                brackets.append(inner)
                inner = ""
                continue
        if depth:
            inner += letter
        else:
            outside += letter
    return " ".join(outside.split()), [text for text in (*brackets, inner) if text.strip()]
