"""The peer of the check: the plainest service that could be written. It answers by one prepared SELECT through a pool, as raw ASGI on
uvicorn and uvloop; it knows no owner's rules, keeps no audit and seals nothing. Run as `uvicorn comity.bench.peer:application`.
"""

from __future__ import annotations

import gc
import os
import socket
import subprocess
import sys
import time
from collections.abc import Awaitable, Callable, Iterable, Iterator, MutableMapping
from contextlib import contextmanager
from typing import Any, Final

import msgspec
import psycopg
from psycopg_pool import AsyncConnectionPool

from comity.bench.rows import Say
from comity.kernel.errors import Unavailable

Message = MutableMapping[str, Any]

POOL: Final = 8
_READY_S: Final = 30
_SELECT: Final = "select reason from peer.document where number = %s and issuer = %s"
_HEADERS: Final = [(b"content-type", b"application/json")]


class _Identifier(msgspec.Struct):
    kind: str
    value: str
    issuer: str


class _Asked(msgspec.Struct):
    purpose: str
    officer: str
    unit: str
    identifiers: list[_Identifier]


_DECODER: Final = msgspec.json.Decoder(_Asked)


def prepare(*, superuser: str, numbers: Iterable[str], say: Say) -> None:
    """The peer's own table: the same documents, bare, with an index on what is asked."""
    say("copying the documents for the peer")
    with psycopg.connect(superuser) as connection:
        connection.execute("drop schema if exists peer cascade; create schema peer; grant usage on schema peer to comity_app")
        connection.execute("create table peer.document (number text not null, issuer text not null, reason text not null)")
        with connection.cursor().copy("copy peer.document from stdin") as copy:
            for number in numbers:
                copy.write(f"{number}\tXBM\tstolen\n")
        connection.execute("set maintenance_work_mem = '256MB'; alter table peer.document add primary key (number, issuer)")
        connection.execute("grant select on peer.document to comity_app")
    with psycopg.connect(superuser, autocommit=True) as connection:
        connection.execute("vacuum analyze peer.document")


@contextmanager
def serving(dsn: str) -> Iterator[tuple[int, int]]:
    """Runs the peer; gives its port and its process. Raises Unavailable where it does not start."""
    with socket.create_server(("127.0.0.1", 0), backlog=1024) as listening:
        port = int(listening.getsockname()[1])
        options = ("--loop", "uvloop", "--http", "httptools", "--lifespan", "on", "--no-access-log", "--log-level", "warning")
        words = [sys.executable, "-m", "uvicorn", "comity.bench.peer:application", "--fd", str(listening.fileno()), *options]
        process = subprocess.Popen(words, env={**os.environ, "BENCH_DSN": dsn}, pass_fds=(listening.fileno(),))
    try:
        _until_it_answers(port, process)
        yield port, process.pid
    finally:
        process.terminate()
        process.wait(10)


def _until_it_answers(port: int, process: subprocess.Popen[bytes]) -> None:
    until = time.monotonic() + _READY_S
    while time.monotonic() < until and process.poll() is None:
        try:
            with socket.create_connection(("127.0.0.1", port), 1) as connection:
                connection.settimeout(_READY_S)
                connection.sendall(b"GET / HTTP/1.1\r\nHost: localhost\r\n\r\n")
                if connection.recv(1):
                    return
        except OSError:
            time.sleep(0.05)
    raise Unavailable("The peer did not start.", "All other figures.")


_pools: list[AsyncConnectionPool] = []


async def application(
    scope: MutableMapping[str, Any], receive: Callable[[], Awaitable[Message]], send: Callable[[Message], Awaitable[None]]
) -> None:
    """The whole peer."""
    if scope["type"] == "lifespan":
        await _live(receive, send)
    elif scope["method"] == "POST":
        message = await receive()
        body: bytes = message["body"]
        while message.get("more_body"):
            message = await receive()
            body += message["body"]
        await _answer(await _outcome(body), send)
    else:
        await _answer(b"{}", send)


async def _outcome(body: bytes) -> bytes:
    asked = _DECODER.decode(body).identifiers[0]
    async with _pools[0].connection() as connection:
        cursor = await connection.execute(_SELECT, (asked.value, asked.issuer), prepare=True)
        row = await cursor.fetchone()
    return b'{"outcome":"no_hit"}' if row is None else b'{"outcome":"hit","reason":"%s"}' % row[0].encode()


async def _answer(content: bytes, send: Callable[[Message], Awaitable[None]]) -> None:
    headers = [*_HEADERS, (b"content-length", b"%d" % len(content))]
    await send({"type": "http.response.start", "status": 200, "headers": headers})
    await send({"type": "http.response.body", "body": content})


async def _live(receive: Callable[[], Awaitable[Message]], send: Callable[[Message], Awaitable[None]]) -> None:
    """Opens the pool, and calms the collector as our own server does, so that the comparison is of the rest."""
    await receive()
    pool = AsyncConnectionPool(os.environ["BENCH_DSN"], min_size=POOL, max_size=POOL, open=False, kwargs={"autocommit": True})
    await pool.open(wait=True)
    _pools.append(pool)
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 50, 1000)
    await send({"type": "lifespan.startup.complete"})
    await receive()
    await pool.close()
    await send({"type": "lifespan.shutdown.complete"})
