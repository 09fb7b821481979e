"""The fast way in for a check: a small ASGI function before the framework, for `POST /api/v1/checks` of a system with a token.

Whatever is not plainly that (a session's cookie, an Idempotency-Key, another content type, a token not in the memo) goes on to the
framework's handler, its documented twin; a contract test proves that both answer alike.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any, Final

import msgspec

from comity.access.limits import Buckets
from comity.access.model import TokenFacts
from comity.access.token_memo import TokenCache
from comity.edges.api.asking import of_token, query_of_system, refused
from comity.edges.api.problems import TooFast, TooLarge, problem_bytes
from comity.edges.api.wire import CheckIn, check_bytes
from comity.kernel.errors import ComityError, Refused
from comity.search.service import Checks
from comity.search.widen import OF_A_PERSON, weight

Scope = MutableMapping[str, Any]
Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
Application = Callable[[Scope, Receive, Send], Awaitable[None]]

PATH: Final = "/api/v1/checks"
LARGEST: Final = 16_384  # bytes of a single check: eight identifiers of 400 characters, four times over
_DECODER: Final = msgspec.json.Decoder(CheckIn)
_HEADERS: Final = [(b"content-type", b"application/json"), (b"cache-control", b"no-store"), (b"x-content-type-options", b"nosniff")]


class Door:
    """An ASGI application around another one."""

    def __init__(self, inner: Application, checks: Checks, tokens: TokenCache, buckets: Buckets) -> None:
        self._inner = inner
        self._checks = checks
        self._tokens = tokens
        self._buckets = buckets

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answers a plain check of a known token; hands everything else on untouched."""
        if scope.get("path") == PATH and scope["type"] == "http" and scope["method"] == "POST":
            token = _plain(scope["headers"])
            facts = self._tokens.get(token) if token else None
            if facts is not None:
                await self._answer(facts, receive, send)
                return
        await self._inner(scope, receive, send)

    async def _answer(self, facts: TokenFacts, receive: Receive, send: Send) -> None:
        body = await _body(receive)
        if body is None:
            return
        try:
            content = await self._check(facts, body)
            status, headers = 200, _HEADERS
        except (ComityError, msgspec.MsgspecError) as problem:
            status, headers, content = problem_bytes(problem)
        await send({"type": "http.response.start", "status": status, "headers": [*headers, (b"content-length", b"%d" % len(content))]})
        await send({"type": "http.response.body", "body": content})

    async def _check(self, facts: TokenFacts, body: bytes) -> bytes:
        if len(body) > LARGEST:
            raise TooLarge(LARGEST)
        asked = _DECODER.decode(body)
        searches = OF_A_PERSON if asked.person else 0
        self._slow(facts, 1 + weight((one.kind, one.value) for one in asked.identifiers) + searches)
        try:
            query = query_of_system(facts, asked)
        except Refused as refusal:
            await refused(self._checks.means, of_token(facts), refusal, "check")
        return check_bytes(await self._checks.ask(query))

    def _slow(self, facts: TokenFacts, cost: int) -> None:
        limit = self._buckets.take(facts.number, cost)
        if limit is not None:
            raise TooFast(limit.retry_after)


def _plain(headers: list[tuple[bytes, bytes]]) -> str:
    """The bearer token of a request with JSON and nothing that needs the framework; else empty."""
    token = ""
    json = False
    for name, value in headers:
        if name == b"authorization" and value.startswith(b"Bearer "):
            token = value[7:].decode("latin-1")
        elif name == b"content-type":
            json = value.startswith(b"application/json")
        elif name in (b"idempotency-key", b"cookie"):
            return ""
    return token if json else ""


async def _body(receive: Receive) -> bytes | None:
    """The whole body; None where the client left. Reads at most a little more than is allowed, then no further."""
    message = await receive()
    if message["type"] != "http.request":
        return None
    body: bytes = message.get("body", b"")
    while message.get("more_body") and len(body) <= LARGEST:
        message = await receive()
        if message["type"] != "http.request":
            return None
        body += message.get("body", b"")
    return body
