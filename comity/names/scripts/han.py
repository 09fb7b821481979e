"""Han: Chinese names, Japanese names in kanji, and foreign names written by their sounds.

    characters    one character: its simplified twin, its sounds
    han_surnames  Chinese surnames and their spellings
    japanese      Japanese surnames and given names
    han_foreign   characters that stand for the sounds of foreign names
    sinitic       Wade-Giles and Hong Kong spellings by rule

Spaces keep the pieces that they part. Nothing that is not Han is read.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

from comity.names.model import Role, Script, Word
from comity.names.scripts import han_foreign, han_surnames, jamo, japanese, sinitic
from comity.names.scripts.characters import simplified, sounds
from comity.names.tables import rows

MOST_FORMS: Final = 8
_CUT: Final = re.compile(r"[^\u3005-\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U000323af]+")
_LONGEST_GIVEN: Final = 2  # characters of a Chinese given name; three are rare, more are a foreign name
_FREQUENT: Final = 800  # Japanese surnames before this place are believed even where a Chinese reading would do
_ELSEWHERE: Final = frozenset({"ko", "vi", "zh"})  # languages of a name that is not Japanese


def read(text: str, language: str = "") -> tuple[Word, ...]:
    """The words of a name in Han, in their order. `language`: `zh`, `ja`, `ko` or `vi` where it is known."""
    pieces = tuple(piece for piece in _CUT.split(text) if piece)
    return _read(pieces, language)


@lru_cache(maxsize=8192)
def _read(pieces: tuple[str, ...], language: str) -> tuple[Word, ...]:
    if not pieces:
        return ()
    if language not in _ELSEWHERE and (found := _japanese(pieces, certain=language == "ja")):
        return found
    return _one(pieces[0], language) if len(pieces) == 1 else _several(pieces, language)


def _japanese(pieces: tuple[str, ...], *, certain: bool) -> tuple[Word, ...]:
    """The words of a Japanese name; empty where it is none, or is more likely Chinese."""
    if len(pieces) > 1:
        return _japanese_pieces(pieces, certain=certain)
    name = pieces[0]
    place = japanese.rank(name)
    if place is not None and (certain or (len(name) > 1 and place < _FREQUENT)):
        return (japanese.family_word(name, () if certain else _mandarin(name)),)
    found = japanese.cut(name)
    if found and found.sure and (certain or _more_japanese(found)):
        return japanese.family_word(found.family), japanese.given_word(found.given)
    alone = japanese.sureness(name) == 3 and not han_surnames.cut(name)
    if (certain or alone) and japanese.given_forms(name):
        return (japanese.given_word(name),)
    return ()


def _japanese_pieces(pieces: tuple[str, ...], *, certain: bool) -> tuple[Word, ...]:
    """A Japanese name with spaces: a surname first or last, and given names."""
    ends = [piece for piece in (pieces[0], pieces[-1]) if japanese.rank(piece) is not None]
    family = max(ends, key=lambda piece: (len(piece) > 1, -(japanese.rank(piece) or 0)), default="")
    given = [piece for piece in pieces if piece != family]
    sure = min((japanese.sureness(piece) for piece in given), default=0)
    if not family or not all(map(japanese.given_forms, given)):
        return ()
    if not certain and not _more_japanese(japanese.Cut(family, max(given, key=len, default=""), sure)):
        return ()
    return tuple(japanese.family_word(piece) if piece == family else japanese.given_word(piece) for piece in pieces)


def _more_japanese(found: japanese.Cut) -> bool:
    """Whether a name that can be cut as a Japanese one is one, though Chinese names use the same characters."""
    name = found.family + found.given
    if not found.sure:
        return False
    if not _fits(name, "cp932"):  # a Japanese name in a Chinese newspaper
        return len(found.family) > 1 and found.sure > 1 and (len(name) > 3 or not han_surnames.cut(name))
    if not _fits(name, "gbk") or (not _fits(name, "gb2312") and not _fits(name, "big5")):
        return True
    chinese = han_surnames.cut(name)
    if not chinese:
        return True
    if len(found.family) > 1:
        return chinese == 1 and (len(name) > 3 or (found.sure > 1 and (japanese.rank(found.family) or 0) < _FREQUENT))
    return found.sure == 3 and len(found.given) > 1


@lru_cache(maxsize=16384)
def _fits(text: str, encoding: str) -> bool:
    """Whether a country's character set has all of these: 沢 is in Japan's alone, 陈 in China's."""
    try:
        text.encode(encoding)
    except UnicodeEncodeError:
        return False
    return True


def _one(name: str, language: str) -> tuple[Word, ...]:
    """A name without spaces: surname and given name, or a foreign name as a whole."""
    length = han_surnames.cut(name)
    family, given = name[:length], name[length:]
    if not length or len(given) > _LONGEST_GIVEN + (length == 1 and not han_foreign.likely(given)):
        return (han_foreign.word(name),)
    if not given:
        return (_family(family),)
    return _family(family), _given(given, family, language)


def _several(pieces: tuple[str, ...], language: str) -> tuple[Word, ...]:
    """Pieces with spaces between: their order tells nothing, a surname that stands alone does."""
    places = [(rank, piece) for piece in pieces if (rank := han_surnames.rank(piece)) is not None]
    if not places:
        foreign = all(han_foreign.likely(piece) for piece in pieces) or max(map(len, pieces)) > _LONGEST_GIVEN
        return tuple(han_foreign.word(piece) if foreign else _given(piece, "", language) for piece in pieces)
    family = min(places)[1] if len(places) > 1 and pieces[0] not in {piece for _, piece in places} else places[0][1]
    lone = {piece for _, piece in places}
    return tuple(
        _family(piece) if piece == family else _either(piece) if piece in lone else _given(piece, family, language) for piece in pieces
    )


def _family(surname: str) -> Word:
    """A surname; a single character that is one in Japan too is read in Japanese as well."""
    forms = han_surnames.spellings(surname)
    japanese_forms = japanese.family_forms(surname)[:1] if _fits(surname, "cp932") else ()
    return Word(surname, tuple(dict.fromkeys((*forms[: MOST_FORMS - 1], *japanese_forms))), Role.FAMILY, Script.HAN)


def _either(piece: str) -> Word:
    """A piece that may be a surname, in a name that has another."""
    forms = dict.fromkeys((*han_surnames.spellings(piece)[:4], *_mandarin(piece)))
    return Word(piece, tuple(forms)[:MOST_FORMS], Role.UNKNOWN, Script.HAN)


@lru_cache(maxsize=8192)
def _given(name: str, family: str, language: str) -> Word:
    """A given name: Mandarin, Wade-Giles, Cantonese; Korean where the surname is one of Korea; Japanese for frequent names of Japan."""
    forms = _mandarin(name)
    korean = _korean(name) if language == "ko" or simplified(family) in han_surnames.KOREAN else ()
    if language == "ko":
        forms, korean = korean, forms
    native = japanese.given_forms(name)[:1] if not language and japanese.sureness(name) == 3 else ()
    found = tuple(form for form in dict.fromkeys((*forms, *native, *korean)) if form)
    return Word(name, found[:MOST_FORMS], Role.GIVEN, Script.HAN)


def _mandarin(name: str) -> tuple[str, ...]:
    """Pinyin, Wade-Giles and Cantonese of a word, each through the whole word; then Pinyin with second readings."""
    heard = [sounds(sign) for sign in name]
    pinyin = [_second().get(simplified(sign), (each.pinyin,)) for sign, each in zip(name, heard, strict=True)]
    first = "".join(each[0] for each in pinyin)
    other = "".join(each[-1] for each in pinyin)
    wade = "".join(sinitic.wade_giles(each[0]) for each in pinyin)
    cantonese = "".join(each.cantonese for each in heard) if all(each.cantonese for each in heard) else ""
    typed = first.replace("v", "yu") if "v" in first else ""
    forms = (first.replace("v", "u"), cantonese, wade, other.replace("v", "u"), typed)
    return tuple(form for form in dict.fromkeys(forms) if form)


def _korean(name: str) -> tuple[str, ...]:
    """A given name of Korea by the sounds of its characters; empty where one has none."""
    hangul = "".join(sounds(sign).hangul for sign in name)
    if len(hangul) != len(name):
        return ()
    return tuple(dict.fromkeys((jamo.popular(hangul), jamo.northern(hangul), jamo.revised(hangul))))


@lru_cache(maxsize=1)
def _second() -> dict[str, tuple[str, ...]]:
    return {sign: tuple(readings.split()) for sign, readings in rows("han_second")}
