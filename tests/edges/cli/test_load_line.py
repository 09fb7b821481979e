"""`comity load`, its mappings and its watched folder, against a real server and the process that runs jobs."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from comity.edges.cli.exits import Exit
from comity.edges.cli.main import run
from tests.edges.cli.served import jobs_run, signed_in
from tests.flows.listening import on_a_socket

HEADER = ["--purpose", "border", "--law", "Passport act, 12", "--source", "holder"]
FILE = "Passport No.;Issuing State;Doc type;Status;Ref\nAB1234567;XBM;Passport;LST;R1\nAB1234568;XBM;Passport;??;R2\n"


@pytest.fixture
def line(database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A folder with a ministry's file, a registrar's session, a server, and the process that runs jobs."""
    with on_a_socket(database, tmp_path / "home") as (world, address), jobs_run(world):
        monkeypatch.setenv("COMITY_URL", address)
        monkeypatch.setenv("COMITY_TOKEN", signed_in(world, address, "b.registrar", "DESK"))
        (tmp_path / "file.csv").write_text(FILE)
        yield tmp_path


def said(*words: object) -> int:
    return run([str(word) for word in words])


def test_looked_at_kept_loaded_and_tried_again(line: Path, capsys: pytest.CaptureFixture[str]) -> None:
    of = ("travel_documents", line / "file.csv")
    assert said("mapping", "look", *of) == Exit.OK
    shown = capsys.readouterr().out
    assert "nobody has said what 'LST' is" in shown
    assert said("mapping", "look", *of, "--word", "reason:LST=lost", "--keep", "Ministry") == Exit.ERROR  # nobody confirmed it
    assert said("mapping", "look", *of, "--word", "reason:LST=lost", "--keep", "Ministry", "--yes") == Exit.OK
    assert said("mapping", "list", "travel_documents") == Exit.OK
    assert "Ministry" in capsys.readouterr().out

    assert said("load", *of, "--mapping", "Ministry", "--dry-run", "--errors", line / "dry.csv", *HEADER) == Exit.ERROR
    assert "nothing was written" in capsys.readouterr().out
    assert said("load", *of, "--mapping", "Ministry", "--json", *HEADER) == Exit.ERROR
    done = json.loads(capsys.readouterr().out)
    assert (done["counts"]["entered"], done["counts"]["refused"]) == (1, 1)
    assert "AB1234568" in (line / "file.errors.csv").read_text("utf-8-sig")
    assert said("load", *of, "--mapping", "Ministry", *HEADER) == Exit.ERROR  # nothing is overwritten: the next has a number
    assert "AB1234568" in (line / "file.errors-2.csv").read_text("utf-8-sig")
    capsys.readouterr()
    said("mapping", "look", *of, "--mapping", "Ministry", "--word", "reason:??=stolen", "--keep", "Ministry", "--yes")
    assert said("retry-load", done["id"], "--mapping", "Ministry") == Exit.OK
    assert "1 rows: 1 entered" in capsys.readouterr().out
    assert said("mapping", "remove", "travel_documents", "Ministry") == Exit.OK
    assert said("load", *of, "--mapping", "Ministry", "--errors", line / "x.csv") == Exit.ERROR


def test_a_watched_folder(line: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("comity.edges.cli.load._LOOK_S", 0.05)
    said("mapping", "look", "travel_documents", line / "file.csv", "--word", "reason:LST=lost", "--keep", "Ministry", "--yes")
    folder = line / "inbox"
    folder.mkdir()
    good = FILE.replace("AB1234568;XBM;Passport;??;R2\n", "")
    for name, text in (("good.csv", good), ("some.csv", FILE), ("none.csv", "Surname\nSOLVANE\n"), ("again.csv", good)):
        (folder / name).write_text(text)
    codes: list[int] = []
    words = ["load", "travel_documents", "--watch", str(folder), "--mapping", "Ministry", *HEADER]
    ended = threading.Event()

    def sleep(seconds: float) -> None:
        if ended.is_set():
            raise KeyboardInterrupt
        threading.Event().wait(min(seconds, 0.05))

    monkeypatch.setattr("comity.edges.cli.load.time.sleep", sleep)
    watching = threading.Thread(target=lambda: codes.append(run(words)))
    watching.start()
    until = time.monotonic() + 300
    while len(list((folder / "done").glob("*.csv"))) < 2 or len(list((folder / "refused").glob("*"))) < 4:
        assert time.monotonic() < until, [path.name for path in folder.rglob("*")]
        threading.Event().wait(0.1)
    ended.set()
    watching.join(120)
    assert codes == [Exit.INTERRUPTED]
    assert sorted(path.name for path in (folder / "done").iterdir()) == ["again.csv", "good.csv"]
    assert sorted(path.name for path in (folder / "refused").iterdir()) == [
        "none.csv", "none.csv.why.txt", "some.csv", "some.csv.errors.csv",
    ]  # fmt: skip
    assert "AB1234568" in (folder / "refused" / "some.csv.errors.csv").read_text("utf-8-sig")
    assert list((folder / "loading").iterdir()) == []
    told = capsys.readouterr().err
    assert "again.csv: 1 rows: 0 entered, 1 there already" in told or "good.csv: 1 rows: 0 entered, 1 there already" in told
