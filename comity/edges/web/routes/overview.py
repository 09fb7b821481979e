"""The page of all nineteen registers."""

from __future__ import annotations

from typing import Final

from comity.access.model import Permission
from comity.access.rules import may, may_ask
from comity.edges.web import paths
from comity.edges.web.frame import Entry
from comity.edges.web.pages import overview
from comity.edges.web.pages.overview import OverviewLine, OverviewView
from comity.edges.web.routes.answers import Answer, page
from comity.edges.web.routes.application import Open, Route
from comity.edges.web.routes.visit import Visit
from comity.registers.catalogue import DECLARED
from comity.registers.model import Register
from comity.registers.rules import may_enter


async def all_registers(visit: Visit) -> Answer:
    """What each register is for. Nothing of any record, so nothing is hidden but what the officer may not do."""
    lines = tuple(_line(visit, one) for one in DECLARED)
    return page(
        overview.page(OverviewView(visit.frame(Entry.REGISTERS if visit.may(Permission.REGISTER_RECORD_LIST) else None), lines), visit.t)
    )


def _line(visit: Visit, one: Register) -> OverviewLine:
    reader = visit.reader
    return OverviewLine(
        register=one.number,
        about=one.about,
        years=max([one.retention_years, *(keep.years for keep in one.kept)]),
        asked=may_ask(reader, one.number).allowed,
        listed=may(reader, Permission.REGISTER_RECORD_LIST, one.number).allowed,
        entered=may(reader, Permission.REGISTER_RECORD_CREATE, one.number).allowed and may_enter(reader, one).allowed,
    )


ROUTES: Final[tuple[Route | Open, ...]] = (Route("GET", paths.OVERVIEW, all_registers),)
