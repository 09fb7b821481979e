"""Kinds of fingerprints of files: cryptographic hashes, and the perceptual hash of an image.

Source: RFC 1321 (MD5); FIPS 180-4 (SHA-256); "The TMK+PDQF video-hashing algorithm and the PDQ image-hashing algorithm", Facebook 2019
(PDQ: 256 bits, written as 64 hexadecimal characters, the first bit first).
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
from typing import Final

from comity.kernel.badvalue import BadValue
from comity.kernel.kinds.model import Kind, as_is
from comity.kernel.text import LONGEST_TYPED, refuse_deceiving, too_long

_HEX: Final = frozenset("0123456789abcdef")
_DROPPED: Final = str.maketrans("", "", " -:")
# Every empty file has these: as a search key they would answer for each empty file of the world.
_OF_NOTHING: Final = frozenset(
    {"d41d8cd98f00b204e9800998ecf8427e", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"}  # nosec: no secrets
)


def hexadecimal(typed: str, length: int, accepted: str) -> str:
    """Exactly `length` hexadecimal characters in lower case; spaces, hyphens and colons between them are dropped.

    Raises: BadValue `too_long`, `empty`, `bad_character`, `not_hexadecimal`, `wrong_length`.
    """
    if len(typed) > LONGEST_TYPED:
        raise too_long(LONGEST_TYPED)
    refuse_deceiving(typed.strip())
    text = unicodedata.normalize("NFKC", typed.strip()).lower().translate(_DROPPED)
    if not text.strip("\u200b"):
        raise BadValue("empty", "Nothing was written.", accepted)
    if not _HEX.issuperset(text):
        raise BadValue("not_hexadecimal", "This has other characters than 0 to 9 and a to f.", accepted)
    if len(text) != length:
        values = {"given": str(len(text)), "length": str(length)}
        raise BadValue("wrong_length", "This has {given} characters, not {length}.", accepted, values)
    return text


def _digest(name: str, length: int, title: str, example: str) -> Kind:
    accepted = f"{length} hexadecimal characters."
    hint = f"The {title} of the file"
    return Kind(name, "string", "text", "text", _of_a_file(length, accepted), as_is, as_is, hint, accepted, False, (example,), length)


def _of_a_file(length: int, accepted: str) -> Callable[[str], str]:
    def clean(typed: str) -> str:
        value = hexadecimal(typed, length, accepted)
        if value in _OF_NOTHING:
            raise BadValue("empty_file", "This is the hash of an empty file: it says nothing.", accepted)
        return value

    return clean


def _clean_pdq(typed: str) -> str:
    value = hexadecimal(typed, 64, "64 hexadecimal characters.")
    if int(value, 16).bit_count() in (0, 256):
        raise BadValue("no_features", "This is the hash of an image without any feature: it says nothing.", "64 hexadecimal characters.")
    return value


MD5 = _digest("md5", 32, "MD5", "9e107d9d372bb6826bd81d3542a419d6")
SHA256 = _digest("sha256", 64, "SHA-256", "d7a8fbb307d7809469ca9abcb0082e4f8d5651e46d3cdb762d02d0bf37c9e592")
PDQ = Kind(
    "pdq",
    "string",
    "text",
    "text",
    _clean_pdq,
    as_is,
    as_is,
    "The PDQ of the image",
    "64 hexadecimal characters.",
    True,
    ("f8f8f0cee0f4a84f06370a22038f63f0b36e2ed596621e1d33e6b39c4e9c9b22",),
    64,
)
