"""The probability that a record is the person asked about, and the contributions that add up to it."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from comity.names.assessment import COMPARISONS, assess
from comity.names.facts import Birth, Facts
from comity.names.reading import read_name

PRIOR = 0.001
ASKED = Facts((read_name("Yusuf al-Khattari"),), (Birth("1984"),), frozenset({"XCS"}), "male", ("Port Ander",))
HELD = Facts(
    (read_name("يوسف سليم الخطاري"), read_name("Youssef Salim El Khattari")),
    (Birth("1984-02-17"),), frozenset({"XCS", "XDV"}), "male", ("Port Ander, Castara",),
)  # fmt: skip


def without(facts: Facts, *names: str) -> Facts:
    empty = {"births": (), "nationalities": frozenset(), "sex": "", "birth_places": (), "documents": ()}
    return Facts(**{name: getattr(facts, name) for name in Facts.__struct_fields__} | {name: empty[name] for name in names})


def test_the_contributions_add_up() -> None:
    found = assess(ASKED, HELD, PRIOR)
    total = sum(one.log_odds for one in found.contributions)
    assert found.probability == pytest.approx(1 / (1 + math.exp(-total)))
    assert found.contributions[0].name == "prior"
    assert found.contributions[0].log_odds == pytest.approx(math.log(PRIOR / (1 - PRIOR)))
    assert {"part", "birth", "nationality", "sex"} <= {one.name for one in found.contributions}


def test_the_likest_name_of_the_record_counts() -> None:
    alone = assess(Facts((read_name("Yusuf Salim al-Khattari"),)), HELD, PRIOR)
    assert alone.best in {0, 1}
    assert alone.likeness > 0.8


@pytest.mark.parametrize("unknown", ["births", "nationalities", "sex", "birth_places", "documents"])
def test_what_is_unknown_leaves_the_probability_as_it_was(unknown: str) -> None:
    """Unknown on either side is the same as unknown on both."""
    neither = assess(without(ASKED, unknown), without(HELD, unknown), PRIOR).probability
    assert assess(without(ASKED, unknown), HELD, PRIOR).probability == neither
    assert assess(ASKED, without(HELD, unknown), PRIOR).probability == neither


def test_what_agrees_raises_and_what_differs_lowers() -> None:
    base = assess(without(ASKED, "births", "nationalities", "sex", "birth_places"), HELD, PRIOR).probability
    for more in (
        {"births": (Birth("1984-02-17"),)},
        {"nationalities": frozenset({"XDV"})},
        {"sex": "male"},
        {"birth_places": ("Port Ander",)},
    ):
        plain = without(ASKED, "births", "nationalities", "sex", "birth_places")
        assert assess(Facts(**{n: getattr(plain, n) for n in Facts.__struct_fields__} | more), HELD, PRIOR).probability > base
    for other in ({"births": (Birth("1950-05-05"),)}, {"nationalities": frozenset({"XEM"})}, {"sex": "female"}):
        plain = without(ASKED, "births", "nationalities", "sex", "birth_places")
        assert assess(Facts(**{n: getattr(plain, n) for n in Facts.__struct_fields__} | other), HELD, PRIOR).probability < base


def test_a_document_decides_whatever_the_name() -> None:
    asked = Facts((read_name("Karim Souza"),), documents=(("A1234567", "XCS"),))
    held = Facts((read_name("Yusuf Khattari"),), documents=(("A1234567", "XCS"),))
    assert assess(asked, held, PRIOR).probability > assess(without(asked, "documents"), held, PRIOR).probability * 100
    other = Facts((read_name("Yusuf Khattari"),), documents=(("B7654321", "XCS"),))
    assert assess(asked, other, PRIOR).probability == assess(without(asked, "documents"), other, PRIOR).probability


def test_a_rare_name_says_more_than_a_common_one() -> None:
    rare = assess(Facts((read_name("Zbyrko Khwandrel"),)), Facts((read_name("Zbyrko Khwandrel"),)), PRIOR)
    common = assess(Facts((read_name("Mohammed Ali"),)), Facts((read_name("Mohammed Ali"),)), PRIOR)
    assert rare.likeness == common.likeness == 1.0
    assert rare.probability > common.probability


@given(st.floats(0.0001, 0.5))
def test_the_prior_is_the_first_term(prior: float) -> None:
    one, other = assess(ASKED, HELD, prior), assess(ASKED, HELD, PRIOR)
    assert [c.log_odds for c in one.contributions[1:]] == [c.log_odds for c in other.contributions[1:]]


@pytest.mark.parametrize("prior", [0.0, 1.0, -1.0, float("nan")])
def test_a_prior_that_is_none_is_refused(prior: float) -> None:
    with pytest.raises(ValueError, match="prior"):
        assess(ASKED, HELD, prior)


def test_every_comparison_says_nothing_of_nothing() -> None:
    nothing = Facts((read_name("Ana Souza"),))
    assert [name for name, compare in COMPARISONS.items() if compare(nothing, nothing) is not None] == []
