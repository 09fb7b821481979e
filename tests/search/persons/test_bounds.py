"""A record that may be shown is never left out because of what it could at most come to."""

from __future__ import annotations

from datetime import UTC, date, datetime
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from comity.names.assessment import assess
from comity.names.facts import Birth, Facts
from comity.names.likeness import likenesses
from comity.names.packing import pack
from comity.registers.lookup import Candidate
from comity.search.persons.bounds import LEAST_LIKE, least_like, may_be_shown
from comity.search.persons.facts import facts_of, nameless, names_of
from comity.search.persons.model import PersonSetting
from comity.search.persons.reading import named
from comity.search.persons.weighing import weigh
from tests.search.persons.people import YUSUF

NAMES = st.sampled_from(
    ["Yusuf al-Khattari", "يوسف الخطاري", "Youssef Khatari", "Mohamed Ali", "Muhammad Aly Hassan", "Olena Kovalenko", "Олена Коваленко",
     "Kim", "Xzvqw Brrtk", "José María de la Cruz", "陈维兰", "Chen Weilan", "A. Khattari"]
)  # fmt: skip
BIRTHS = st.sampled_from(["", "1984", "1984-03", "1984-03-12", "1984-12-03", "1983-03-12", "1961", "????-03-12", "1984-01-01"])
COUNTRIES = st.frozensets(st.sampled_from(["XCS", "XAR"]), max_size=2)
FACTS = st.builds(
    lambda name, born, countries, sex, place, number: Facts(
        (named(name),), (Birth(born),) if born else (), countries, sex, (place,) if place else (), ((number, "XCS"),) if number else ()
    ),
    NAMES, BIRTHS, COUNTRIES, st.sampled_from(["", "male", "female"]), st.sampled_from(["", "Port Ander", "Lys"]),
    st.sampled_from(["", "X1"]),
)  # fmt: skip
SETTINGS = st.builds(
    lambda prior, possible: PersonSetting(prior, possible, 0.95, 0.99, lists=True), st.floats(1e-6, 0.5), st.floats(0.01, 0.9)
)


@settings(deadline=None)  # the first comparison loads what is compiled
@given(FACTS, FACTS, SETTINGS)
def test_a_bound_is_never_below_what_is_said(asked: Facts, held: Facts, setting: PersonSetting) -> None:
    said = assess(asked, held, setting.prior)
    likeness = float(likenesses(asked.names[0], [pack(held.names[0])])[0])
    if said.probability >= setting.possible:
        assert may_be_shown(asked, held, likeness, setting)
        assert likeness >= least_like(asked, setting) or likeness < LEAST_LIKE


def candidate(**more: str) -> Candidate:
    values = {**YUSUF, **{key.replace("__", "."): value for key, value in more.items()}}
    return Candidate(0, 1, UUID(int=1), 2, 20, 0, 2, False, 0, 0, datetime(2026, 1, 1, tzinfo=UTC), date(2030, 1, 1), values)


def test_what_cannot_be_shown_is_not_weighed() -> None:
    asked = Facts((named("Yusuf al-Khattari"),), (Birth("1984-03-12"),))
    setting = PersonSetting(0.005, 0.1, 0.6, 0.97, lists=True)
    assert weigh(asked, candidate(), setting) is not None
    assert weigh(Facts(asked.names), candidate(), setting, 0.31) is None
    assert weigh(asked, candidate(births__1__date="1921"), setting) is None
    assert weigh(asked, candidate(subject="entity"), setting) is None


def test_of_many_names_the_likest_is_weighed() -> None:
    asked = Facts((named("Йорен Маррек"),))
    found = weigh(asked, candidate(names__3__full="Joren Marrec"), PersonSetting(0.4, 0.01, 0.6, 0.97, lists=True))
    assert found is not None
    assert found.name == "Joren Marrec"


def test_facts_without_names_are_the_same_but_for_the_names() -> None:
    whole = facts_of(YUSUF)
    assert whole is not None
    assert whole.names == names_of(YUSUF)
    assert (whole.births, whole.nationalities, whole.documents) == (
        nameless(YUSUF).births,
        nameless(YUSUF).nationalities,
        nameless(YUSUF).documents,
    )


@pytest.mark.parametrize(("name", "born", "least"), [("Yusuf al-Khattari", "", 0.5), ("Yusuf al-Khattari", "1984-03-12", LEAST_LIKE)])
def test_the_less_is_known_the_likelier_a_name_must_be(name: str, born: str, least: float) -> None:
    asked = Facts((named(name),), (Birth(born),) if born else (), frozenset({"XCS"}) if born else frozenset())
    assert least_like(asked, PersonSetting(0.005, 0.1, 0.6, 0.97, lists=True)) >= least
