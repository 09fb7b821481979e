"""Counts of records and checks, by register, owner, purpose and month."""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from typing import Annotated, Final

import msgspec
from litestar import Router, get
from litestar.params import QueryParameter

from comity.app import Comity
from comity.edges.api.documented import reading
from comity.edges.api.given import GivenComity, GivenReader, codes_to_numbers
from comity.kernel.errors import Fault, Invalid
from comity.kernel.purposes import BY_CODE, Purpose
from comity.registers.catalogue import BY_NUMBER
from comity.registers.catalogue import register as declared
from comity.statistics.reading import MONTHS, MOST_MONTHS, Asked, Report


class Whose(StrEnum):
    """Whose counts: one's own authority's, all of them; or others', as far as they are published."""

    OWN = "own"
    OTHERS = "others"


class CellOut(msgspec.Struct, frozen=True):
    """One count. `register` empty: a check in all the registers that it asked. `purpose` empty: each record or check once."""

    month: str
    owner: str
    register: str
    purpose: str
    measure: str
    count: int


class TotalOut(msgspec.Struct, frozen=True):
    """The sum of the cells that are shown, never of hidden ones."""

    month: str
    register: str
    measure: str
    count: int


class StatisticsOut(msgspec.Struct, frozen=True):
    """Counts by month. `hidden`: cells under five are not there, what is held is told to the full five below.

    Nor is the running month there, nor anything discreet or restricted.
    """

    since: str
    last: str
    items: tuple[CellOut, ...]
    totals: tuple[TotalOut, ...]
    hidden: bool
    next: str = ""


_MONTH: Final = "^[0-9]{4}-(0[1-9]|1[0-2])$"
_Code = Annotated[str, QueryParameter(max_length=40, description="Of one purpose.")]


def month_from(text: str) -> date | None:
    """A month as typed, 2026-11; None for nothing. Raises: Invalid."""
    try:
        return date.fromisoformat(f"{text}-01") if text else None
    except ValueError:
        raise Invalid(Fault("last", "bad_date", "This is not a month.", "YYYY-MM.")) from None


@get("/statistics", responses=reading(404))
async def statistics(
    comity: GivenComity,
    reader: GivenReader,
    of: Annotated[Whose, QueryParameter(description="own or others.")] = Whose.OWN,
    register: Annotated[str, QueryParameter(max_length=40, description="Of one register.")] = "",
    owner: Annotated[str, QueryParameter(max_length=40, description="Of one authority, by its code.")] = "",
    purpose: _Code = "",
    months: Annotated[int, QueryParameter(ge=1, le=MOST_MONTHS, description="How many months, the last one included.")] = MONTHS,
    last: Annotated[str, QueryParameter(pattern=f"^$|{_MONTH}", description="The last month, YYYY-MM; this one where it is empty.")] = "",
) -> StatisticsOut:
    """Counts of one's own records and checks, or of others' records: no cell under five, and no way to compute one."""
    asked = Asked(
        own=of is Whose.OWN,
        register=declared(register).number if register else 0,
        owner=codes_to_numbers(comity, (owner,), "owner")[0] if owner else 0,
        purpose=_purpose(purpose),
        months=months,
        last=month_from(last),
    )
    return _out(comity, await comity.statistics.read(reader, asked))


def _purpose(code: str) -> int:
    if code and code not in BY_CODE:
        raise Invalid(Fault("purpose", "unknown_choice", "There is no such purpose.", ", ".join(BY_CODE)))
    return int(BY_CODE[code]) if code else 0


def _out(comity: Comity, report: Report) -> StatisticsOut:
    codes = {number: one.code for number, one in comity.directory.authorities.items()}
    names = {0: "", **{number: register.name for number, register in BY_NUMBER.items()}}
    purposes = {0: "", **{int(one): one.code for one in Purpose}}
    cells = tuple(
        CellOut(
            month=f"{one.month:%Y-%m}",
            owner=codes.get(one.owner, str(one.owner)),
            register=names[one.register],
            purpose=purposes[one.purpose],
            measure=one.measure.code,
            count=one.count,
        )
        for one in report.cells
    )
    sums = tuple(TotalOut(f"{one.month:%Y-%m}", names[one.register], one.measure.code, one.count) for one in report.totals)
    return StatisticsOut(f"{report.since:%Y-%m}", f"{report.last:%Y-%m}", cells, sums, report.hidden)


ROUTES = Router("/", route_handlers=[statistics], tags=["Statistics"])
