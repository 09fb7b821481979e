"""A handful of synthetic records in every register, entered, reviewed and released as real ones are; the last of each wait."""

from __future__ import annotations

from dataclasses import replace
from itertools import islice
from typing import Final
from uuid import UUID

from comity.access.model import Reader, Role
from comity.app import Comity
from comity.demo.building import Placed
from comity.demo.people import ORGANISATION, PEOPLE
from comity.demo.world import HANDFUL
from comity.kernel.records import RecordState
from comity.registers import review
from comity.registers.catalogue import BY_NAME, DECLARED
from comity.registers.deciding import release
from comity.registers.entering import create
from comity.registers.model import Register
from comity.registers.record import Entered
from comity.registers.review import Outcome
from comity.registers.sample import sample_rows

_LAW: Final = "Demonstration act, article 2"
_SEED: Final = 40
_FOUND: Final = "Looked at for the demonstration: ordinary crime, and nothing of article 3."
_OWNERS: Final = ("XAR", "XBM")
_THERE: Final = frozenset({"travel_documents", "vehicles"})  # `building` has filled these
_WAITING: Final = 2
PERSONS: Final = BY_NAME["persons"]
NOTICES: Final = BY_NAME["notices"]


async def fill(comity: Comity, placed: list[Placed]) -> None:
    """Every register that is entered by hand, for two countries in turn."""
    by_code = {one.demo.code: one for one in placed}
    made: dict[str, list[UUID]] = {}
    for one in DECLARED:
        if not one.derived and one.name not in _THERE:
            made[one.name] = await _register(comity, by_code, one, made)
    await _people(comity, by_code)


async def _people(comity: Comity, by_code: dict[str, Placed]) -> None:
    """Those whom a search by name finds, persons and an organisation, released as real ones are."""
    header = Entered(purposes=tuple(purpose.code for purpose in PERSONS.purposes[:3]), law=_LAW, source="authority")
    for number, person in enumerate(PEOPLE, 1):
        owner = by_code[person.owner]
        record, _ = await create(comity.records, _of(owner, Role.REGISTRAR), PERSONS, person.values(number), header)
        await _released(comity, by_code, owner, PERSONS, record.id)
    owner = by_code["XBM"]
    warned = Entered(purposes=("warning",), law=_LAW, source="authority")
    record, _ = await create(comity.records, _of(owner, Role.REGISTRAR), NOTICES, ORGANISATION, warned)
    await _released(comity, by_code, owner, NOTICES, record.id)


async def _register(comity: Comity, by_code: dict[str, Placed], one: Register, made: dict[str, list[UUID]]) -> list[UUID]:
    header = Entered(purposes=tuple(purpose.code for purpose in one.purposes[:3]), law=_LAW, source="authority")
    entered: list[UUID] = []
    for place in range(HANDFUL):
        owner = by_code[_OWNERS[place % len(_OWNERS)]]
        row = _row(comity, one, place, owner.demo.code) | _links(one, entered, made)
        record, _ = await create(comity.records, _of(owner, Role.REGISTRAR), one, row, header)
        entered.append(record.id)
        if record.state is RecordState.WAITING and place < HANDFUL - _WAITING:
            await _released(comity, by_code, owner, one, record.id)
    return entered


def _row(comity: Comity, one: Register, place: int, issuer: str) -> dict[str, str]:
    """The sample row at that place, so that no two of the handful are alike."""
    today = comity.clock.now().date()
    return next(islice(sample_rows(one, _SEED, HANDFUL, today=today, issuer=issuer), place, None))


def _links(one: Register, entered: list[UUID], made: dict[str, list[UUID]]) -> dict[str, str]:
    """What ties records together: the entries of the file on piracy, a forgery to its specimen, a weapon to its model."""
    if one.name == "piracy" and entered:
        return {
            "links.1.record": str(entered[-1]),
            "links.1.role": "Named by the same source",
            "links.1.source_grade": "b",
            "links.1.fact_grade": "2",
        }
    if one.name == "counterfeits":
        return {"specimen": str(made["specimens"][len(entered)])}
    return {}


async def _released(comity: Comity, by_code: dict[str, Placed], owner: Placed, one: Register, record: UUID) -> None:
    """By a second officer of the owner; by both desks of the secretariat for what asks for action against a person (REV-02)."""
    if any(each.rule == "REV-01" for each in one.reviewed):
        secretariat = by_code["XXS"]
        for login in (officer.login for officer in secretariat.demo.officers if officer.desk):
            await review.sign(comity.records, _of(secretariat, Role.SUPERVISOR, login), one, record, Outcome.RELEASE, reason=_FOUND)
    else:
        await release(comity.records, _of(owner, Role.SUPERVISOR), one, record)


def _of(placed: Placed, role: Role, login: str = "") -> Reader:
    """An officer of that role, cleared for the registers of specialists too."""
    number = placed.officers[login or next(one.login for one in placed.demo.officers if role in one.roles)]
    return replace(placed.reader(role, number), roles=frozenset({role, Role.SPECIALIST}))
