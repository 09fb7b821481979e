"""Names in the Indic scripts (Devanagari, Bengali, Gurmukhi, Gujarati, Odia, Tamil, Telugu, Kannada, Malayalam) in Latin letters.

Unicode lays the nine blocks out alike, so a word is moved to Devanagari and read once: signs become vowels, the vowel that no sign
writes is put in, left out where speakers of the north leave it out, and each letter is spelled by `tables/indic.tsv`.

Source: order of the blocks, The Unicode Standard 15, chapter 12. Deletion of the unwritten vowel after M. Ohala, Aspects of Hindi Phonology
(1983): at a word's end, and from the right within one, between a vowel with one consonant and one consonant with a vowel.
"""

from __future__ import annotations

from typing import Final

from comity.names.scripts.columns import columns

_DEVANAGARI: Final = 0x0900
_BLOCK: Final = 0x80
_NINE: Final = range(0x0900, 0x0D80)
_VIRAMA, _NUKTA, _ANUSVARA, _CANDRABINDU = "्", "़", "ं", "ँ"
_UNWRITTEN: Final = "a"
_VOWELS: Final = frozenset("aअआइईउऊऋएऐओऔऑऍऎऒ")
_CONSONANTS: Final = frozenset(map(chr, range(0x0915, 0x093A)))
_SIGNS: Final = dict(zip("ािीुूृेैोौॉॅॆॊ", "आइईउऊऋएऐओऔऑऍऎऒ", strict=True))
_LABIALS: Final = frozenset("पफबभम")
_NASALS: Final = frozenset("ङञणनमऩ")
# Letters off the common plan: Bengali khanda ta and Assamese ra and wa, Gurmukhi tippi and addak, length marks, Malayalam's final letters.
_ODD: Final = str.maketrans(
    {"ৎ": "ত্", "ৰ": "র", "ৱ": "ও", "ੰ": "ਂ", "ੱ": "", "ৗ": "", "ൻ": "ന്", "ർ": "ര്", "ൽ": "ല്", "ൾ": "ള്", "ൺ": "ണ്", "ൿ": "ക്"}
    | {"ൗ": "ൌ", "ௗ": "", "ೕ": "", "ೖ": "", "ౕ": "", "ౖ": "", "ੲ": "ਇ", "ੳ": "ਉ", "\u200c": "", "\u200d": ""}
)
_VOICED: Final = dict(zip("कचटतप", "गजडदब", strict=True))
_KEEPING: Final = frozenset(("ta", "te", "kn", "ml", "si"))  # languages that speak every written vowel


def spell(word: str, language: str) -> list[str]:
    """The Latin forms of one word of any of the nine scripts, the most usual first. Cost: 10 us."""
    letters = _letters(word)
    if language == "ta":
        letters = _with_voice(letters)
    ways = columns("indic", language)
    if language in _KEEPING:
        return ways.spell("".join(letters))
    dropped = _without_unspoken(letters)
    forms = ways.spell("".join(dropped))
    if dropped != letters:
        forms.append(ways.spell("".join(letters))[0])
    return forms


def _letters(word: str) -> list[str]:
    """Consonants and spoken vowels of a word, in Devanagari; a virama stays between the consonants that it joins."""
    found: list[str] = []
    for character in map(_moved, word.translate(_ODD)):
        if character in _CONSONANTS:
            found += (character, _UNWRITTEN)
        elif character == _NUKTA and len(found) > 1:
            found[-2] += character
        elif sign := _SIGNS.get(character):
            if found and found[-1] == _UNWRITTEN:
                found.pop()
            found.append(sign)
        elif character == _VIRAMA and found and found[-1] == _UNWRITTEN:
            found[-1] = character
        else:
            found.append(character)
    if found and found[-1] == _VIRAMA:
        found.pop()
    return [_nasal(found, place) if letter in {_ANUSVARA, _CANDRABINDU} else letter for place, letter in enumerate(found)]


def _moved(character: str) -> str:
    point = ord(character)
    return chr(_DEVANAGARI + (point - _DEVANAGARI) % _BLOCK) if point in _NINE else character


def _nasal(letters: list[str], place: int) -> str:
    """The nasal that stands for the dot or the moon above: m before lips and at the end of some, else n; a moon at the end is not heard."""
    after = letters[place + 1][:1] if place + 1 < len(letters) else ""
    if after in _LABIALS:
        return "म"
    if letters[place] == _CANDRABINDU and not after:
        return _CANDRABINDU
    return "न"


def _without_unspoken(letters: list[str]) -> list[str]:
    """Leaves out the unwritten vowel at the end, then from the right between vowel-consonant and consonant-vowel."""
    kept = list(letters)
    if len(kept) > 2 and kept[-1] == _UNWRITTEN and _may_end(kept):
        kept.pop()
    for place in range(len(kept) - 3, 1, -1):
        if kept[place] == _UNWRITTEN and _bridges(kept[place - 2 : place + 4]):
            del kept[place]
    return kept


def _may_end(letters: list[str]) -> bool:
    """Whether the consonants before the last vowel can end a word: one, a nasal and another, or a double one; Mishra, Arya keep it."""
    joined = len(letters) > 3 and letters[-3] == _VIRAMA
    if joined and letters[-2] == "य":
        return False
    return not joined or letters[-4][:1] in _NASALS or letters[-4] == letters[-2] or letters[-4] == "र"


def _bridges(around: list[str]) -> bool:
    """Whether the middle one of these can fall: a vowel and one consonant before; after, a consonant, or one and r, and a vowel."""
    spoken = around[4] in _VOWELS or around[4:] == [_VIRAMA, "र"]
    return spoken and around[0] in _VOWELS and around[1][0] in _CONSONANTS and around[3][0] in _CONSONANTS


def _with_voice(letters: list[str]) -> list[str]:
    """Tamil writes k and g by one letter: voiced between vowels and after a nasal, never when doubled."""
    voiced = list(letters)
    for place in range(1, len(letters) - 1):
        before, letter, after = letters[place - 1], letters[place], letters[place + 1]
        after_nasal = before == _VIRAMA and place > 1 and letters[place - 2] in _NASALS
        if letter in _VOICED and after in _VOWELS and (before in _VOWELS or after_nasal):
            voiced[place] = _VOICED[letter]
    return voiced
