"""Pairs and crowds out of small lists; real data where they are."""

from __future__ import annotations

import os
from pathlib import Path

import numpy as np
import pytest

from comity.bench.names import kept, misses, near, sets, sources
from comity.bench.names.model import Half, Kind, Pair, PairSet
from comity.bench.names.sources import Listed
from comity.kernel.errors import Invalid, Unavailable
from comity.names.model import Script

PEOPLE = [
    Listed(f"X{number}", Kind.PERSON, name, (original,) if original else (), good, ())
    for number, (name, original, good) in enumerate(
        [
            ("Bardo Tolvan", "باردو تولفان", ("Bardoh Tolwan",)),
            ("Bardo Tolvin", "", ()),
            ("Noemi Karsholm", "", ()),
            ("Noemi Karshelm", "", ()),
            ("Tavira Sound", "", ()),
            ("Menha Rat", "", ()),
            ("Esme Quil", "", ()),
        ]
    )
]


def test_each_original_has_its_bearer_its_nearest_others_and_some_at_random():
    made = sets.of_list("x", PEOPLE, [one.originals for one in PEOPLE])
    same = [pair for pair in made.pairs if pair.match]
    hard = [pair for pair in made.pairs if pair.hard]
    assert [(pair.a, pair.b) for pair in same] == [("باردو تولفان", "Bardo Tolvan")]
    assert hard[0].b == "Bardo Tolvin"
    assert len(hard) == sets.NEAR
    assert all(pair.b != "Bardo Tolvan" for pair in made.pairs if not pair.match)
    assert {pair.script for pair in made.pairs} == {Script.ARABIC}
    assert made == sets.of_list("x", PEOPLE, [one.originals for one in PEOPLE])


def test_the_nearest_are_found_across_blocks(monkeypatch):
    names = [f"{first} {last}" for first in ("Ada", "Bo", "Cy", "Dee") for last in ("North", "South", "East", "West")]
    whole = near.nearest(["North, Ada"], names, 3)
    monkeypatch.setattr(near, "_STEP", 5)
    assert near.nearest(["North, Ada"], names, 3).tolist() == whole.tolist()
    assert names[whole[0][0]] == "Ada North"


def test_halves_are_of_cases_and_share_none():
    made = sets.invented(sources.written())
    tune, report = made.of(Half.TUNE), made.of(Half.REPORT)
    assert len(tune.pairs) + len(report.pairs) == len(made.pairs)
    assert not {pair.case for pair in tune.pairs} & {pair.case for pair in report.pairs}
    assert 0.4 < len(tune.pairs) / len(made.pairs) < 0.6


def test_the_invented_names_are_of_the_script_that_they_say():
    names = sources.written()
    assert {one.script for one in names} >= {"Arab", "Cyrl", "Hani", "Hang", "Hebr", "Deva", "Thai", "Grek", "Armn", "Geor", "Kana", "Beng"}
    for one in names:
        assert sources.script_of(one.original).value == one.script, one.original
        assert all(sources.script_of(latin) is Script.LATIN for latin in one.latin)


def test_without_real_data_nothing_is_made_up(monkeypatch):
    monkeypatch.delenv(sources.SETTING, raising=False)
    with pytest.raises(Unavailable, match="COMITY_DATA"):
        sources.folder()


def test_sets_are_kept_until_a_file_changes(tmp_path):
    source = tmp_path / "source"
    source.mkdir()
    (source / "a.csv").write_text("1")
    built = []

    def build():
        built.append(1)
        return [PairSet("x", Kind.PERSON, (Pair("c", "A", "B", True, Script.LATIN),))]

    first = kept.sets(tmp_path, kept.shape(source), build)
    assert kept.sets(tmp_path, kept.shape(source), build) == first
    assert len(built) == 1
    (source / "a.csv").write_text("12")
    kept.sets(tmp_path, kept.shape(source), build)
    assert len(built) == 2
    assert len(list((tmp_path / "names").iterdir())) == 1


def test_misses_are_never_written_into_the_clone(tmp_path):
    with pytest.raises(Invalid):
        misses.checked(Path(__file__).parent / "misses.tsv")
    assert misses.checked(tmp_path / "misses.tsv") == tmp_path / "misses.tsv"


def test_misses_are_those_of_real_sets_alone(tmp_path):
    pairs = [Pair("c", f"a{place}", "b", place < 2, Script.LATIN) for place in range(102)]
    scores = np.array([0.9, 0.05, 0.8, *[0.1] * 99])
    real, own = (PairSet("real", Kind.PERSON, tuple(pairs), kind) for kind in (True, False))
    file = tmp_path / "misses.tsv"
    assert misses.write(file, [(real, scores), (own, scores)]) == 2
    text = file.read_text()
    assert "\tmissed\t0.0500" in text
    assert "\tfalse\t0.8000" in text
    assert file.stat().st_mode & 0o777 == 0o600


REAL = Path(os.environ.get("COMITY_DATA", "")) / "names"


@pytest.mark.skipif(not os.environ.get("COMITY_DATA") or not REAL.exists(), reason="the real data are not here")
def test_the_list_gives_originals_and_aliases_by_quality():
    people = [one for one in sources.listed(REAL / sources.LIST) if one.kind is Kind.PERSON]
    assert len(people) == 730
    assert sum(map(len, (one.good for one in people))) > 1_400
    assert sum(map(len, (one.low for one in people))) > 500
    assert sum(sources.script_of(name) is Script.ARABIC for one in people for name in one.originals) > 300
