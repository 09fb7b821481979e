"""Organisations of a small world: listed ones as the import of the United Nations' list makes them."""

from __future__ import annotations

import itertools
from dataclasses import replace
from typing import TYPE_CHECKING
from uuid import UUID

from comity.registers import review
from comity.registers.catalogue import register
from comity.registers.entering import create
from comity.registers.record import Entered
from comity.registers.review import Outcome as Reviewed
from tests.checking import XBM, registrar
from tests.search.linked import EVERY, desk_of

if TYPE_CHECKING:
    from comity.app import Comity

NOTICES = register("notices")
HEADER = Entered(purposes=("warning",), law="Act 1", source="authority")
_CASE = itertools.count()
ORVALIS = {
    "colour": "purple", "subject": "entity", "names.1.full": "Orvalis Tamirex Relief Foundation", "names.2.full": "مؤسسة أورفاليس للإغاثة",
    "nationalities.1": "XCS", "method": "Collects money at doors.", "emails.1": "post@orvalis.example",
}  # fmt: skip


async def body(comity: Comity, owner: int = XBM, header: Entered = HEADER, *, released: bool = True, **more: str) -> UUID:
    """A notice about an organisation."""
    said = {**ORVALIS, "reference": f"P{next(_CASE)}", **{key.replace("__", "."): value for key, value in more.items()}}
    typed = {path: value for path, value in said.items() if value}
    record, _ = await create(comity.records, replace(registrar(owner), registers=EVERY), NOTICES, typed, header)
    for officer in (91, 92) if released else ():
        await review.sign(comity.records, desk_of(officer), NOTICES, record.id, Reviewed.RELEASE, reason="Ordinary crime; nothing of it.")
    return record.id
