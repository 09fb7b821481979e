"""Marks of pages: opaque to who gets them, checked when they come back."""

from __future__ import annotations

import base64
import binascii
from datetime import date, datetime
from uuid import UUID

from comity.audit.reading import Cursor
from comity.kernel.errors import Fault, Invalid

_BAD = Fault("after", "bad_cursor", "This is not the mark of a page.", "The mark that the page before gave.")
_LONGEST = 200  # characters; the longest that a page gives has some 110
_HIGHEST = 2**63 - 1
_HIGHEST_SMALL = 2**31 - 1


def _mark(*parts: object) -> str:
    return base64.urlsafe_b64encode("|".join(map(str, parts)).encode()).decode().rstrip("=")


def _parts(mark: str, count: int) -> list[str]:
    if len(mark) > _LONGEST:
        raise Invalid(_BAD)
    try:
        parts = base64.b64decode(mark.encode() + b"=" * (-len(mark) % 4), altchars=b"-_", validate=True).decode().split("|")
    except (binascii.Error, ValueError):
        raise Invalid(_BAD) from None
    if len(parts) != count:
        raise Invalid(_BAD)
    return parts


def _aware(text: str) -> datetime:
    at = datetime.fromisoformat(text)
    if at.tzinfo is None:
        raise ValueError(text)
    return at


def mark_of(cursor: Cursor | None) -> str:
    """The mark after which the next page of the audit begins; empty at the end."""
    return _mark(cursor.at.isoformat(), cursor.stream, cursor.number) if cursor else ""


def cursor_of(mark: str) -> Cursor | None:
    """The place that a mark names. Raises: Invalid."""
    if not mark:
        return None
    at, stream, number = _parts(mark, 3)
    try:
        cursor = Cursor(_aware(at), int(stream), int(number))
    except (ValueError, OverflowError):
        raise Invalid(_BAD) from None
    if not (0 <= cursor.stream <= _HIGHEST and 0 <= cursor.number <= _HIGHEST):
        raise Invalid(_BAD)
    return cursor


def mark_of_message(at: datetime, message: UUID) -> str:
    """The mark after an entry of the inbox."""
    return _mark(at.isoformat(), message)


def message_of(mark: str) -> tuple[datetime, UUID] | None:
    """The entry that a mark names. Raises: Invalid."""
    if not mark:
        return None
    at, message = _parts(mark, 2)
    try:
        return _aware(at), UUID(message)
    except (ValueError, OverflowError):
        raise Invalid(_BAD) from None


def mark_of_number(number: int) -> str:
    """The mark after a numbered thing."""
    return _mark("n", number)


def number_of(mark: str) -> int:
    """The number that a mark names, 0 for none. Raises: Invalid."""
    if not mark:
        return 0
    kind, number = _parts(mark, 2)
    if kind != "n" or not number.isdecimal() or not 0 < int(number) <= _HIGHEST_SMALL:
        raise Invalid(_BAD)
    return int(number)


def mark_of_day(day: date, record: UUID) -> str:
    """The mark after a record that ends on a day."""
    return _mark(day.isoformat(), record)


def record_of_day(mark: str) -> tuple[date, UUID] | None:
    """The record that a mark names. Raises: Invalid."""
    if not mark:
        return None
    day, record = _parts(mark, 2)
    try:
        return date.fromisoformat(day), UUID(record)
    except ValueError:
        raise Invalid(_BAD) from None
