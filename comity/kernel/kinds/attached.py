"""Kinds whose value is not in the record but beside it: the id of an attachment, sealed with the record's key; and the kind of a group.

The value is a UUID's 32 hexadecimal characters. Nobody types it: it is given when the file is put to the record.
"""

from __future__ import annotations

from typing import Final

from comity.kernel.badvalue import BadValue
from comity.kernel.kinds.hashes import hexadecimal
from comity.kernel.kinds.model import Kind, as_is

_LENGTH: Final = 32
_ID: Final = "The id of a file of this record: 32 hexadecimal characters."
_PARTS: Final = "Its parts, each by its own name."


def clean_attachment_id(typed: str) -> str:
    """The id. Raises: BadValue, as `hexadecimal`."""
    return hexadecimal(typed, _LENGTH, _ID)


def _no_value(_: str) -> str:
    raise BadValue("has_parts", "This has parts: give each by its own name.", _PARTS)


def _attached(name: str, hint: str) -> Kind:
    examples = ("0198a1b2c3d47e5f8a6b9c0d1e2f3a4b",)
    return Kind(name, "string", "text", "text", clean_attachment_id, as_is, as_is, hint, _ID, True, examples, _LENGTH)


IMAGE = _attached("image", "An image, put to the record once it is entered")
FILE = _attached("file", "A document, put to the record once it is entered")
SEALED_BLOB = _attached("sealed_blob", "A sealed file, put to the record once it is entered")
# No value has this kind: it stands for the parts of a field, each of which has a kind of its own. So it is not among KINDS.
GROUP = Kind("group", "string", "text", "text", _no_value, as_is, as_is, "", _PARTS, True, (), 1)
