"""The mark of a page: where it begins and which way it goes, sealed, and bound to the list that it was given for."""

from __future__ import annotations

import base64
import binascii
from dataclasses import dataclass
from typing import Final
from uuid import UUID

import msgspec

from comity.engines.crypto import Tampered, seal, unseal
from comity.engines.keyring import KeyGone, KeyName, Keyring
from comity.kernel.errors import Fault, Invalid

LONGEST: Final = 600  # characters


class BadCursor(Invalid):
    """The mark of a page is not one that a list gave, or belongs to another list."""

    def __init__(self) -> None:
        super().__init__(Fault("after", "bad_cursor", "This is not the mark of a page of this list.", "The mark that a page gave."))


class Place(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """The last record of the page that gave the mark: `value` of its sort as text, its id. `back`: the page before it is wanted."""

    back: bool
    value: str
    id: UUID


@dataclass(frozen=True, slots=True)
class Marks:
    """Seals and opens marks of one list: `list`: owner, register, filter and sort, so that a mark leads nowhere else.

    They are sealed, not only signed: a mark stands in addresses and logs, and what a list is sorted by is a value of a record.
    """

    keyring: Keyring
    list: bytes

    def mark(self, place: Place) -> str:
        """A place as it stands in an address: sealed under the session key's newest version, whose number is its first byte; base64url."""
        key = self.keyring.key(KeyName.SESSION)
        sealed = bytes((key.version,)) + seal(key.secret, msgspec.msgpack.encode(place), b"list|" + self.list)
        return base64.urlsafe_b64encode(sealed).decode().rstrip("=")

    def place(self, mark: str) -> Place:
        """Raises: BadCursor."""
        try:
            if len(mark) > LONGEST or not mark.isascii():
                raise BadCursor
            sealed = base64.b64decode(mark + "=" * (-len(mark) % 4), altchars=b"-_", validate=True)
            secret = self.keyring.version(KeyName.SESSION, sealed[0]).secret
            return msgspec.msgpack.decode(unseal(secret, sealed[1:], b"list|" + self.list), type=Place)
        except (binascii.Error, IndexError, ValueError, Tampered, KeyGone, msgspec.MsgspecError):
            raise BadCursor from None
