"""The checkpoints as a witness against the tree: each says what the root was at a size. Pure."""

from __future__ import annotations

from collections.abc import Iterator

from comity.audit.checkpoint import Checkpoint, Line
from comity.audit.findings import Finding, Kind
from comity.audit.tree import Frontier


class Witness:
    """Hears checkpoints in the order of their time, while the tree grows beside it. Says the same thing once."""

    def __init__(self, lines: Iterator[Line], origin: str) -> None:
        self._lines = lines
        self._origin = origin
        self._pending: Line | None = None
        self._notes: list[Finding] = []
        self._rewritten = False
        self.good = 0
        self.last: Checkpoint | None = None
        self.next_size = -1
        self._advance()

    def compare(self, tree: Frontier) -> list[Finding]:
        """Holds every checkpoint of exactly this size against the tree."""
        root = b""
        while self._pending is not None and self._pending.checkpoint is not None and self.next_size == tree.size:
            root = root or tree.root()
            self._hold_against(self._pending, self._pending.checkpoint, root)
            self._advance()
        return self._taken()

    def finish(self, size: int) -> list[Finding]:
        """What is left speaks of a longer tree than there is."""
        longest: Line | None = None
        while self._pending is not None:
            longest = self._pending
            self._advance()
        if longest is not None and longest.checkpoint is not None and longest.checkpoint.size > size:
            cut = longest.checkpoint.size - size
            sentence = f"The log ends after {size} leaves; a checkpoint says {longest.checkpoint.size}: {cut} entries at its end were cut."
            self._add(Kind.CUT_TAIL, sentence, longest, leaf=size)
        return self._taken()

    def _hold_against(self, line: Line, checkpoint: Checkpoint, root: bytes) -> None:
        if checkpoint.root == root:
            self.good += 1
            self.last = checkpoint
        elif not self._rewritten:
            self._rewritten = True
            since = f"after leaf {self.last.size} ({self.last.at:%Y-%m-%d %H:%M} UTC)" if self.last else "from its beginning on"
            sentence = f"The log was rewritten {since}: its first {checkpoint.size} leaves do not give the root that was signed."
            self._add(Kind.REWRITTEN_LOG, sentence, line, leaf=self.last.size if self.last else 0)

    def _advance(self) -> None:
        """Goes on to the next checkpoint that can be held against the tree, and notes those that cannot."""
        reached = self.next_size
        for line in self._lines:
            checkpoint = line.checkpoint
            if checkpoint is None:
                kind = Kind.TORN_CHECKPOINT if line.why == "it is torn" else Kind.FORGED_CHECKPOINT
                self._add(kind, f"Line {line.number} of {line.file} is no checkpoint: {line.why}.", line)
            elif checkpoint.origin != self._origin:
                self._add(Kind.FORGED_CHECKPOINT, f"Line {line.number} of {line.file} is of another organisation.", line)
            elif checkpoint.size < reached:
                sentence = f"The log had {reached} leaves and then {checkpoint.size}: its end was cut before this checkpoint."
                self._add(Kind.CUT_TAIL, sentence, line, leaf=checkpoint.size)
            else:
                self._pending, self.next_size = line, checkpoint.size
                return
        self._pending = None
        self.next_size = -1

    def _add(self, kind: Kind, sentence: str, line: Line, leaf: int | None = None) -> None:
        at = line.checkpoint.at if line.checkpoint else None
        self._notes.append(Finding(kind, sentence, at, leaf=leaf, file=line.file, line=line.number))

    def _taken(self) -> list[Finding]:
        notes, self._notes = self._notes, []
        return notes
