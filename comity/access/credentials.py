"""Random tokens that are shown once, and the keyed hashes that are kept of them. A dump of the database opens none.

A token is one byte with the version of the hashing key, then 32 random bytes, as base64url. The version lets a key be rotated
while older tokens live, and destroyed to end them all.
"""

from __future__ import annotations

import base64
import binascii
from dataclasses import dataclass, field
from typing import Final

from comity.engines.crypto import Tampered, keyed_hash, same, seal, unseal
from comity.engines.keyring import KeyGone, KeyName, Keyring

RANDOM_BYTES: Final = 32
TOKEN_PREFIX: Final = "comity_"  # noqa: S105 - lets scanners of leaked secrets find ours


@dataclass(frozen=True, slots=True)
class Credential:
    """A token as its holder keeps it, and its hash as we do."""

    text: str = field(repr=False)
    hash: bytes


def fresh(keyring: Keyring, name: KeyName, noise: bytes) -> Credential:
    """A new credential from 32 random bytes."""
    key = keyring.key(name)
    raw = bytes([key.version]) + noise
    prefix = TOKEN_PREFIX if name is KeyName.TOKEN else ""
    return Credential(prefix + base64.urlsafe_b64encode(raw).decode().rstrip("="), keyed_hash(key.secret, raw))


def hash_of(keyring: Keyring, name: KeyName, text: str) -> bytes | None:
    """The hash under which a presented token would be kept. None for what cannot be one, or whose key is gone."""
    raw = _raw(text.removeprefix(TOKEN_PREFIX) if name is KeyName.TOKEN else text)
    if raw is None:
        return None
    try:
        return keyed_hash(keyring.version(name, raw[0]).secret, raw)
    except KeyGone:
        return None


def _raw(text: str) -> bytes | None:
    try:
        raw = base64.b64decode(text.encode("ascii") + b"=" * (-len(text) % 4), altchars=b"-_", validate=True)
    except (binascii.Error, UnicodeEncodeError):
        return None
    return raw if len(raw) == 1 + RANDOM_BYTES else None


def csrf_token(keyring: Keyring, session_token: str) -> str:
    """What the forms of one session carry: made from its token, so that no other site and no other session can know it."""
    raw = _raw(session_token)
    if raw is None:
        return ""
    try:
        key = keyring.version(KeyName.SESSION, raw[0])
    except KeyGone:
        return ""
    return base64.urlsafe_b64encode(keyed_hash(key.secret, b"csrf|" + raw)).decode().rstrip("=")


def csrf_holds(keyring: Keyring, session_token: str, given: str) -> bool:
    """Whether a form came from a page of this session."""
    expected = csrf_token(keyring, session_token)
    return bool(expected) and same(expected.encode(), given.encode(errors="replace"))


def sealed_seed(keyring: Keyring, login: str, seed: bytes) -> bytes:
    """The seed of an officer's codes, sealed and bound to the login; the first byte is the key's version."""
    key = keyring.key(KeyName.TOTP)
    return bytes([key.version]) + seal(key.secret, seed, b"totp|" + login.encode())


def opened_seed(keyring: Keyring, login: str, sealed: bytes) -> bytes | None:
    """The seed, or None where it does not open."""
    try:
        return unseal(keyring.version(KeyName.TOTP, sealed[0]).secret, sealed[1:], b"totp|" + login.encode())
    except (KeyGone, Tampered):
        return None
