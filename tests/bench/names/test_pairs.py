"""From scores to lines, rows and the table; peers that are not there say so; parts that are not there are refused."""

from __future__ import annotations

from comity.bench import main
from comity.bench.names import board, peers, speed
from comity.bench.names.model import Half, Kind, Pair, PairSet, Scorer
from comity.bench.names.pairs import METRICS, TARGETS, lines, rows, scored
from comity.bench.rows import OURS, Sheet
from comity.names.model import Script

PAIRS = tuple(
    Pair(f"case {place}", "a", "b" if match else "c", match, script)
    for script in (Script.ARABIC, Script.LATIN)
    for place in range(40)
    for match in (True, False)
)
SET = PairSet("small", Kind.PERSON, PAIRS, real=False)


def by_b(_: Kind, a: str, b: str) -> float:
    return 1.0 if b == "b" else 0.2


def test_a_set_is_told_as_a_whole_and_by_script():
    (one,) = scored([SET], [Scorer(OURS, by_b)], Half.REPORT, lambda _: None)
    told = lines(one)
    assert [line.case for line in told] == ["small", "small: Arab", "small: Latn"]
    assert all(line.figures.all() == (1.0, 1.0, 1.0, 1.0) for line in told)
    assert told[0].positives == 2 * told[1].positives
    assert one.per_second > 0


def test_every_figure_has_its_interval():
    (one,) = scored([SET], [Scorer("other", by_b)], Half.REPORT, lambda _: None)
    made = list(rows(Sheet("names", TARGETS), lines(one)[0]))
    assert [row.row.metric for row in made] == [name + end for name in METRICS for end in ("", "_low", "_high")]
    assert {row.row.subject for row in made} == {"other"}


def test_a_scorer_that_is_missing_is_left_out():
    assert not list(scored([SET], [Scorer("gone", by_b, "not measured")], Half.REPORT, lambda _: None))


def test_scorers_stand_below_each_other():
    both = [line for one in scored([SET], [Scorer("x", by_b), Scorer("y", by_b)], Half.REPORT, lambda _: None) for line in lines(one)]
    shown = board.text("Half report", both).splitlines()
    assert shown[2].split()[0] == "small"
    assert shown[2].split()[-9] == "x"
    assert shown[3].split()[0] == "y"


def test_peers_that_are_not_installed_say_so(monkeypatch):
    monkeypatch.setattr(peers, "find_spec", lambda _: None)
    found = peers.peers()
    assert [one.name for one in found] == ["logic-v2", "logic-v1", "rapidfuzz token_sort", "rapidfuzz WRatio"]
    assert all("python3 run bench names" in one.missing for one in found)


def test_an_unknown_part_and_parts_of_others_are_refused(capsys):
    assert main("names", only="everything") == 1
    assert main("checks", only="pairs") == 2
    assert "no parts" in capsys.readouterr().err


def test_the_speed_of_scoring_is_of_candidates_of_a_search(monkeypatch):
    monkeypatch.setattr(speed, "_SHORTEST_S", 0.01)
    found = speed.measured(["Bardo Tolvan", "Noemi Karsholm", "Тавира Мензель"])
    assert found.row.value > 0
    assert found.row.target == 50_000
