"""A crowd of names: those of nobody put together anew, with the list planted among them, and what is asked for each listed one."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np

from comity.bench.names import sources
from comity.bench.names.model import Kind
from comity.bench.names.near import plain
from comity.names.model import Script
from comity.search.corpus.model import Row

MOST_ASKED: Final = 300  # of one set, drawn at random where there are more
_SEED: Final = 20_261_122


@dataclass(frozen=True, slots=True)
class Asked:
    """A question and whom it should find. `set`: its case in the table."""

    set: str
    name: str
    wanted: str


@dataclass(frozen=True, slots=True)
class Crowd:
    """`rows`: the list first, then the crowd, one after the other as they are needed; `size` of both together."""

    planted: tuple[Row, ...]
    parts: tuple[tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...]], ...]
    shares: tuple[int, ...]
    asked: tuple[Asked, ...]

    @property
    def size(self) -> int:
        """How many names there are."""
        return len(self.planted) + sum(self.shares)

    def rows(self) -> Iterator[Row]:
        """Every name, the same each time."""
        yield from self.planted
        draw = np.random.default_rng(_SEED)
        number = 0
        for (first, middle, last), count in zip(self.parts, self.shares, strict=True):
            places = [draw.integers(len(pool), size=count) for pool in (first, middle, last)]
            for one, between, other in zip(*places, strict=True):
                number += 1
                words = (first[one], middle[between], last[other])
                yield Row(f"crowd-{number}", " ".join(filter(None, words)))


def crowd(place: Path, size: int) -> Crowd:
    """A crowd of so many names. Within a script: the first of one, the middle of another, the last of a third."""
    planted, asked = _listed(place)
    pools: dict[Script, list[tuple[str, str, str]]] = {}
    for row in sources.rows(place / sources.NOBODY):
        pools.setdefault(sources.script_of(row["full_name"]), []).append((row["first_name"], row["middle_name"], row["last_name"]))
    people = sum(map(len, pools.values()))
    wanted = max(0, size - len(planted))
    shares = [wanted * len(pool) // people for pool in pools.values()]
    shares[0] += wanted - sum(shares)
    parts = [tuple(tuple(column) for column in zip(*pool, strict=True)) for pool in pools.values()]
    return Crowd(tuple(planted), tuple((first, middle, last) for first, middle, last in parts), tuple(shares), tuple(asked))


def _listed(place: Path) -> tuple[list[Row], list[Asked]]:
    """The list by main names, with the few of the altered set that it no longer has; and every question that should find one of them."""
    people = [one for one in sources.listed(place / sources.LIST) if one.kind is Kind.PERSON]
    known = {plain(one.main): one.reference for one in people}
    planted = [Row(one.reference, one.main) for one in people]
    treated, untreated = (sources.full_names(place / name) for name in (sources.TREATED, sources.UNTREATED))
    for number, name in enumerate(untreated):
        if plain(name) not in known:
            known[plain(name)] = f"former-{number}"
            planted.append(Row(f"former-{number}", name))
    sets: dict[str, list[Asked]] = {}
    for one in people:
        for name in one.originals:
            _ask(sets, f"original script {sources.script_of(name)}", name, one.reference)
        for case, names in (("good aliases", one.good), ("low aliases", one.low)):
            for name in names:
                _ask(sets, case, name, one.reference)
    for name, own in zip(treated, untreated, strict=True):
        _ask(sets, "altered Latin", name, known[plain(own)])
    return planted, [one for questions in sets.values() for one in _drawn(questions)]


def _ask(sets: dict[str, list[Asked]], case: str, name: str, wanted: str) -> None:
    sets.setdefault(case, []).append(Asked(case, name, wanted))


def _drawn(questions: Sequence[Asked]) -> Sequence[Asked]:
    if len(questions) <= MOST_ASKED:
        return questions
    chosen = np.random.default_rng(_SEED).choice(len(questions), MOST_ASKED, replace=False)
    return [questions[place] for place in sorted(chosen.tolist())]
