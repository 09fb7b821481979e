"""What leaves: pages, redirects and files, each with the same strict policy, and none of them kept by anybody on the way.

Pages are compressed. That a page's size tells of its secrets (BREACH) needs another site to make this browser ask as the officer; the
session's cookie is SameSite=Strict, so no other site can.
"""

from __future__ import annotations

import gzip
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import BinaryIO, Final

from htpy import Element

HTML: Final = "text/html; charset=utf-8"
CSV: Final = "text/csv; charset=utf-8"
_WORTH_PACKING: Final = 1_000  # bytes
_PACKING: Final = 5
_PIECE: Final = 1 << 20

# Nothing inline, nothing from elsewhere, no frame around us; no address of a page is told to whom a link leads.
POLICY: Final = {
    "content-security-policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; form-action 'self'; "
        "frame-ancestors 'none'; base-uri 'none'"
    ),
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "cross-origin-embedder-policy": "require-corp",
    "permissions-policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=(), browsing-topics=()",
    "x-robots-tag": "noindex, nofollow",
    "x-frame-options": "DENY",
}


@dataclass(frozen=True, slots=True)
class SetCookie:
    """A cookie to set, or with `life_s` 0 to drop; None lasts until the browser closes. Always HttpOnly, SameSite=Strict, Path=/."""

    name: str
    value: str
    secure: bool
    life_s: int | None = None


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer before it is sent. `headers` besides the policy's. `stream`: a file that is sent piece by piece, instead of `content`."""

    content: bytes = b""
    status: int = 200
    kind: str = HTML
    headers: dict[str, str] = field(default_factory=dict)
    cookies: tuple[SetCookie, ...] = ()
    stream: BinaryIO | None = None


def page(drawn: Element, status: int = 200, *, cookies: tuple[SetCookie, ...] = (), headers: dict[str, str] | None = None) -> Answer:
    """A page, whole: it is drawn before the first byte leaves, so that a fault is an error page and not half an answer."""
    return Answer(str(drawn).encode(), status, HTML, headers or {}, cookies)


def go(address: str, *cookies: SetCookie) -> Answer:
    """On to another page with GET, so that a reload does nothing twice."""
    return Answer(b"", 303, HTML, {"location": address}, cookies)


def file(text: str, name: str) -> Answer:
    """A CSV file to keep."""
    return Answer(text.encode(), 200, CSV, {"content-disposition": f'attachment; filename="{name}"'})


def streamed(stream: BinaryIO, name: str) -> Answer:
    """A file of any length to keep."""
    plain = "".join(letter if letter.isascii() and (letter.isalnum() or letter in "._-") else "_" for letter in name)
    headers = {"content-disposition": f'attachment; filename="{plain}"'}
    return Answer(b"", 200, CSV if plain.endswith(".csv") else "application/octet-stream", headers, stream=stream)


def pieces(stream: BinaryIO) -> Iterator[bytes]:
    """A stream by pieces, closed at its end."""
    with stream:
        while piece := stream.read(_PIECE):
            yield piece


def packed(content: bytes, accepted: str) -> tuple[bytes, dict[str, str]]:
    """The content compressed where the browser takes it and it is worth it."""
    if len(content) < _WORTH_PACKING or "gzip" not in accepted:
        return content, {"vary": "accept-encoding"}
    return gzip.compress(content, _PACKING, mtime=0), {"content-encoding": "gzip", "vary": "accept-encoding"}
