"""Two processes serve at once: a right that ends in one ends in the other, at once or within a second (ACC-04)."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from comity.access.model import Role
from tests.flows.world import _reader, build, serving

pytestmark = [pytest.mark.fault, pytest.mark.anyio]


async def test_ACC_04_a_token_and_a_session_end_in_every_process(database, tmp_path: Path) -> None:
    world = await build(database, tmp_path)
    security = _reader(world.bureaus["b"], world.units["b.desk"], world.officers["b.security"], Role.SECURITY)
    async with serving(world) as one, serving(world) as other:
        system = await other.system()
        officer_here = await one.officer("b.officer")
        officer_there = await other.client(officer_here.headers["authorization"].removeprefix("Bearer "))
        for client, question in ((system, other.system_document()), (officer_there, other.document())):
            answer = await client.post("/api/v1/checks", json=question)
            assert answer.status_code == 200, answer.text

        (line,) = await one.comity.tokens.list(security)
        await one.comity.tokens.revoke(security, line.number)
        await one.comity.administration.withdraw_officer(
            _reader(world.bureaus["b"], world.units["b.desk"], world.officers["b.security"], Role.SECURITY), world.officers["b.officer"]
        )
        ended = await officer_there.post("/api/v1/checks", json=other.document())
        assert ended.status_code == 401, ended.text
        await asyncio.sleep(1.0)
        refused = await system.post("/api/v1/checks", json=other.system_document())
        assert refused.status_code == 401, refused.text
