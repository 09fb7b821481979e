"""Words of Arabic script to `Word`s: Arabic, Persian, Dari, Pashto, Urdu, Kurdish.

A word of the tables has its usual spellings (`arabic_words`); any other is guessed letter by letter (`arabic_letters`). The article that is
joined to its noun becomes a word of its own, a particle, so that *al-Harbi* and *Harbi* differ in a particle alone.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Final

from comity.names.model import Role, Script, Word
from comity.names.scripts import arabic_letters, arabic_words

_EASTERN: Final = frozenset({"fa", "ps", "ur", "ku", "sd", "ug"})
_ARTICLE: Final = "ال"


@lru_cache(maxsize=65_536)
def _words(word: str, eastern: bool) -> tuple[Word, ...]:
    """The article where one is joined, and the word."""
    folded = arabic_letters.fold(word)
    if spelled := arabic_words.elements("generation").get(folded):
        return (Word(folded, spelled, Role.GENERATION, Script.ARABIC),)
    if spelled := arabic_words.elements("particle").get(folded):
        return (Word(folded, spelled, Role.PARTICLE, Script.ARABIC),)
    if word.startswith(_ARTICLE) and _is_noun(folded[2:], eastern) and not arabic_words.known(folded, eastern=eastern):
        return (_article(folded[2]), _word(word[2:], eastern))
    return (_word(word, eastern),)


def _is_noun(folded: str, eastern: bool) -> bool:
    """Whether what follows the letters of an article may be a noun: three letters, or two that the tables hold."""
    return len(folded) > 2 or bool(arabic_words.known(folded, eastern=eastern))


def _word(word: str, eastern: bool) -> Word:
    role = Role.INITIAL if len(word) == 1 else Role.UNKNOWN
    return Word(arabic_letters.fold(word), arabic_words.spellings(word, eastern=eastern), role, Script.ARABIC)


def _article(following: str) -> Word:
    spoken = arabic_letters.guess(following, most=1)
    assimilated = tuple(vowel + spoken[0] for vowel in "ae") if following in arabic_words.SUN and spoken else ()
    return Word(_ARTICLE, tuple(dict.fromkeys(("al", "el", *assimilated, "ul"))), Role.PARTICLE, Script.ARABIC)


def _titled(words: tuple[Word, ...]) -> tuple[Word, ...]:
    """Titles that open a name, where a name follows them."""
    titles, honours = arabic_words.elements("title"), arabic_words.elements("honour")
    found = list(words)
    for at, word in enumerate(words[:-1]):
        is_article = word.text == _ARTICLE
        after_article = at > 0 and words[at - 1].text == _ARTICLE
        if word.text in titles or (after_article and word.text in honours):
            found[at] = Word(word.text, word.forms, Role.TITLE, word.script)
        elif not is_article:
            break
    return tuple(found)


def read(text: str, language: str = "") -> tuple[Word, ...]:
    """The words of a run of Arabic script, in order; an article that is joined to its noun is a word before it.

    `language`: ISO 639-1 or empty; it only orders the spellings. Cost: 2 us a word that was met before, else 50 us.
    """
    words = arabic_letters.bare(text).split()
    eastern = language in _EASTERN or (not language and any(map(arabic_letters.eastern, words)))
    return _titled(tuple(part for word in words for part in _words(word, eastern)))
