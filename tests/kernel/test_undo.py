"""What is undone where something does not end well."""

import asyncio

import pytest

from comity.kernel.undo import on_failure


def test_nothing_is_undone_of_what_ends_well() -> None:
    undone: list[str] = []
    with on_failure(lambda: undone.append("away")):
        pass
    assert not undone


def test_leaving_by_return_ends_well() -> None:
    undone: list[str] = []

    def made() -> str:
        with on_failure(lambda: undone.append("away")):
            return "made"

    assert made() == "made"
    assert not undone


@pytest.mark.parametrize("problem", [ValueError("no"), KeyboardInterrupt(), SystemExit(3), asyncio.CancelledError()])
def test_whatever_breaks_it_is_undone_once_and_goes_on(problem: BaseException) -> None:
    undone: list[str] = []
    with pytest.raises(type(problem)) as raised, on_failure(lambda: undone.append("away")):
        raise problem
    assert raised.value is problem
    assert undone == ["away"]


def test_the_innermost_is_undone_first() -> None:
    undone: list[str] = []
    with pytest.raises(ValueError, match="no"), on_failure(lambda: undone.append("outer")), on_failure(lambda: undone.append("inner")):
        raise ValueError("no")
    assert undone == ["inner", "outer"]
