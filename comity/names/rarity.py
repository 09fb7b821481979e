"""How much a part of a name tells: little for Mohammed, Ali or Kim, all for one that is never heard.

A fixed table of common names of the world, never a count of what the platform holds: what is hidden must not change what is found.
A form that is not in the table is looked up by its consonants, so that spellings of a name weigh about the same.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

from comity.names.model import Script
from comity.names.tables import rows

# Class of the table -> weight: what a name tells beside one that a person in a million bears, about log(share) / log(1e-6) for one in
# fifteen of its culture, in a hundred, in three hundred, in two thousand, in ten thousand (Shannon's measure of information).
CLASSES: Final = {"0": 0.2, "1": 0.33, "2": 0.42, "3": 0.55, "4": 0.67}
# What a form of so many letters tells at most: few letters are heard in many names.
_SHORT: Final = {1: 0.25, 2: 0.55, 3: 0.7, 4: 0.85, 5: 0.95}
# A form that is only like a common name may be another: it tells this much more, by how many consonants they share.
_CAUTION: Final = {2: 0.2, 3: 0.15}
# The same for a form as it is spelled, letter by letter: few letters are a name of many people, its consonants say little of it.
_SPELLED_SHORT: Final = {1: 0.25, 2: 0.45, 3: 0.6, 4: 0.75, 5: 0.9}
_SPELLED_CAUTION: Final = {1: 1.0, 2: 0.5, 3: 0.4, 4: 0.2}
_SYLLABIC: Final = frozenset({Script.HAN, Script.HANGUL, Script.KANA})  # whose sounds many names share
_OF_SIGNS: Final = 0.85
# What a word of so many syllables tells at most: some two hundred make most given names, so that one of two in Korea is borne by one in
# thousands, in China by one in ten thousand. By whether it stands in Hangul.
_SYLLABLES: Final = {False: {1: 0.5, 2: 0.72}, True: {1: 0.45, 2: 0.62}}
_ALIKE: Final = frozenset({"0", "1", "2", "3"})  # classes whose other spellings are worth looking for
_TWICE: Final = re.compile(r"(.)\1")
# A fold of its own: the table is read at the first search, and the sounds of each of its names would cost ten times as much.
_CONSONANTS: Final = str.maketrans("cqzvj", "kksfs", "aeiouyhw")


@lru_cache(maxsize=65_536)
def weight(form: str, script: Script = Script.LATIN, syllables: int = 0) -> float:
    """How much a form tells, 0.2 to 1. `script`: in which it was written; `syllables`: of a Chinese or Korean word, 0 of another."""
    exact, alike = _table()
    if (found := exact.get(form)) is not None:
        return found
    most = _SHORT.get(len(form), 1.0)
    if script in _SYLLABIC:
        most = min(most, _OF_SIGNS)
    if syllables:
        most = min(most, _SYLLABLES[script is Script.HANGUL].get(syllables, _OF_SIGNS))
    key = _key(form)
    return min(most, alike.get(key, 1.0) + _CAUTION.get(len(key), 0.1))


@lru_cache(maxsize=65_536)
def spelled(form: str) -> float:
    """How much a form tells where another name has it letter by letter, 0.25 to 1: Kony is rare, though Kone is not."""
    exact, alike = _table()
    if (found := exact.get(form)) is not None:
        return found
    key = _key(form)
    return min(_SPELLED_SHORT.get(len(form), 1.0), alike.get(key, 1.0) + _SPELLED_CAUTION.get(len(key), 0.1))


def _key(form: str) -> str:
    """What spellings of one name share: its consonants in order, sounds that are often written for each other as one."""
    return _TWICE.sub(r"\1", form).translate(_CONSONANTS)


@lru_cache(maxsize=1)
def _table() -> tuple[dict[str, float], dict[str, float]]:
    """Weight by form, and the least weight by what spellings share. Cost: 10 ms, once."""
    exact: dict[str, float] = {}
    alike: dict[str, float] = {}
    for number, _culture, forms in rows("common_names"):
        told = CLASSES[number]
        for form in forms.split():
            exact[form] = told
            if number in _ALIKE and len(key := _key(form)) > 1:
                alike[key] = min(max(told, CLASSES["1"]), alike.get(key, 1.0))
    return exact, alike
