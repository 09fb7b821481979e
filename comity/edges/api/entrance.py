"""The way in to every endpoint of the API but the door's own: who calls, requests sent twice, and headers on what goes out."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Final

from litestar import Request

from comity.app import Comity
from comity.edges.api.callers import AnyRequest, identified, keep
from comity.edges.api.repeated import answered_once, key_of

if TYPE_CHECKING:
    from litestar.types import ASGIApp, Message, Receive, Scope, Send

OPEN: Final = "open"  # `opt={OPEN: True}`: asks for no sign-in
_ALWAYS: Final = ((b"cache-control", b"no-store"), (b"x-content-type-options", b"nosniff"))


def entrance(comity: Comity) -> Callable[[ASGIApp], ASGIApp]:
    """The middleware of the API's routes."""

    def around(app: ASGIApp) -> ASGIApp:
        async def entered(scope: Scope, receive: Receive, send: Send) -> None:
            async def sending(message: Message) -> None:
                if message["type"] == "http.response.start":
                    there = {name for name, _ in message["headers"]}
                    message["headers"] = [*message["headers"], *(pair for pair in _ALWAYS if pair[0] not in there)]
                await send(message)

            if scope["route_handler"].opt.get(OPEN):
                await app(scope, receive, sending)
                return
            request: AnyRequest = Request(scope, receive)
            caller = await identified(comity, request)
            keep(request, caller)
            if key_of(request):
                await answered_once(comity, caller, app, request, sending)
            else:
                await app(scope, receive, sending)

        return entered

    return around
