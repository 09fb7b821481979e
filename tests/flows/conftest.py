"""The small world, served: see tests/flows/world.py."""

from __future__ import annotations

import pytest

from tests.checking import patient
from tests.flows.world import Site, World, build, serving


@pytest.fixture(autouse=True)
def _patient(monkeypatch: pytest.MonkeyPatch) -> None:
    patient(monkeypatch)


@pytest.fixture
async def world(database, tmp_path) -> World:
    return await build(database, tmp_path)


@pytest.fixture
async def site(world: World):
    async with serving(world) as running:
        yield running


__all__ = ["Site"]
