"""Tables of facts about names: tab-separated text, each with its source and licence in its first lines.

`rows` reads one: lines that begin with `#` are for people.
"""

from __future__ import annotations

from pathlib import Path
from typing import Final

_FOLDER: Final = Path(__file__).parent


def rows(name: str) -> tuple[tuple[str, ...], ...]:
    """The rows of `tables/<name>.tsv`, each cut at its tabs. Raises: OSError, where the table is not there."""
    text = (_FOLDER / f"{name}.tsv").read_text(encoding="utf-8")
    return tuple(tuple(line.split("\t")) for line in text.splitlines() if line and not line.startswith("#"))
