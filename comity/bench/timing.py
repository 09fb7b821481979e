"""Whether an asker can tell, by time or size of the answer, that a record is there which it may not see (OWN-04, HIT-11).

One connection on a server that does nothing else: the sharpest an asker can listen. The two checks of a pair come in random order.
"""

from __future__ import annotations

import socket
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Final

import numpy as np

from comity.bench.classifiers import Advantage, Answers, advantage
from comity.bench.rows import Say
from comity.kernel.errors import Unavailable

_REQUEST: Final = (
    "POST /api/v1/checks HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nAuthorization: Bearer {token}\r\n"
    "Content-Length: {length}\r\n\r\n{body}"
)
_BODY: Final = '{{"purpose":"border","officer":"u77","unit":"LYS","identifiers":[{{"kind":"document","value":"{number}","issuer":"XBM"}}]}}'
_WARM_UP: Final = 200
_SAY_EACH_S: Final = 10.0


@dataclass(slots=True)
class Client:
    """One kept connection."""

    connection: socket.socket
    token: str

    def ask(self, number: str) -> tuple[int, int]:
        """Asks for a document. Gives the nanoseconds until the whole answer was there, and its bytes.

        Raises: Unavailable, unless the answer is no hit.
        """
        body = _BODY.format(number=number)
        request = _REQUEST.format(token=self.token, length=len(body), body=body).encode()
        start = time.perf_counter_ns()
        self.connection.sendall(request)
        answer = self.connection.recv(65536)
        while not whole(answer):
            more = self.connection.recv(65536)
            if not more:
                raise Unavailable("The server closed the connection.", "Look at the server's log.")
            answer += more
        took = time.perf_counter_ns() - start
        if b'"outcome":"no_hit"' not in answer:
            raise Unavailable("A check that must show nothing showed something else.", "Nothing: this is a fault.")
        return took, len(answer)


def whole(answer: bytes) -> bool:
    """Whether the body has come with its last byte."""
    head, gap, body = answer.partition(b"\r\n\r\n")
    place = head.lower().find(b"content-length:")
    return bool(gap) and len(body) >= int(head[place + 15 :].split(b"\r\n", 1)[0])


@contextmanager
def connected(port: int, token: str) -> Iterator[Client]:
    """A client of the server."""
    with socket.create_connection(("127.0.0.1", port), 30) as connection:
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        yield Client(connection, token)


def absent(seed: int) -> Iterator[str]:
    """Numbers that no document has, as long as those that are there."""
    chance = np.random.default_rng(seed)
    while True:
        yield from (f"ZZ{number:07d}" for number in chance.integers(0, 10_000_000, 10_000).tolist())


def listen(client: Client, kept_back: Sequence[str], pairs: int, seconds: float, say: Say, seed: int = 1) -> Advantage:
    """Asks pairs (a record kept back, no record) until there are so many or the time is over."""
    coins, nothing = np.random.default_rng(seed).integers(0, 2, pairs).tolist(), absent(seed)
    for _ in range(_WARM_UP):
        client.ask(next(nothing))
    seen = np.zeros((2, pairs, 2), np.int64)
    begun = told = time.monotonic()
    done = 0
    while done < pairs and (now := time.monotonic()) - begun < seconds:
        numbers = kept_back[done % len(kept_back)], next(nothing)
        for kind in (0, 1) if coins[done] else (1, 0):
            seen[kind, done] = client.ask(numbers[kind])
        done += 1
        if now - told > _SAY_EACH_S:
            told = now
            say(f"{done:,} of {pairs:,} pairs")
    kinds = [Answers(seen[kind, :done, 0], seen[kind, :done, 1]) for kind in (0, 1)]
    return advantage(kinds[0], kinds[1])
