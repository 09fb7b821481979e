"""Where the next page of a list goes on, as a mark in its address: the time and the id of the last line.

A mark that none of ours gave means the first page: whoever makes one up learns nothing that the first page does not say.
"""

from __future__ import annotations

from datetime import UTC, datetime
from uuid import UUID

from comity.audit.reading import Cursor

_UNREAD = (ValueError, OverflowError, OSError)


def mark(at: datetime, one: UUID) -> str:
    """The mark of a line."""
    return f"{at.timestamp():.6f}_{one}"


def after(text: str) -> tuple[datetime, UUID] | None:
    """The line that a mark names."""
    at, _, one = text.partition("_")
    try:
        return datetime.fromtimestamp(float(at), UTC), UUID(one)
    except _UNREAD:
        return None


def entry_mark(entry: Cursor) -> str:
    """The mark of an entry of the audit."""
    return f"{entry.at.timestamp():.6f}_{entry.stream}_{entry.number}"


def after_entry(text: str) -> Cursor | None:
    """The entry that a mark names."""
    try:
        at, stream, number = text.split("_")
        return Cursor(datetime.fromtimestamp(float(at), UTC), int(stream), int(number))
    except _UNREAD:
        return None
