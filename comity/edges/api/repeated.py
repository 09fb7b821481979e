"""Idempotency-Key: a request sent twice is done once (draft-ietf-httpapi-idempotency-key-header).

The key is taken, durably, before anything is done; the answer is kept, sealed, before it leaves. So a crash between the act and the
keeping never does an act twice: the key stays taken without an answer, and whoever repeats the request gets 409 and looks for himself.

    same key, same request, answered          the same answer again (and an entry that it was given again)
    same key, same request, not answered      409: under way, or broken off
    same key, another request                 422
    nothing was kept (429, 503)               the key is free again
"""

from __future__ import annotations

import asyncio
import hashlib
from typing import TYPE_CHECKING, Final

import msgspec

from comity.access.repeats import Answered, Begun, UnderWay
from comity.access.repeats import Request as Asked
from comity.app import Comity
from comity.edges.api.callers import SAFE, AnyRequest, Caller
from comity.edges.api.problems import Clash, problem_bytes
from comity.engines.crypto import keyed_hash
from comity.engines.keyring import KeyName
from comity.engines.store.errors import CommitUnknown
from comity.kernel.errors import Fault, Invalid, Unavailable

if TYPE_CHECKING:
    from litestar.types import ASGIApp, HTTPReceiveMessage, Message, Send

HEADER: Final = "idempotency-key"
LONGEST: Final = 255
_LABEL: Final = b"comity repeated request 1"
FAILURE: Final = "comity_failure"
_TOO_MANY: Final = 429
_SERVER: Final = 500
_OTHER: Final = Fault("idempotency-key", "other_request", "This key was used for another request.", "A new key for each request.")
_UNFIT: Final = Fault(
    "idempotency-key", "malformed", "This key cannot be used.", f"1 to {LONGEST} printable ASCII characters, new for each request."
)
_UNDER_WAY: Final = (
    "A request with this Idempotency-Key was begun and has no answer: it is under way, or it was broken off and may or may not have been "
    "done. Look whether it is there before you send it again with another key."
)


class Kept(msgspec.Struct, frozen=True, array_like=True):
    """An answer as it is kept: headers and body."""

    headers: list[tuple[bytes, bytes]]
    body: bytes


def key_of(request: AnyRequest) -> str:
    """The key of a request that changes something; empty without one. Raises: Invalid."""
    if request.method in SAFE or HEADER not in request.headers:
        return ""
    key = request.headers[HEADER].strip('"')
    if not 0 < len(key) <= LONGEST or not key.isascii() or not key.isprintable():
        raise Invalid(_UNFIT)
    return key


async def _asked(comity: Comity, caller: Caller, request: AnyRequest) -> tuple[Asked, bytes]:
    """What is kept of a request says nothing of it without the key: against a bare hash of a check of a person, names could be tried."""
    body = await request.body()
    digest = hashlib.sha256()
    for part in (request.method, request.url.path, request.url.query, request.headers.get("content-type", "")):
        digest.update(part.encode() + b"\0")
    digest.update(body)
    secret = keyed_hash(comity.keyring.key(KeyName.SESSION).secret, _LABEL)
    return Asked(caller.name, hashlib.sha256(key_of(request).encode()).digest(), keyed_hash(secret, digest.digest())), body


async def answered_once(comity: Comity, caller: Caller, app: ASGIApp, request: AnyRequest, send: Send) -> None:
    """Hands the request on, or gives the answer that it had. Raises: Invalid, Clash, Unavailable."""
    asked, body = await _asked(comity, caller, request)
    match await comity.repeats.begin(asked, caller.actor):
        case Begun():
            await _first_time(comity, asked, body, app, request, send)
        case Answered(status, content):
            kept = msgspec.msgpack.decode(content, type=Kept)
            await send({"type": "http.response.start", "status": status, "headers": kept.headers})
            await send({"type": "http.response.body", "body": kept.body, "more_body": False})
        case UnderWay():
            raise Clash(_UNDER_WAY)
        case _:
            raise Invalid(_OTHER)


async def _first_time(comity: Comity, asked: Asked, body: bytes, app: ASGIApp, request: AnyRequest, send: Send) -> None:
    """Runs the request and keeps its answer before any of it leaves: a streamed one leaves whole."""
    messages: list[Message] = []
    sent = False
    answered = asyncio.Event()

    async def receive() -> HTTPReceiveMessage:
        nonlocal sent
        if sent:  # who left is not waited for, and does not stop what was begun: the next to ask under the key gets its answer
            await answered.wait()
            return {"type": "http.disconnect"}
        sent = True
        return {"type": "http.request", "body": body, "more_body": False}

    async def hold(message: Message) -> None:
        messages.append(message)
        if message["type"] == "http.response.body" and not message.get("more_body"):
            answered.set()

    await app(request.scope, receive, hold)
    status, kept = _joined(messages)
    if _nothing_kept(status, request):
        await comity.repeats.free(asked)
    elif status < _SERVER:
        try:
            await comity.repeats.finish(asked, status, msgspec.msgpack.encode(kept))
        except Unavailable:  # it was done, and that cannot be kept: the key stays taken, and nobody is told that nothing was changed
            status, headers, content = problem_bytes(CommitUnknown())
            kept = Kept(headers, content)
    await send({"type": "http.response.start", "status": status, "headers": kept.headers})
    await send({"type": "http.response.body", "body": kept.body, "more_body": False})


def _joined(messages: list[Message]) -> tuple[int, Kept]:
    start = next(message for message in messages if message["type"] == "http.response.start")
    body = b"".join(message.get("body", b"") for message in messages if message["type"] == "http.response.body")
    return start["status"], Kept([(bytes(name), bytes(value)) for name, value in start["headers"]], body)


def _nothing_kept(status: int, request: AnyRequest) -> bool:
    """Whether the request surely changed nothing, so that it may be sent again."""
    failure = request.scope.get("state", {}).get(FAILURE)
    return status == _TOO_MANY or (isinstance(failure, Unavailable) and not isinstance(failure, CommitUnknown))
