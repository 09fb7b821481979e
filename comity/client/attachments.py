"""Files of records."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

import msgspec


class Attachment(msgspec.Struct, frozen=True):
    """A file of a record. `field`: the path of its field; `media_type` was found by looking at its bytes.

    `width`, `height`: pixels of an image, else 0. `derived_from`: the file that a template was made from.
    """

    id: UUID
    field: str
    kind: str
    media_type: str
    size: int
    added_at: datetime
    title: str = ""
    source: str = ""
    version: str = ""
    derived_from: UUID | None = None
    width: int = 0
    height: int = 0
    preview: bool = False
