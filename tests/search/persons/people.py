"""Persons of a small world, entered and released as they are in the world, and who asks about them."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any
from uuid import UUID

from comity.access.model import Reader, UnitKind
from comity.kernel.purposes import Purpose
from comity.kernel.results import Hit
from comity.registers import review
from comity.registers.catalogue import register
from comity.registers.entering import create
from comity.registers.record import Entered
from comity.registers.review import Outcome as Reviewed
from comity.search.model import Identifier, Query, Result
from comity.search.persons.model import PersonAsked
from tests.checking import XAR, XBM, reader, registrar
from tests.search.linked import EVERY, desk_of

if TYPE_CHECKING:
    from comity.app import Comity

PERSONS = register("persons")
HEADER = Entered(purposes=("wanted",), law="Police Act, article 12", source="authority")
YUSUF = {
    "status": "wanted", "names.1.full": "Yusuf al-Khattari", "names.2.full": "يوسف الخطاري", "sex": "male", "births.1.date": "1984-03-12",
    "births.1.place": "Port Ander", "nationalities.1": "XCS", "documents.1.number": "X0412207", "documents.1.issuer": "XCS",
    "case_reference": "CASE-1", "request": "locate", "offences.1.offence": "0401",
}  # fmt: skip
_WHY = "Ordinary crime; nothing of article 3."
ASKED = PersonAsked("Yusuf al-Khattari", "1984-03-12", "XCS", "male")


def asking(authority: int = XAR, purpose: Purpose = Purpose.WANTED, **more: Any) -> Reader:
    return replace(reader(authority, unit_kind=UnitKind.DESK, purpose=purpose), registers=EVERY, **more)


async def person(comity: Comity, owner: int = XBM, header: Entered = HEADER, **more: str) -> UUID:
    """A released person."""
    said = {path: value for path, value in {**YUSUF, **{key.replace("__", "."): value for key, value in more.items()}}.items() if value}
    record, _ = await create(comity.records, replace(registrar(owner), registers=EVERY), PERSONS, said, header)
    for officer in (91, 92):
        await review.sign(
            comity.records, desk_of(officer), PERSONS, record.id, Reviewed.RELEASE, reason="Ordinary crime; nothing of article 3."
        )
    return record.id


async def ask(
    comity: Comity, who: Reader | None = None, asked: PersonAsked = ASKED, *identifiers: Identifier, protected: bool = False, **more: Any
) -> Result:
    return await comity.checks.ask(Query(who or asking(), identifiers, protected=protected, person=asked, **more))


def hits(result: Result) -> list[Hit]:
    """Those of persons, by rank."""
    found = [hit for answer in result.answers for hit in answer.hits if hit.person]
    return sorted(found, key=lambda hit: hit.person.rank if hit.person else 0)
