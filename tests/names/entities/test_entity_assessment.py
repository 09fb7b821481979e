"""How probable it is that a record is the organisation asked about: sums that add up, whichever side asks; what raises and what lowers."""

from __future__ import annotations

import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from comity.names.entities import entity_likeness, read_entity
from comity.names.entities.assessment import BodyAssessment, BodyFacts, assess_body, countries_in, names_say, tells
from tests.names.entities.test_entity_likeness import NAMES

PRIOR = 0.005
COUNTRIES = st.frozensets(st.sampled_from(["XAR", "XCS", "ESP"]), max_size=2)


def facts(*names: str, countries: frozenset[str] = frozenset()) -> BodyFacts:
    return BodyFacts(tuple(map(read_entity, names)), countries)


def weighed(one: str, *others: str, asked: str = "", held: str = "") -> BodyAssessment:
    countries = [frozenset(filter(None, [each])) for each in (asked, held)]
    return assess_body(facts(one, countries=countries[0]), facts(*others, countries=countries[1]), PRIOR)


@given(NAMES, NAMES, COUNTRIES, COUNTRIES)
@settings(max_examples=300, deadline=None)
def test_contributions_add_up_and_both_sides_say_the_same(one: str, other: str, here: frozenset[str], there: frozenset[str]) -> None:
    said = assess_body(facts(one, countries=here), facts(other, countries=there), PRIOR)
    total = max(-12.0, min(12.0, sum(each.log_odds for each in said.contributions)))
    assert said.probability == pytest.approx(1 / (1 + math.exp(-total)))
    assert said.contributions[0].name == "prior"
    assert said.likeness == entity_likeness(read_entity(one), read_entity(other))
    turned = assess_body(facts(other), facts(one), PRIOR)
    assert turned.probability == pytest.approx(assess_body(facts(one), facts(other), PRIOR).probability)


@given(NAMES, NAMES)
@settings(max_examples=300, deadline=None)
def test_no_names_say_more_than_their_bound(one: str, other: str) -> None:
    asked = read_entity(one)
    said = assess_body(facts(one), facts(other), PRIOR)
    of_names = sum(each.log_odds for each in said.contributions if each.name in ("likeness", "part"))
    assert of_names <= names_say(asked, said.likeness) + 1e-6


def test_the_likest_of_several_names_counts() -> None:
    said = weighed("Orvalis Trading", "Tamirex", "Orvalis Trading LLC", "Quindar")
    assert (said.best, said.likeness) == (1, pytest.approx(1.0))


def test_a_name_of_rare_words_says_more_than_one_of_common_words() -> None:
    assert weighed("Orvalis Tamirex", "Orvalis Tamirex").probability > weighed("National Bank", "National Bank").probability
    assert tells(read_entity("Orvalis").tokens[0]) > tells(read_entity("Mohammed").tokens[0])  # bodies bear people's names


def test_a_country_raises_lowers_a_little_and_is_neutral_where_unknown() -> None:
    known = {each: weighed("Orvalis", "Orvalis", asked="XCS", held=each).probability for each in ("", "XCS", "XAR")}
    assert known["XAR"] < known[""] < known["XCS"]
    assert known[""] == weighed("Orvalis", "Orvalis").probability
    assert weighed("Orvalis", "Orvalis Spain", asked="ESP").contributions[-1].sentence == "Country the same"
    assert countries_in(read_entity("Orvalis Spain")) == {"ESP"}


def test_one_name_alone_is_a_candidate_and_no_alarm() -> None:
    assert 0.1 < weighed("Orvalis", "Orvalis").probability < 0.6
    assert 0.6 < weighed("Orvalis Tamirex Quindar", "Orvalis Tamirex Quindar").probability < 0.97


def test_nothing_is_said_of_nothing() -> None:
    with pytest.raises(ValueError, match="two names"):
        assess_body(BodyFacts(()), facts("Orvalis"), PRIOR)
    with pytest.raises(ValueError, match="prior"):
        assess_body(facts("Orvalis"), facts("Orvalis"), 0.0)


def test_of_two_names_that_are_about_as_like_the_one_of_more_telling_words_counts() -> None:
    said = weighed("Orvalis Relief", "مؤسسة أورفاليس للإغاثة", "Orvalis Relief Foundation")
    assert said.best == 1
    alone = [weighed("Orvalis Relief", each).probability for each in ("مؤسسة أورفاليس للإغاثة", "Orvalis Relief Foundation")]
    assert said.probability == max(alone)
