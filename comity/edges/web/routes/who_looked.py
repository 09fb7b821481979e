"""Who looked at our data: an owner's own view of the reads of its records."""

from __future__ import annotations

from datetime import timedelta
from typing import Final
from urllib.parse import urlencode

from comity.access.model import Permission, UnitKind
from comity.audit.entry import at_of
from comity.audit.model import Sighting
from comity.audit.reading import Looked, Period
from comity.edges.web import paging, paths
from comity.edges.web.forms import Option
from comity.edges.web.frame import Entry
from comity.edges.web.names import UNIT_KINDS
from comity.edges.web.pages import who_looked
from comity.edges.web.pages.who_looked import CameBack, Filters, WhoLookedView
from comity.edges.web.routes.answers import Answer, page
from comity.edges.web.routes.application import Open, Route
from comity.edges.web.routes.log import log_of
from comity.edges.web.routes.posted import number_in
from comity.edges.web.routes.visit import Visit
from comity.edges.web.routes.words import address_of, after, day_of, midnight, short
from comity.kernel.purposes import BY_CODE, Purpose
from comity.registers.catalogue import DECLARED

_SPAN: Final = timedelta(days=30)
_CAME_BACK: Final = {1: CameBack.HIT, 2: CameBack.LOOKALIKE, 4: CameBack.HIT}


async def listed(visit: Visit) -> Answer:
    """Reads of one's own records, newest first."""
    chosen = Filters(**{name: visit.query.get(name, "") for name in ("register", "reader", "purpose", "since", "until")})
    looked = Looked(None, _number(chosen.register), _purpose(chosen.purpose), _number(chosen.reader))
    found, following = await visit.comity.oversight.sightings(
        visit.reader, _period(visit, chosen), looked, paging.after_entry(visit.query.get("after", ""))
    )
    parameters = {name: value for name, value in _asked(chosen).items() if value}
    mark = paging.entry_mark(following) if following else ""
    bureaus = visit.comity.directory.bureaus.values()
    view = WhoLookedView(
        frame=visit.frame(Entry.WHO_LOOKED),
        owner=visit.owner,
        days=(),
        reads=tuple(_read(visit, one) for one in found),
        registers=tuple(one.number for one in DECLARED),
        readers=tuple(Option(str(one.number), visit.name(one.names)) for one in bureaus if one.authority != visit.session.authority),
        chosen=chosen,
        log=await log_of(visit) if visit.may(Permission.AUDIT_ENTRY_SEARCH) else None,
        older=f"{paths.WHO_LOOKED}?{urlencode({**parameters, 'after': mark})}" if mark else "",
        newer=f"{paths.WHO_LOOKED}?{urlencode(parameters)}" if visit.query.get("after") else "",
        bare=visit.may(Permission.PERSON_BARE_LIST),
    )
    return page(who_looked.page(view, visit.t))


def _asked(chosen: Filters) -> dict[str, str]:
    return {"register": chosen.register, "reader": chosen.reader, "purpose": chosen.purpose, "since": chosen.since, "until": chosen.until}


def _number(text: str) -> int | None:
    return number_in(text, 4)


def _purpose(code: str) -> int | None:
    return int(BY_CODE[code]) if code in BY_CODE else None


def _period(visit: Visit, chosen: Filters) -> Period:
    """The days chosen; what is no day is left open, as the form still shows it."""
    since, until = day_of(chosen.since), day_of(chosen.until)
    end = after(until) if until else visit.comity.clock.now() + timedelta(minutes=1)
    start = midnight(since) if since else end - _SPAN
    return Period(min(start, end - timedelta(days=1)), end)


def _read(visit: Visit, one: Sighting) -> who_looked.Sighting:
    return who_looked.Sighting(
        at=at_of(one.at_us),
        bureau=visit.bureau_name(one.bureau),
        unit_kind=UNIT_KINDS[UnitKind(one.unit_kind)] if one.unit_kind else "",
        record=short(one.record),
        href=paths.at(paths.RECORD, record=address_of(one.register, one.record)),
        register=one.register,
        purpose=Purpose(one.purpose),
        came_back=_CAME_BACK.get(one.outcome, CameBack.READ),
    )


ROUTES: Final[tuple[Route | Open, ...]] = (Route("GET", paths.WHO_LOOKED, listed),)
