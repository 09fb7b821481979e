"""Base58, as addresses of crypto currencies are written: no 0, O, I and l, which are taken for one another.

Sources: bitcoin's base58 as in the Internet draft draft-msporny-base58-03; base58check: four bytes of a double SHA-256 at the end.
Monero: blocks of 8 bytes in 11 characters, the last one shorter (CryptoNote Standard 007).
"""

from __future__ import annotations

from hashlib import sha256
from typing import Final

ALPHABET: Final = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"
_VALUES: Final = {character: value for value, character in enumerate(ALPHABET)}
_BLOCK: Final = 11  # characters that hold 8 bytes
_BYTES: Final = {11: 8, 10: 7, 9: 6, 7: 5, 6: 4, 5: 3, 3: 2, 2: 1}


def _number(text: str) -> int:
    """Raises KeyError where a character is not of the alphabet."""
    number = 0
    for character in text:
        number = number * 58 + _VALUES[character]
    return number


def decoded(text: str) -> bytes | None:
    """The bytes of base58, a zero byte for each 1 at the start; None where a character is not of the alphabet."""
    try:
        number = _number(text)
    except KeyError:
        return None
    zeros = len(text) - len(text.lstrip("1"))
    return bytes(zeros) + number.to_bytes((number.bit_length() + 7) // 8, "big")


def checked(text: str) -> bytes | None:
    """What base58check holds, without its checksum; None where that is wrong."""
    held = decoded(text)
    if held is None or len(held) < 5:
        return None
    return held[:-4] if sha256(sha256(held[:-4]).digest()).digest()[:4] == held[-4:] else None


def blocks(text: str) -> bytes | None:
    """The bytes of Monero's base58; None where it is not whole."""
    held = b""
    for start in range(0, len(text), _BLOCK):
        block = text[start : start + _BLOCK]
        try:
            held += _number(block).to_bytes(_BYTES[len(block)], "big")
        except (KeyError, OverflowError):
            return None
    return held
