"""The supervisor with children that do nothing: who is started again, who ends with whom. In a process of its own, since it forks."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from comity.engines.store.cluster import lives

pytestmark = pytest.mark.fault

SCRIPT = """
import logging, os, signal, sys, time
from pathlib import Path
from comity.edges import processes
from comity.kernel.errors import Unavailable

log = Path(sys.argv[1])
processes._STOP_S, processes._BACK_OFF_S = 0.5, 0.05

def role(name):
    def run(ready):
        time.sleep(0.1)  # nobody is ready at once
        ready()
        with log.open("a") as file:
            file.write(f"{name} {os.getpid()}\\n")
        while True:
            signal.pause()
    return run

def deaf(ready):
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    role("deaf")(ready)

def broken(ready):
    raise Unavailable("The port is taken.")

roles = {"serve-1": role("serve-1"), "work": role("work"), "deaf": deaf, "broken": broken}
supervisor = processes.Supervisor({name: roles[name] for name in sys.argv[2:]})
try:
    supervisor.start()
except processes.ChildFailed as problem:
    print(problem)
    sys.exit(3)
try:
    supervisor.watch()
finally:
    supervisor.stop()
"""


class Started:
    """A supervisor, and the children that told that they are ready, oldest first."""

    def __init__(self, log: Path, *names: str) -> None:
        self.log = log
        self.process = subprocess.Popen(
            [sys.executable, "-c", SCRIPT, str(log), *names], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
        )

    def pids(self, name: str = "") -> list[int]:
        lines = self.log.read_text().splitlines() if self.log.exists() else []
        return [int(line.split()[1]) for line in lines if line.startswith(name)]


def until(true: Callable[[], object], seconds: float = 120.0) -> None:
    deadline = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < deadline, "it did not happen in time"
        time.sleep(0.02)


@pytest.fixture
def start(tmp_path: Path) -> Iterator[Callable[..., Started]]:
    begun: list[Started] = []

    def begin(*names: str) -> Started:
        begun.append(Started(tmp_path / "log", *names))
        return begun[-1]

    yield begin
    for one in begun:
        for pid in (one.process.pid, *one.pids()):
            if lives(pid):
                os.kill(pid, signal.SIGKILL)
        one.process.communicate()


def test_a_killed_child_is_started_again_the_others_stay_and_all_end_when_told(start) -> None:
    started = start("serve-1", "work", "deaf")  # one that does not listen is ended all the same
    until(lambda: len(started.pids()) == 3)
    (first,), (work,) = started.pids("serve-1"), started.pids("work")
    os.kill(first, signal.SIGKILL)
    until(lambda: len(started.pids("serve-1")) == 2)
    second = started.pids("serve-1")[1]
    os.kill(second, signal.SIGKILL)  # and again
    until(lambda: len(started.pids("serve-1")) == 3)
    time.sleep(0.2)
    assert len(started.pids("serve-1")) == 3
    assert lives(started.pids("serve-1")[2])
    assert started.pids("work") == [work]
    started.process.terminate()
    assert started.process.wait(120) == 0
    assert not any(map(lives, started.pids()))


def test_no_child_outlives_a_killed_supervisor(start) -> None:
    started = start("serve-1", "work")
    until(lambda: len(started.pids()) == 2)
    started.process.kill()
    until(lambda: not any(map(lives, started.pids())))


def test_a_child_that_does_not_start_ends_the_others_and_is_named(start) -> None:
    started = start("serve-1", "broken", "deaf")
    said, told = started.process.communicate(timeout=240)
    assert started.process.returncode == 3
    assert "'broken' did not start" in said
    assert "comity broken: The port is taken." in told
    assert not any(map(lives, started.pids()))
