"""Why a record waits: each rule alone, over values."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from types import MappingProxyType

import pytest
from hypothesis import given
from hypothesis import strategies as st

from comity.kernel.levels import Level
from comity.kernel.purposes import Purpose
from comity.registers.catalogue import BY_NUMBER
from comity.registers.holds import Hold, Route, Standing, amount, rate_z, verdict
from comity.registers.life_store import Earlier
from comity.registers.record import Draft, Source

TODAY = date(2026, 11, 21)
DOCUMENTS, VEHICLES = BY_NUMBER[3], BY_NUMBER[8]
QUIET = Standing(days=(20,) * 30)
DRAFT = Draft(
    MappingProxyType({"theft_date": "2026-10-01"}), frozenset({Purpose.BORDER}), "Act", Source.HOLDER, Level.OFFICIAL, 0, 0, False, TODAY
)


def judged(standing: Standing = QUIET, rule: str = "", draft: Draft = DRAFT, coming: int = 1, register: int = 3) -> Hold | None:
    return verdict(BY_NUMBER[register], draft, rule, standing, TODAY, coming)


def codes(hold: Hold | None) -> list[str]:
    return [finding.code for finding in hold.findings] if hold else []


def test_what_nothing_speaks_against_waits_for_nobody() -> None:
    assert judged() is None


def test_REV_01_what_asks_for_action_against_a_person_waits_for_both_desks() -> None:
    hold = judged(rule="REV-01")
    assert hold is not None
    assert (hold.route, hold.rule) == (Route.BOTH_DESKS, "REV-01")


def test_REC_14_other_reviews_are_a_second_officers() -> None:
    hold = judged(rule="REC-14")
    assert hold is not None
    assert hold.route is Route.SECOND_OFFICER


@pytest.mark.parametrize(("named", "route"), [(None, Route.SECRETARIAT), (22, Route.NAMED_OFFICER)])
def test_COR_03_supervised_input_waits_for_the_secretariat_or_the_named_officer(named: int | None, route: Route) -> None:
    hold = judged(replace(QUIET, supervised=True, named_officer=named))
    assert hold is not None
    assert (hold.route, hold.officer, hold.rule) == (route, named, "COR-03")


def test_COR_04_missing_persons_and_children_pass_under_any_measure() -> None:
    supervised = replace(QUIET, supervised=True)
    hold = judged(supervised, "REV-01", replace(DRAFT, purposes=frozenset({Purpose.MISSING})))
    assert hold is not None
    assert (hold.lane, codes(hold)) == (True, ["register"])


def test_COR_03_a_document_does_not_pass_because_its_owner_says_that_it_serves_the_missing() -> None:
    supervised = replace(QUIET, supervised=True)
    for rule in ("", "REC-14"):
        hold = judged(supervised, rule, replace(DRAFT, purposes=frozenset({Purpose.MISSING, Purpose.BORDER})))
        assert hold is not None
        assert (hold.lane, hold.route) == (True, Route.SECRETARIAT)


@pytest.mark.parametrize(
    ("standing", "coming", "expected"),
    [
        (replace(QUIET, quota=10, today=9), 1, []),
        (replace(QUIET, quota=10, today=10), 1, ["quota"]),
        (QUIET, 100, ["rate"]),
        (replace(QUIET, days=(0, 40) * 15), 100, []),
        (replace(QUIET, days=(0, 40) * 15), 101, ["growth", "rate"]),
        (Standing(), 50, []),
        (Standing(), 51, ["growth", "rate"]),
        (replace(QUIET, days=(10_000,) * 30), 501, ["mass"]),
        (replace(QUIET, days=(10_000,) * 30), 500, []),
    ],
)
def test_REC_18_amounts_need_a_second_signature(standing: Standing, coming: int, expected: list[str]) -> None:
    assert codes(judged(standing, coming=coming)) == expected
    assert {route for route, _ in amount(standing, coming)} <= {Route.SECOND_OFFICER}


def test_REC_18_sixty_thousand_rows_in_a_day_from_two_hundred_wait() -> None:
    assert codes(judged(Standing(days=(200,) * 30), coming=60_000)) == ["mass", "growth", "rate"]


def test_REC_19_what_was_decided_before_waits_with_the_decision_shown() -> None:
    hold = judged(replace(QUIET, earlier=(Earlier(1, "refused: article_3", datetime(2026, 5, 2, tzinfo=UTC)),)))
    assert hold is not None
    assert hold.route is Route.SECRETARIAT
    assert hold.findings[0].figures == {"decision": "refused: article_3", "on": "2026-05-02"}


@pytest.mark.parametrize(("refused", "of", "waits"), [(2, 9, False), (1, 10, False), (2, 10, True), (10, 50, True)])
def test_REV_10_an_owner_that_is_refused_often_is_reviewed(refused: int, of: int, waits: bool) -> None:
    assert (codes(judged(replace(QUIET, reviewed=of, refused=refused))) == ["refused_often"]) is waits


def test_REV_10_an_old_event_in_a_register_that_stops_persons_is_looked_at_twice() -> None:
    old = replace(DRAFT, values=MappingProxyType({"theft_date": "2020-01-01"}))
    assert codes(judged(draft=old)) == ["old_event"]
    assert judged(draft=old, register=8) is None


@given(st.lists(st.integers(0, 10**6), min_size=30, max_size=30), st.integers(0, 10**7))
def test_a_larger_amount_never_stands_lower(days: list[int], total: int) -> None:
    assert rate_z(days, total) <= rate_z(days, total + 1)
