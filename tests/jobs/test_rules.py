"""Whose a job's result is: the rule alone, over values."""

from __future__ import annotations

from dataclasses import replace
from uuid import UUID

import pytest

from comity.access.model import Role
from comity.engines.jobs import Job, State
from comity.jobs import may_fetch, new_job
from tests.made import MARLOW, NOW, TOREN, XBM, officer, system

OWN = Job(
    id=UUID(int=1), number=1, kind="load", owner=XBM, bureau=20, officer=MARLOW, unit=200, purpose=8, register=3, state=State.DONE, done=1,
    total=1, counted="rows", counts={}, spec=b"", place=b"", result="", result_name="", fault=None, cancelled_by=0, attempts=1,
    created_at=NOW, begun_at=NOW, began_with=0, changed_at=NOW, ended_at=NOW, ends_at=NOW,
)  # fmt: skip
OF_SYSTEM = replace(OWN, officer=-7)


def test_ACC_08_a_result_is_for_whoever_started_the_job() -> None:
    assert may_fetch(officer(), OWN)
    assert not may_fetch(officer(officer=TOREN), OWN)
    assert not may_fetch(system(), OWN)


def test_what_a_system_loaded_is_for_those_who_load_that_register_too() -> None:
    assert may_fetch(system(), OF_SYSTEM)
    assert may_fetch(officer(officer=TOREN), OF_SYSTEM)
    assert not may_fetch(officer(officer=TOREN, roles=frozenset({Role.OFFICER})), OF_SYSTEM)
    assert not may_fetch(officer(officer=TOREN, registers=frozenset({8})), OF_SYSTEM)
    assert not may_fetch(officer(officer=TOREN), replace(OF_SYSTEM, register=0))  # of no register: nobody's right says anything


def test_a_new_job_is_of_who_asks_for_it_at_the_unit_and_for_the_purpose_of_now() -> None:
    made = new_job(system(unit=205), "load", b"spec", register=3)
    assert (made.officer, made.unit, made.owner, made.bureau, made.register) == (-7, 205, XBM, 20, 3)


@pytest.mark.parametrize(("seconds", "rate", "left"), [(0, 0.0, None), (10, 4.0, 15.0)])
def test_how_far_and_how_long_yet(seconds: int, rate: float, left: float | None) -> None:
    running = replace(OWN, state=State.RUNNING, done=50, total=110, began_with=10, changed_at=NOW.replace(second=seconds))
    assert running.per_second == rate
    assert running.left_s == left
    assert replace(running, state=State.WAITING).left_s is None
    assert replace(running, total=0).left_s is None
    assert replace(running, done=120, changed_at=NOW.replace(second=10)).left_s == 0


def test_a_job_that_nobody_has_taken_has_no_rate() -> None:
    assert replace(OWN, begun_at=None).per_second == 0
    assert [state.over for state in State] == [False, False, True, True, True]
