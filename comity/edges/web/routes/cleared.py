"""What a hit's card says of clearances: one that is there, and the way to a new one where the officer may propose it."""

from __future__ import annotations

from comity.access.model import Permission
from comity.edges.web.cleared import ClearedView, address
from comity.edges.web.routes.asking import Asking
from comity.edges.web.routes.visit import Visit
from comity.edges.web.routes.words import address_of
from comity.kernel.results import Hit
from comity.registers.catalogue import BY_NAME
from comity.search.persons.facts import registers_with_persons


def cleared_of(visit: Visit, hit: Hit, asked: Asking, entry: str, *, protected: bool) -> ClearedView | None:
    """None where nothing is to be said. `entry`: of the check, with its time. Of a candidate the officer says first who it is."""
    of, cleared = BY_NAME[hit.opens].number, hit.cleared
    waits = hit.person is not None and not hit.person.positive
    offers = (
        not protected
        and cleared is None
        and not waits
        and not (hit.person and hit.person.organisation)
        and of in registers_with_persons()
        and _with_document(asked)
        and visit.may(Permission.CLEARANCE_PROPOSE)
    )
    if cleared is None:
        return ClearedView(propose=address(entry, address_of(of, hit.record))) if offers else None
    return ClearedView(cleared.since, cleared.until, _bureau(visit, cleared.bureau))


def _with_document(asked: Asking) -> bool:
    """Whether one document was asked about with its issuer, or as a zone that names it."""
    things = [one for one in asked.identifiers if one.kind in ("document", "mrz", "document_number")]
    person = asked.person
    count = len(things) + bool(person and person.document and person.issuer)
    return count == 1 and all(one.kind == "mrz" or one.issuer for one in things)


def _bureau(visit: Visit, code: str) -> str:
    found = next((one for one in visit.comity.directory.bureaus.values() if one.code == code), None)
    return visit.name(found.names) if found else code
