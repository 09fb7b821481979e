"""The process that runs jobs: as the role comity_app, hence under row-level security, and behind whoever serves (nice)."""

from __future__ import annotations

import asyncio
import os
import signal
from collections.abc import Callable
from typing import Final

import uvloop

from comity.app import Settings, opened

_NICE: Final = 10  # checks go first


async def _run(settings: Settings, ready: Callable[[], None]) -> None:
    stop = asyncio.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(number, stop.set)
    async with opened(settings) as comity:
        ready()
        await comity.jobs.work_until(stop)


def run(settings: Settings, ready: Callable[[], None] = lambda: None) -> None:
    """Runs jobs until SIGINT or SIGTERM; what is under way goes on in the next process. Raises Unavailable where it cannot start."""
    os.nice(_NICE)
    uvloop.run(_run(settings, ready))
