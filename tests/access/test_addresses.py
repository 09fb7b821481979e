"""Whose address a sign-in is counted for."""

from __future__ import annotations

import pytest

from comity.access.addresses import asker_address, is_loopback


@pytest.mark.parametrize(
    ("peer", "forwarded", "behind_proxy", "counted"),
    [
        ("127.0.0.1", ["203.0.113.5"], False, "127.0.0.1"),
        ("203.0.113.9", ["203.0.113.5"], True, "203.0.113.9"),
        ("127.0.0.1", [], True, "127.0.0.1"),
        ("127.0.0.1", ["203.0.113.5"], True, "203.0.113.5"),
        ("::1", ["198.51.100.1, 203.0.113.5"], True, "203.0.113.5"),
        ("127.0.0.1", ["203.0.113.5", "198.51.100.1"], True, "198.51.100.1"),
        ("127.0.0.1", ["2001:DB8::0:1"], True, "2001:db8::1"),
        ("127.0.0.1", ["203.0.113.5, "], True, "127.0.0.1"),
        ("127.0.0.1", ["203.0.113.5, unknown"], True, "127.0.0.1"),
        ("", ["203.0.113.5"], True, ""),
    ],
)
def test_only_a_trusted_proxy_of_this_machine_names_another(peer: str, forwarded: list[str], behind_proxy: bool, counted: str) -> None:
    assert asker_address(peer, forwarded, behind_proxy=behind_proxy) == counted


def test_what_is_of_this_machine_alone() -> None:
    assert all(map(is_loopback, ("127.0.0.1", "127.8.0.1", "::1", "localhost")))
    assert not any(map(is_loopback, ("0.0.0.0", "::", "192.0.2.1", "comity.example", "")))  # noqa: S104 - not listened on
