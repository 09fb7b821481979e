"""Which file of a folder is in force, and which may go. Names sort by position, so the newest stands last."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from comity.engines.filters.errors import ForeignFile, FormerFile, NotSigned, TornFile, UnknownFormat, UnusableFile
from comity.engines.filters.files import PART, SUFFIX, FilterFile, is_abandoned

KEPT: Final = 2  # the one in force, and one to fall back on where it turns out torn
NEVER_OURS: Final = frozenset({ForeignFile, NotSigned, UnknownFormat})

Opener = Callable[[Path], FilterFile]


@dataclass(frozen=True, slots=True)
class Found:
    """The newest good file, none where there is none, and why newer ones were passed over (for the log and the operator's page)."""

    file: FilterFile | None
    skipped: tuple[UnusableFile, ...]


def newest(folder: Path, opener: Opener) -> Found:
    """Opens the newest file that can be used; older good ones stand in for a newer torn one. `opener`: `files.open_file` with its facts."""
    skipped: list[UnusableFile] = []
    for path in _newest_first(folder):
        try:
            return Found(opener(path), tuple(skipped))
        except UnusableFile as error:
            skipped.append(error)
    return Found(None, tuple(skipped))


def clean(folder: Path, opener: Opener) -> tuple[Path, ...]:
    """Removes what nothing needs and gives what it removed.

    Good files beyond the newest two, torn ones older than a good one, those of a former life of the database, unfinished ones of killed
    builders. Never a file of another organisation, signature or format: a folder set wrongly must not cost somebody else's files.
    """
    gone = [part for part in folder.glob(f".*{SUFFIX}.*{PART}") if is_abandoned(part)]
    good = 0
    for path in _newest_first(folder):
        verdict = _verdict(path, opener)
        if verdict is None:
            good += 1
        needless = good > KEPT or verdict is FormerFile or (good > 0 and verdict is TornFile)
        if needless and verdict not in NEVER_OURS:
            gone.append(path)
    for path in gone:
        path.unlink(missing_ok=True)
    return tuple(gone)


def _newest_first(folder: Path) -> list[Path]:
    return sorted(folder.glob(f"[0-9]*{SUFFIX}"), reverse=True)


def _verdict(path: Path, opener: Opener) -> type[UnusableFile] | None:
    try:
        opener(path)
    except UnusableFile as error:
        return type(error)
    return None
