"""Letters outside A-Z as A-Z, for identifiers. One look, one result: the same letter gives the same key whatever the keyboard.

Three rules, first that fits:

1. Cyrillic and Greek capitals that look like a Latin one fold by their look, as the plates and documents of their countries use them.
   Source: GOST R 50577-2018 (А В Е К М Н О Р С Т У Х); Greek plates use the 14 capitals common to both alphabets. Convention on Road
   Traffic (Vienna 1968), annex 2: plates in international traffic show capital Latin characters and Arabic numerals.
2. Other letters of Cyrillic, Greek, Arabic and national Latin fold as in a machine readable zone. Source: ICAO Doc 9303-3, section 6
   (tables A, B, C); for Greek, ELOT 743 (ISO 843 type 2).
3. Any other letter folds to the last words of its Unicode name (HIRAGANA LETTER KA gives KA), which is unique and never changes.
   Source: Unicode name stability policy.

What it loses: В and Б both give B, and Ü gives U. Two values that differ in this alone count as the same.
"""

from __future__ import annotations

import re
import unicodedata
from typing import Final

_LOOK: Final = dict(zip("АВЕКМНОРСТУХІЈЅ", "ABEKMHOPCTYXIJS", strict=True)) | dict(zip("ΑΒΕΖΗΙΚΜΝΟΡΤΥΧ", "ABEZHIKMNOPTYX", strict=True))

_CYRILLIC: Final = (
    "Б B Г G Ґ G Д D Ђ D Ѓ G Ё E Є IE Ж ZH З Z И I Ї I Й I Л L Љ LJ Њ NJ П P Ћ C Ќ K Ў U Ф F Ц TS "
    "Ч CH Ш SH Щ SHCH Ъ IE Ы Y Ь _ Э E Ю IU Я IA Џ DZ Ѳ F Ѵ Y Ѫ U"
)
_GREEK: Final = "Γ G Δ D Θ TH Λ L Ξ X Π P Σ S Φ F Ψ PS Ω O"
_LATIN: Final = "Æ AE Ø O Œ OE Þ TH Ð D Đ D Ħ H Ł L Ŋ N Ŧ T ẞ SS ß SS ĸ K ı I Ə E Ɨ I"
_ARABIC: Final = (
    "ء XE آ XAA أ XAE ؤ U إ I ئ XI ا A ب B ة XTA ت T ث XTH ج J ح XH خ XKH د D ذ XDH ر R ز Z س S ش XSH ص XSS ض XDZ ط XTT ظ XZZ ع E غ G "
    "ف F ق Q ك K ل L م M ن N ه H و W ى XAY ي Y ٱ XXA پ P چ XC ژ XJ ک K گ XG ی Y ٹ XXT ڈ XXD ڑ XR ں XNN ہ H ے XYB"
)


def _pairs(table: str) -> dict[str, str]:
    words = table.split()
    return {letter: "" if folded == "_" else folded for letter, folded in zip(words[::2], words[1::2], strict=True)}


LETTERS: Final[dict[str, str]] = _pairs(_CYRILLIC) | _pairs(_GREEK) | _pairs(_LATIN) | _pairs(_ARABIC) | _LOOK

_TAIL: Final = re.compile(r"(?:LETTER|SYLLABLE|CHARACTER|IDEOGRAPH|SIGN|DIGRAPH|LIGATURE|VOWEL|CHOSEONG|JUNGSEONG|JONGSEONG)[ -](.+)$")


def name_of_letter(character: str) -> str:
    """The last words of a letter's Unicode name, joined; empty where it has no such name."""
    found = _TAIL.search(unicodedata.name(character, ""))
    return re.sub(r"[^A-Z0-9]", "", found.group(1)) if found else ""
