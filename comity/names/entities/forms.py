"""Legal forms, told from the words of a name: GmbH, OOO, Sociedad Anonima de Capital Variable.

A short form counts at either end of the name alone, since `sa` and `as` are words as well; a long one counts anywhere. A name that is
nothing but legal forms keeps them as its words.
"""

from __future__ import annotations

from typing import Final

from comity.names.entities.model import Kind
from comity.names.entities.tables import legal_forms, longest, meanings

_PLACE_WORDS: Final = 3
_LONG: Final = 14  # letters of a form that is nothing else, wherever it stands
_ALIKE: Final = {frozenset(pair.split("-")) for pair in ("corp-llc", "corp-jsc", "corp-lp")}
_TRADE: Final = frozenset({"llc", "jsc", "corp", "lp"})
_OTHER_TRADE: Final = 0.03
_OTHER_SORT: Final = 0.12
GLUED: Final = frozenset(
    {"ag", "gmbh", "llc", "ltd", "inc", "plc", "bv", "nv", "ooo", "oao", "pao", "srl", "spa", "ab", "oy", "kg", "co", "corp"}
)


def _at(words: list[str], start: int) -> tuple[int, str] | None:
    """Length and class of the longest legal form that begins at a word."""
    for length in range(min(longest(), len(words) - start), 0, -1):
        if kind := legal_forms().get(" ".join(words[start : start + length])):
            return length, kind
    return None


def _ending(words: list[str], end: int) -> tuple[int, str] | None:
    for length in range(min(longest(), end), 0, -1):
        if kind := legal_forms().get(" ".join(words[end - length : end])):
            return length, kind
    return None


def _before_place(words: list[str], end: int) -> tuple[int, int, str] | None:
    """A legal form that only a place follows: Orvalis AG Spain. Its place, length and class."""
    for length in range(1, min(_PLACE_WORDS, end - 1) + 1):
        senses = meanings().get(" ".join(words[end - length : end]), ())
        if senses and senses[0].kind == Kind.PLACE and (found := _ending(words, end - length)) and end - length > found[0]:
            return end - length - found[0], *found
    return None


def peel(words: list[str]) -> tuple[list[str], list[str], list[str]]:
    """Folded words to the words of the name, the classes of its legal forms, and the words that were those forms."""
    held = [True] * len(words)
    kinds: list[str] = []
    end = len(words)
    while found := _ending(words, end):
        held[end - found[0] : end] = [False] * found[0]
        kinds.append(found[1])
        end -= found[0]
    if before := _before_place(words, end):
        at, length, kind = before
        held[at : at + length] = [False] * length
        kinds.append(kind)
    start = 0
    while start < end and (found := _at(words[:end], start)):
        held[start : start + found[0]] = [False] * found[0]
        kinds.append(found[1])
        start += found[0]
    for at in range(start, end):
        inside = _at(words[:end], at) if held[at] else None
        if inside and len("".join(words[at : at + inside[0]])) >= _LONG:
            held[at : at + inside[0]] = [False] * inside[0]
            kinds.append(inside[1])
    if not any(held):
        return words, kinds, []
    return [w for w, kept in zip(words, held, strict=True) if kept], kinds, [w for w, kept in zip(words, held, strict=True) if not kept]


def form_cost(left: tuple[str, ...], right: tuple[str, ...]) -> float:
    """What different legal forms take off a likeness: nothing where one is missing, unclear or shared."""
    if not left or not right or set(left) & set(right):
        return 0.0
    pairs = [frozenset((one, other)) for one in left for other in right]
    if any(pair in _ALIKE for pair in pairs):
        return 0.0
    return _OTHER_TRADE if any(pair <= _TRADE for pair in pairs) else _OTHER_SORT
