"""Tokens of national systems."""

from __future__ import annotations

from datetime import datetime

import msgspec


class IssuedToken(msgspec.Struct, frozen=True):
    """A new token; `token` is shown once."""

    number: int
    token: str
    expires: datetime

    def __repr__(self) -> str:
        return f"IssuedToken(number={self.number}, expires={self.expires})"


class Token(msgspec.Struct, frozen=True):
    """One token, never itself."""

    number: int
    system: int
    registers: tuple[str, ...]
    purposes: tuple[str, ...]
    issued_by: int
    issued: datetime
    expires: datetime
    revoked: datetime | None = None
    loads: bool = False


class System(msgspec.Struct, frozen=True):
    """A national system of your bureau."""

    number: int
    code: str
    names: dict[str, str]
    roles: tuple[str, ...] = ()
    active: bool = True
