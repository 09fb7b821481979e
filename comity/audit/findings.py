"""What a verification says."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Final

from comity.audit.checkpoint import Checkpoint
from comity.audit.entry import EntryId

_SHOWN: Final = 200  # a log that is wrong everywhere is told by its first findings and their number


class Kind(StrEnum):
    """What is wrong."""

    ADDED_PACK = "added_pack"
    BROKEN_TREE = "broken_tree"
    CHANGED_ENTRY = "changed_entry"
    CHANGED_PACK = "changed_pack"
    CUT_TAIL = "cut_tail"
    EARLY_ERASURE = "early_erasure"
    FORGED_CHECKPOINT = "forged_checkpoint"
    MISSING_PACK = "missing_pack"
    REWRITTEN_LOG = "rewritten_log"
    TORN_CHECKPOINT = "torn_checkpoint"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is wrong: what, when, which entry, which leaf, which line of which file (as far as each is known)."""

    kind: Kind
    sentence: str
    at: datetime | None = None
    entry: EntryId | None = None
    leaf: int | None = None
    file: str = ""
    line: int = 0


@dataclass(frozen=True, slots=True)
class Report:
    """The result of a verification. `waiting` entries are committed and not in the tree yet; `unshown` findings were too many."""

    size: int
    root: bytes
    checked: int
    erased: int
    waiting: int
    checkpoints: int
    last_checkpoint: Checkpoint | None
    findings: tuple[Finding, ...]
    unshown: int

    @property
    def sound(self) -> bool:
        """Whether nothing was found."""
        return not self.findings


@dataclass(slots=True)
class Tally:
    """Counts while a verification runs."""

    checked: int = 0
    erased: int = 0
    unshown: int = 0
    findings: list[Finding] = field(default_factory=list)

    def note(self, findings: Iterable[Finding]) -> None:
        """Counts these in; beyond `_SHOWN` only their number is kept."""
        for finding in findings:
            if len(self.findings) < _SHOWN:
                self.findings.append(finding)
            else:
                self.unshown += 1

    def report(self, *, size: int, root: bytes, waiting: int, checkpoints: int, last_checkpoint: Checkpoint | None) -> Report:
        """What was noted, with where the log and its checkpoints end. `waiting`: entries committed and not in the tree yet."""
        return Report(size, root, self.checked, self.erased, waiting, checkpoints, last_checkpoint, tuple(self.findings), self.unshown)
