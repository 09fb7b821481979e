"""How long the whole demonstration takes to answer, and what all its processes take of memory."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from comity.app import home_folder
from comity.bench import usage
from comity.bench.rows import Say
from comity.kernel.errors import Unavailable

_LONGEST_S: Final = 120.0
_STOP_S: Final = 20.0
_SETTLED_S: Final = 3.0  # until filters are built and the first pages answered


@dataclass(frozen=True, slots=True)
class Started:
    """The first start builds the synthetic world, the later one finds it."""

    first_s: float
    later_s: float
    memory_mb: float
    processes: int


def started(say: Say) -> Started:
    """Starts it twice in a folder of its own, thrown away afterwards. Raises Unavailable where it does not answer."""
    home = Path(tempfile.mkdtemp(prefix="start-", dir=home_folder() / "bench"))
    home.chmod(0o711)  # the database's own user must reach its folder
    try:
        say("first start of the demonstration")
        with _running(home) as (first_s, _):
            pass
        say("later start")
        with _running(home) as (later_s, pid):
            time.sleep(_SETTLED_S)
            pids = _of_home(home, pid)
            return Started(first_s, later_s, usage.pss_mb(pids), len(pids))
    finally:
        shutil.rmtree(home, ignore_errors=True)


def _of_home(home: Path, pid: int) -> list[int]:
    """The demonstration's processes, and its database's: that runs beside it, not below."""
    pids = set(usage.tree(pid))
    for file in home.rglob("postmaster.pid"):
        pids |= set(usage.tree(int(file.read_text().split("\n", 1)[0])))
    return sorted(pids)


@contextmanager
def _running(home: Path) -> Iterator[tuple[float, int]]:
    port = _free_port()
    environment = {**os.environ, "COMITY_HOME": str(home), "COMITY_PORT": str(port)}
    words = [sys.executable, "-m", "comity", "demo", "--port", str(port)]
    start = time.perf_counter()
    with tempfile.TemporaryFile() as said:
        process = subprocess.Popen(words, env=environment, stdout=said, stderr=subprocess.STDOUT)
        try:
            if not _answers(port, process):
                said.seek(0)
                raise Unavailable(f"The demonstration did not start: {said.read().decode(errors='replace')[-300:].strip()}", "The rest.")
            yield time.perf_counter() - start, process.pid
        finally:
            process.send_signal(signal.SIGINT)
            try:
                process.wait(_STOP_S)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


def _answers(port: int, process: subprocess.Popen[bytes]) -> bool:
    """Whether its first page came; asks again until then."""
    until = time.monotonic() + _LONGEST_S
    while time.monotonic() < until and process.poll() is None:
        try:
            with socket.create_connection(("127.0.0.1", port), 5) as connection:
                connection.settimeout(_LONGEST_S)
                connection.sendall(b"GET / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
                if connection.recv(16).startswith(b"HTTP/1.1 "):
                    return True
        except OSError:
            time.sleep(0.02)
    return False


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as listening:
        return int(listening.getsockname()[1])
