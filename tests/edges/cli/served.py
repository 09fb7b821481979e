"""A server on a socket and the process that runs jobs, each as a thread: for commands that are called in this process."""

from __future__ import annotations

import asyncio
import contextlib
import queue
import threading
from collections.abc import Callable, Iterator

import httpx
import pytest

from comity.access import totp
from comity.app import opened
from tests.flows.world import PASSWORD, World


def signed_in(world: World, address: str, login: str, unit: str, purpose: str = "border") -> str:
    """The token of an officer at a place, for a purpose."""
    body = {"login": login, "password": PASSWORD, "code": totp.code(world.seeds[login], totp.step_at(world.clock.now()))}
    token = httpx.post(f"{address}/api/v1/sign-in", json=body, timeout=60).json()["token"]
    headers = {"authorization": f"Bearer {token}"}
    httpx.put(f"{address}/api/v1/me/place", json={"unit": unit, "purpose": purpose}, headers=headers, timeout=60).raise_for_status()
    return token


def seats(monkeypatch: pytest.MonkeyPatch, world: World, address: str, purpose: str = "border") -> Callable[[str], str]:
    """What takes an officer's seat for the commands that follow, and gives the token. Each signs in once: a code opens once."""
    monkeypatch.setenv("COMITY_URL", address)
    tokens: dict[str, str] = {}

    def sit(login: str) -> str:
        if login not in tokens:
            tokens[login] = signed_in(world, address, login, "DESK", purpose)
        monkeypatch.setenv("COMITY_TOKEN", tokens[login])
        return tokens[login]

    return sit


@contextlib.contextmanager
def jobs_run(world: World) -> Iterator[None]:
    """The process that runs jobs, as a thread."""
    stops: queue.Queue[Callable[[], object]] = queue.Queue()

    async def work() -> None:
        stop, loop = asyncio.Event(), asyncio.get_running_loop()
        stops.put(lambda: loop.call_soon_threadsafe(stop.set))
        async with opened(world.settings, world.clock) as comity:
            await comity.jobs.work_until(stop)

    thread = threading.Thread(target=lambda: asyncio.run(work()))
    thread.start()
    try:
        yield
    finally:
        stops.get(timeout=60)()
        thread.join(240)
        assert not thread.is_alive()
