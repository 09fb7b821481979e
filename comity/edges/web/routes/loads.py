"""Loads of one's own authority: list, one with its sample, the second officer's decision."""

from __future__ import annotations

from typing import Final
from uuid import UUID

import msgspec

from comity.access.model import Permission
from comity.edges.web import paging, paths
from comity.edges.web.elements import Fact
from comity.edges.web.i18n import Message
from comity.edges.web.pages import loads
from comity.edges.web.pages.loads import LoadLine, LoadPageView, LoadsView
from comity.edges.web.routes.answers import Answer, go, page
from comity.edges.web.routes.application import Open, Route
from comity.edges.web.routes.visit import Visit
from comity.edges.web.routes.words import facts, said
from comity.kernel.errors import Absent, Invalid
from comity.registers.catalogue import BY_NUMBER
from comity.registers.loading.model import Load, LoadState
from comity.registers.loading.releasing import PAGE
from comity.registers.record import Record


async def listed(visit: Visit) -> Answer:
    """Newest first."""
    if not visit.may(Permission.REGISTER_RECORD_LIST):
        raise Absent
    found = await visit.comity.loads.listed(visit.reader, paging.after(visit.query.get("after", "")))
    last = found[-1] if len(found) == PAGE else None
    older = f"{paths.LOADS}?after={paging.mark(last.started_at, last.id)}" if last else ""
    return page(loads.page(LoadsView(visit.frame(), tuple(_line(one) for one in found), older), visit.t))


def _line(load: Load) -> LoadLine:
    counts = msgspec.structs.asdict(load.counts)
    rows = counts.pop("rows")
    found = tuple((name, count) for name, count in counts.items() if count)
    return LoadLine(
        str(load.id), load.started_at, load.register, load.file, load.state.code, rows, found, load.encoding, load.digest.hex(), load.why
    )  # fmt: skip


def _load_of(visit: Visit) -> UUID:
    try:
        return UUID(visit.place("load"))
    except ValueError:
        raise Absent from None


async def shown(visit: Visit, error: Message | None = None) -> Answer:
    """One load."""
    found = await visit.comity.loads.shown(visit.reader, _load_of(visit))
    own = found.load.officer == visit.session.officer
    waits = found.load.state is LoadState.HELD
    view = LoadPageView(
        visit.frame(), _line(found.load), _facts(visit, found.new), _facts(visit, found.missing),
        decides=waits and not own and visit.may(Permission.REGISTER_RECORD_RELEASE), own=own, error=error,
    )  # fmt: skip
    return page(loads.load_page(view, visit.t), 422 if error else 200)


def _facts(visit: Visit, records: tuple[Record, ...]) -> tuple[tuple[Fact, ...], ...]:
    return tuple(facts(visit, BY_NUMBER[record.register], record.values) for record in records)


async def decided(visit: Visit) -> Answer:
    """Releases or refuses; on to the job that carries it out."""
    act = visit.posted.one("action")
    if act not in ("release", "refuse"):
        raise Absent
    try:
        job = await visit.comity.loads.decide(visit.reader, _load_of(visit), release=act == "release", reason=visit.posted.one("reason"))
    except Invalid as problem:
        return await shown(visit, said(problem.faults[0]))
    return go(paths.at(paths.JOB, job=str(job)))


ROUTES: Final[tuple[Route | Open, ...]] = (
    Route("GET", paths.LOADS, listed),
    Route("GET", paths.LOADED, shown),
    Route("POST", paths.LOADED, decided),
)
