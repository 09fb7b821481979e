"""The framework's application. Handlers join in `routes`."""

from __future__ import annotations

from typing import Any

from litestar import Litestar, Request, Response, post

from comity.access.token_memo import TokenCache
from comity.app import Comity
from comity.edges.api.asking import query_of_system
from comity.edges.api.problems import Unauthenticated, as_dict
from comity.edges.api.wire import CheckIn, CheckOut, check_out


def _problem(_: Request[Any, Any, Any], error: Exception) -> Response[dict[str, Any]]:
    body = as_dict(error)
    return Response(body, status_code=body["status"], media_type="application/problem+json")


async def _token(request: Request[Any, Any, Any], memo: TokenCache) -> Any:
    scheme, _, token = request.headers.get("authorization", "").partition(" ")
    facts = await memo.find(token) if scheme == "Bearer" and token else None
    if facts is None:
        raise Unauthenticated
    return facts


def application(comity: Comity) -> Litestar:
    """Everything behind the door."""

    @post("/api/v1/checks", status_code=200)
    async def check(request: Request[Any, Any, Any], data: CheckIn) -> CheckOut:
        facts = await _token(request, comity.token_memo)
        return check_out(await comity.checks.ask(query_of_system(facts, data)))

    return Litestar([check], exception_handlers={Exception: _problem}, logging_config=None)
