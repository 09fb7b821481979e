"""Pairs of real sets that our scorer got wrong, in a file for whoever tunes: names of real people, so never in the clone, never printed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Final

from comity.bench.names.measures import Floats, threshold_at
from comity.bench.names.model import Pair, PairSet
from comity.kernel.errors import Fault, Invalid

SHARE: Final = 0.01  # of the negatives of a script, which decides where a miss begins
_CLONE: Final = Path(__file__).resolve().parents[3]
_HEAD: Final = "set\tscript\tlabel\tscore\tthreshold\ta\tb\n"


def checked(file: Path) -> Path:
    """The place, where it lies outside of the clone. Raises: Invalid."""
    if file.resolve().is_relative_to(_CLONE):
        raise Invalid(Fault("misses", "in_the_clone", f"{file} lies in the clone.", "A file outside of it: it holds names of real people."))
    return file


def write(file: Path, judged: Iterable[tuple[PairSet, Floats]]) -> int:
    """Writes the misses of each real set: pairs of one bearer below the threshold, of two bearers at it or above. Gives how many."""
    lines = [line for chosen, scores in judged if chosen.real for line in missed(chosen, scores)]
    checked(file).write_text(_HEAD + "".join(lines), encoding="utf-8")
    file.chmod(0o600)
    return len(lines)


def missed(chosen: PairSet, scores: Floats) -> Iterator[str]:
    """The lines of one set, script by script, the worst first."""
    for script in sorted({pair.script for pair in chosen.pairs}):
        within = [(pair, float(score)) for pair, score in zip(chosen.pairs, scores, strict=True) if pair.script is script]
        threshold = threshold_at(_negatives(chosen, scores, script), SHARE)
        wrong = [(abs(score - threshold), pair, score) for pair, score in within if pair.match is (score < threshold)]
        for _, pair, score in sorted(wrong, key=lambda one: -one[0]):
            yield _line(chosen.name, pair, score, threshold)


def _negatives(chosen: PairSet, scores: Floats, script: str) -> Floats:
    return scores[[pair.script == script and not pair.match for pair in chosen.pairs]]


def _line(name: str, pair: Pair, score: float, threshold: float) -> str:
    label = "missed" if pair.match else "false"
    a, b = (" ".join(text.split()) for text in (pair.a, pair.b))
    return f"{name}\t{pair.script}\t{label}\t{score:.4f}\t{threshold:.4f}\t{a}\t{b}\n"
