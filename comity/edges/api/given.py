"""What handlers are given: all services, and who calls. The framework hands them in by name."""

from __future__ import annotations

from typing import Annotated, Final

import msgspec
from litestar.di import NamedDependency, Provide
from litestar.params import QueryParameter, SkipValidation

from comity.access.model import Reader, Session
from comity.app import Comity
from comity.edges.api.callers import AnyRequest, loader_of, officer_of, session_of
from comity.kernel.errors import Fault, Invalid

GivenComity = NamedDependency[SkipValidation[Comity]]
GivenSession = NamedDependency[SkipValidation[Session]]
GivenReader = NamedDependency[SkipValidation[Reader]]
GivenLoader = NamedDependency[SkipValidation[Reader]]  # an officer, or a system whose token loads, which may name a unit
GivenStarter = NamedDependency[SkipValidation[Reader]]  # of jobs: an officer, or a system whose token loads

# No control characters but the white ones, and no mark that turns the direction of the text around it.
PLAIN: Final = "^[^\\x00-\\x08\\x0b\\x0c\\x0e-\\x1f\\x7f\\u202a-\\u202e\\u2066-\\u2069]*$"
HIGHEST: Final = 2**31 - 1  # a PostgreSQL integer
Number = Annotated[int, msgspec.Meta(ge=1, le=HIGHEST)]
Word = Annotated[str, msgspec.Meta(max_length=40)]
Text = Annotated[str, msgspec.Meta(max_length=400, pattern=PLAIN)]
Reason = Annotated[str, msgspec.Meta(max_length=1000, pattern=PLAIN)]
After = Annotated[str, QueryParameter(max_length=200, description="The mark `next` of the page before.")]
_Unit = Annotated[str, QueryParameter(max_length=40, description="Of a system alone: the unit whose mappings it uses.")]
Basis = Annotated[
    str, QueryParameter(min_length=10, max_length=400, pattern=PLAIN, description="Why this is looked at; kept sealed in the audit.")
]


def dependencies(comity: Comity) -> dict[str, Provide]:
    """Those that handlers may name."""

    async def session(request: AnyRequest) -> Session:
        return await session_of(comity, request)

    async def reader(request: AnyRequest) -> Reader:
        return await officer_of(comity, request)

    async def loader(request: AnyRequest, unit: _Unit = "") -> Reader:
        return await loader_of(comity, request, unit)

    async def starter(request: AnyRequest) -> Reader:
        return await loader_of(comity, request)

    return {
        "comity": Provide(lambda: comity, sync_to_thread=False),
        "session": Provide(session),
        "reader": Provide(reader),
        "loader": Provide(loader),
        "starter": Provide(starter),
    }


def codes_to_numbers(comity: Comity, codes: tuple[str, ...], field: str) -> tuple[int, ...]:
    """Numbers of authorities for their codes. Raises: Invalid with every unknown one."""
    known = {authority.code: number for number, authority in comity.directory.authorities.items()}
    unknown = [place for place, code in enumerate(codes) if code not in known]
    if unknown:
        accepted = ", ".join(sorted(known))
        raise Invalid(*(Fault(f"{field}.{place}", "unknown", "There is no such authority.", accepted) for place in unknown))
    return tuple(known[code] for code in codes)
