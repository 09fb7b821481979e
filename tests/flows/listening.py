"""A world served on a real socket, by a thread with a loop of its own: for clients that know no ASGI."""

from __future__ import annotations

import asyncio
import contextlib
import os
import socket
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import uvicorn

from comity.app import opened
from comity.edges.serve import listening
from tests.flows.world import World, behind_the_door, build


def steady_port() -> int:
    """A free port below those that the machine gives to clients, so that it is still free when a server comes back to it."""
    for port in range(20_000 + os.getpid() % 10_000, 32_000):
        with socket.socket() as tried, contextlib.suppress(OSError):
            tried.bind(("127.0.0.1", port))
            return port
    raise AssertionError("no port is free")


@contextlib.contextmanager
def on_a_socket(database: Any, home: Path) -> Iterator[tuple[World, str]]:
    """The world and its address."""
    world = asyncio.run(build(database, home))
    sock = listening("127.0.0.1", 0)
    ready = threading.Event()
    servers: list[uvicorn.Server] = []

    async def serve() -> None:
        async with opened(world.settings, world.clock) as comity:
            config = uvicorn.Config(behind_the_door(comity), http="httptools", ws="none", lifespan="off", access_log=False, log_config=None)
            server = uvicorn.Server(config)
            server.install_signal_handlers = lambda: None  # type: ignore[attr-defined,method-assign]
            servers.append(server)
            ready.set()
            await server.serve(sockets=[sock])

    thread = threading.Thread(target=lambda: asyncio.run(serve()), name="server")
    thread.start()
    try:
        assert ready.wait(240)
        yield world, f"http://127.0.0.1:{sock.getsockname()[1]}"
    finally:
        for server in servers:
            server.should_exit = True
        thread.join(240)
        sock.close()
        assert not thread.is_alive()
