"""Whether a request came from a page of ours, and whether an address to go on to is one of ours."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final
from urllib.parse import urlsplit

from comity.edges.web import paths

CSRF_FIELD: Final = "csrf"
CSRF_HEADER: Final = "x-csrf-token"
_LONGEST: Final = 300


def from_here(headers: Mapping[str, str]) -> bool:
    """Whether the browser says that a page of this site sent the form.

    The second lock beside the token. `Sec-Fetch-Site` decides where there is one (W3C Fetch Metadata); else `Origin`. Under our policy
    `no-referrer` browsers send `Origin: null` with a form (WHATWG Fetch, 4.1), so that alone says nothing and the token decides.
    """
    site = headers.get("sec-fetch-site", "")
    if site:
        return site == "same-origin"
    origin = headers.get("origin", "null")
    return origin == "null" or urlsplit(origin).netloc == headers.get("host", "")


def own_path(address: str, otherwise: str = paths.CHECK) -> str:
    """The address where it is a plain path of ours, else `otherwise`: nobody is led to another site by a form of ours."""
    plain = address.isascii() and address.isprintable() and " " not in address and len(address) <= _LONGEST
    inside = address.startswith("/") and not address.startswith("//") and "\\" not in address
    if not (plain and inside):
        return otherwise
    path = urlsplit(address).path
    return otherwise if path.startswith(_NEVER) else address


_NEVER: Final = ("/api/", paths.SIGN_OUT, paths.SIGN_IN, "/static/")
