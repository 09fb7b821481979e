"""A process killed between the two signatures of a clearance: what was proposed is there, and nothing is given."""

from __future__ import annotations

import asyncio
import os
import signal
from pathlib import Path
from typing import Any

import httpx
import pytest

from tests.edges.cli.served import signed_in
from tests.faults.processes import server
from tests.flows.test_clearances import ISSUER, NUMBER, PERSON, READ, proposal
from tests.flows.world import HEADER, Site, World, build
from tests.search.persons.indexed import let_go

pytestmark = pytest.mark.fault


@pytest.fixture
def world(database, tmp_path: Path) -> World:
    return asyncio.run(build(database, tmp_path))


def _client(address: str, token: str) -> httpx.Client:
    return httpx.Client(base_url=f"{address}/api/v1", headers={"authorization": f"Bearer {token}"}, timeout=120)


def _check(client: httpx.Client) -> tuple[dict[str, Any], dict[str, Any]]:
    answer = client.post("/checks", json=Site.document(NUMBER, ISSUER)).json()
    (hit,) = [hit for one in answer["answers"] for hit in one.get("hits", ())]
    return answer, hit


def test_a_kill_between_the_two_signatures_gives_nothing_and_loses_nothing(world: World) -> None:
    with server(world) as (process, port):
        address = f"http://127.0.0.1:{port}"
        tokens = {login: signed_in(world, address, login, "DESK") for login in ("a.officer", "a.supervisor", "b.registrar")}
        with _client(address, tokens["b.registrar"]) as owner:
            header = HEADER | {"purposes": ["wanted"], "source": "authority"}
            record = owner.post("/registers/persons/records", json={"values": PERSON, "header": header}).json()["id"]
        let_go(world.database, record)
        with _client(address, tokens["a.officer"]) as officer:
            made = officer.post("/clearances", json=proposal(*_check(officer))).json()
        assert made["state"] == "proposed"
        os.kill(process.pid, signal.SIGKILL)
        process.wait()
    with server(world) as (_, port):
        address = f"http://127.0.0.1:{port}"
        with _client(address, tokens["a.officer"]) as officer, _client(address, tokens["a.supervisor"]) as second:
            assert "cleared" not in _check(officer)[1]
            assert [one["state"] for one in second.get("/clearances").json()["items"]] == ["proposed"]
            assert second.post(f"/clearances/{made['id']}/confirm", json=READ).json()["state"] == "in_force"
            assert _check(officer)[1]["cleared"]["bureau"] == "XAR"
