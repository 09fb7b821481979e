"""Each endpoint of the server has its method in the client, and none is there that the server lacks."""

from __future__ import annotations

import re
from pathlib import Path
from uuid import uuid4

import httpx
import pytest

from comity.app import Settings, opened
from comity.client.endpoints import Endpoint
from comity.edges.api.application import application
from comity.engines.store.migrations import found
from tests.conftest import Database

CLIENT = Path(__file__).resolve().parents[2] / "comity" / "client"
BRACES = re.compile(r"\{[^}]*\}")


def test_each_endpoint_is_used_by_the_client() -> None:
    calling = (path.read_text(encoding="utf-8") for path in CLIENT.glob("*.py") if path.name != "endpoints.py")
    used = {name for text in calling for name in re.findall(r"\bEndpoint\.([A-Z_]+)", text)}
    assert used == {endpoint.name for endpoint in Endpoint}


@pytest.mark.anyio
async def test_the_client_has_the_endpoints_of_the_server(database: Database, tmp_path: Path) -> None:
    found(database.owner, uuid4(), "Test")
    async with opened(Settings(database.app, tmp_path)) as comity:
        transport = httpx.ASGITransport(app=application(comity))
        async with httpx.AsyncClient(transport=transport, base_url="http://comity.test") as http:
            described = (await http.get(Endpoint.OPENAPI.path)).json()
    served = {(verb.upper(), BRACES.sub("{}", path)) for path, item in described["paths"].items() for verb in item}
    known = {(endpoint.verb, BRACES.sub("{}", endpoint.path)) for endpoint in Endpoint if endpoint is not Endpoint.OPENAPI}
    assert served == known
