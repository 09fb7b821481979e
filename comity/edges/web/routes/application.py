"""The pages as one ASGI application: every handler goes through the same door, so that none can forget it."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from enum import Enum, auto
from typing import Any, Final
from urllib.parse import quote

from litestar import Litestar, Response, get, post
from litestar.datastructures import Cookie
from litestar.exceptions import HTTPException
from litestar.handlers import HTTPRouteHandler
from litestar.response import Stream

from comity.app import Comity
from comity.edges.web import paths
from comity.edges.web.routes import problems
from comity.edges.web.routes.answers import POLICY, Answer, go, packed, pieces
from comity.edges.web.routes.arrival import Gate, NoPurpose, NotSignedIn, drawn_for, gate, manners_at, session_at, visit_of
from comity.edges.web.routes.guard import own_path
from comity.edges.web.routes.posted import FILE_BYTES, FORM_BYTES, AnyRequest
from comity.edges.web.routes.visit import Visit
from comity.kernel.errors import Absent, ComityError

_NO_STORE: Final = {"cache-control": "no-store"}


class Needs(Enum):
    """What a page asks of who opens it."""

    SESSION = auto()
    PURPOSE = auto()


@dataclass(frozen=True, slots=True)
class Route:
    """One page or one act of a signed-in officer."""

    method: str
    path: str
    does: Callable[[Visit], Awaitable[Answer]]
    needs: Needs = Needs.PURPOSE
    upload: bool = False


@dataclass(frozen=True, slots=True)
class Open:
    """One page or one act that asks for no session."""

    method: str
    path: str
    does: Callable[[Gate], Awaitable[Answer]]


def handlers(comity: Comity, routes: tuple[Route | Open, ...]) -> list[HTTPRouteHandler]:
    """The framework's handlers for these routes."""
    return [_handler(comity, route) for route in routes]


def _handler(comity: Comity, route: Route | Open) -> HTTPRouteHandler:
    async def answered(request: AnyRequest) -> Response[Any]:
        return sent(await _answer(comity, route, request), request)

    of_file = isinstance(route, Route) and route.upload
    decorate = get if route.method == "GET" else post
    path = route.path if ":path" in route.path else route.path.replace("}", ":str}")
    most = FILE_BYTES if of_file else FORM_BYTES
    return decorate(path, status_code=200, name=f"{route.method} {route.path}", request_max_body_size=most)(answered)


async def _answer(comity: Comity, route: Route | Open, request: AnyRequest) -> Answer:
    visit: Visit | None = None
    try:
        if isinstance(route, Open):
            return await route.does(await gate(comity, request))
        visit = await visit_of(comity, request, with_purpose=route.needs is Needs.PURPOSE)
        return await route.does(visit)
    except NotSignedIn:
        return go(_with_next(paths.SIGN_IN, request))
    except NoPurpose:
        return go(_with_next(paths.PURPOSE, request))
    except HTTPException:
        raise
    except Exception as error:  # noqa: BLE001 - the edge's last line: an officer gets a page, never a stack
        return problems.answer(error, manners_at(request).translator, visit or await _known(comity, request))


async def _known(comity: Comity, request: AnyRequest) -> Visit | None:
    """Who asks, where that can still be found out."""
    try:
        token, session = await session_at(comity, request)
        return await drawn_for(comity, request, token, session) if session else None
    except ComityError:
        return None


def _with_next(path: str, request: AnyRequest) -> str:
    if request.method != "GET":
        return path
    wanted = own_path(request.url.path + (f"?{request.url.query}" if request.url.query else ""), "")
    return f"{path}?next={quote(wanted, safe='')}" if wanted else path


def sent(answer: Answer, request: AnyRequest) -> Response[Any]:
    """The answer on the wire, with the policy of every page."""
    if answer.stream is not None:
        whole = {**_NO_STORE, **POLICY, **answer.headers}
        return Stream(pieces(answer.stream), status_code=answer.status, media_type=answer.kind, headers=whole)
    content, packing = packed(answer.content, request.headers.get("accept-encoding", ""))
    headers = {**_NO_STORE, **POLICY, **packing, **answer.headers}
    cookies = [
        Cookie(one.name, "/", one.value, max_age=one.life_s, secure=one.secure, httponly=True, samesite="strict") for one in answer.cookies
    ]
    return Response(content, status_code=answer.status, media_type=answer.kind, headers=headers, cookies=cookies)


def application(comity: Comity, more: tuple[HTTPRouteHandler, ...], routes: tuple[Route | Open, ...]) -> Litestar:
    """The pages. `more`: handlers that need no door, such as static files."""

    def refused(request: AnyRequest, error: Exception) -> Response[Any]:
        """A method that an address does not know, a body that is too large: what no page of ours sends."""
        del error
        return sent(problems.answer(Absent(), manners_at(request).translator, None), request)

    lost: dict[int | type[Exception], Any] = {HTTPException: refused}
    return Litestar([*handlers(comity, routes), *more], exception_handlers=lost, logging_config=None, openapi_config=None)
