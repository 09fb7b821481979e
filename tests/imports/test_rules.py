"""Who may propose an import and who decides about it: each rule alone, over values."""

from __future__ import annotations

from dataclasses import replace
from uuid import UUID

import pytest

from comity.access.model import AuthorityKind
from comity.imports import rules
from comity.imports.compare import Counts
from comity.imports.model import Header, Proposal, State
from tests.made import MARLOW, NOW, TOREN, XBM, XCS, officer, system

ENTITY = officer(kind=AuthorityKind.ENTITY)
SECOND = replace(ENTITY, officer=TOREN)
WAITS = Proposal(
    id=UUID(int=1), owner=XBM, bureau=20, officer=MARLOW, at=NOW, state=State.PROPOSED, generated="2026-11-20", digest="00" * 32,
    header=Header(("border",), "Resolution"), counts=Counts(), reasons={}, unread={}, basis="",
)  # fmt: skip


@pytest.mark.parametrize("kind", AuthorityKind)
def test_OWN_02_a_country_keeps_no_list_of_others(kind: AuthorityKind) -> None:
    assert rules.may_propose(officer(kind=kind)).allowed is (kind is not AuthorityKind.COUNTRY)


def test_OWN_02_the_secretariat_says_for_whom_it_writes() -> None:
    secretariat = officer(kind=AuthorityKind.SECRETARIAT)
    assert rules.on_behalf(ENTITY, "") is None
    for said in ("", "short", " " * 40):
        fault = rules.on_behalf(secretariat, said)
        assert fault is not None
        assert fault.field == "behalf"
    assert rules.on_behalf(secretariat, "the council, by mandate 12") is None


def test_ACC_09_a_second_officer_of_the_same_authority_decides() -> None:
    assert rules.may_decide(SECOND, WAITS).allowed
    assert not rules.may_decide(ENTITY, WAITS).allowed
    assert not rules.may_decide(system(kind=AuthorityKind.ENTITY), WAITS).allowed
    assert rules.may_decide(replace(SECOND, authority=XCS), WAITS).rule == "OWN-02"
    assert not rules.may_decide(replace(SECOND, kind=AuthorityKind.COUNTRY), WAITS).allowed


@pytest.mark.parametrize("state", [State.APPROVED, State.REFUSED])
def test_nothing_is_decided_twice(state: State) -> None:
    decided = replace(WAITS, state=state)
    assert not rules.may_decide(SECOND, decided).allowed
    assert not rules.may_refuse(SECOND, decided).allowed


def test_REV_05_whoever_sees_it_refuses_it_even_who_proposed_it() -> None:
    assert rules.may_refuse(ENTITY, WAITS).allowed
    assert rules.may_refuse(SECOND, WAITS).allowed
    assert not rules.may_refuse(replace(ENTITY, authority=XCS), WAITS).allowed


def test_COR_03_no_import_goes_past_a_measure() -> None:
    assert rules.may_publish(supervised=False).allowed
    assert rules.may_publish(supervised=True).rule == "COR-03"
    assert not rules.may_publish(supervised=True).allowed


@pytest.mark.parametrize(
    ("withdrawn", "before", "reason", "lacking"),
    [
        (0, 100, "", False),
        (100, 100, "", True),
        (100, 100, "The list was split.", False),
        (100, 100, "          ", True),
        (0, 0, "", False),
    ],
)
def test_REC_18_many_withdrawals_state_their_reason(withdrawn: int, before: int, reason: str, lacking: bool) -> None:
    fault = rules.lacks_reason(Counts(withdrawn=withdrawn, before=before), reason)
    assert (fault is not None) is lacking
