"""Addresses of crypto currencies whose checksum can be tried: Bitcoin, Litecoin, Dogecoin, Dash, Ethereum and its like, Tron, Monero.

Sources: Bitcoin: base58check and BIP 173, 350. Litecoin, Dogecoin, Dash: their version bytes in chainparams.cpp of each. Ethereum: EIP-55
(capitals carry a checksum; an address in one case has none). Tron: base58check with the byte 0x41. Monero: CryptoNote Standard 007 with the
network bytes 18, 19 and 42. Addresses of test networks are refused. Not feasible: Solana, whose addresses have no checksum at all.
"""

from __future__ import annotations

import re
from typing import Final

from comity.kernel.badvalue import BadValue
from comity.kernel.base58 import ALPHABET, blocks, checked
from comity.kernel.bech32 import segwit
from comity.kernel.keccak import keccak_256
from comity.kernel.kinds.rows import line_kind
from comity.kernel.text import LONGEST_TYPED, bad_character, refuse_deceiving, too_long

_ACCEPTED: Final = "A whole address of Bitcoin, Litecoin, Dogecoin, Dash, Ethereum, Tron or Monero, with its capitals as they are."
_LONGEST: Final = 106
_SCHEME: Final = re.compile(r"(?:bitcoin|litecoin|dogecoin|dash|ethereum|tron|monero):(?:pay-)?", re.IGNORECASE)
_VERSIONS: Final = {0x00: "bitcoin", 0x05: "bitcoin", 0x30: "litecoin", 0x32: "litecoin"} | {
    0x1E: "dogecoin",
    0x16: "dogecoin",
    0x4C: "dash",
    0x10: "dash",
    0x41: "tron",
}
_WITNESS: Final = {"bc": "bitcoin", "ltc": "litecoin"}
_MONERO: Final = {18: 69, 19: 77, 42: 69}  # network byte -> bytes in all: two keys, an identifier of a payment, the checksum


def clean_crypto_address(typed: str) -> str:
    """The address as its currency writes it. Raises: BadValue `too_long`, `empty`, `bad_character`, `bad_address`, `wrong_checksum`."""
    if len(typed) > LONGEST_TYPED:
        raise too_long(_LONGEST)
    text = "".join(typed.split())
    refuse_deceiving(text)
    if not text:
        raise BadValue("empty", "Nothing was written.", _ACCEPTED)
    if not text.isascii():
        raise bad_character(next(character for character in text if not character.isascii()))
    text = _SCHEME.sub("", text, count=1).partition("?")[0]
    if re.fullmatch(r"0[xX][0-9a-fA-F]{40}", text):
        return _ethereum(text)
    prefix = text.partition("1")[0].lower()
    if prefix in _WITNESS and text in (text.lower(), text.upper()) and "1" in text:
        return _witness(text.lower(), prefix)
    if not text or not set(text) <= set(ALPHABET) or not 25 <= len(text) <= _LONGEST:
        raise BadValue("bad_address", "This is not an address of a currency that can be checked here.", _ACCEPTED)
    if currency_of(text) is None:
        raise _wrong()
    return text


def _wrong() -> BadValue:
    return BadValue("wrong_checksum", "The checksum of this address is wrong: look at it again, capitals too.", _ACCEPTED)


def _witness(address: str, prefix: str) -> str:
    if segwit(address, prefix) is None:
        raise _wrong()
    return address


def eip_55(digits: str) -> str:
    """40 hexadecimal digits with the capitals that carry the checksum."""
    lower = digits.lower()
    hashed = keccak_256(lower.encode()).hex()
    return "".join(digit.upper() if int(nibble, 16) >= 8 else digit for digit, nibble in zip(lower, hashed, strict=False))


def _ethereum(text: str) -> str:
    digits = text[2:]
    spelled = eip_55(digits)
    if digits not in (spelled, digits.lower(), digits.upper()):
        raise _wrong()
    return f"0x{spelled}"


def currency_of(address: str) -> str | None:
    """The currency of a cleaned address; None where no checksum fits."""
    if address.startswith("0x"):
        return "ethereum"
    if (prefix := address.partition("1")[0]) in _WITNESS:
        return _WITNESS[prefix]
    if len(address) in (95, _LONGEST):
        return "monero" if _monero(address) else None
    held = checked(address)
    return _VERSIONS.get(held[0]) if held and len(held) == 21 else None


def _monero(address: str) -> bool:
    held = blocks(address)
    return held is not None and _MONERO.get(held[0]) == len(held) and keccak_256(held[:-4])[:4] == held[-4:]


CRYPTO_ADDRESS = line_kind(
    "crypto_address",
    clean_crypto_address,
    hint="The whole address, capitals as they are",
    accepted=_ACCEPTED,
    personal=True,
    examples=("bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t4", "0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed"),
    longest=_LONGEST,
)
