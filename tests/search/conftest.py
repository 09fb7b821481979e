"""One application over a fresh database."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.checking import application, make_world

if TYPE_CHECKING:
    from comity.app import Comity


@pytest.fixture
def world(database) -> None:
    make_world(database)


@pytest.fixture
async def comity(world: None, database, tmp_path: Path) -> AsyncIterator[Comity]:
    async with application(database, tmp_path) as opened:
        yield opened
