"""Cyrillic names in Latin letters: East and South Slavic, and the languages of Asia and the Caucasus that are written in Cyrillic.

One form a way of writing (`tables/cyrillic.tsv`): the passport's, the newspapers', older passports', French, German, letters without marks,
and what a foreign name was before it was written in Cyrillic. Where neither the asker nor the letters tell the language, the Russian forms
stand first and those of its neighbours that differ in consonants follow.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache, lru_cache, partial
from typing import Final

import msgspec

from comity.names.model import Role, Script, Word
from comity.names.scripts.columns import Columns, chosen_columns
from comity.names.scripts.plain import Reading, read_words, speller
from comity.names.tables import rows

# Letters that one language has, or that only one of those with this table has in use; the first that is met decides.
_TELLING: Final = (
    ("sr", "ђћ"),
    ("mk", "ѓќѕ"),
    ("az", "ҹҝ"),
    ("sr", "љњјџ"),
    ("uk", "їєґ"),
    ("tg", "ҷӣӯ"),
    ("tt", "җҙҫҡ"),
    ("kk", "ұ"),
)
_COMMON: Final = frozenset("абвгдежзийклмнопрстуфхцчшщьыэюяё -'")  # tell nothing
_TABLES: Final = {"ru", "uk", "be", "bg", "sr", "mk", "kk", "ky", "tg", "uz", "tt", "mn", "az"}
_LIKE: Final = {"ba": "tt", "bs": "sr", "hr": "sr", "sh": "sr", "cnr": "sr", "ab": "ru", "os": "ru", "ce": "ru", "av": "ru", "tk": "tt"}
_SOFT: Final = re.compile("(?<![бвгґджзйклмнпрстфхцчшщђѓќѕљњћџјқғңһҳҷўӏ])е")
_OWN: Final = (0, 1, 2, 6, 4, 3, 5)  # the columns of the table, the most usual first
_UNTOLD: Final = (("ru", 0), ("ru", 1), ("ru", 6), ("uk", 0), ("bg", 0), ("sr", 0), ("ru", 2), ("ru", 4))

_FATHER: Final = ("овна", "евна", "ична", "івна", "ївна", "аўна", "еўна", "кызы", "қызы", "кизи", "ҡыҙы")
_FATHER_OR_FAMILY: Final = ("вич", "віч", "ич", "оглы", "оғлу", "ұлы", "уулу", "угли", "ўғли")
_SHORTEST: Final = 5  # letters of a patronymic: Ильич
_CHILD: Final = frozenset("оглы оглу оғлу кызы қызы кизи гызы ұлы улы уулу угли ўғли ўгли углы ogly".split())  # noqa: SIM905 - reads as text


def read(text: str, language: str = "") -> tuple[Word, ...]:
    """The words of `text` with their Latin forms, and the role of those that name a father. `language`: ISO 639-1, else guessed."""
    written = text.lower()
    words = read_words(written, _words(language if language in _TABLES else _LIKE.get(language) or guess(written)))
    return _with_fathers(words) if len(words) > 1 else words


def guess(text: str) -> str:
    """The language of a name (ISO 639-1) by its letters, then by its given names and endings; empty where neither tells."""
    letters = set(text)
    if letters <= _COMMON:
        return _told(text.split())
    for language, telling in _TELLING:
        if not letters.isdisjoint(telling):
            return language
    if "ў" in letters:
        return "uz" if letters & set("қғҳ") or not (letters & set("іыэ") or any(word.endswith("ў") for word in text.split())) else "be"
    if letters & set("ғқ"):
        return "kk" if letters & set("әіңөүһ") else "tg" if "ҳ" in letters else "kk"
    if letters & set("ңөүәһҳ"):
        return "tg" if "ҳ" in letters else "tt" if letters & set("әһ") else "ky" if "ң" in letters or "ы" in letters else "mn"
    if "і" in letters:
        return "be" if letters & set("ыэё") else "uk"
    if "ъ" in letters and not letters & set("ыэё"):
        return "bg"
    return _told(text.split())


def _told(words: list[str]) -> str:
    exact, endings = _words_that_tell()
    for word in words:
        if language := exact.get(word):
            return language
        for ending, language in endings:
            if word.endswith(ending):
                return language
    return ""


@lru_cache(maxsize=1)
def _words_that_tell() -> tuple[dict[str, str], tuple[tuple[str, str], ...]]:
    told = [(word, language) for language, words in rows("cyrillic_telling") for word in words.split()]
    return {w: language for w, language in told if w[0] != "-"}, tuple((w[1:], language) for w, language in told if w[0] == "-")


@lru_cache(maxsize=len(_TABLES) + 1)
def _words(language: str) -> Callable[[str], Word]:
    return speller(Script.CYRILLIC, partial(_spell, language))


def _spell(language: str, word: str) -> Reading:
    """The forms of one word, without case."""
    role = Role.FATHER if word.endswith(_FATHER) and len(word) > _SHORTEST else Role.PARTICLE if word in _CHILD else Role.UNKNOWN
    return _ways(language).spell(_SOFT.sub("Е", word)), role


@cache
def _ways(language: str) -> Columns:
    ways = [(language, place) for place in _OWN] if language else _UNTOLD
    return chosen_columns(*[("cyrillic", *way) for way in ways])


def _with_fathers(words: tuple[Word, ...]) -> tuple[Word, ...]:
    """Adds who is a father: the word before оглы; of three words or more, the one in -ич that stands where a patronymic stands."""
    roles = [word.role for word in words]
    for place, role in enumerate(roles):
        if role is Role.PARTICLE and place:
            roles[place - 1] = Role.FATHER
    if len(words) > 2 and Role.FATHER not in roles:
        likely = [
            place for place, word in enumerate(words) if place and word.text.endswith(_FATHER_OR_FAMILY) and len(word.text) >= _SHORTEST
        ]
        if likely:
            roles[likely[0] if likely[0] == 1 else likely[-1]] = Role.FATHER
    return tuple([word if word.role is role else msgspec.structs.replace(word, role=role) for word, role in zip(words, roles, strict=True)])
