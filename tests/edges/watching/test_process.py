"""A folder's thread: whatever breaks one round is told, and the next begins."""

from __future__ import annotations

import logging
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from comity.edges.watching.folder import Folder
from comity.edges.watching.process import Watch
from comity.edges.watching.settings import Watched


class Told(BaseException):
    """As a signal comes: no thread survives it."""


@dataclass(slots=True)
class Breaking(Watch):
    """Rounds that end as they are told to."""

    rounds: list[BaseException | None] = field(default_factory=list)
    begun: int = 0

    def through(self, folder: Folder) -> None:
        self.begun += 1
        problem = self.rounds.pop(0)
        if problem is not None:
            raise problem


def test_a_round_that_breaks_is_told_with_its_stack_and_begun_again(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    rounds: list[BaseException | None] = [RuntimeError("no such thing"), None, OSError("gone"), Told()]
    watch = Breaking(Watched(path=str(tmp_path), register="vehicles", token_file="token"), "", again_s=0, rounds=rounds)
    with caplog.at_level(logging.ERROR), pytest.raises(Told):
        watch.forever()
    assert watch.begun == 4
    assert [said.getMessage() for said in caplog.records] == [f"{tmp_path} stopped and begins again"] * 2
    assert all(said.exc_info for said in caplog.records)
