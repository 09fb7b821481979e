"""Processes to be killed: a server and a worker of one installation, each in a Python of its own, and clients that ask meanwhile."""

from __future__ import annotations

import contextlib
import http.client
import json
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.flows.world import World

EACH = 20  # checks on one connection

SERVE = """
import sys
from dataclasses import replace
from pathlib import Path
from comity.app import Settings
from comity.edges import serve
from tests.flows.world import FAST
sock = serve.listening("127.0.0.1", int(sys.argv[3]))
settings = Settings(sys.argv[1], Path(sys.argv[2]), access=FAST, secure_cookies=False)
serve.run(settings, sock, lambda: print(sock.getsockname()[1], flush=True))
"""

SUPERVISE = """
import sys
from pathlib import Path
from comity.app import Settings
from comity.edges import processes, serve
from tests.flows.world import FAST
processes._BACK_OFF_S = 0.05
sock = serve.listening("127.0.0.1", 0)
settings = Settings(sys.argv[1], Path(sys.argv[2]), access=FAST, secure_cookies=False)
supervisor = processes.supervisor(settings, sys.argv[3], sock, serving=2)
supervisor.start()
print(sock.getsockname()[1], *(f"{name}={pid}" for pid, name in supervisor.children.items()), flush=True)
supervisor.watch()
supervisor.stop()
"""

WORK = """
import os, signal, sys
from pathlib import Path
from comity import work
from comity.edges import worker
from comity.engines.filters.fuse import Stage
from comity.engines.keyring import Keyring
home, dies = Path(sys.argv[2]), sys.argv[3]

def die(*_):
    os.kill(os.getpid(), signal.SIGKILL)

if dies == "building":
    work.JOBS = (work.build_filters,)
    work._words = lambda progress: die() if progress.stage is Stage.WRITE else ""
if dies == "sequencing":
    from comity.audit import sequencer
    work.JOBS = (work.sequence,)
    sequencer.leaves_of = die
print("began", flush=True)
worker.run(sys.argv[1], home / "filters", home / "checkpoints", Keyring.open(home / "keyring"))
"""


@contextlib.contextmanager
def running(script: str, *words: object) -> Iterator[subprocess.Popen[str]]:
    """A Python that runs a script; killed at the end, if it lives until then."""
    process = subprocess.Popen([sys.executable, "-c", script, *map(str, words)], stdout=subprocess.PIPE, text=True, cwd=Path.cwd())
    try:
        yield process
    finally:
        with contextlib.suppress(ProcessLookupError):
            os.kill(process.pid, signal.SIGKILL)
        process.communicate()


@contextlib.contextmanager
def server(world: World, port: int = 0) -> Iterator[tuple[subprocess.Popen[str], int]]:
    """A serving process and its port, once it serves."""
    with running(SERVE, world.settings.dsn, world.settings.home, port) as process:
        assert process.stdout is not None
        yield process, int(process.stdout.readline())


@contextlib.contextmanager
def installation(world: World) -> Iterator[tuple[subprocess.Popen[str], int, dict[str, int]]]:
    """A supervisor with two serving processes and a worker: the port and the children's process ids."""
    with running(SUPERVISE, world.settings.dsn, world.settings.home, world.database.work) as process:
        assert process.stdout is not None
        port, *children = process.stdout.readline().split()
        yield process, int(port), {name: int(pid) for name, pid in (child.split("=") for child in children)}


def worker(world: World, dies: str = "") -> contextlib.AbstractContextManager[subprocess.Popen[str]]:
    """A worker; it kills itself in the middle of `building` or `sequencing`."""
    return running(WORK, world.database.work, world.settings.home, dies)


def body(number: str) -> bytes:
    asked = {"kind": "document", "value": number, "issuer": "XBM"}
    return json.dumps({"purpose": "border", "officer": "B-77", "unit": "POST", "identifiers": [asked]}).encode()


def headers(world: World) -> dict[str, str]:
    return {"authorization": f"Bearer {world.token}", "content-type": "application/json"}


def ask(world: World, port: int, number: str = "AB1234567", timeout: float = 60) -> dict[str, object]:
    """One check on a connection of its own."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=timeout)
    try:
        connection.request("POST", "/api/v1/checks", body(number), headers(world))
        reply = connection.getresponse()
        answer: dict[str, object] = json.loads(reply.read())
        return answer | {"status": reply.status}
    finally:
        connection.close()


@dataclass
class Load:
    """Clients that ask one check after another until told to stop, and what they were answered.

    Each connects anew every so often: which of the processes on one port it is given to is left to the machine.
    """

    world: World
    port: int
    checks: list[str] = field(default_factory=list)
    other: list[int] = field(default_factory=list)
    stop: threading.Event = field(default_factory=threading.Event)

    @property
    def streams(self) -> set[str]:
        """Of the processes that answered: each start has one of its own."""
        return {name.split("-")[0] for name in list(self.checks)}

    def client(self) -> None:
        while not self.stop.is_set():
            connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=5)
            with contextlib.suppress(OSError, http.client.HTTPException, ValueError):
                for _ in range(EACH):
                    if self.stop.is_set():
                        break
                    connection.request("POST", "/api/v1/checks", body("AB1234567"), headers(self.world))
                    reply = connection.getresponse()
                    answer = json.loads(reply.read())
                    if reply.status == 200:
                        self.checks.append(answer["check"])
                    else:
                        self.other.append(reply.status)
            connection.close()
            time.sleep(0.01)


@contextlib.contextmanager
def load(world: World, port: int, clients: int = 4) -> Iterator[Load]:
    """Clients at work while the body runs."""
    made = Load(world, port)
    threads = [threading.Thread(target=made.client, daemon=True) for _ in range(clients)]
    for thread in threads:
        thread.start()
    try:
        yield made
    finally:
        made.stop.set()
        for thread in threads:
            thread.join(60)


def until(true: Callable[[], object], seconds: float = 120.0) -> None:
    deadline = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < deadline, "it did not happen in time"
        time.sleep(0.02)
