"""Loads of files. Fields that a newer server adds are ignored."""

from __future__ import annotations

import msgspec


class LoadQuestion(msgspec.Struct, frozen=True):
    """How a file is loaded. `mode`: delta or full. `mapping`: one of your unit's. `kind`: csv, jsonl, xlsx; empty: as found.

    `purposes`, `law`, `source`, `level`: the header of rows that do not state it.
    """

    mode: str = "delta"
    mapping: str = ""
    encoding: str = ""
    kind: str = ""
    dry_run: bool = False
    name: str = ""
    purposes: tuple[str, ...] = ()
    law: str = ""
    source: str = ""
    level: str = "official"


class LoadStarted(msgspec.Struct, frozen=True):
    """The number of a load, which is its job's too."""

    load: str
