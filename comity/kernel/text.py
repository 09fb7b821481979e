"""Text that comes in: identifiers of any script as plain A-Z and 0-9, and prose without characters that deceive.

Source: Unicode Standard Annex 15 (NFKC); Unicode Technical Report 36, 2.1 and 3 (why controls of direction are refused).
"""

from __future__ import annotations

import unicodedata
from typing import Final

from comity.kernel.badvalue import BadValue
from comity.kernel.scripts import LETTERS, name_of_letter

LONGEST_TYPED: Final = (
    200  # characters of an identifier as typed, before anything looks at them: nothing real is longer with its separators
)

_SEPARATORS: Final = " -./\\<"  # `<` is the filler of a machine readable zone
_UPPER: Final = bytes.maketrans(b"abcdefghijklmnopqrstuvwxyz", b"ABCDEFGHIJKLMNOPQRSTUVWXYZ")
_SEPARATOR_BYTES: Final = _SEPARATORS.encode()
# Characters that stand between others without being part of the value: kashida, soft hyphen, zero-width ones, dots and strokes.
_DROPPED: Final = frozenset(_SEPARATORS + "\u0640\u00ad\u180e\u200b\u200c\u200d\u2060\ufeff\u00b7\u2022\u2044\u2215\u2212\u30fb")
_BIDI: Final = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
_REFUSED: Final = frozenset({"Cc", "Cn", "Cs", "Co"})

_ACCEPTED: Final = "Letters and digits; spaces, hyphens, dots and slashes between them are ignored."


def identifier(typed: str) -> str:
    """An identifier as A-Z and 0-9: upper case, digits and letters of every script folded, separators dropped.

    Raises: BadValue `too_long`, `empty`, `bad_character`. Cost: below a microsecond for ASCII.
    """
    if len(typed) > LONGEST_TYPED:
        raise too_long(LONGEST_TYPED)
    if typed.isascii():
        folded = typed.strip().encode().translate(_UPPER, _SEPARATOR_BYTES)
        if folded.isalnum():
            return folded.decode()
    return _identifier_of_any_script(typed)


def _identifier_of_any_script(typed: str) -> str:
    refuse_deceiving(typed.strip())
    folded = "".join(_folded(character) for character in unicodedata.normalize("NFKC", typed.strip()).upper())
    if not folded:
        raise BadValue("empty", "Nothing is left to ask for: there is no letter and no digit.", _ACCEPTED)
    return folded


def _folded(character: str) -> str:
    """One upper-case character as A-Z and 0-9; empty where it only separates."""
    if "0" <= character <= "9" or "A" <= character <= "Z":
        return character
    category = unicodedata.category(character)
    if character in _DROPPED or category in ("Zs", "Pd", "Mn", "Me"):
        return ""
    if category == "Nd":
        return str(unicodedata.decimal(character))
    if (letters := LETTERS.get(character)) is not None:
        return letters
    parts = unicodedata.normalize("NFKD", character)
    if parts[0] != character and all(unicodedata.category(mark) in ("Mn", "Me") for mark in parts[1:]):
        return _folded(parts[0].upper())
    if category[0] in "LM" and (name := name_of_letter(character)):
        return name
    raise bad_character(character)


def prose(typed: str, longest: int, *, lines: bool = False) -> str:
    """Text as typed, in Unicode's composed form, spaces of one line joined to one. `longest` counts characters.

    Raises: BadValue `too_long`, `empty`, `bad_character` (NUL, controls, controls of direction, unassigned and private characters).
    """
    if len(typed) > longest:
        raise too_long(longest)
    text = unicodedata.normalize("NFC", typed.replace("\r\n", "\n").replace("\r", "\n"))
    rows = [" ".join(row.split(None)) if not lines else row.rstrip() for row in (text.split("\n") if lines else [text])]
    for row in rows:
        refuse_deceiving(row.replace("\t", " "))
    text = "\n".join(rows).strip()
    if not any(unicodedata.category(character)[0] in "LNPS" for character in text):
        raise BadValue("empty", "Nothing was written.", "A letter or a digit at least.")
    if len(text) > longest:
        raise too_long(longest)
    return text


def refuse_deceiving(text: str) -> None:
    """Raises: BadValue `bad_character` where a character is a control, turns the direction, is unassigned or private."""
    if text.isascii() and text.isprintable():
        return
    for character in text:
        if character in _BIDI or unicodedata.category(character) in _REFUSED:
            raise bad_character(character)


def too_long(longest: int) -> BadValue:
    """The refusal of an overlong value; never repeats the value."""
    return BadValue("too_long", "This is longer than {longest} characters.", "At most {longest} characters.", {"longest": str(longest)})


def bad_character(character: str) -> BadValue:
    """The refusal of one character, named by its code point (and shown where it can be)."""
    point = f"U+{ord(character):04X}"
    shown = f"{character} ({point})" if character.isprintable() and character not in _BIDI else point
    return BadValue("bad_character", "The character {character} cannot stand here.", _ACCEPTED, {"character": shown})
