"""Static files: named by their content, so that a browser keeps them for a year and never shows an old one."""

from __future__ import annotations

import gzip
import hashlib
from dataclasses import dataclass
from functools import cache
from typing import Final

from litestar import Response, get
from litestar.handlers import HTTPRouteHandler

from comity.edges.web.assets import PREFIX, STATIC
from comity.edges.web.routes.answers import POLICY
from comity.edges.web.routes.posted import AnyRequest

_KINDS: Final = {".css": "text/css; charset=utf-8", ".js": "text/javascript; charset=utf-8"}
_FOR_EVER: Final = "public, max-age=31536000, immutable"
_ROBOTS: Final = b"User-agent: *\nDisallow: /\n"


@dataclass(frozen=True, slots=True)
class Packed:
    """One file, plain and compressed once."""

    plain: bytes
    gzipped: bytes
    kind: str
    version: str


@cache
def files() -> dict[str, Packed]:
    """All of them, by name. The folder is read once a process."""
    found = ((path, path.read_bytes()) for path in sorted(STATIC.iterdir()) if path.suffix in _KINDS)
    return {
        path.name: Packed(content, gzip.compress(content, 9, mtime=0), _KINDS[path.suffix], hashlib.sha256(content).hexdigest()[:12])
        for path, content in found
    }


@get(f"{PREFIX}/{{name:str}}", name="static")
async def static(request: AnyRequest) -> Response[bytes]:
    """One file. Holds nothing of anybody, so it needs no session."""
    found = files().get(str(request.path_params["name"]))
    if found is None:
        return Response(b"", status_code=404, media_type="text/plain", headers=POLICY)
    fresh = request.query_params.get("v") == found.version
    headers = {**POLICY, "cache-control": _FOR_EVER if fresh else "no-cache", "vary": "accept-encoding"}
    if "gzip" in request.headers.get("accept-encoding", ""):
        return Response(found.gzipped, media_type=found.kind, headers={**headers, "content-encoding": "gzip"})
    return Response(found.plain, media_type=found.kind, headers=headers)


@get("/robots.txt", name="robots")
async def robots() -> Response[bytes]:
    """Nothing here is for a search engine."""
    return Response(_ROBOTS, media_type="text/plain; charset=utf-8", headers=POLICY)


@get("/favicon.ico", name="icon", status_code=204)
async def icon() -> None:
    """Browsers ask for it at every first visit; there is none, and it is no page."""


HANDLERS: Final[tuple[HTTPRouteHandler, ...]] = (static, robots, icon)
