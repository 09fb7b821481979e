"""`comity token issue --load`, and the commands that a system runs with such a token."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from comity.edges.cli.exits import Exit
from comity.edges.cli.main import run
from tests.edges.cli.served import jobs_run, signed_in
from tests.flows.listening import on_a_socket

HEADER = ["--purpose", "border", "--law", "Passport act, 12", "--source", "authority"]
FILE = "number,issuer,type,reason,theft_date,report_reference\nAB1234567,XBM,passport,lost,2026-10-01,R1\n"


def test_a_system_loads_with_its_token(
    database: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    with on_a_socket(database, tmp_path / "home") as (world, address), jobs_run(world):
        monkeypatch.setenv("COMITY_URL", address)
        monkeypatch.setenv("COMITY_TOKEN", signed_in(world, address, "b.security", "DESK"))
        (tmp_path / "file.csv").write_text(FILE)
        scope = ["--register", "travel_documents", "--purpose", "border"]
        issued = []
        for more in ([], ["--load"]):
            assert run(["token", "issue", str(world.system), *scope, *more]) == Exit.OK
            said = capsys.readouterr()
            issued.append(said.out.strip())
            assert ("You never release what it loads" in said.err) is bool(more)
        assert run(["token", "list"]) == Exit.OK
        assert " yes " in capsys.readouterr().out
        for token, code in zip(issued, (Exit.ERROR, Exit.OK), strict=True):
            monkeypatch.setenv("COMITY_TOKEN", token)
            assert run(["load", "travel_documents", str(tmp_path / "file.csv"), *HEADER]) == code
        assert "1 rows: 1 entered" in capsys.readouterr().out
