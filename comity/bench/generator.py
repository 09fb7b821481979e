"""Our own load generator, where wrk is not installed: kept connections, one request after another on each. Says what wrk.lua says.

Run as `python -m comity.bench.generator CONNECTIONS SECONDS`; what is sent comes by environment (see load.Requests).
"""

from __future__ import annotations

import asyncio
import itertools
import os
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

import msgspec
import uvloop

from comity.bench.load import Measured
from comity.bench.timing import whole

_SPREAD: Final = 7_654_321  # as in registers.sample
_ASKER: Final = '{"purpose":"border","officer":"u77","unit":"LYS",'
_BODIES: Final = 32


def identifiers(start: int, size: int, letters: str) -> Iterator[str]:
    """What is asked, as in wrk.lua: one in a hundred is there."""
    for count in itertools.count(start + 1):
        number = f"{letters}{count * 31 % size * _SPREAD % 10_000_000:07d}" if count % 100 == 0 else f"ZZ{count % 10_000_000:07d}"
        yield f'"identifiers":[{{"kind":"document","value":"{number}","issuer":"XBM"}}]'


def requests(environment: dict[str, str]) -> Iterator[bytes]:
    """Whole requests, for ever. Batches are made beforehand and sent in turn."""
    head = f"POST {environment['BENCH_PATH']} HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
    head += f"Authorization: Bearer {environment['BENCH_TOKEN']}\r\nContent-Length: "
    asked = identifiers(int(environment["BENCH_START"]), int(environment["BENCH_SIZE"]), environment["BENCH_LETTERS"])
    batch = int(environment["BENCH_BATCH"])

    def request(body: str) -> bytes:
        return f"{head}{len(body)}\r\n\r\n{body}".encode()

    if bodies := environment.get("BENCH_BODIES"):
        yield from itertools.cycle([request(body) for body in Path(bodies).read_text().splitlines()])
    if not batch:
        yield from (request(f"{_ASKER}{one}}}") for one in asked)
    many = (",".join(f"{{{one}}}" for one in itertools.islice(asked, batch)) for _ in range(_BODIES))
    yield from itertools.cycle([request(f'{_ASKER}"checks":[{checks}]}}') for checks in many])


@dataclass(slots=True, eq=False)
class _Connection(asyncio.Protocol):
    sending: Iterator[bytes]
    until: float
    took: list[float]
    errors: list[str]
    ended: asyncio.Future[None]
    transport: asyncio.WriteTransport | None = None
    answer: bytes = b""
    begun: float = field(default=0.0)

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.transport = transport  # type: ignore[assignment]
        self._next()

    def data_received(self, data: bytes) -> None:
        self.answer += data
        if not complete(self.answer):
            return
        self.took.append(time.perf_counter() - self.begun)
        if not self.answer.startswith(b"HTTP/1.1 200"):
            self.errors.append("status")
        self._next()

    def connection_lost(self, exc: Exception | None) -> None:
        if not self.ended.done():
            self.errors.append(str(exc))
            self.ended.set_result(None)

    def _next(self) -> None:
        assert self.transport is not None  # noqa: S101 - set by connection_made
        self.answer, self.begun = b"", time.perf_counter()
        if self.begun < self.until:
            self.transport.write(next(self.sending))
        else:
            self.ended.set_result(None)
            self.transport.close()


def complete(answer: bytes) -> bool:
    """Whether an answer has come with its last byte, of known length or in chunks."""
    if answer.endswith(b"\r\n0\r\n\r\n"):
        return True
    return b"content-length:" in answer[:2000].lower() and whole(answer)


async def load(connections: int, seconds: float, environment: dict[str, str]) -> Measured:
    """Loads for so many seconds."""
    loop = asyncio.get_running_loop()
    start = time.perf_counter()
    took: list[float] = []
    errors: list[str] = []
    sending, ends = requests(environment), [loop.create_future() for _ in range(connections)]
    for end in ends:
        protocol = _Connection(sending, start + seconds, took, errors, end)
        await loop.create_connection(lambda protocol=protocol: protocol, "127.0.0.1", int(environment["BENCH_PORT"]))  # type: ignore[misc]
    await asyncio.gather(*ends)
    ordered = sorted(took) or [0.0]
    half, most = (1e3 * ordered[int((len(ordered) - 1) * part)] for part in (0.5, 0.99))
    return Measured(len(took), time.perf_counter() - start, half, most, len(errors))


if __name__ == "__main__":
    found = uvloop.run(load(int(sys.argv[1]), float(sys.argv[2]), dict(os.environ)))
    print("BENCH", msgspec.json.encode(found).decode())
