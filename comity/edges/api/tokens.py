"""Tokens of national systems, for the security officer of their bureau."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Annotated

import msgspec
from litestar import Router, delete, get, post
from litestar.params import JSONBody, PathParameter

from comity.edges.api.asking import purpose_of, registers_of
from comity.edges.api.documented import reading, writing
from comity.edges.api.given import HIGHEST, GivenComity, GivenReader, Number, Word
from comity.edges.api.strict import Strict
from comity.kernel.errors import Absent
from comity.kernel.strip import Strip

_Days = Annotated[int, msgspec.Meta(ge=1, le=3650)]


class TokenIn(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A token to issue: for which system of one's bureau, what it may ask, for which purposes, for how many days.

    `loads`: it may also hand in files of records of these registers. Whoever issues such a token never releases what comes of it.
    """

    system: Number
    registers: Annotated[tuple[Word, ...], msgspec.Meta(min_length=1, max_length=19)]
    purposes: Annotated[tuple[Word, ...], msgspec.Meta(min_length=1, max_length=9)]
    days: _Days
    loads: bool = False


class IssuedOut(msgspec.Struct, frozen=True):
    """A new token; `token` is shown once."""

    number: int
    token: str
    expires: datetime


class TokenOut(msgspec.Struct, frozen=True):
    """One token, never itself."""

    number: int
    system: int
    registers: tuple[str, ...]
    purposes: tuple[str, ...]
    issued_by: int
    issued: datetime
    expires: datetime
    revoked: datetime | None
    loads: bool = False


class TokensOut(msgspec.Struct, frozen=True):
    """The newest first."""

    items: tuple[TokenOut, ...]
    next: str = ""


class SystemOut(msgspec.Struct, frozen=True):
    """A national system of one's bureau."""

    number: int
    code: str
    names: dict[str, str]
    roles: tuple[str, ...]
    active: bool


class SystemsOut(msgspec.Struct, frozen=True):
    """By number."""

    items: tuple[SystemOut, ...]
    next: str = ""


@get("/tokens", responses=reading())
async def tokens(comity: GivenComity, reader: GivenReader) -> TokensOut:
    """The tokens of one's bureau."""
    lines = await comity.tokens.list(reader)
    return TokensOut(
        tuple(
            TokenOut(
                number=line.number,
                system=line.system,
                registers=tuple(Strip(number).code for number in line.registers),
                purposes=tuple(purpose.code for purpose in sorted(line.purposes)),
                issued_by=line.issued_by,
                issued=line.issued,
                expires=line.expires,
                revoked=line.revoked,
                loads=line.loads,
            )
            for line in lines
        )
    )


@post("/tokens", status_code=201, dto=Strict[TokenIn], responses=writing(404))
async def issue(comity: GivenComity, reader: GivenReader, data: JSONBody[TokenIn]) -> IssuedOut:
    """Issues a token for a system of one's bureau."""
    purposes = [purpose_of(code) for code in data.purposes]
    life = timedelta(days=data.days)
    issued = await comity.tokens.issue(reader, data.system, registers_of(data.registers), purposes, life, loads=data.loads)
    return IssuedOut(issued.number, issued.text, issued.expires)


@delete("/tokens/{number:int}", responses=writing(404))
async def revoke(comity: GivenComity, reader: GivenReader, number: Annotated[int, PathParameter(ge=1)]) -> None:
    """Ends a token for good; it opens nothing from within a second on."""
    if number > HIGHEST:
        raise Absent
    await comity.tokens.revoke(reader, number)


@get("/systems", responses=reading())
async def systems(comity: GivenComity, reader: GivenReader) -> SystemsOut:
    """The national systems of one's bureau."""
    lines = await comity.tokens.systems(reader)
    return SystemsOut(tuple(SystemOut(one.number, one.code, one.names, tuple(sorted(one.roles)), one.active) for one in lines))


ROUTES = Router("/", route_handlers=[tokens, issue, revoke, systems], tags=["Tokens"])
