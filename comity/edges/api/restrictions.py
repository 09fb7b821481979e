"""An owner's restriction over all its records (OWN-03)."""

from __future__ import annotations

from typing import Annotated

import msgspec
from litestar import Router, get, put
from litestar.params import JSONBody

from comity.access.model import Audience
from comity.app import Comity
from comity.edges.api.documented import reading, writing
from comity.edges.api.given import GivenComity, GivenReader, Word, codes_to_numbers
from comity.edges.api.records import KindIn
from comity.edges.api.strict import Strict


class RestrictionIn(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Codes of authorities and kinds of authority to keep out; both empty lift the restriction."""

    denied_authorities: Annotated[tuple[Word, ...], msgspec.Meta(max_length=4095)] = ()
    denied_kinds: Annotated[tuple[KindIn, ...], msgspec.Meta(max_length=3)] = ()


class RestrictionOut(msgspec.Struct, frozen=True):
    """Who is kept out of all records of one's authority."""

    denied_authorities: tuple[str, ...]
    denied_kinds: tuple[str, ...]


def _out(comity: Comity, audience: Audience) -> RestrictionOut:
    codes = {number: one.code for number, one in comity.directory.authorities.items()}
    denied = tuple(sorted(codes.get(number, str(number)) for number in audience.denied_authorities))
    return RestrictionOut(denied, tuple(sorted(kind.code for kind in audience.denied_kinds)))


@get("/restrictions", responses=reading())
async def restriction(comity: GivenComity, reader: GivenReader) -> RestrictionOut:
    """Who is kept out."""
    return _out(comity, await comity.owners.restriction(reader))


@put("/restrictions", dto=Strict[RestrictionIn], responses=writing())
async def restrict(comity: GivenComity, reader: GivenReader, data: JSONBody[RestrictionIn]) -> RestrictionOut:
    """Keeps these out of all records, at once; records with a restriction of their own keep that too."""
    authorities = codes_to_numbers(comity, data.denied_authorities, "denied_authorities")
    return _out(comity, await comity.owners.restrict(reader, authorities, [one.kind for one in data.denied_kinds]))


ROUTES = Router("/", route_handlers=[restriction, restrict], tags=["Records"])
