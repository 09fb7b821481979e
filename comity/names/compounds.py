"""Names of two or three words that are also written as one: joined into one word, with every usual spelling. Pure.

    Abd al-Rahman, Abdul Rahman, Abdurrahman, Abderrahmane      abdulrahman abdurrahman abdelrahman ...
    Salah al-Din, Salahuddin, Salah Eddine                      salahuddin salahaldin salaheddin ...
    Habib Allah, Habibullah                                     habibullah habiballah ...
    Abu Bakr, Abubakr; Umm Kulthum                              abubakr; ummkulthum
    Ziaul Haq, Zia ul-Haq                                       zia ziaul
    Mac Donald, McDonald                                        macdonald mcdonald

A kunya (Abu, Umm and a name) is one word, for Abu Omar is not Omar. The first spelling is the same however a name was written.
Source: Arabic grammar (assimilation of the article to the sun letters); practice of passports in each country of the spelling.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import Final

from comity.names.model import Role, Script, Word
from comity.names.tables import rows
from comity.names.tokens import COMMA

MOST_FORMS: Final = 8
_SETS: Final = {kind: frozenset(forms.split()) for kind, forms in rows("compounds")}
_ARTICLES, _ABD, _ABU, _UMM, _OTHERS = (_SETS[kind] for kind in ("article", "servant", "father", "mother", "other"))
_GOD, _FAITH, _MAC, _SAINTS = (_SETS[kind] for kind in ("god", "faith", "son", "saint"))

_ABD_WORD: Final = re.compile(
    r"abd(?:u|e|a|o|i|ou|oo)?(?:l|r(?=r)|sh?(?=s)|d(?=d)|n(?=n)|z(?=z)|t(?=t)|j(?=j))?(?P<rest>[a-z]{3,}(?<!ov)(?<!ev)(?<!ova)(?<!eva)(?<!vich))"
)
_ABDULLAH: Final = re.compile(r"abd(?:u|e|a|o|i|ou|oo)?l{1,2}a(?:h|hi)?")
_FAITH_WORD: Final = re.compile(
    r"(?P<stem>[a-z]{3,}?)(?:(?:u|e|a|i|ou)dd(?:in|een|ine|ien)|(?:e|a)ld(?:in|een)|(?<![aeiou])u(?:dd?)(?:in|een))"
)
_GOD_WORD: Final = re.compile(r"(?P<stem>[a-z]{3,}?)(?:(?:u|a|o|ou|i|e)llah|ulah|ulla)")
_MAC_WORD: Final = re.compile(r"(?:mc|mac(?=[bcdfgklmnpqrstvw]))(?P<rest>[a-z]{3,})")
_KUNYA: Final = re.compile(r"(?:abu|umm)(?P<rest>[a-z]{3,})")
_LONG: Final = 6  # letters; what is left of a shorter compound tells nothing
_SUN: Final = re.compile(r"sh|th|dh|[tdrszn]")

_MEMBERS: Final = frozenset(_SETS) - {"article", "other", "second"}
SERVANT: Final = "عبد"  # as it stands, for its spellings from letters alone may be many
_ABDULLAH_FORMS: Final = ("abdullah", "abdallah", "abdoullah", "abdella", "abdolah")


def joined(words: Sequence[Word], marks: Sequence[int]) -> tuple[list[Word], list[int]]:
    """The words with compounds as one, and the marks of the words that each one ends with."""
    words, marks = _servant_first(words, marks)
    found: list[Word] = []
    kept: list[int] = []
    place = 0
    while place < len(words):
        end, forms = _compound(words, marks, place)
        word = words[place]
        if end - place > 1:
            text = " ".join(part.text for part in words[place:end])
            word = Word(text, _few(forms), Role.UNKNOWN, word.script)
        elif word.forms and word.role is Role.UNKNOWN and (spelled := expanded(word.forms)) != word.forms:
            word = Word(word.text, spelled, word.role, word.script)
        elif _bears_article(words, marks, place):
            word = Word(word.text, _few([word.forms[0][:-2], *word.forms]), word.role, word.script)
        found.append(word)
        kept.append(marks[end - 1])
        place = end
    return found, kept


def _servant_first(words: Sequence[Word], marks: Sequence[int]) -> tuple[Sequence[Word], Sequence[int]]:
    """What stands after a comma before what it belongs to, where it is Abdul: `Rahman Yasin, Abdul`."""
    if len(words) > 1 and marks[-2] & COMMA and (_form(words, len(words) - 1) in _ABD or words[-1].text == SERVANT):
        return [words[-1], *words[:-1]], [marks[-1], *marks[:-2], marks[-2] & ~COMMA]
    return words, marks


@lru_cache(maxsize=65_536)
def alone(form: str) -> bool:
    """Whether a form neither begins nor ends a compound, nor is one."""
    return not (any(form in _SETS[kind] for kind in _MEMBERS) or _with_article(form) or _spelled(form))


def _compound(words: Sequence[Word], marks: Sequence[int], place: int) -> tuple[int, list[str]]:
    """Where the compound that begins at a word ends, and its spellings; the next word where there is none."""
    start, last = _form(words, place), len(words) - 1
    if place == last or not start or marks[place] & COMMA:
        return place + 1, []
    after = place + 1
    article = _form(words, after) in _ARTICLES and after < last and not marks[after] & COMMA
    rest = words[after + 1 if article else after]
    end = after + 2 if article else after + 1
    first = rest.forms[0] if rest.forms else ""
    if not first:
        return place + 1, []
    if (start in _ABD or words[place].text == SERVANT) and (article or (first not in _OTHERS and len(first) > 1)):
        return end, list(_ABDULLAH_FORMS) if first in _GOD else servant(rest.forms)
    if (start in _ABU or _mother(words[place])) and len(first) > 1 and first not in _ARTICLES:
        return end, _parent("umm" if start in _UMM or start == "um" else "abu", rest.forms)
    if len(start) > 2 and start not in _ARTICLES and (ending := _ending(words[place].forms, first, article)):
        return end, ending
    if not article and (start in _SAINTS or start in _MAC) and (place or start == "mc") and len(first) > 2:
        return end, _beginning(start, rest.forms)
    return place + 1, []


def _bears_article(words: Sequence[Word], marks: Sequence[int], place: int) -> bool:
    """Whether a word ends in the article of the next, as Ziaul Haq for Zia ul-Haq."""
    return _with_article(_form(words, place)) and not marks[place] & COMMA and _form(words, place + 1) in _SETS["second"]


def _with_article(form: str) -> bool:
    return len(form) > 4 and form.endswith(("ul", "ur"))


def _form(words: Sequence[Word], place: int) -> str:
    return words[place].forms[0] if place < len(words) and words[place].forms else ""


def _mother(word: Word) -> bool:
    return word.forms[0] in _UMM or (word.script is Script.ARABIC and word.role is Role.PARTICLE and word.forms[0] == "um")


def servant(rests: Iterable[str]) -> list[str]:
    """The spellings of Abd al- and a name of God: `rahman` gives abdulrahman, abdurrahman, abdelrahman and others."""
    found: list[str] = []
    for rest in rests:
        sun = letters[0] if (letters := _SUN.match(rest)) else ""
        found += [
            f"abdul{rest}",
            f"abdu{sun}{rest}" if sun else f"abdal{rest}",
            f"abdel{rest}",
            f"abde{sun}{rest}" if sun else f"abd{rest}",
        ]
    return found


def _parent(parent: str, rests: Iterable[str]) -> list[str]:
    starts = ("abu", "abou", "abul") if parent == "abu" else ("umm", "oum")
    return [f"{start}{rest}" for rest in rests for start in starts]


def _beginning(start: str, rests: Iterable[str]) -> list[str]:
    starts = ("mac", "mc") if start in _MAC else ("saint", "st")
    return [f"{one}{rest}" for rest in rests for one in starts]


def _ending(stems: Sequence[str], last: str, article: bool) -> list[str]:
    """Spellings of X al-Din and X Allah; none where the last word is neither."""
    if last in _FAITH:
        return [form for stem in stems for form in faith(stem)]
    if last in _GOD and not article:
        return [form for stem in stems for form in god(stem)]
    return []


def faith(stem: str) -> list[str]:
    """The spellings of X al-Din."""
    return [f"{stem}uddin", f"{stem}aldin", f"{stem}eddin"]


def god(stem: str) -> list[str]:
    """The spellings of X Allah."""
    return [f"{stem}ullah", f"{stem}allah", f"{stem}ollah"]


def expanded(forms: tuple[str, ...]) -> tuple[str, ...]:
    """The spellings of a word that is a compound written as one; the same forms where it is none."""
    spelled = _spelled(forms[0])
    return _few([spelled[0], *forms, *spelled[1:]]) if spelled else forms


@lru_cache(maxsize=65_536)
def _spelled(form: str) -> tuple[str, ...]:
    if len(form) < 5:
        return ()
    if form.startswith("abd"):
        if _ABDULLAH.fullmatch(form):
            return _ABDULLAH_FORMS
        if one := _ABD_WORD.fullmatch(form):
            return tuple(servant([one["rest"]]))
    if one := _MAC_WORD.fullmatch(form):
        return (f"mac{one['rest']}", f"mc{one['rest']}")
    if one := _FAITH_WORD.fullmatch(form):
        return tuple(faith(one["stem"]))
    if one := _GOD_WORD.fullmatch(form):
        return tuple(god(one["stem"]))
    return ()


@lru_cache(maxsize=65_536)
def bared(form: str, kunya: bool) -> str:
    """What a compound is beside what thousands of names share: jabbar of Abduljabbar, siraj of Sirajuddin, omar of Abu Omar; else empty.

    `kunya`: whether the form was joined from two words; Abubakr, written as one, is a name.
    """
    if kunya and (found := _KUNYA.fullmatch(form)):
        return found["rest"]
    if len(form) < _LONG or _ABDULLAH.fullmatch(form):
        return ""
    for pattern, part in ((_ABD_WORD, "rest"), (_FAITH_WORD, "stem"), (_GOD_WORD, "stem")):
        if found := pattern.fullmatch(form):
            return found[part]
    return ""


def _few(forms: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(forms))[:MOST_FORMS]
