"""Who may propose, confirm, object to and end a clearance: each rule alone, over values."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from uuid import UUID

import pytest

from comity.kernel.purposes import Purpose
from comity.search.clearances import rules
from comity.search.clearances.model import Clearance, Ending, Ground, OneDocument, State
from tests.made import NOW, XBM, XCS, officer, system

DAY = timedelta(days=1)
ONE = OneDocument("C0118832", "XBM")
PROPOSED = Clearance(
    id=UUID(int=1), record=UUID(int=2), register=3, owner=XCS, authority=XBM, bureau=20, purpose=Purpose.BORDER, ground=Ground.FACE,
    named=False, proposed_at=NOW - DAY, state=State.PROPOSED, confirmed_at=None, until=NOW + DAY, ending=None, ended_at=None,
    objection=None, own_proposal=False,
)  # fmt: skip
IN_FORCE = replace(PROPOSED, state=State.IN_FORCE, confirmed_at=NOW)
ENDED = replace(IN_FORCE, state=State.ENDED, ending=Ending.BY_BUREAU, ended_at=NOW)


def test_ACC_09_a_system_signs_no_clearance() -> None:
    assert rules.may_sign(officer()).allowed
    assert not rules.may_sign(system()).allowed
    assert rules.may_confirm(system(), PROPOSED, NOW).rule == "ACC-09"


@pytest.mark.parametrize(
    ("protected", "said_same", "changed_after", "rule"),
    [
        (False, False, False, ""),
        (True, False, False, "HIT-12"),
        (True, True, True, "HIT-12"),
        (False, True, False, "HIT-10"),
        (False, False, True, "HIT-10"),
    ],
)
def test_HIT_10_a_check_gives_a_clearance_unless_it_was_protected_affirmed_or_overtaken(
    protected: bool, said_same: bool, changed_after: bool, rule: str
) -> None:
    changed_at = NOW + DAY if changed_after else NOW - DAY
    decision = rules.may_propose(protected=protected, said_same=said_same, checked_at=NOW, changed_at=changed_at)
    assert decision.allowed is (not rule)
    assert not rule or decision.rule == rule


def test_HIT_10_a_record_that_changed_at_the_very_moment_of_the_check_had_changed_already() -> None:
    assert rules.may_propose(protected=False, said_same=False, checked_at=NOW, changed_at=NOW).allowed


def test_ACC_09_who_proposed_does_not_confirm() -> None:
    assert rules.may_confirm(officer(), PROPOSED, NOW).allowed
    assert not rules.may_confirm(officer(), replace(PROPOSED, own_proposal=True), NOW).allowed


@pytest.mark.parametrize("one", [IN_FORCE, ENDED, replace(PROPOSED, until=NOW)])
def test_only_what_waits_in_time_is_confirmed(one: Clearance) -> None:
    assert not rules.may_confirm(officer(), one, NOW).allowed


def test_OWN_02_the_owner_objects_to_what_is_in_force_alone() -> None:
    assert rules.may_object(IN_FORCE, NOW).allowed
    assert not any(rules.may_object(one, NOW).allowed for one in (PROPOSED, ENDED, replace(IN_FORCE, until=NOW)))


def test_its_bureau_ends_what_has_not_ended() -> None:
    assert all(rules.may_end(one, NOW).allowed for one in (PROPOSED, IN_FORCE))
    assert not any(rules.may_end(one, NOW).allowed for one in (ENDED, replace(IN_FORCE, until=NOW)))


def test_how_it_ended_says_what_it_was() -> None:
    assert rules.ends_as(PROPOSED, person_withdrew=True) is Ending.NOT_CONFIRMED
    assert rules.ends_as(IN_FORCE, person_withdrew=True) is Ending.PERSON_WITHDREW
    assert rules.ends_as(IN_FORCE, person_withdrew=False) is Ending.BY_BUREAU


def test_time_ends_it_before_anybody_writes_that_down() -> None:
    assert (IN_FORCE.ending_at(NOW), IN_FORCE.ending_at(NOW + DAY)) == (None, Ending.EXPIRED)
    assert (PROPOSED.ending_at(NOW), PROPOSED.ending_at(NOW + DAY)) == (None, Ending.NOT_CONFIRMED)
    assert ENDED.ending_at(NOW + 9 * DAY) is Ending.BY_BUREAU


def test_HIT_10_it_needs_one_document_and_the_persons_consent_and_says_both_at_once() -> None:
    assert rules.faults_of([ONE], agreed=True) == []
    assert [fault.field for fault in rules.faults_of([], agreed=False)] == ["check", "agreed"]
    assert [fault.code for fault in rules.faults_of([ONE, ONE._replace(number="C0118833")], agreed=True)] == ["one_document"]
    none, two = rules.faults_of([], agreed=True), rules.faults_of([ONE, ONE], agreed=True)
    assert none[0].sentence != two[0].sentence
