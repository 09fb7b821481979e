"""Who takes part, which is known to all (ACC-10); whether the service lives; what the types of problems mean."""

from __future__ import annotations

from typing import Annotated, Final

import msgspec
from litestar import Router, get
from litestar.params import PathParameter

from comity import VERSION
from comity.edges.api.documented import open_to_all, reading
from comity.edges.api.entrance import OPEN
from comity.edges.api.given import GivenComity
from comity.engines.store import NOBODY
from comity.kernel.errors import Absent


class AuthorityOut(msgspec.Struct, frozen=True):
    """An owner of data."""

    code: str
    kind: str
    names: dict[str, str]


class BureauOut(msgspec.Struct, frozen=True):
    """The office of an authority."""

    code: str
    authority: str
    names: dict[str, str]


class AuthoritiesOut(msgspec.Struct, frozen=True):
    """All of them: `next` is always empty."""

    items: tuple[AuthorityOut, ...]
    next: str = ""


class BureausOut(msgspec.Struct, frozen=True):
    """All of them: `next` is always empty."""

    items: tuple[BureauOut, ...]
    next: str = ""


class HealthOut(msgspec.Struct, frozen=True):
    """`ok` where the database answers."""

    status: str
    version: str


class ProblemTypeOut(msgspec.Struct, frozen=True):
    """What a type of problem means."""

    type: str
    sentence: str


_TYPES: Final = {
    "absent": "There is no such thing, or none for you: the answer is the same (OWN-04).",
    "clash": "A request with the same Idempotency-Key was begun and has no answer yet.",
    "error": "Something went wrong on the server. It was noted there, without anything that was asked.",
    "invalid": "The request cannot be understood; `faults` names every bad field and what would be accepted.",
    "method": "This address does not know this method.",
    "refused": "A rule forbids it; `rule` is its id, `granted_by` says who can allow it.",
    "too-fast": "More requests than the rate allows; `retry_after` says in how many seconds to come back.",
    "too-large": "The body is larger than this address reads.",
    "unauthenticated": "There is no session and no token in force.",
    "unavailable": "An engine does not answer; `still_works` says what to do meanwhile.",
}


@get("/authorities", responses=reading())
async def authorities(comity: GivenComity) -> AuthoritiesOut:
    """The owners of data, by number."""
    return AuthoritiesOut(tuple(AuthorityOut(one.code, one.kind.code, one.names) for one in comity.directory.authorities.values()))


@get("/bureaus", responses=reading())
async def bureaus(comity: GivenComity) -> BureausOut:
    """Their bureaus, by number."""
    known = comity.directory
    return BureausOut(tuple(BureauOut(one.code, known.authorities[one.authority].code, one.names) for one in known.bureaus.values()))


@get("/health", opt={OPEN: True}, responses=open_to_all(503))
async def health(comity: GivenComity) -> HealthOut:
    """Whether the service and its database answer."""
    async with comity.store.transaction(NOBODY):
        return HealthOut("ok", VERSION)


@get("/{name:str}", opt={OPEN: True}, responses=open_to_all(404))
async def problem_type(name: Annotated[str, PathParameter(max_length=40)]) -> ProblemTypeOut:
    """What a problem of this type means."""
    if name not in _TYPES:
        raise Absent
    return ProblemTypeOut(f"/problems/{name}", _TYPES[name])


ROUTES = Router("/", route_handlers=[authorities, bureaus, health], tags=["Directory"])
PROBLEMS = Router("/problems", route_handlers=[problem_type], tags=["Directory"])
