"""Notices with documents, entered and released as they are in the world: what the tests of linked documents share."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from itertools import islice
from typing import TYPE_CHECKING
from uuid import UUID

import psycopg

from comity.access.model import AuthorityKind, Reader, Role, UnitKind
from comity.kernel.purposes import Purpose
from comity.kernel.results import Answer, Hit
from comity.registers import review
from comity.registers.catalogue import register
from comity.registers.entering import create
from comity.registers.record import Entered
from comity.registers.review import Outcome as Reviewed
from comity.registers.sample import sample_rows
from tests.checking import SECRETARIAT, XAR, asked, check, reader, registrar, supervisor

if TYPE_CHECKING:
    from comity.app import Comity
    from comity.search.model import Identifier, Result

NOTICES, LINKED = register("notices"), register("linked_documents")
EVERY = frozenset(range(1, 20))
HEADER = Entered(purposes=("wanted",), law="Police Act, article 12", source="authority")
REVIEWERS = """
insert into access.bureau (number, authority, code, names) overriding system value values (90, 9, 'SEC', '{"en": "Secretariat"}');
insert into access.officer (number, bureau, login, name, roles, password, totp, nationalities, seconded_by, desk)
    overriding system value values
    (91, 90, 'l1', 'L', '{supervisor}', '-', '-', '{XQL}', null, 1), (92, 90, 'p1', 'P', '{supervisor}', '-', '-', '{XQL}', null, 2);
"""
WIPE = "truncate registers.notices, registers.linked_documents, registers.hold, registers.signature, registers.change cascade"


def asking(authority: int = XAR, purpose: Purpose = Purpose.WANTED) -> Reader:
    return replace(reader(authority, unit_kind=UnitKind.DESK, purpose=purpose), registers=EVERY)


def owner(one: Reader | None = None) -> Reader:
    return replace(one or registrar(), registers=EVERY)


def second() -> Reader:
    return replace(supervisor(), registers=EVERY)


def desk_of(officer: int) -> Reader:
    legal = reader(SECRETARIAT, Role.SUPERVISOR, officer=officer, kind=AuthorityKind.SECRETARIAT, unit_kind=UnitKind.DESK)
    return replace(legal, registers=EVERY)


def values(comity: Comity, place: int = 0, numbers: Iterable[str] = ("PA0042117",), **more: str) -> dict[str, str]:
    """A blue notice with these documents of Belmora."""
    today = comity.clock.now().date()
    rows = (row for row in sample_rows(NOTICES, 3, 400, today=today, issuer="XBM") if row["colour"] == "blue")
    row = {path: said for path, said in next(islice(rows, 0, None)).items() if not path.startswith("documents.")}
    row |= {"reference": f"XBM-NOT-{place:05d}", "case_reference": f"CASE{place:08d}"}
    for at, number in enumerate(numbers, 1):
        row |= {f"documents.{at}.number": number, f"documents.{at}.issuer": "XBM", f"documents.{at}.type": "passport"}
    return row | more


async def entered(comity: Comity, said: Mapping[str, str], header: Entered = HEADER) -> UUID:
    record, _ = await create(comity.records, owner(), NOTICES, said, header)
    return record.id


async def signed(comity: Comity, record: UUID) -> None:
    """Both desks of the secretariat let it go."""
    for officer in (91, 92):
        await review.sign(
            comity.records, desk_of(officer), NOTICES, record, Reviewed.RELEASE, reason="Ordinary crime; nothing of article 3."
        )


async def notice(comity: Comity, said: Mapping[str, str], header: Entered = HEADER) -> UUID:
    record = await entered(comity, said, header)
    await signed(comity, record)
    return record


async def answers(comity: Comity, who: Reader, *what: Identifier, protected: bool = False) -> tuple[Result, dict[str, Answer]]:
    result = await check(comity, who, *(what or (asked("PA0042117"),)), protected=protected)
    return result, {answer.register: answer for answer in result.answers}


async def hits(comity: Comity, who: Reader, number: str = "PA0042117", issuer: str = "XBM") -> list[Hit]:
    _, found = await answers(comity, who, asked(number, issuer))
    return [hit for answer in found.values() for hit in answer.hits]


def wipe(dsn: str) -> None:
    with psycopg.connect(dsn) as connection:
        connection.execute("set session_replication_role = replica")
        connection.execute(WIPE)
