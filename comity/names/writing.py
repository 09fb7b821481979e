"""Which script a letter and a word are written in, and words that mix letters of two scripts put right. Pure.

Source: character names of the Unicode Character Database; letters of one look from Unicode Technical Standard 39 (what is confusable),
the pairs of Latin, Cyrillic and Greek alone, from common knowledge of their shapes.
"""

from __future__ import annotations

import unicodedata
from collections import Counter
from functools import lru_cache
from typing import Final

from comity.names.model import Script

_BY_NAME: Final = {
    "ARABIC": Script.ARABIC,
    "ARMENIAN": Script.ARMENIAN,
    "BENGALI": Script.BENGALI,
    "CJK": Script.HAN,
    "CYRILLIC": Script.CYRILLIC,
    "DEVANAGARI": Script.DEVANAGARI,
    "ETHIOPIC": Script.ETHIOPIC,
    "GEORGIAN": Script.GEORGIAN,
    "GREEK": Script.GREEK,
    "HANGUL": Script.HANGUL,
    "HEBREW": Script.HEBREW,
    "HIRAGANA": Script.KANA,
    "IDEOGRAPHIC": Script.HAN,
    "KATAKANA": Script.KANA,
    "KATAKANA-HIRAGANA": Script.KANA,
    "KHMER": Script.KHMER,
    "LATIN": Script.LATIN,
    "THAI": Script.THAI,
}

# Letters of one look: Latin, Cyrillic, Greek; a dot where a script has none.
_LOOKS: Final = (
    "AАΑ BВΒ CС. EЕΕ HНΗ IІΙ JЈ. KКΚ MМΜ N.Ν OОΟ PРΡ SЅ. TТΤ XХΧ YУΥ Z.Ζ "
    "aаα cс. eе. iіι jј. kкκ oоο pрρ sѕ. xхχ yуγ v.ν u.υ hһ. mм. tт. äӓ. ëё. ïї. öӧ."
)
_ORDER: Final = (Script.LATIN, Script.CYRILLIC, Script.GREEK)


def _alike() -> dict[Script, dict[str, str]]:
    """Script -> letter of another script -> the letter of this script that looks like it."""
    found: dict[Script, dict[str, str]] = {script: {} for script in _ORDER}
    for group in _LOOKS.split():
        for script, letter in zip(_ORDER, group, strict=True):
            found[script].update({other: letter for other in group if letter != "." and other not in (".", letter)})
    return found


_ALIKE: Final = _alike()
_DIGITS: Final = {
    Script.CYRILLIC: str.maketrans("0346", "озчб"),
    Script.GREEK: str.maketrans("0", "ο"),
}


@lru_cache(maxsize=16384)
def script_of(character: str) -> Script | None:
    """The script of a letter; nothing for digits, signs and for marks, which follow the letter that they stand on."""
    if unicodedata.category(character)[0] != "L":
        first = unicodedata.name(character, "").partition(" ")[0]
        return _BY_NAME.get(first) if unicodedata.category(character) in ("Mc", "Mn") else None
    return _BY_NAME.get(unicodedata.name(character, "").partition(" ")[0], Script.OTHER)


@lru_cache(maxsize=16384)
def pieces(word: str) -> tuple[tuple[Script, str], ...]:
    """A word by its scripts, in order: one piece, unless letters of two scripts stand in it that no likeness of looks explains.

    Digits within a word become the letters that they stand for where they are no more than its letters, and go elsewhere; in Latin words
    they stay, since one may stand for several letters.
    """
    counts = Counter(script for script in map(script_of, word) if script is not None)
    if not counts:
        return ()
    script = _main(counts, word)
    if len(counts) > 1:
        alike = _ALIKE.get(script, {})
        word = "".join(letter if script_of(letter) in (None, script) else alike.get(letter, letter) for letter in word)
    return _cut(_without_digits(word, script), script)


def _main(counts: Counter[Script], word: str) -> Script:
    """The script of most letters; of two with as many, the one in which all can be read."""
    most = max(counts.values())
    best = [script for script in counts if counts[script] == most]
    whole = [script for script in best if all(script_of(one) in (None, script) or one in _ALIKE.get(script, ()) for one in word)]
    return (whole or best)[0]


def _without_digits(word: str, script: Script) -> str:
    if not any(map(str.isdigit, word)):
        return word
    letters = sum(map(str.isalpha, word))
    if 2 * letters >= len(word):
        if script is Script.LATIN:
            return word
        word = word.translate(_DIGITS.get(script, {}))
    return "".join(one for one in word if not one.isnumeric() or one.isalpha())


def _cut(word: str, first: Script) -> tuple[tuple[Script, str], ...]:
    found: list[tuple[Script, str]] = []
    for letter in word:
        script = script_of(letter) or (found[-1][0] if found else first)
        if found and found[-1][0] is script:
            found[-1] = (script, found[-1][1] + letter)
        else:
            found.append((script, letter))
    return tuple(found)
