"""The process that watches folders is killed at each of its steps, doubled, cut off from its folder: nothing is lost or doubled."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import httpx
import psycopg
import pytest

from comity.audit import Act
from tests.edges.cli.served import jobs_run, signed_in
from tests.faults.processes import running
from tests.flows.listening import on_a_socket

if TYPE_CHECKING:
    from tests.flows.world import World

pytestmark = [pytest.mark.fault]
STEPS = ("taken", "sent", "noted", "ended", "reasons", "moved")
WATCH = """
import os, signal, sys
from pathlib import Path
from comity.client import Client
from comity.edges.watching import folder, loading, process, settings
dies = sys.argv[3]

def killed_after(of, name, ends=""):
    was = getattr(of, name)
    def done(*given, **more):
        made = was(*given, **more)
        if not ends or str(given[-1 if name == "rename" else 0]).endswith(ends):
            os.kill(os.getpid(), signal.SIGKILL)
        return made
    setattr(of, name, done)

if dies == "taken": folder._forget_companion = lambda path: None; killed_after(Path, "rename", "loading/" + sys.argv[4])
if dies == "sent": killed_after(Client, "start_load")
if dies == "noted": killed_after(folder.Whole, "began")
if dies == "ended": killed_after(loading.Loader, "_outcome")
if dies == "reasons": killed_after(folder, "_written", ".errors.csv")
if dies == "moved": killed_after(Path, "rename", "refused/" + sys.argv[4])
watch = process.Watch
process.Watch = lambda one, address: watch(one, address, 0.05, 0.2)
import logging
logging.basicConfig(stream=sys.stdout, format="%(message)s")
of = settings.read(Path(sys.argv[1]))
process.run(of, sys.argv[2], lambda: print("began", flush=True))
"""
SUPERVISE = """
import sys
from pathlib import Path
from comity.app import Settings
from comity.edges import processes, serve
from comity.edges.watching import process, settings
from tests.flows.world import FAST
processes._BACK_OFF_S = 0.05
sock = serve.listening("127.0.0.1", 0)
of = settings.read(Path(sys.argv[3]))
watching = process.role(of, f"http://127.0.0.1:{sock.getsockname()[1]}")
supervisor = processes.supervisor(Settings(sys.argv[1], Path(sys.argv[2]), access=FAST, secure_cookies=False), "", sock, watching=watching)
supervisor.start()
print(*(pid for pid, name in supervisor.children.items() if name == "watch"), flush=True)
supervisor.watch()
supervisor.stop()
"""
TITLES = "number,issuer,type,reason,theft_date,report_reference\n"


@dataclass
class Place:
    """A folder that is watched, its settings, the world behind it."""

    folder: Path
    settings: Path
    world: World
    address: str

    @contextmanager
    def watching(self, dies: str = "", name: str = "") -> Iterator[subprocess.Popen[str]]:
        with running(WATCH, self.settings, self.address, dies, name) as process:
            assert process.stdout is not None
            assert process.stdout.readline()
            yield process

    def loads(self) -> int:
        return sum(one.act == Act.LOAD for one in self.world.entries())

    def records(self) -> int:
        with psycopg.connect(self.world.database.owner) as owner:
            return int(owner.execute("select count(*) from registers.record_key").fetchone()[0])  # type: ignore[index]

    def names(self, place: str) -> list[str]:
        found = self.folder / place
        return sorted(path.name for path in found.iterdir() if path.name[0] != ".") if found.is_dir() else []


@pytest.fixture
def place(database: Any, tmp_path: Path) -> Iterator[Place]:
    with on_a_socket(database, tmp_path / "home") as (world, address), jobs_run(world):
        headers = {"authorization": f"Bearer {signed_in(world, address, 'b.security', 'DESK')}"}
        body = {"system": world.system, "registers": ["travel_documents"], "purposes": ["border"], "days": 30, "loads": True}
        token = httpx.post(f"{address}/api/v1/tokens", json=body, headers=headers, timeout=60).json()["token"]
        (tmp_path / "token").write_text(token)
        (tmp_path / "token").chmod(0o600)
        folder = tmp_path / "ministry"
        folder.mkdir()
        of = {
            "path": str(folder), "register": "travel_documents", "token_file": str(tmp_path / "token"), "purposes": ["border"],
            "law": "Passport act, 12", "source": "authority", "settle_s": 0.2,
        }  # fmt: skip
        settings = tmp_path / "watch.json"
        settings.write_text(json.dumps({"folders": [of]}))
        settings.chmod(0o600)
        yield Place(folder, settings, world, address)


def until(true: Callable[[], bool], seconds: float = 240) -> None:
    end = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < end
        time.sleep(0.05)


def rows(number: int, *, wrong: bool = True) -> str:
    good = f"AB{number:07},XBM,passport,lost,2026-10-01,R1\n"
    return TITLES + good + (f"AC{number:07},XBM,passport,??,2026-10-01,R1\n" if wrong else "")


def test_a_kill_at_each_step_loses_nothing_and_doubles_nothing(place: Place) -> None:
    for number, step in enumerate(STEPS, 1):
        name = f"{step}.csv"
        (place.folder / name).write_text(rows(number))
        before = place.loads()
        with place.watching(step, name) as process:
            assert process.wait(240) == -signal.SIGKILL, step
        with place.watching():
            until(lambda name=name: name in place.names("refused") and not place.names("loading"))  # type: ignore[misc]
        assert place.names("refused").count(name) == 1
        assert f"AC{number:07}" in (place.folder / "refused" / f"{name}.errors.csv").read_text("utf-8-sig")
        assert place.records() == number, step
        assert place.loads() - before <= 1 + (step == "sent"), step  # what was sent and not noted is sent again, and changes nothing
    assert place.names("done") == []
    assert len(place.names("refused")) == 2 * len(STEPS)


def test_two_watchers_take_turns(place: Place) -> None:
    with place.watching() as first, place.watching():
        for number in range(1, 6):
            (place.folder / f"{number}.csv").write_text(rows(number, wrong=False))
        until(lambda: len(place.names("done")) == 5)
        os.kill(first.pid, signal.SIGKILL)
        (place.folder / "6.csv").write_text(rows(6, wrong=False))
        until(lambda: len(place.names("done")) == 6)
    assert (place.loads(), place.records()) == (6, 6)


def test_a_folder_that_goes_away_and_comes_back_is_watched_again(place: Place) -> None:
    away = place.folder.with_name("away")
    with place.watching():
        (place.folder / "1.csv").write_text(rows(1, wrong=False))
        until(lambda: place.names("done") == ["1.csv"])
        place.folder.rename(away)
        time.sleep(1)
        (away / "2.csv").write_text(rows(2, wrong=False))
        (away / "1.csv").write_text(rows(1, wrong=False))  # the same once more
        away.rename(place.folder)
        until(lambda: place.names("done") == ["1.2.csv", "1.csv", "2.csv"])
    assert place.records() == 2


def test_ACC_04_a_token_that_ends_keeps_the_file_until_there_is_another(place: Place) -> None:
    token = place.settings.with_name("token")
    kept = token.read_text()
    token.write_text("comity_system_nonsense")
    with place.watching():
        (place.folder / "1.csv").write_text(rows(1, wrong=False))
        until(lambda: place.names("loading") == ["1.csv"])
        time.sleep(1)
        assert place.names("loading") == ["1.csv"]
        token.write_text(kept)
        until(lambda: place.names("done") == ["1.csv"])
    assert place.records() == 1


def test_the_supervisor_watches_and_a_watcher_that_dies_is_started_again(place: Place) -> None:
    (place.folder / "1.csv").write_text(rows(1, wrong=False))
    with running(SUPERVISE, place.world.settings.dsn, place.world.settings.home, place.settings) as process:
        assert process.stdout is not None
        watcher = int(process.stdout.readline())
        until(lambda: place.names("done") == ["1.csv"])
        os.kill(watcher, signal.SIGKILL)
        (place.folder / "2.csv").write_text(rows(2, wrong=False))
        until(lambda: place.names("done") == ["1.csv", "2.csv"])
        process.send_signal(signal.SIGTERM)
        assert process.wait(240) == 0
    assert place.records() == 2
