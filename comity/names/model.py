"""Values of names: what was written, word by word, with the Latin forms in which others write it."""

from __future__ import annotations

from enum import IntEnum, StrEnum

import msgspec


class Script(StrEnum):
    """The writing of a word. The values are ISO 15924 codes; `HANI` covers simplified and traditional Chinese and kanji."""

    ARABIC = "Arab"
    ARMENIAN = "Armn"
    BENGALI = "Beng"
    CYRILLIC = "Cyrl"
    DEVANAGARI = "Deva"
    ETHIOPIC = "Ethi"
    GEORGIAN = "Geor"
    GREEK = "Grek"
    HAN = "Hani"
    HANGUL = "Hang"
    HEBREW = "Hebr"
    KANA = "Kana"
    KHMER = "Khmr"
    LATIN = "Latn"
    OTHER = "Zzzz"
    THAI = "Thai"


class Role(IntEnum):
    """What a word does in a name, where it can be told."""

    UNKNOWN = 0
    GIVEN = 1
    FATHER = 2  # a patronymic, or a father's name after ibn, bin, bint
    FAMILY = 3
    PARTICLE = 4  # al, bin, van, de: carries no weight
    TITLE = 5  # Dr, Sheikh, General, Hajji: no part of the name
    GENERATION = 6  # Jr, III
    INITIAL = 7


class Word(msgspec.Struct, frozen=True, gc=False):
    """One word of a name.

    `text`: as it stood in its script, composed and without case. `forms`: a to z alone, the most usual first, 1 to 8, each once; empty
    where nothing can be said about its sound. `script`: its writing.
    """

    text: str
    forms: tuple[str, ...]
    role: Role = Role.UNKNOWN
    script: Script = Script.LATIN


class Name(msgspec.Struct, frozen=True, gc=False):
    """A name as it was read. `written`: what was typed. `language`: an ISO 639-1 code where it is known or guessed, else empty.

    `words` may be empty: a name of which nothing can be read, which is like no other, not even its twin of other signs.
    """

    written: str
    words: tuple[Word, ...]
    script: Script = Script.LATIN
    language: str = ""
