"""What the user's words are to a closed list: `STOLEN BLANK`, `S/B` -> stolen_blank. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Final

import msgspec

from comity.kernel.badvalue import BadValue
from comity.kernel.kinds.model import Kind
from comity.kernel.titles import plain

MOST_WORDS: Final = 200  # of one column: more is no list of words
_SHORTEST: Final = 3  # letters of a word that the beginning of a choice may be guessed from


class Word(msgspec.Struct, frozen=True):
    """One word of the user's in a column of choices. `value` empty: nobody has said yet what it is. `sure`: taken as it stands."""

    word: str
    value: str
    rows: int
    sure: bool


def words(kind: Kind, cells: Iterable[str], said: Mapping[str, str] | None = None) -> list[Word]:
    """The different words of a column, the most frequent first. `said`: the user's word -> value, as confirmed before."""
    confirmed = {plain(word): value for word, value in (said or {}).items()}
    counted: dict[str, int] = {}
    for cell in cells:
        word = " ".join(cell.split())
        if word and (word in counted or len(counted) < MOST_WORDS):
            counted[word] = counted.get(word, 0) + 1
    return [_word(kind, word, rows, confirmed) for word, rows in sorted(counted.items(), key=lambda one: (-one[1], one[0]))]


def _word(kind: Kind, word: str, rows: int, confirmed: Mapping[str, str]) -> Word:
    if (value := confirmed.get(plain(word))) is not None:
        return Word(word, value, rows, sure=True)
    try:
        return Word(word, kind.clean(word), rows, sure=True)
    except BadValue:
        return Word(word, _likely(kind, word), rows, sure=False)


def _likely(kind: Kind, word: str) -> str:
    """The one choice that begins like the word, has all its words, or has its initials; empty where that is none, or several."""
    wanted = plain(word)
    if not wanted:
        return ""
    initials = wanted.replace(" ", "")
    ways: tuple[Callable[[tuple[str, str]], bool], ...] = (
        lambda titles: any(title.replace(" ", "") == initials for title in titles),
        lambda titles: any(set(wanted.split()) <= set(title.split()) for title in titles),
        lambda titles: len(wanted) >= _SHORTEST and any(title.startswith(wanted) for title in titles),
        lambda titles: any(len(title.split()) > 1 and "".join(part[0] for part in title.split()) == initials for title in titles),
    )
    for way in ways:
        fitting = [code for code, title in kind.choices if way((plain(code), plain(title)))]
        if len(fitting) == 1:
            return fitting[0]
    return ""


def spelled(said: Mapping[str, Mapping[str, str]]) -> dict[str, dict[str, str]]:
    """The words of a mapping as a load compares them: path -> comparable word -> value; what has no value is left out."""
    return {path: {plain(word): value for word, value in words_of.items() if value} for path, words_of in said.items() if words_of}
