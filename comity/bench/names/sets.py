"""Labelled pairs out of what is at hand. Pure but for the files: the same pairs on every machine.

Negatives of a set made from a list: for each name the five others that lie nearest to its bearer by a neutral measure, and five at random.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final

import numpy as np

from comity.bench.names import sources
from comity.bench.names.model import Kind, Pair, PairSet
from comity.bench.names.near import nearest
from comity.bench.names.sources import Listed, Written
from comity.names.model import Script

NEAR: Final = 5
RANDOM: Final = 5
_SEED: Final = 20_261_122


def real(place: Path) -> list[PairSet]:
    """Every set that real data give. `place`: the folder with them."""
    people = [one for one in sources.listed(place / sources.LIST) if one.kind is Kind.PERSON]
    treated, untreated = (sources.full_names(place / name) for name in (sources.TREATED, sources.UNTREATED))
    return [
        *labelled(place / sources.LABELLED),
        of_list("UN original script", people, [one.originals for one in people]),
        of_list("UN good aliases", people, [one.good for one in people]),
        of_list("UN low aliases", people, [one.low for one in people]),
        altered(treated, untreated, sources.full_names(place / sources.NOBODY)),
    ]


def labelled(place: Path) -> list[PairSet]:
    """The pairs that others labelled: of persons, and of all else. The case is the name that variants were made of."""
    kinds: dict[Kind, list[Pair]] = {Kind.PERSON: [], Kind.ENTITY: []}
    for row in sources.rows(place):
        kind = Kind.PERSON if row["schema"] == "Person" else Kind.ENTITY
        kinds[kind].append(_pair(row["name2"].casefold(), row["name1"], row["name2"], row["is_match"] == "true"))
    return [
        PairSet("name_bench persons", Kind.PERSON, tuple(kinds[Kind.PERSON])),
        PairSet("name_bench organisations", Kind.ENTITY, tuple(kinds[Kind.ENTITY])),
    ]


def of_list(name: str, people: Sequence[Listed], called: Sequence[Sequence[str]]) -> PairSet:
    """What each is called, beside its own main name and beside those of others."""
    mains = [one.main for one in people]
    near = nearest(mains, mains, NEAR, [frozenset((place,)) for place in range(len(mains))])
    draw = np.random.default_rng(_SEED)
    pairs: list[Pair] = []
    for place, one in enumerate(people):
        for alias in called[place]:
            others = near[place].tolist()
            chance = [int(other) for other in draw.integers(len(mains), size=RANDOM) if other != place and other not in others]
            pairs.append(_pair(one.reference, alias, one.main, match=True))
            pairs += (_pair(one.reference, alias, mains[other], match=False, hard=True) for other in others)
            pairs += (_pair(one.reference, alias, mains[other], match=False) for other in chance)
    return PairSet(name, Kind.PERSON, tuple(pairs))


def altered(treated: Sequence[str], untreated: Sequence[str], nobody: Sequence[str]) -> PairSet:
    """A name re-ordered and misspelled beside itself, and beside those of people who are on no list."""
    near = nearest(treated, nobody, NEAR)
    draw = np.random.default_rng(_SEED)
    pairs: list[Pair] = []
    for place, (one, own) in enumerate(zip(treated, untreated, strict=True)):
        pairs.append(_pair(own, one, own, match=True))
        pairs += (_pair(own, one, nobody[other], match=False, hard=True) for other in near[place].tolist())
        pairs += (_pair(own, one, nobody[int(other)], match=False) for other in draw.integers(len(nobody), size=RANDOM))
    return PairSet("UN altered", Kind.PERSON, tuple(pairs))


def invented(names: Sequence[Written]) -> PairSet:
    """Our own names in their scripts beside their usual spellings, and beside the nearest and some others of the same script."""
    return PairSet("invented scripts", Kind.PERSON, tuple(_invented(names)), real=False)


def _invented(names: Sequence[Written]) -> Iterator[Pair]:
    draw = np.random.default_rng(_SEED)
    for label in dict.fromkeys(one.script for one in names):
        group = [one for one in names if one.script == label]
        mains = [one.latin[0] for one in group]
        near = nearest(mains, mains, NEAR, [frozenset((place,)) for place in range(len(mains))])
        for place, one in enumerate(group):
            others = near[place].tolist()
            chance = [int(other) for other in draw.integers(len(mains), size=RANDOM) if other != place and other not in others]
            yield from (_pair(one.original, one.original, latin, match=True) for latin in one.latin)
            yield from (_pair(one.original, one.original, mains[other], match=False, hard=True) for other in others)
            yield from (_pair(one.original, one.original, mains[other], match=False) for other in chance)


def _pair(case: str, a: str, b: str, match: bool, hard: bool = False) -> Pair:
    script = sources.script_of(a)
    return Pair(case, a, b, match, sources.script_of(b) if script is Script.LATIN else script, hard)
