"""Who is signed in, and who takes part."""

from __future__ import annotations

from datetime import datetime

import msgspec


class Unit(msgspec.Struct, frozen=True):
    """A place of the bureau. `names`: language to name."""

    code: str
    names: dict[str, str] = {}
    kind: str = ""


class SignedIn(msgspec.Struct, frozen=True):
    """A session. `token` opens it and is shown once."""

    token: str
    officer: str
    bureau: str
    units: tuple[Unit, ...]
    ends: datetime

    def __repr__(self) -> str:
        return f"SignedIn(officer={self.officer!r}, bureau={self.bureau!r}, ends={self.ends})"


class Me(msgspec.Struct, frozen=True):
    """The session as it stands. `purposes` are open at the unit, `registers` may be asked for the purpose."""

    officer: str
    login: str
    authority: str
    bureau: str
    roles: tuple[str, ...]
    clearance: str
    units: tuple[Unit, ...]
    unit: str
    purpose: str
    purposes: tuple[str, ...]
    registers: tuple[str, ...]
    started: datetime
    ends: datetime
    number: int = 0
    bureau_names: dict[str, str] = {}
    demo: bool = False


class Authority(msgspec.Struct, frozen=True):
    """An owner of data."""

    code: str
    kind: str
    names: dict[str, str]


class Bureau(msgspec.Struct, frozen=True):
    """The office of an authority."""

    code: str
    authority: str
    names: dict[str, str]


class Health(msgspec.Struct, frozen=True):
    """Whether the service and its database answer."""

    status: str
    version: str
