"""A document cleared of a person, step by step."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING
from uuid import UUID

from comity.access.model import Reader, Role
from comity.audit import EntryId
from comity.audit.entry import at_of
from comity.kernel.purposes import Purpose
from comity.kernel.results import Cleared
from comity.search.clearances.model import Clearance, Ground, Proposal
from comity.search.model import Identifier, Query, Result
from comity.search.persons.model import PersonAsked, Says
from tests.checking import XAR, XBM, registrar
from tests.search.linked import EVERY
from tests.search.persons.people import asking, hits, person

if TYPE_CHECKING:
    from comity.app import Comity

# A namesake: the same name, another birth date and another passport.
NUMBER, ISSUER = "Q7745512", "XCS"
NAMESAKE = PersonAsked("Yusuf al-Khattari", "1984", "XCS", "male", document=NUMBER, issuer=ISSUER)
DOCUMENT = Identifier("document", NUMBER, ISSUER)


def second(authority: int = XAR, purpose: Purpose = Purpose.WANTED, officer: int = 0) -> Reader:
    """Who confirms: a supervisor of the same bureau."""
    return asking(authority, purpose, roles=frozenset({Role.SUPERVISOR}), officer=officer or authority * 1000 + 3)


def owner(authority: int = XBM) -> Reader:
    return replace(registrar(authority), registers=EVERY)


def number_of(result: Result) -> EntryId:
    stream, _, number = result.check.partition("-")
    return EntryId(int(stream), int(number))


async def ask(comity: Comity, who: Reader | None = None, person: PersonAsked | None = NAMESAKE, *more: Identifier, **how: bool) -> Result:
    return await comity.checks.ask(Query(who or asking(), more, person=person, **how))


async def say(comity: Comity, result: Result, says: Says = Says.NOT_THIS_PERSON, who: Reader | None = None) -> None:
    (hit,) = hits(result)
    assert hit.person is not None
    await comity.person_answers.answer(who or asking(), number_of(result), hit.person.mark, says)


def proposal(result: Result, record: UUID, *, agreed: bool = True, named: bool = False) -> Proposal:
    return Proposal(number_of(result), at_of(result.at_us), record, Ground.BIRTH, agreed, named)


async def proposed(comity: Comity, record: UUID, who: Reader | None = None, *, named: bool = False) -> Clearance:
    result = await ask(comity, who)
    await say(comity, result, who=who)
    return await comity.clearances.propose(who or asking(), proposal(result, record, named=named))


async def given(comity: Comity, record: UUID | None = None, *, named: bool = False, by: int = XAR) -> Clearance:
    """In force, by two officers of a bureau."""
    one = await proposed(comity, record or await person(comity), asking(by), named=named)
    return await comity.clearances.confirm(second(by), one.id, NUMBER, ISSUER)


async def shown(
    comity: Comity, who: Reader | None = None, person: PersonAsked | None = NAMESAKE, *more: Identifier
) -> list[Cleared | None]:
    """What the hits of a check say of clearances."""
    result = await ask(comity, who, person, *more)
    return [hit.cleared for answer in result.answers for hit in answer.hits]
