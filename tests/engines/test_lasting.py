"""The last line of what must live on: what it survives, what it lets through, what the log then says."""

import asyncio
import logging

import pytest

from comity.engines.lasting import surviving

log = logging.getLogger("comity.tests.lasting")


def test_what_ends_well_has_no_problem_and_says_nothing(caplog: pytest.LogCaptureFixture) -> None:
    with surviving(log, "it failed") as ended:
        pass
    assert ended.problem is None
    assert not caplog.records


def test_what_breaks_is_survived_told_and_kept(caplog: pytest.LogCaptureFixture) -> None:
    problem = KeyError("gone")
    with surviving(log, "job %s failed", 7) as ended:
        raise problem
    assert ended.problem is problem
    [said] = caplog.records
    assert said.getMessage() == "job 7 failed"
    assert said.levelno == logging.ERROR
    assert said.exc_info is not None  # with its stack, which nobody else has
    assert said.exc_info[1] is problem


@pytest.mark.parametrize("problem", [KeyboardInterrupt(), SystemExit(1), asyncio.CancelledError()])
def test_being_told_to_end_is_not_survived(problem: BaseException, caplog: pytest.LogCaptureFixture) -> None:
    with pytest.raises(type(problem)), surviving(log, "it failed"):
        raise problem
    assert not caplog.records


@pytest.mark.parametrize("problem", [KeyboardInterrupt(), SystemExit(1), ValueError("no")])
def test_a_process_that_must_not_return_into_its_parent_survives_all(problem: BaseException) -> None:
    with surviving(log, "it failed", of=BaseException) as ended:
        raise problem
    assert ended.problem is problem


def test_what_the_caller_expects_goes_on_as_it_came(caplog: pytest.LogCaptureFixture) -> None:
    problem = ConnectionError("away")
    with pytest.raises(ConnectionError) as raised, surviving(log, "it failed", besides=(OSError,)):
        raise problem
    assert raised.value is problem
    assert not caplog.records


def test_a_loop_goes_on_after_what_breaks_one_turn() -> None:
    done: list[int] = []
    for turn in range(3):
        with surviving(log, "turn %d failed", turn):
            if turn == 1:
                raise RuntimeError("once")
            done.append(turn)
    assert done == [0, 2]
