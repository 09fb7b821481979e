"""What each word of a name does: particle, title, father's name, family name, generation, initial. Pure.

Works on Latin forms, so for every script that writes word by word. A role is given only where the order or the form tells it;
where a name would have nothing left, its words stay names.
Source: tables/particles.tsv, titles.tsv, abbreviations.tsv; East Slavic patronymics; Icelandic Personal Names Act 45/1996 (-dóttir).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import Final

from comity.names.compounds import MOST_FORMS, SERVANT, alone, joined
from comity.names.model import Role, Script, Word
from comity.names.nicknames import cognates, nicknames
from comity.names.tables import rows
from comity.names.tokens import CAPITALS, COMMA, HYPHEN, SMALL

__all__ = ["arranged", "cognates", "nicknames"]

# Scripts whose words stand apart and whose Latin forms name letters: in the others `de` or `an` may be any syllable.
_ALPHABETS: Final = frozenset(
    {
        Script.LATIN,
        Script.CYRILLIC,
        Script.ARABIC,
        Script.HEBREW,
        Script.GREEK,
        Script.ARMENIAN,
        Script.GEORGIAN,
        Script.DEVANAGARI,
        Script.BENGALI,
    }
)
_GENERATIONS: Final = frozenset({"jr", "sr", "junior", "senior", "jnr", "snr", "ii", "iii", "iv", "filho", "fils"})
_PATRONYMIC: Final = re.compile(r".+(?:[oe]vich|[oe]vych|[oe]vitch|[ioe]vna|ichna|inichna|yovych|dottir|ovits|[oe]witsch)")
# Articles that have taken the sound of the next letter, and are one only before it.
_ARTICLES_OF_SUN: Final = {
    "ad": "d", "adh": "dh", "an": "n", "ar": "r", "as": "s", "ash": "sh", "at": "t", "ath": "th", "az": "z",
    "ed": "d", "en": "n", "er": "r", "es": "s", "esh": "sh", "ez": "z", "ud": "d", "ur": "r", "us": "s",
}  # fmt: skip
_JOINING: Final = frozenset({"article", "family", "inner", "descent"})


def arranged(words: Sequence[Word], marks: Sequence[int]) -> tuple[Word, ...]:
    """The words with their roles, compounds as one. `marks`: of each word, a sum of the marks in `tokens`. Cost: some microseconds."""
    if not words:
        return ()
    if all(map(_plain, words)) and not any(mark & (COMMA | CAPITALS) for mark in marks):
        return tuple(words)
    words, marks = joined([_unshortened(word) for word in words], marks)
    roles = [_lone(words, marks, place) for place in range(len(words))]
    _titles(words, marks, roles)
    _fathers(words, roles)
    _families(words, marks, roles)
    if all(role in (Role.TITLE, Role.PARTICLE, Role.GENERATION) for role in roles):
        roles = [Role.UNKNOWN if role is not Role.PARTICLE else role for role in roles]
    forms = [_with_particles(words, roles, place) for place in range(len(words))]
    return tuple(
        word if role is word.role and spelled is word.forms else Word(word.text, spelled, role, word.script)
        for word, role, spelled in zip(words, roles, forms, strict=True)
    )


@lru_cache(maxsize=1)
def _particles() -> dict[str, str]:
    return {row[0]: row[1] for row in rows("particles")}


@lru_cache(maxsize=1)
def _title_places() -> dict[str, frozenset[str]]:
    return {form: frozenset(places.split()) for form, places in rows("titles")}


@lru_cache(maxsize=1)
def _short() -> dict[str, tuple[str, ...]]:
    return {form: tuple(names.split()) for form, names in rows("abbreviations")}


def _plain(word: Word) -> bool:
    """Whether nothing but its place could give a word a role, as with most words of most names."""
    return word.role is Role.UNKNOWN and len(word.text) > 1 and bool(word.forms) and _tells_nothing(word.forms[0]) and word.text != SERVANT


@lru_cache(maxsize=65_536)
def _tells_nothing(form: str) -> bool:
    known = form in _particles() or form in _title_places() or form in _short() or form in _GENERATIONS
    return not known and alone(form) and _PATRONYMIC.fullmatch(form) is None


def _unshortened(word: Word) -> Word:
    """Md as Mohammad, Fco as Francisco."""
    if word.script is not Script.LATIN or (names := _short().get(word.forms[0])) is None:
        return word
    return Word(word.text, (*names, word.forms[0]), word.role, word.script)


def _first(word: Word) -> str:
    return word.forms[0] if word.forms else ""


def _lone(words: Sequence[Word], marks: Sequence[int], place: int) -> Role:
    """The role that a word has by its form and its neighbours, before titles and fathers are looked for."""
    word = words[place]
    if word.script is Script.ARABIC and word.text == "د" and place < len(words) - 1:  # Dr
        return Role.TITLE
    if word.role is not Role.UNKNOWN or word.script not in _ALPHABETS:
        return word.role
    form = _first(word)
    kind = _particles().get(form)
    if kind and _is_particle(kind, form, words, marks, place):
        return Role.PARTICLE
    if place and form in _GENERATIONS and (place == len(words) - 1 or marks[place - 1] & COMMA):
        return Role.GENERATION
    return Role.INITIAL if len(word.text) == 1 else Role.UNKNOWN


def _is_particle(kind: str, form: str, words: Sequence[Word], marks: Sequence[int], place: int) -> bool:
    last = place == len(words) - 1
    if kind == "after":
        return place > 0
    if last or (kind != "family" and marks[place] & COMMA):
        return False
    if kind == "article":
        return _is_article(form, words, marks, place)
    if kind in ("family", "born"):
        return place > 0 or kind == "family"
    if kind == "small":
        return place > 0 and bool(marks[place] & SMALL)
    return place > 0 or (kind == "inner" and bool(marks[place] & SMALL))


def _is_article(form: str, words: Sequence[Word], marks: Sequence[int], place: int) -> bool:
    if marks[place + 1] & HYPHEN:
        return True
    if form in ("al", "el"):
        return place > 0 or len(words) > 2 or bool(marks[place] & SMALL) or bool(marks[place + 1] & COMMA)
    following = _first(words[place + 1])
    return place > 0 and (form in ("ul", "ur") or following.startswith(_ARTICLES_OF_SUN.get(form, "-")))


def _titles(words: Sequence[Word], marks: Sequence[int], roles: list[Role]) -> None:
    """Marks titles; a word that is a name too only where enough names are left."""
    left = sum(role is Role.UNKNOWN for role in roles)
    leading = True
    for place, word in enumerate(words):
        if roles[place] is not Role.UNKNOWN or word.script not in _ALPHABETS:
            leading = leading and roles[place] is Role.TITLE
            continue
        places = _title_places().get(_first(word), frozenset())
        after = place > 0 and all(role is not Role.UNKNOWN for role in roles[place + 1 :])
        sure = "always" in places or (leading and "first" in places) or (after and "last" in places)
        sure = sure or ("joined" in places and bool(marks[place] & HYPHEN))
        if (sure and left > 1) or (leading and "few" in places and left > 2):
            roles[place] = Role.TITLE
            left -= 1
        else:
            leading = False


def _fathers(words: Sequence[Word], roles: list[Role]) -> None:
    """Patronymics, and the name after ibn or before oglu."""
    kinds = _particles()
    for place, word in enumerate(words):
        kind = kinds.get(_first(word), "") if roles[place] is Role.PARTICLE else ""
        if kind == "descent":
            _mark(roles, place + 1, Role.FATHER)
            if place + 2 < len(words) and roles[place + 1] is Role.PARTICLE:
                _mark(roles, place + 2, Role.FATHER)
        elif kind == "after":
            _mark(roles, place - 1, Role.FATHER)
    _patronymic(words, roles)


def _patronymic(words: Sequence[Word], roles: list[Role]) -> None:
    """Given name, patronymic, family name; or family name, given name, patronymic. Abramovich alone may be a family name."""
    names = [place for place, role in enumerate(roles) if role in (Role.UNKNOWN, Role.FATHER)]
    if any(role is Role.PARTICLE for role in roles):
        return
    found = [place for place in names[1:] if roles[place] is Role.FATHER or _PATRONYMIC.fullmatch(_first(words[place]))]
    if not found or words[found[0]].script not in _ALPHABETS:
        return
    if len(names) > 2 or _first(words[found[0]]).endswith("dottir"):
        roles[found[0]] = Role.FATHER
    if len(names) == 3:
        family, given = (names[2], names[0]) if found[0] == names[1] else (names[0], names[1])
        _mark(roles, family, Role.FAMILY)
        _mark(roles, given, Role.GIVEN)


def _mark(roles: list[Role], place: int, role: Role) -> None:
    if 0 <= place < len(roles) and roles[place] is Role.UNKNOWN:
        roles[place] = role


def _families(words: Sequence[Word], marks: Sequence[int], roles: list[Role]) -> None:
    """The family name that a comma or capitals tell."""
    names = [place for place, role in enumerate(roles) if role is Role.UNKNOWN]
    comma = next((place for place, mark in enumerate(marks) if mark & COMMA), len(words))
    if any(place > comma for place in names):
        for place in names:
            roles[place] = Role.FAMILY if place <= comma else Role.GIVEN
        return
    capitals = [place for place in names if marks[place] & CAPITALS]
    if capitals and len(capitals) < len(names):
        for place in capitals:
            roles[place] = Role.FAMILY


def _with_particles(words: Sequence[Word], roles: Sequence[Role], place: int) -> tuple[str, ...]:
    """The forms of a word, with those of the particles before it joined on: Berg after van der is vanderberg too."""
    forms = words[place].forms
    if (
        not place
        or roles[place - 1] is not Role.PARTICLE
        or roles[place] in (Role.PARTICLE, Role.TITLE, Role.GENERATION, Role.INITIAL)
        or not forms
    ):
        return forms
    before = ""
    start = place
    while start and roles[start - 1] is Role.PARTICLE and _particles().get(_first(words[start - 1])) in _JOINING:
        start -= 1
        before = _first(words[start]) + before
    if not before or words[place].script not in _ALPHABETS:
        return forms
    return tuple(dict.fromkeys((*forms[: MOST_FORMS - 2], before + forms[0])))[:MOST_FORMS]
