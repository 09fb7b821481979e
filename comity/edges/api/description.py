"""The API's own description, OpenAPI 3.1: made by the framework from the handlers, then put right where it knows less than we do."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any, Final

import msgspec
from litestar import Litestar, Response, get
from litestar.di import Provide
from litestar.handlers import HTTPRouteHandler
from litestar.openapi import OpenAPIConfig
from litestar.routes import HTTPRoute
from litestar.types import ControllerRouterHandler

from comity import VERSION
from comity.edges.api.entrance import OPEN

DESCRIBED: Final = "/api/v1/openapi.json"
_BAD_REQUEST: Final = "400"
_KEY: Final = {
    "name": "Idempotency-Key",
    "in": "header",
    "required": False,
    "description": "New for each request: the same request sent twice under one key is done once. Kept for a day.",
    "schema": {"type": "string", "minLength": 1, "maxLength": 255, "pattern": "^[\\x21-\\x7e]+$"},
}
_SIGNED_IN: Final[list[dict[str, list[str]]]] = [{"bearer": []}, {"cookie": [], "csrf": []}]
_SCHEMES: Final = {
    "bearer": {"type": "http", "scheme": "bearer", "description": "An officer's session, or a system's token (`comity_...`, checks only)."},
    "cookie": {"type": "apiKey", "in": "cookie", "name": "__Host-comity", "description": "The session of a browser."},
    "csrf": {"type": "apiKey", "in": "header", "name": "x-csrf-token", "description": "Beside the cookie, for whatever changes something."},
}
_UNSAFE: Final = frozenset({"post", "put", "delete", "patch"})


def described(routes: Sequence[ControllerRouterHandler], given: Mapping[str, Provide]) -> HTTPRouteHandler:
    """The handler of the description of these routes, which is made when it is first asked for. `given`: what handlers get by name."""

    @lru_cache(maxsize=1)
    def text() -> bytes:
        return description(routes, given)

    @get(DESCRIBED, opt={OPEN: True}, include_in_schema=False)
    async def openapi() -> Response[bytes]:
        return Response(text(), media_type="application/json", headers={"cache-control": "no-cache", "x-content-type-options": "nosniff"})

    return openapi


def description(routes: Sequence[ControllerRouterHandler], given: Mapping[str, Provide]) -> bytes:
    """The description as JSON. The application that it is read from is never served: the framework would add pages of its own to it."""
    app = Litestar(routes, dependencies=given, openapi_config=OpenAPIConfig("Comity", VERSION, path="/unserved"), logging_config=None)
    schema: dict[str, Any] = msgspec.json.decode(msgspec.json.encode(app.openapi_schema.to_schema()))
    schema.setdefault("components", {})["securitySchemes"] = _SCHEMES
    of_http = [route for route in app.routes if isinstance(route, HTTPRoute)]
    open_paths = {_template(route.path) for route in of_http if any(handler.opt.get(OPEN) for handler in route.route_handlers)}
    for path, item in schema["paths"].items():
        for method, operation in item.items():
            _complete(operation, method, signed_in=path not in open_paths)
    return msgspec.json.encode(schema)


def _template(path: str) -> str:
    """`/registers/{register:str}` as the description writes it: `/registers/{register}`."""
    return "/".join(part.partition(":")[0] + "}" if part.startswith("{") else part for part in path.split("/"))


def _complete(operation: dict[str, Any], method: str, *, signed_in: bool) -> None:
    operation["responses"].pop(_BAD_REQUEST, None)  # the framework's word for what we answer with 422
    if signed_in:
        operation["security"] = _SIGNED_IN
        if method in _UNSAFE:
            operation.setdefault("parameters", []).append(_KEY)
    if "429" in operation["responses"]:
        operation["responses"]["429"]["headers"] = {"Retry-After": {"schema": {"type": "integer", "minimum": 1}}}
