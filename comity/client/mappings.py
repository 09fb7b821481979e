"""Mappings of a unit, and a file looked at before its load. Fields that a newer server adds are ignored."""

from __future__ import annotations

from datetime import datetime

import msgspec


class Mapping(msgspec.Struct, frozen=True):
    """`columns`: title of a column -> path in the register, empty to leave it out. `words`: path of a list -> word of the file -> value."""

    name: str
    register: str
    columns: dict[str, str]
    words: dict[str, dict[str, str]] = {}
    encoding: str = ""
    changed_by: int = 0
    changed_at: datetime | None = None


class ColumnGuess(msgspec.Struct, frozen=True):
    """What a column may be. `why`: said, name, label, title, content, nothing."""

    title: str
    path: str
    label: str = ""
    why: str = ""


class WordGuess(msgspec.Struct, frozen=True):
    """A word in a column of choices. `sure`: it is taken as it stands."""

    word: str
    value: str
    rows: int = 0
    sure: bool = False


class RowFault(msgspec.Struct, frozen=True):
    """What is wrong with a row or a file."""

    field: str
    code: str
    sentence: str
    accepted: str = ""


class RowPreview(msgspec.Struct, frozen=True):
    """A row as it would be understood."""

    values: dict[str, str]
    faults: tuple[RowFault, ...] = ()


class LookedFile(msgspec.Struct, frozen=True):
    """A file before its load. `faults`: why nothing could be loaded as it is."""

    kind: str
    encoding: str
    encoding_certain: bool
    columns: tuple[ColumnGuess, ...]
    words: dict[str, tuple[WordGuess, ...]] = {}
    rows: tuple[RowPreview, ...] = ()
    faults: tuple[RowFault, ...] = ()
