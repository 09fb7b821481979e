"""One request over HTTP: address, token, body, and what comes back as bytes or an error of `comity.client.errors`."""

from __future__ import annotations

import contextlib
import io
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import partial
from typing import BinaryIO, Final
from urllib.parse import quote
from uuid import uuid4

import httpx
import msgspec

from comity.client.endpoints import Endpoint
from comity.client.errors import Unreachable, raised

_JSON: Final = "application/json"
_SAFE: Final = frozenset({"GET", "HEAD"})
_FIRST_ERROR: Final = 400
_PIECE: Final = 1 << 20  # bytes of a file that are read at a time


@dataclass(frozen=True, slots=True)
class Call:
    """What to ask. `places` fill the path's braces; empty `query` values are left out; `repeatable` asks to be done once only."""

    endpoint: Endpoint
    places: Mapping[str, object] = field(default_factory=dict)
    query: Mapping[str, object] = field(default_factory=dict)
    body: object = None
    content_type: str = _JSON
    repeatable: bool = True

    @property
    def path(self) -> str:
        """The path with its places filled, each escaped: a slash in a value stays within its place."""
        filled = {name: quote(str(value), safe="") for name, value in self.places.items()}
        return self.endpoint.path.format(**filled)

    @property
    def content(self) -> bytes | Iterator[bytes] | None:
        """The body as sent: bytes as they are, a file piece by piece, anything else as JSON; None without one."""
        if self.body is None:
            return None
        if isinstance(self.body, io.IOBase):
            return iter(partial(self.body.read, _PIECE), b"")
        return self.body if isinstance(self.body, bytes) else msgspec.json.encode(self.body)


class Transport:
    """Sends calls to one server. `http` is for tests and for callers with a proxy or certificates of their own."""

    def __init__(self, address: str, token: str = "", *, timeout_s: float = 30.0, http: httpx.Client | None = None) -> None:
        self.token = token
        self._address = address.rstrip("/")
        # `trust_env=False`: no proxy from the environment sees an officer's token.
        self._http = http or httpx.Client(base_url=self._address, timeout=timeout_s, trust_env=False)

    def close(self) -> None:
        """Lets the connections go. Nothing can be asked afterwards."""
        self._http.close()

    def send(self, call: Call) -> bytes:
        """The body of the answer. Raises: ApiError."""
        headers = self._headers(call)
        reply = self._sent(call, headers)
        if reply.status_code >= _FIRST_ERROR:
            raise raised(reply.status_code, reply.content)
        return reply.content

    def _sent(self, call: Call, headers: dict[str, str]) -> httpx.Response:
        """Sends once, and again where the connection was lost: the key tells the server that it is the same request."""
        try:
            try:
                return self._request(call, headers)
            except (httpx.ReadError, httpx.RemoteProtocolError):
                if call.endpoint.verb not in _SAFE and "idempotency-key" not in headers:
                    raise
                return self._request(call, headers)
        except httpx.HTTPError as problem:
            raise self._unreachable(problem) from problem

    def _request(self, call: Call, headers: dict[str, str]) -> httpx.Response:
        return self._http.request(call.endpoint.verb, call.path, params=_query(call), content=call.content, headers=headers)

    @contextlib.contextmanager
    def lines(self, call: Call) -> Iterator[Iterator[str]]:
        """The lines of a streamed answer, as they come. Raises: ApiError."""
        try:
            with self._http.stream(
                call.endpoint.verb, call.path, params=_query(call), content=call.content, headers=self._headers(call)
            ) as reply:
                if reply.status_code >= _FIRST_ERROR:
                    raise raised(reply.status_code, reply.read())
                yield (line for line in reply.iter_lines() if line)
        except httpx.HTTPError as problem:
            raise self._unreachable(problem) from problem

    def receive(self, call: Call, into: BinaryIO) -> None:
        """Writes a streamed answer, piece by piece. Raises: ApiError."""
        try:
            with self._http.stream(call.endpoint.verb, call.path, params=_query(call), headers=self._headers(call)) as reply:
                if reply.status_code >= _FIRST_ERROR:
                    raise raised(reply.status_code, reply.read())
                into.writelines(reply.iter_bytes())
        except httpx.HTTPError as problem:
            raise self._unreachable(problem) from problem

    def _headers(self, call: Call) -> dict[str, str]:
        headers = {"accept": "application/json, application/problem+json, */*"}
        if self.token:
            headers["authorization"] = f"Bearer {self.token}"
        if call.body is not None:
            headers["content-type"] = call.content_type
        if call.repeatable and call.endpoint.verb not in _SAFE and self.token:
            headers["idempotency-key"] = str(uuid4())
        return headers

    def _unreachable(self, problem: httpx.HTTPError) -> Unreachable:
        if isinstance(problem, httpx.TimeoutException):
            return Unreachable(f"Comity at {self._address} does not answer in time. Whether it did what was asked is not known.")
        if isinstance(problem, httpx.ConnectError):
            return Unreachable(f"No Comity answers at {self._address}. Is it running, and is the address right?")
        return Unreachable(f"The connection to {self._address} was lost. Whether it did what was asked is not known.")


def _query(call: Call) -> list[tuple[str, str | int | float | bool | None]]:
    """Names and values; a tuple gives its name once for each."""
    pairs = ((name, value if isinstance(value, tuple | list) else (value,)) for name, value in call.query.items())
    return [(name, str(one)) for name, values in pairs for one in values if one not in (None, "")]
