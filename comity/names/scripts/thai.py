"""Thai names in Latin letters. One `Word` for what stands between two spaces, since Thai leaves none within a name.

The word is cut into syllables without a dictionary: tone marks go, what a thanthakhat silences goes, a vowel written before its consonant
is read after it, and a consonant that no vowel follows closes the syllable before it. `tables/thai.tsv` spells the letters.

Source: syllable patterns as in the vowel table of the Royal Thai General System of Transcription (Royal Institute, 1999).
"""

from __future__ import annotations

import re
from typing import Final

from comity.names.model import Role, Script, Word
from comity.names.scripts.columns import columns
from comity.names.scripts.plain import Reading, read_words, speller

_BREAK: Final = "|"  # where silenced letters stood: a syllable ends here
_TONES: Final = dict.fromkeys(map(ord, "่้๊๋๎ฺๆฯ\u200b"))
_C: Final = "[ก-ฤฦ-ฮ]"
_S: Final = "[ะาัำิีึืุู็]"
_SILENCED: Final = re.compile(rf"(?<={_S}{_C})(?:[ตทดธจ]ร|ษณ|ษม|จน)์|{_C}[ิุ]?์")  # จันทร์ is จัน, ศักดิ์ is ศัก
_DOUBLE: Final = "[กขคตปผพ][รลว]|[ทสศจซ]ร|ห[งญนมยรลว]|อย"
_ONE: Final = "[ก-ฃค-ฆง-ฮ]"
_EITHER: Final = f"{_DOUBLE}|{_ONE}"
_BEFORE: Final = f"(?:{_DOUBLE})(?!{_S})|{_ONE}"  # an onset after a vowel that is written before it
_AFTER: Final = f"(?:{_DOUBLE})(?={_S}|อ(?!{_S})|ว{_C}(?!{_S}))|{_ONE}"
_SHUT: Final = f"(?:{_DOUBLE})(?={_C}(?!{_S}))|{_ONE}"  # the same where the second letter would close it if nothing else did: แก้ว
# Syllables without what closes them, the longest first: pattern, and the name of the vowel. `&`, `@` and `%` are an onset after a vowel
# that is written before it: with another behind, without, and with what closes it; `#` is any other onset.
_SYLLABLES: Final = (
    ("เ&ียะ?", "IA"),
    ("เ&ือะ?", "UEA"),
    ("เ&ิ", "OE"),
    ("เ&าะ", "O"),
    ("เ&า", "AO"),
    ("เ%อะ?(?!$S)", "OE"),
    ("เ%ย(?!$S)", "OEI"),
    ("เ%[ะ็]?", "E"),
    ("แ%[ะ็]?", "AE"),
    ("โ@ะ?", "O"),
    ("[ใไ]@(?:ย(?!$S))?", "AI"),
    ("#ัวะ?(?!$S)", "UA"),
    ("#[ะาั]", "A"),
    ("#ำ", "AM"),
    ("#ิ", "I"),
    ("#ี", "II"),
    ("#ึ", "UE"),
    ("#ือ?", "UE"),
    ("#ุ", "U"),
    ("#ู", "UU"),
    ("#็อ?", "O"),
    ("#รร(?=$C(?!$S))", "A"),
    ("#รร", "AN"),
    ("#?ฤๅ", "RUE"),
    ("#?ฤ", "RI"),
    ("#อ(?!$S)", "Q"),
    ("#ว(?=$C(?!$S))", "UA"),
)
_OPEN: Final = frozenset(("AM", "AN", "AI", "AO", "OEI"))


def _compiled(pattern: str) -> re.Pattern[str]:
    filled = pattern.replace("$S", _S).replace("$C", _C)
    return re.compile(
        filled.replace("#?", f"({_ONE})?")
        .replace("&", f"({_EITHER})")
        .replace("@", f"({_BEFORE})")
        .replace("%", f"({_SHUT})")
        .replace("#", f"({_AFTER})")
    )


_PATTERNS: Final = tuple((_compiled(pattern), vowel) for pattern, vowel in _SYLLABLES)
_LEADING: Final = "เแโใไ"
_BY_FIRST: Final = {
    sign: tuple(pair for pair in _PATTERNS if pair[0].pattern[0] in (sign, "[") and sign in pair[0].pattern[:4]) for sign in _LEADING
}
_OTHERS: Final = tuple(pair for pair in _PATTERNS if pair[0].pattern[0] == "(")
_BARE: Final = re.compile(f"(?:(?!(?:{_DOUBLE})(?:{_S}|อ(?!{_S}))){_ONE}(?!{_S}|อ(?!{_S})|รร|ฤ))*")  # consonants that no vowel follows
_ENDS_SILENT: Final = frozenset("กร ตร ทร ชร ทธ ตต ฏฐ ชช กข".split())  # noqa: SIM905 - reads as text: จักร, มิตร, พุทธ
# Consonants that within a word do not close a syllable of these vowels, but have an a of their own: ปิยะ, สุรชัย, ธีรพล.
_NEVER_BEFORE: Final = {"ย": ("I", "II", "E", "AE"), "ว": ("U", "UU"), "ร": ("I", "II", "U", "UU")}
_SPOKEN: Final = str.maketrans("", "", "็์ๅเแโใไะาัำิีึืุู")


def read(text: str, language: str = "") -> tuple[Word, ...]:  # noqa: ARG001 - all scripts are asked alike
    """The words of `text` with their Latin forms."""
    return read_words(text, _WORD)


def _spell(word: str) -> Reading:
    heard = _SILENCED.sub(_BREAK, word.translate(_TONES)).replace("เกียรติ", "เกียต")
    return columns("thai").spell(_syllables(heard)), Role.UNKNOWN


def _syllables(word: str) -> str:
    """The word with its vowels named and after their consonants, F after each consonant that closes a syllable (M before another one)."""
    found: list[str] = []
    at = 0
    while at < len(word):
        if word[at] == _BREAK:
            at += 1
            continue
        spelt, at = _syllable(word, at)
        found += spelt
        if spelt[-1] not in _OPEN and len(spelt) == 2:
            closing, at = _closing(word, at, spelt[1])
            found += closing
    return "".join(found)


def _syllable(word: str, at: int) -> tuple[list[str], int]:
    """What is spoken at a place, and where it ends: onset and vowel; a whole syllable without a written vowel; a sign that is astray."""
    for pattern, vowel in _BY_FIRST.get(word[at], _OTHERS):
        if match := pattern.match(word, at):
            return [_heard(match[1] or ""), vowel], match.end()
    bare = _bare(word, at)
    if bare and len(bare) % 2 == 0:
        return [word[at], "O", _closed(word, at + 1)], at + 2
    spoken = word[at].translate(_SPOKEN)  # a consonant that stands over is spoken with a, by itself
    return [spoken + "A"] if spoken else [""], at + 1


def _closing(word: str, at: int, vowel: str) -> tuple[list[str], int]:
    """What closes a syllable: the first of an odd number of consonants, since two make a syllable of their own."""
    bare = _bare(word, at)
    end = at + len(bare)
    last = end == len(word) or word[end] == _BREAK
    if last and _is_silent_end(bare, word[at - 1]):
        return [*(f"{letter}F" for letter in bare[:-1]), "รE" if bare[-1] == "ร" else ""], end
    if bare[:2] == "ญจ":
        return [_closed(word, at)], at + 1
    stands_over = (len(bare) == 3 and bare[1] == "ว") or (vowel in _NEVER_BEFORE.get(bare[:1], "") and not (last and len(bare) == 1))
    return ([_closed(word, at)], at + 1) if len(bare) % 2 and not stands_over else ([], at)


def _is_silent_end(bare: str, before: str) -> bool:
    """Whether the last of these consonants is not spoken: มิตร, เกษตร, จักร; but สุนทร and ธนากร end in a syllable of two."""
    return bare[-2:] in _ENDS_SILENT and (len(bare) == 2 or (len(bare) == 3 and bare[0] in "ษส")) and (bare != "กร" or before == "ั")


def _bare(word: str, at: int) -> str:
    match = _BARE.match(word, at)
    return match[0] if match else ""


def _closed(word: str, at: int) -> str:
    return word[at] + ("M" if word[at] in "จชซญ" and word[at + 1 : at + 2] not in {"", _BREAK} else "F")


def _heard(onset: str) -> str:
    """An onset without the h that only sets the tone; อย is y."""
    return onset[1:] if len(onset) > 1 and onset[0] in "หอ" else onset


_WORD: Final = speller(Script.THAI, _spell)
