"""The command tree: documented, complete, quick to start."""

from __future__ import annotations

import inspect
import os
import resource
import subprocess
import sys
from pathlib import Path

import pytest

from comity.edges.cli.exits import Exit
from comity.edges.cli.main import run
from comity.edges.cli.reference import app_of, page
from comity.edges.cli.tree import COMMANDS, GROUPS, Command
from tests.pace import unit_s

ROOT = Path(__file__).resolve().parents[3]
PAGE = ROOT / "docs" / "reference" / "commands.md"
HEAVY = {"numba", "numpy", "litestar", "uvicorn", "babel", "alembic", "sqlalchemy", "psycopg", "httpx"}


def named(command: Command) -> str:
    return " ".join(command.words)


def test_the_page_is_what_the_tree_says() -> None:
    assert PAGE.read_text(encoding="utf-8") == page(), "write it anew: python3 run python -m comity.edges.cli.reference"


@pytest.mark.parametrize("command", COMMANDS, ids=named)
def test_each_command_says_what_it_does(command: Command) -> None:
    app = app_of(command)
    said = inspect.getdoc(app.default_command)
    assert said
    assert app.help.splitlines()[0] == said.splitlines()[0]
    assert app.default_command.__annotations__["return"] == "int"


def test_each_command_stands_in_a_group_that_says_what_it_is_for() -> None:
    assert {command.words[:-1] for command in COMMANDS} - {()} <= GROUPS.keys()
    assert len({command.words for command in COMMANDS}) == len(COMMANDS)


def started(*words: str) -> tuple[set[str], float]:
    """The heavy modules that a command loads, and the processor's seconds for it."""
    program = (
        "import sys, atexit\n"
        "atexit.register(lambda: print(*{name.partition('.')[0] for name in sys.modules}, file=sys.stderr))\n"
        "from comity.edges.cli.main import run\nsys.exit(run())"
    )
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    done = subprocess.run([sys.executable, "-c", program, *words], cwd=ROOT, capture_output=True, text=True, check=False)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return set(done.stderr.split()) & HEAVY, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


@pytest.mark.parametrize(
    "words", [("--help",), ("--version",), ("keys", "--help"), ("keys", "list", "--installation", "none-such"), ("zork",)]
)
def test_a_command_starts_with_what_it_needs_alone(words: tuple[str, ...]) -> None:
    heavy, seconds = started(*words)
    assert not heavy
    assert seconds < 50 * unit_s(), "two seconds of a machine of 2024"


@pytest.mark.parametrize("words", [["zork"], ["check", "--zork"], ["record", "show"], ["up", "--port", "many"], ["held", "keep"]])
def test_what_is_not_understood_is_a_sentence(words: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert run(words) == Exit.USAGE
    captured = capsys.readouterr()
    assert captured.out == ""
    assert captured.err.startswith("comity: ")
    assert "--help" in captured.err
    assert "Traceback" not in captured.err


@pytest.mark.parametrize("words", [["serve"], ["work"], ["migrate"], ["prepare"]])
def test_a_database_of_ones_own_must_be_named(
    words: list[str], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.delenv("COMITY_DSN", raising=False)
    assert run(words) == Exit.ERROR
    assert "COMITY_DSN is not set" in capsys.readouterr().err


def test_a_connection_that_is_none_is_named(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setenv("COMITY_DSN", "nonsense")
    assert run(["migrate"]) == Exit.ERROR
    assert "COMITY_DSN is no connection" in capsys.readouterr().err


def test_who_stops_reading_ends_it_in_silence() -> None:
    reading, writing = os.pipe()
    os.close(reading)
    command = [sys.executable, "-m", "comity", "--help"]
    done = subprocess.run(command, cwd=ROOT, stdout=writing, stderr=subprocess.PIPE, check=False)
    os.close(writing)
    assert done.stderr == b""
    assert done.returncode == Exit.NOBODY_READS
