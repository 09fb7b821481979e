"""Keyed hashes, comparison that tells nothing by its time, and keys from passphrases."""

from __future__ import annotations

import hmac
from typing import Final

from cryptography.hazmat.primitives.kdf.scrypt import Scrypt

# OWASP Password Storage Cheat Sheet, scrypt: N=2**15, r=8, p=3 costs an attacker as much as N=2**17, p=1 in a quarter of the memory.
_COST: Final = 2**15
_BLOCK: Final = 8
_PARALLEL: Final = 3


def keyed_hash(key: bytes, message: bytes) -> bytes:
    """HMAC-SHA256 (RFC 2104): 32 bytes that nobody without the key can make or check."""
    return hmac.digest(key, message, "sha256")


def same(one: bytes, other: bytes) -> bool:
    """Whether two byte strings are equal, in a time that does not tell where they differ."""
    return hmac.compare_digest(one, other)


def from_passphrase(passphrase: bytes, salt: bytes) -> bytes:
    """A 32-byte key from a passphrase (scrypt, RFC 7914).

    Shapes: `salt` 16 random bytes, kept beside what the key seals. Cost: about 0.3 s and 32 MB, on purpose.
    """
    return Scrypt(salt=salt, length=32, n=_COST, r=_BLOCK, p=_PARALLEL).derive(passphrase)
