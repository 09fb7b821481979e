"""Who may do what to a record, and what becomes of it: each rule alone, over values."""

from __future__ import annotations

import itertools
from dataclasses import replace

import pytest

from comity.access.model import AuthorityKind
from comity.kernel.records import RecordState
from comity.registers import rules
from comity.registers.catalogue import BY_NUMBER, DECLARED
from comity.registers.record import BlockedBy, Source
from tests.made import MARLOW, TOREN, XCS, draft, officer, record, system

DOCUMENTS, NOTICES, LINKED = BY_NUMBER[3], BY_NUMBER[2], next(register for register in DECLARED if register.derived)
COLLEAGUE = officer(officer=TOREN)
WAITING = record(state=RecordState.WAITING)
ENDED = (RecordState.WITHDRAWN, RecordState.EXPIRED)


def test_OWN_02_only_the_owner_writes() -> None:
    assert rules.may_write(officer(), record()).allowed
    refused = rules.may_write(officer(authority=XCS), record())
    assert (refused.allowed, refused.rule, refused.granted_by) == (False, "OWN-02", "the owner")


def test_OWN_02_what_is_made_from_other_records_is_neither_entered_nor_changed_by_itself() -> None:
    assert rules.may_act(DOCUMENTS).allowed
    assert not rules.may_act(LINKED).allowed
    assert rules.may_enter(officer(), DOCUMENTS).allowed
    assert not rules.may_enter(officer(), LINKED).allowed


def test_OWN_02_a_register_that_entities_keep_is_closed_to_countries() -> None:
    kept = replace(DOCUMENTS, writers=frozenset({AuthorityKind.ENTITY}))
    assert not rules.may_enter(officer(), kept).allowed
    assert rules.may_enter(officer(kind=AuthorityKind.ENTITY), kept).allowed


@pytest.mark.parametrize(
    ("changes", "state", "rule"),
    [
        ({}, RecordState.RELEASED, "REC-01"),
        ({"discreet": True}, RecordState.WAITING, "HIT-11"),
        ({"reason": "revoked"}, RecordState.WAITING, "REC-14"),
        ({"report_reference": ""}, RecordState.WAITING, "REC-15"),
        ({"report_reference": "", "source": Source.HOLDER}, RecordState.RELEASED, "REC-01"),
        ({"reason": "revoked", "discreet": True}, RecordState.WAITING, "REC-14"),
    ],
)
def test_REC_15_a_new_record_waits_where_its_register_says_so(changes: dict[str, object], state: RecordState, rule: str) -> None:
    values = {**draft().values, **{name: value for name, value in changes.items() if name in ("reason", "report_reference")}}
    header = {name: value for name, value in changes.items() if name in ("discreet", "source")}
    assert rules.first_state(DOCUMENTS, draft(values={k: v for k, v in values.items() if v}, **header)) == (state, rule)


def test_REV_01_every_notice_waits() -> None:
    assert rules.first_state(NOTICES, draft()) == (RecordState.WAITING, "REV-01")


def test_a_correction_never_releases_what_waits_and_may_make_wait_what_was_released() -> None:
    assert rules.state_after_correction(DOCUMENTS, WAITING, draft())[0] is RecordState.WAITING
    assert rules.state_after_correction(DOCUMENTS, record(), draft())[0] is RecordState.RELEASED
    assert rules.state_after_correction(DOCUMENTS, record(), draft(discreet=True)) == (RecordState.WAITING, "HIT-11")


@pytest.mark.parametrize("state", RecordState)
def test_BLK_01_only_what_waits_or_is_released_is_corrected(state: RecordState) -> None:
    assert rules.may_correct(record(state=state)).allowed is (state in (RecordState.WAITING, RecordState.RELEASED))


def test_ACC_09_a_second_officer_releases_and_nobody_else() -> None:
    assert rules.may_release(COLLEAGUE, WAITING, DOCUMENTS).allowed
    assert rules.may_release(officer(), WAITING, DOCUMENTS).rule == "ACC-09"
    assert not rules.may_release(officer(), WAITING, DOCUMENTS).allowed
    assert not rules.may_release(system(), WAITING, DOCUMENTS).allowed


@pytest.mark.parametrize(("author", "changed_by"), [(TOREN, MARLOW), (MARLOW, TOREN), (TOREN, TOREN)])
def test_ACC_09_who_entered_it_and_who_changed_it_last_are_both_shut_out(author: int, changed_by: int) -> None:
    assert not rules.may_release(COLLEAGUE, replace(WAITING, author=author, changed_by=changed_by), DOCUMENTS).allowed


@pytest.mark.parametrize("state", [state for state in RecordState if state is not RecordState.WAITING])
def test_only_what_waits_is_released(state: RecordState) -> None:
    assert not rules.may_release(COLLEAGUE, record(state=state), DOCUMENTS).allowed


def test_REV_01_what_asks_for_action_against_a_person_is_released_by_the_secretariat_alone() -> None:
    assert rules.may_release(COLLEAGUE, WAITING, NOTICES).granted_by == "the secretariat"
    assert not rules.may_release(COLLEAGUE, WAITING, NOTICES).allowed
    assert not rules.may_release(COLLEAGUE, WAITING, DOCUMENTS, route=3).allowed


def test_COR_03_where_an_officer_was_named_no_other_releases() -> None:
    assert rules.may_release(COLLEAGUE, WAITING, DOCUMENTS, route=2, named=TOREN).allowed
    assert rules.may_release(COLLEAGUE, WAITING, DOCUMENTS, route=2, named=99).rule == "COR-03"
    assert not rules.may_release(officer(), WAITING, DOCUMENTS, route=2, named=MARLOW).allowed  # who entered it is not made its reviewer


@pytest.mark.parametrize("state", RecordState)
def test_BLK_01_only_a_released_record_is_blocked(state: RecordState) -> None:
    assert rules.may_block(record(state=state)).allowed is (state is RecordState.RELEASED)


@pytest.mark.parametrize("kind", AuthorityKind)
def test_BLK_02_only_the_secretariat_blocks_what_another_owns(kind: AuthorityKind) -> None:
    assert rules.may_order_block(officer(kind=kind)).allowed is (kind is AuthorityKind.SECRETARIAT)


def test_BLK_02_a_block_is_lifted_by_its_own_rank_or_a_higher_one() -> None:
    for by, was in itertools.product(BlockedBy, BlockedBy):
        assert rules.may_lift(by, was).allowed is (by >= was), (by, was)
    assert not any(rules.may_lift(by, None).allowed for by in BlockedBy)


@pytest.mark.parametrize("state", RecordState)
def test_RET_04_what_has_ended_is_not_withdrawn_again(state: RecordState) -> None:
    assert rules.may_withdraw(record(state=state)).allowed is (state not in ENDED)


def test_CCF_13_what_somebody_else_has_blocked_stays_for_the_case() -> None:
    assert not rules.kept_for_case(record())
    assert not rules.kept_for_case(record(state=RecordState.BLOCKED, blocked_by=BlockedBy.OWNER))
    assert all(rules.kept_for_case(record(state=RecordState.BLOCKED, blocked_by=by)) for by in BlockedBy if by is not BlockedBy.OWNER)


def test_every_refusal_says_its_rule_and_a_whole_sentence() -> None:
    refused = [
        rules.may_write(officer(authority=XCS), record()), rules.may_act(LINKED), rules.may_enter(officer(), LINKED),
        rules.may_correct(record(state=RecordState.BLOCKED)), rules.may_release(officer(), WAITING, DOCUMENTS),
        rules.may_release(system(), WAITING, DOCUMENTS), rules.may_release(COLLEAGUE, record(), DOCUMENTS),
        rules.may_block(WAITING), rules.may_order_block(officer()), rules.may_lift(BlockedBy.OWNER, None),
        rules.may_withdraw(record(state=RecordState.EXPIRED)),
    ]  # fmt: skip
    for decision in refused:
        assert not decision.allowed
        assert decision.rule
        assert decision.sentence.endswith(".")
