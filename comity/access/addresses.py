"""Where a request came from, for the limits of sign-in by address: the other end of the connection, or whom a trusted proxy names."""

from __future__ import annotations

from collections.abc import Iterable
from ipaddress import ip_address


def asker_address(peer: str, forwarded: Iterable[str], *, behind_proxy: bool) -> str:
    """The address that a sign-in is counted for.

    `forwarded`: the values of X-Forwarded-For in their order. Only the last address of the last one is the proxy's own word, what stands
    before it anybody may have sent; and only where the operator said that a proxy on this machine is there. Else it is the peer's.
    """
    if not behind_proxy or not is_loopback(peer):
        return peer
    named = ",".join(forwarded).rpartition(",")[2].strip()
    try:
        return str(ip_address(named))
    except ValueError:
        return peer


def is_loopback(host: str) -> bool:
    """Whether this is an address of this machine alone."""
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
