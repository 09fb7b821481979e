"""A machine's clock that is set forward and back: entries stay whole, in order, and in the tree."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import psycopg
import pytest

from comity.audit.sequencer import Sequencer
from comity.audit.verify import verify
from comity.engines.clock import FixedClock, SystemClock
from comity.kernel.results import Outcome
from tests.checking import application, check, document, entries, make_world, reader, rows

pytestmark = [pytest.mark.fault, pytest.mark.anyio]


async def test_checks_and_audit_stand_a_clock_that_jumps(database, tmp_path: Path) -> None:
    make_world(database)
    now = SystemClock().now()
    clock = FixedClock(now)
    names: list[str] = []
    async with application(database, tmp_path, clock) as comity:
        await document(comity)
        for jump in (timedelta(0), timedelta(days=400), timedelta(days=-3), timedelta(days=-400), timedelta(seconds=1)):
            clock.jump(now + jump)
            result = await check(comity, reader())
            assert result.outcome is Outcome.HIT
            names.append(result.check)
        kept = entries(database, comity)
        offsets = [round((kept[name].at_us / 1e6 - now.timestamp()) / 86_400) for name in names]
        assert offsets == [0, 400, -3, -400, 0]
        numbers = [tuple(map(int, name.split("-"))) for name in names]
        assert numbers == sorted(numbers)
        assert len(set(rows(database, "select tableoid::regclass::text from audit.pack"))) > 1
        async with await psycopg.AsyncConnection.connect(database.work, autocommit=True) as work:
            while await Sequencer(work).step():
                pass
            report = await verify(work, tmp_path / "none", bytes(32), origin="x", now=datetime.now(UTC))  # noqa: TID251
        assert report.sound, report.findings
        assert report.size == len(kept)
