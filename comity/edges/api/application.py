"""The framework's application: the API, and beside it whatever else is handed in (the pages)."""

from __future__ import annotations

import logging
import traceback
from collections.abc import Sequence
from typing import Final

import msgspec
from litestar import Litestar, Response, Router
from litestar.exceptions import ClientException, HTTPException, MethodNotAllowedException, NotFoundException, ValidationException
from litestar.handlers import HTTPRouteHandler
from litestar.types import ControllerRouterHandler

from comity.app import Comity
from comity.edges.api import (
    attachments,
    checking,
    clearances,
    directory,
    finding,
    held_loads,
    imports,
    inbox,
    jobs,
    life,
    list_checks,
    lists,
    loading,
    loads,
    looked,
    mappings,
    persons,
    public_art,
    records,
    registers,
    restrictions,
    reviews,
    signing,
    statistics,
    tokens,
    traces,
    walking,
)
from comity.edges.api.callers import AnyRequest
from comity.edges.api.description import described
from comity.edges.api.entrance import entrance
from comity.edges.api.given import dependencies
from comity.edges.api.problems import Problem, TooLarge, headers_of, problem
from comity.edges.api.repeated import FAILURE
from comity.kernel.errors import Absent, ComityError, Fault, Invalid

API: Final = "/api/v1"
_SUBJECTS: Final = (
    loading,
    held_loads,
    mappings,
    persons,
    public_art,
    signing,
    checking,
    clearances,
    finding,
    walking,
    list_checks,
    registers,
    records,
    lists,
    attachments,
    loads,
    life,
    reviews,
    jobs,
    restrictions,
    imports,
    inbox,
    looked,
    statistics,
    tokens,
    traces,
    directory,
)

log = logging.getLogger(__name__)


def application(comity: Comity, more: Sequence[ControllerRouterHandler] = ()) -> Litestar:
    """Everything behind the door. `more`: the routers of the pages, which are plugged in beside the API."""
    given = dependencies(comity)
    subjects = [subject.ROUTES for subject in _SUBJECTS]
    plain = [Router(API, route_handlers=subjects), directory.PROBLEMS]
    served = Router("/", route_handlers=plain, middleware=[entrance(comity)])
    return Litestar(
        [served, described(plain, given), *more],
        dependencies=given,
        exception_handlers={Exception: answered},
        openapi_config=None,
        logging_config=None,
        debug=False,
    )


def answered(request: AnyRequest, error: Exception) -> Response[Problem]:
    """An error as a problem. What is not one of ours is noted by its place in the code alone: its text may hold what was asked."""
    request.scope.setdefault("state", {})[FAILURE] = error
    body = _framework(request, error) if isinstance(error, HTTPException) else problem(error)
    if not isinstance(error, (ComityError, msgspec.MsgspecError, HTTPException)):
        places = [f"{frame.filename}:{frame.lineno}" for frame in traceback.extract_tb(error.__traceback__)[-4:]]
        log.error("%s in %s", type(error).__name__, " < ".join(reversed(places)))
    headers = {name.decode(): value.decode() for name, value in headers_of(body)}
    if isinstance(error, MethodNotAllowedException):
        headers |= error.headers or {}
    headers.pop("content-type")
    return Response(body, status_code=body.status, media_type="application/problem+json", headers=headers)


def _framework(request: AnyRequest, error: HTTPException) -> Problem:
    """The framework's own refusals, in our words."""
    match error:
        case NotFoundException():
            return problem(Absent())
        case MethodNotAllowedException():
            return Problem("/problems/method", "This address does not know this method.", 405)
        case ValidationException():
            return _validation(request, error)
        case HTTPException(status_code=413):
            handler = request.scope["route_handler"]
            return problem(TooLarge(handler.resolve_request_max_body_size() or 0 if isinstance(handler, HTTPRouteHandler) else 0))
        case ClientException():
            return problem(Invalid(Fault("request", "malformed", "The request cannot be read.", "What the API's description says.")))
        case _:
            return problem(error)


def _validation(request: AnyRequest, error: ValidationException) -> Problem:
    """What a parameter lacks. A wrong part of the path names nothing that is there."""
    raw = error.extra if isinstance(error.extra, list) else []
    found: list[dict[str, object]] = [one for one in raw if isinstance(one, dict)]
    if any(one.get("key") in request.path_params for one in found):
        return problem(Absent())
    if any(one.get("key") == "data" for one in found) or not found:
        return problem(msgspec.DecodeError("Input data was truncated"))
    return problem(Invalid(*(Fault(str(one.get("key", "request")), "malformed", str(one.get("message", "")), "") for one in found)))
