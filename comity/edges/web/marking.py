"""Messages where no translator stands: texts marked for the catalogue, and texts with the values for their places."""

from __future__ import annotations

from collections.abc import Mapping

Message = tuple[str, Mapping[str, str]]  # an English text with `{name}` places, and the values for them: what inner slices hand to an edge


def mark(text: str) -> str:
    """The text itself; tells the extraction that it is a message, where it stands away from a translator."""
    return text


def message(text: str, **places: str) -> Message:
    """A message with its values, to be said later in the reader's language."""
    return text, places
