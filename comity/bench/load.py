"""The load: wrk where it is installed, else our own generator in a process of its own. The same one for Comity and for its peers."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import msgspec

from comity.kernel.errors import Unavailable

CONNECTIONS: Final = 64
_SCRIPT: Final = Path(__file__).with_name("wrk.lua")
_SPARE_S: Final = 60


class Measured(msgspec.Struct, frozen=True):
    """What a generator saw. `errors`: requests without a good answer."""

    requests: int
    seconds: float
    p50_ms: float
    p99_ms: float
    errors: int


@dataclass(frozen=True, slots=True)
class Load:
    """One run. `generator_cpu`: its processor seconds for each second of the run, hence a share of one core."""

    measured: Measured
    generator: str
    generator_cpu: float

    @property
    def per_second(self) -> float:
        """Requests answered in a second of the measured time, the warming up left out."""
        return self.measured.requests / self.measured.seconds


@dataclass(frozen=True, slots=True)
class Requests:
    """What is sent: to `port`, single checks or batches of `batch`. `letters` begin the numbers of the `size` documents that are there.

    `bodies`: a file of whole bodies, one a line, sent in turn instead.
    """

    port: int
    token: str
    size: int
    letters: str
    path: str = "/api/v1/checks"
    batch: int = 0
    start: int = 0
    bodies: str = ""

    def environment(self) -> dict[str, str]:
        """For the generator; see wrk.lua."""
        return {
            "BENCH_TOKEN": self.token,
            "BENCH_PATH": self.path,
            "BENCH_SIZE": str(self.size),
            "BENCH_BATCH": str(self.batch),
            "BENCH_LETTERS": self.letters,
            "BENCH_START": str(self.start),
            "BENCH_PORT": str(self.port),
            "BENCH_BODIES": self.bodies,
        }


def generator() -> str:
    """The name of the generator of this machine."""
    return "wrk" if shutil.which("wrk") else "own"


def run(requests: Requests, seconds: float, connections: int = CONNECTIONS) -> Load:
    """Loads the server for so long. Raises Unavailable where the generator fails or any request is refused."""
    name = generator()
    if name == "wrk":
        words = ["wrk", "-t1", f"-c{connections}", f"-d{max(1, round(seconds))}s", "--timeout", "20s", "-s", str(_SCRIPT)]
        words.append(f"http://127.0.0.1:{requests.port}")
    else:
        words = [sys.executable, "-m", "comity.bench.generator", str(connections), str(seconds)]
    before = _cpu_of_children()  # nobody else ends meanwhile
    process = subprocess.Popen(words, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, env={**os.environ, **requests.environment()})
    try:
        output, _ = process.communicate(timeout=seconds + _SPARE_S)
    finally:
        process.kill()
    measured = read(output.decode(errors="replace"))
    return Load(measured, name, (_cpu_of_children() - before) / measured.seconds)


def _cpu_of_children() -> float:
    """Processor time of all children that have ended."""
    times = os.times()
    return times.children_user + times.children_system


def read(output: str) -> Measured:
    """What the generator said. Raises Unavailable where it met any error: such a load is no figure."""
    for line in output.splitlines():
        if line.startswith("BENCH "):
            measured = msgspec.json.decode(line[6:], type=Measured)
            if measured.errors or not measured.requests:
                raise Unavailable(f"The load met {measured.errors} errors in {measured.requests} requests.", "Look at the server's log.")
            return measured
    raise Unavailable(f"The load generator said nothing that can be read: {output[-300:]}", "Install wrk, or take it out of PATH.")
