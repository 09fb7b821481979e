"""What searches say of the probability, and the page that shows it."""

from __future__ import annotations

import json

import pytest

from comity.bench.names import scorecard
from comity.bench.names import searches as searching
from comity.bench.names.measures import Figures
from comity.bench.names.pairs import Line
from comity.bench.names.reliability import FalseHits, Notifications, factor, false_hits, notifications, reliability
from comity.bench.names.scorecard import Card, Example
from comity.bench.names.searches import PRIOR, Made, Search
from comity.bench.names.sources import written
from comity.search.corpus import Row


def made(group, *found, wanted="", born=""):
    return Made(Search(group, Row("", "Bardo Tolvan", born), wanted), tuple(found))


def test_what_is_said_of_the_likest_records_is_moved_to_their_share():
    # A tenth of the records are the person, and nothing was learnt of any: at the share itself the error is none.
    found = reliability([made("x", *[(PRIOR, place == 0) for place in range(10)])])
    assert found.share == pytest.approx(0.1)
    assert found.error == pytest.approx(0, abs=1e-9)
    assert found.pairs == 10


def test_records_that_would_be_shown_are_told_apart():
    # A hundred that are nobody and said to be, and two of which one is the person although both are said to be.
    found = reliability([made("x", *[(PRIOR / 1e3, False)] * 100, (0.9999, True), (0.9999, False))])
    assert found.error < 0.02
    assert found.shown_error == pytest.approx(0.5, abs=0.02)


def test_false_hits_are_of_strangers_asked_by_name_alone():
    searches = [made("culture Arab", (0.5, False)) for _ in range(10)] + [made("culture Arab", (0.01, False)) for _ in range(30)]
    searches += [made("culture Thai", (0.01, False)) for _ in range(40)]
    searches += [made("culture Arab", (0.99, True), wanted="x"), made("nobody, with facts", (0.99, False), born="1980")]
    found = false_hits(searches)
    assert [(one.group, one.searches, one.shown, one.told) for one in found] == [("culture Arab", 40, 10, 0), ("culture Thai", 40, 0, 0)]
    assert factor(found, "culture ") == pytest.approx(10.5 / 0.5)
    assert factor(found, "nobody") == 0


def test_owners_told_are_expected_of_checks_with_facts():
    searches = [made("nobody, with facts", (0.99, False), born="1980")] + [made("nobody, with facts", (0.1, False), born="1980")] * 999
    searches += [made("there", (0.99, True), wanted="x", born="1980"), made("there", (0.5, True), wanted="x", born="1980")]
    told = notifications(searches)
    assert told.right == pytest.approx(10)
    assert told.wrong == pytest.approx(100_000 * 0.9998 / 1000 * 5)


def card() -> Card:
    line = Line("a <set>", "comity", 10, 100, Figures(0.9, (0.5, 0.6, 0.7)), (0.8, 0.4, 0.5, 0.6), (1.0, 0.6, 0.7, 0.8))
    reliable = reliability([made("x", (PRIOR, True), (PRIOR, False))])
    rates = (FalseHits("culture Arab", 40, 10, 0),)
    example = Example("Arab", "باردو تولفان", "Bardo Tolvan", 0.97)
    return Card("1", (scorecard.case_of(line),), {"a": 0.5}, reliable, rates, 2.0, 3.0, Notifications(10, 1), (example,))


def test_the_page_stands_alone_and_escapes_what_it_is_given(tmp_path):
    page, figures = scorecard.write(card(), tmp_path / "card")
    text = page.read_text(encoding="utf-8")
    assert "a &lt;set&gt;" in text
    assert "باردو تولفان" in text
    assert "http" not in text
    assert json.loads(figures.read_text())["cases"][0]["figures"]["f1"] == [0.9, 0.8, 1.0]


def test_each_script_has_examples():
    chosen = list(scorecard.chosen(written()))
    assert len(chosen) == 3 * len({one.script for one in written()})


def test_cultures_are_asked_by_names_that_nobody_recorded_has():
    records, asked = searching._of_cultures()
    assert {one.group for one in asked} >= {"culture Hani own script", "culture Hani in Latin", "culture Arab own script"}
    known = {(row.id.rsplit("-", 1)[0], row.name) for row in records}
    assert not [one for one in asked if (one.group.removeprefix("culture ").replace(" ", "-", 1), one.row.name) in known]
