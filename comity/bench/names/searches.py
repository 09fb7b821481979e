"""Searches as an officer makes them, of whom it is known who is there: what the likest records are given, and how many are shown.

Records: the list, the altered set's own names with birth date and nationality, nobody's names with theirs, and invented names of each
culture in its script and in Latin letters. Questions: of those who are there (the reporting half) and of people of whom nothing is.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np

from comity.bench.names import sources
from comity.bench.names.model import Half, Kind, Pair
from comity.bench.names.near import plain
from comity.bench.names.sources import Listed, Written
from comity.bench.rows import Say
from comity.names.model import Script
from comity.search.corpus import Asker, Row, build
from comity.search.persons.rules import DEFAULTS

RECORDS: Final = 20_000  # of nobody
ASKED: Final = 600  # questions of nobody, with facts and without
OF_CULTURE: Final = 150  # invented records, and as many questions, of each culture and writing
LIKEST: Final = 20  # records of a search that an officer sees (`persons.model.MOST_SHOWN`)
PRIOR: Final = next(iter(DEFAULTS.values())).prior
_SEED: Final = 20_261_123
_WORDS: Final = (2, 3)  # of a name that is taken apart


@dataclass(frozen=True, slots=True)
class Search:
    """A question. `group`: what it is counted under; `wanted`: who should be found, empty for nobody."""

    group: str
    row: Row
    wanted: str = ""

    @property
    def whole(self) -> bool:
        """Whether more than a name is asked."""
        return bool(self.row.born or self.row.nationality)


@dataclass(frozen=True, slots=True)
class Made:
    """A search with the likest records: (probability at PRIOR, whether it is the one wanted)."""

    search: Search
    found: tuple[tuple[float, bool], ...]


def made(place: Path, source: Path, say: Say) -> list[Made]:
    """Every search made. `place`: the folder of benchmarks, where the index lies meanwhile; `source`: real data."""
    records, searches = prepared(source)
    folder = Path(tempfile.mkdtemp(prefix="names-", dir=place))
    try:
        say(f"an index of {len(records):,} records for {len(searches):,} searches")
        build(records, folder / "index", os.cpu_count() or 1)
        asker = Asker(folder / "index", PRIOR)
        say("searching")
        return [_of(asker, search) for search in searches]
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _of(asker: Asker, search: Search) -> Made:
    return Made(search, tuple((probability, name == search.wanted) for probability, name in asker.weighed(search.row, LIKEST)))


def prepared(source: Path) -> tuple[list[Row], list[Search]]:
    """Records and questions, the same each time."""
    people = [one for one in sources.listed(source / sources.LIST) if one.kind is Kind.PERSON]
    searches = [
        Search(f"there, {what}", Row("", name), one.reference)
        for one in people
        if _reported(one.reference)
        for what, names in (("original script", one.originals), ("good alias", one.good))
        for name in names
    ]
    records, altered = _altered(source, people)
    nobody = list(sources.rows(source / sources.NOBODY))
    records += (_row(f"nobody-{number}", row) for number, row in enumerate(nobody[:RECORDS]))
    searches += (*altered, *_of_nobody(nobody[RECORDS : RECORDS + 2 * ASKED]))
    invented_records, invented_searches = _of_cultures()
    return records + invented_records, searches + invented_searches


def _altered(source: Path, people: Sequence[Listed]) -> tuple[list[Row], list[Search]]:
    """The list, with the birth dates and nationalities that the altered set has of it; and that set as questions with facts."""
    records = {plain(one.main): Row(one.reference, one.main) for one in people}
    searches = []
    untreated, treated = (sources.rows(source / name) for name in (sources.UNTREATED, sources.TREATED))
    for own, other in zip(untreated, treated, strict=True):
        known = records.get(plain(own["full_name"]))
        row = _row(known.id if known else f"former-{len(records)}", own)
        records[plain(own["full_name"])] = row
        if _reported(own["full_name"]):
            searches.append(Search("there, altered with facts", _row("", other), row.id))
    return list(records.values()), searches


def _reported(case: str) -> bool:
    return Pair(case, "", "", False, Script.LATIN).half is Half.REPORT


def _row(number: str, row: Mapping[str, str]) -> Row:
    return Row(number, row["full_name"], row["date_of_birth"], row["nationality"])


def _of_nobody(rows: Sequence[Mapping[str, str]]) -> Iterator[Search]:
    for number, row in enumerate(rows):
        script = sources.script_of(row["full_name"])
        if number % 2:
            yield Search("nobody, with facts", _row("", row))
        else:
            yield Search(f"nobody, {script}", Row("", row["full_name"]))


def _of_cultures() -> tuple[list[Row], list[Search]]:
    """For each culture: first words of some invented names before the last of others, in its script and in Latin letters.

    Who is asked about is recorded in neither writing: else a namesake of another script would be there, and be found rightly.
    """
    draw = np.random.default_rng(_SEED)
    records: list[Row] = []
    searches: list[Search] = []
    written = sources.written()
    for script in dict.fromkeys(one.script for one in written):
        mixed = _mixed([one for one in written if one.script == script], draw)
        half = min(OF_CULTURE, len(mixed) // 2)
        for place, writing in enumerate(("own script", "in Latin")):
            names = [both[place] for both in mixed]
            records += (Row(f"{script}-{writing}-{number}", name) for number, name in enumerate(names[:half]))
            searches += (Search(f"culture {script} {writing}", Row("", name)) for name in names[half : 2 * half])
    return records, searches


def _mixed(written: Sequence[Written], draw: np.random.Generator) -> list[tuple[str, str]]:
    """Every first part before every last one, each once, in both writings, in an order of chance."""
    own = [(_parts(one.original), _parts(one.latin[0])) for one in written]
    own = [(script, latin) for script, latin in own if len(script) in _WORDS and len(latin) in _WORDS]
    space = " " if any(" " in one.original for one in written) else ""
    each: dict[str, tuple[str, str]] = {}
    for one, latin in own:
        for other, their_latin in own:
            both = f"{one[0]}{space}{other[-1]}", f"{latin[0]} {their_latin[-1]}"
            if not any(plain(writing) in each for writing in both):
                each |= dict.fromkeys(map(plain, both), both)
    every = sorted(set(each.values()))
    return [every[place] for place in draw.permutation(len(every)).tolist()]


def _parts(name: str) -> list[str]:
    """Its words; where it has one, the first sign and the others: a surname of Han or Hangul and the given name."""
    words = name.split()
    return words if len(words) > 1 else [name[:1], name[1:]]
