"""Marks of pages whose order is a number that all authorities share: sealed, since it tells how many there were of others (OWN-04)."""

from __future__ import annotations

import base64
import binascii
from typing import Final

from comity.engines.crypto import Tampered, seal, unseal
from comity.engines.keyring import KeyGone, KeyName, Keyring
from comity.kernel.errors import Fault, Invalid

_SEALED_FOR: Final = b"mark of a number"
_LONGEST: Final = 120  # characters


def sealed_mark(keyring: Keyring, number: int) -> str:
    """The mark after a numbered thing."""
    key = keyring.key(KeyName.SESSION)
    return base64.urlsafe_b64encode(bytes((key.version,)) + seal(key.secret, number.to_bytes(8), _SEALED_FOR)).decode().rstrip("=")


def number_in(keyring: Keyring, mark: str) -> int:
    """The number that a mark names, 0 for none. Raises: Invalid."""
    if not mark:
        return 0
    try:
        sealed = base64.b64decode(mark[:_LONGEST].encode() + b"=" * (-len(mark) % 4), altchars=b"-_", validate=True)
        return int.from_bytes(unseal(keyring.version(KeyName.SESSION, sealed[0]).secret, sealed[1:], _SEALED_FOR))
    except (binascii.Error, ValueError, IndexError, Tampered, KeyGone):
        raise Invalid(Fault("after", "bad_cursor", "This is not the mark of a page.", "The mark that the page before gave.")) from None
