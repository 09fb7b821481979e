"""Bech32 and bech32m: addresses whose checksum finds up to four wrong characters.

Sources: BIP 173 (bech32), BIP 350 (bech32m, for witness versions from 1 on), BIP 141 (the program's length).
"""

from __future__ import annotations

from typing import Final

_ALPHABET: Final = "qpzry9x8gf2tvdw0s3jn54khce6mua7l"
_VALUES: Final = {character: value for value, character in enumerate(_ALPHABET)}
_GENERATOR: Final = (0x3B6A57B2, 0x26508E6D, 0x1EA119FA, 0x3D4233DD, 0x2A1462B3)
_BECH32, _BECH32M = 1, 0x2BC830A3
_LONGEST: Final = 90


def _polymod(values: list[int]) -> int:
    check = 1
    for value in values:
        top = check >> 25
        check = (check & 0x1FFFFFF) << 5 ^ value
        for place, generator in enumerate(_GENERATOR):
            check ^= generator if top >> place & 1 else 0
    return check


def segwit(address: str, prefix: str) -> tuple[int, bytes] | None:
    """Witness version and program of an address in lower case; None where prefix, checksum, version or length is wrong."""
    found, one, rest = address.rpartition("1")
    if not one or found != prefix or len(rest) < 7 or len(address) > _LONGEST or not set(rest) <= _VALUES.keys():
        return None
    values = [_VALUES[character] for character in rest]
    spread = [ord(character) >> 5 for character in prefix] + [0] + [ord(character) & 31 for character in prefix]
    version = values[0]
    if _polymod(spread + values) != (_BECH32M if version else _BECH32):
        return None
    program = _bytes(values[1:-6])
    if program is None or version > 16 or not 2 <= len(program) <= 40 or (version == 0 and len(program) not in (20, 32)):
        return None
    return version, program


def _bytes(values: list[int]) -> bytes | None:
    """Groups of five bits as bytes; None where the filling is longer than four bits or not zero."""
    number = 0
    for value in values:
        number = number << 5 | value
    spare = len(values) * 5 % 8
    if spare > 4 or number & ((1 << spare) - 1):
        return None
    return (number >> spare).to_bytes(len(values) * 5 // 8, "big")
