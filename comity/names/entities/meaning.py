"""Words to what they mean: numbers, places, words that many names have; the rest is a name's own."""

from __future__ import annotations

import re
from typing import Final

from comity.names.entities.latin import latin_forms, letters
from comity.names.entities.model import Kind, Token
from comity.names.entities.tables import NUMBER_WEIGHT, Meaning, dropped, known_words, longest, meanings, slips, together, unspaced

_ROMAN: Final = re.compile(r"(x{0,3})(ix|iv|v?i{0,3})")
_UNITS: Final = {"": 0, "i": 1, "ii": 2, "iii": 3, "iv": 4, "v": 5, "vi": 6, "vii": 7, "viii": 8, "ix": 9}
_SHORT_WEIGHT: Final = {1: 0.5, 2: 0.8, 3: 0.9}
_ARTICLES: Final = ("وال", "بال", "لل", "ال")  # and the, with the, for the, the: written onto the word
_SHORTEST_SLIP: Final = 6


def cut(word: str) -> list[str]:
    """A run of a script without spaces, cut at the words that are known: the longest first, from the left."""
    if not word or not any(map(together, word)):
        return [word]
    parts: list[str] = []
    rest, at = 0, 0
    while at < len(word):
        known = next((end for end in range(min(len(word), at + 14), at + 1, -1) if word[at:end] in unspaced()), 0)
        if known:
            parts += [word[rest:at], word[at:known]]
            rest = at = known
        else:
            at += 1
    return [part for part in (*parts, word[rest:]) if part]


def straight(word: str) -> str:
    """A long word with one slip as the known word that it must be (institute, aktiengesellschaft); any other as it is."""
    if len(word) < _SHORTEST_SLIP or not word.isascii() or word in known_words():
        return word
    return next((found for less in (word, *sorted(dropped(word))) if (found := slips().get(less))), word)


def _roman(word: str) -> int:
    found = _ROMAN.fullmatch(word)
    return 10 * len(found.group(1)) + _UNITS[found.group(2)] if found else 0


def _number(words: list[str], at: int) -> tuple[int, Token] | None:
    """A number in digits, Roman numerals or words at a place: how many words it takes. A single I, V or X counts at the end alone."""
    word = words[at]
    value = _spelled(word)
    length = 1
    if value is not None and 20 <= value <= 90 and value % 10 == 0 and at + 1 < len(words) and not word.isdigit():
        unit = _spelled(words[at + 1])
        if unit is not None and 1 <= unit <= 9:
            value, length = value + unit, 2
    if value is None and (len(word) > 1 or at + 1 == len(words)) and at and _roman(word):
        value = _roman(word)
    if value is None:
        return None
    text = " ".join(words[at : at + length])
    return length, Token(text, (str(value),), (f"number:{value}",), NUMBER_WEIGHT, Kind.NUMBER, letters(str(value)))


def _spelled(word: str) -> int | None:
    if word.isdecimal():
        return int(word)
    found = meanings().get(word, ())
    return int(found[0].name.split(":")[1]) if found and found[0].kind == Kind.NUMBER else None


def _known(words: list[str], at: int) -> tuple[int, tuple[Meaning, ...]] | None:
    for length in range(min(longest(), len(words) - at), 0, -1):
        if found := meanings().get(" ".join(words[at : at + length])):
            return length, found
    found = meanings().get(_bare(words[at]), ())
    return (1, found) if found else None


def _bare(word: str) -> str:
    """An Arabic word without the article that is written onto it."""
    return next((word.removeprefix(one) for one in _ARTICLES if word.startswith(one) and len(word) > len(one) + 2), word)


def _own(word: str) -> Token:
    forms = latin_forms(_bare(word))
    return Token(word, forms, (), _SHORT_WEIGHT.get(len(forms[0]), 1.0), Kind.WORD, letters(forms[0]))


def _known_token(text: str, senses: tuple[Meaning, ...]) -> Token:
    forms = latin_forms(_bare(text))
    return Token(text, forms, tuple(one.name for one in senses), senses[0].weight, senses[0].kind, letters(forms[0]))


def tokens(words: list[str]) -> list[Token]:
    """Folded words to tokens, the longest known phrases first."""
    found: list[Token] = []
    at = 0
    while at < len(words):
        if number := _number(words, at):
            found.append(number[1])
            at += number[0]
        elif known := _known(words, at):
            found.append(_known_token(" ".join(words[at : at + known[0]]), known[1]))
            at += known[0]
        else:
            found.append(_own(words[at]))
            at += 1
    return found if any(token.weight for token in found) else [_own(word) for word in words]
