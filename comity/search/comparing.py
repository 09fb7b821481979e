"""A document in hand beside what is known of its kind: specimens of the genuine one, and counterfeits that were found.

Nothing is said of the document itself: an examiner looks and decides. Every record shown is read like any other.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from comity.access.model import Permission, Reader
from comity.access.rules import may_ask
from comity.audit import Act
from comity.audit.store import insert_sightings
from comity.engines.store import Mode
from comity.kernel.badvalue import BadValue
from comity.kernel.errors import Fault, Invalid, Refused
from comity.registers.catalogue import register as declared
from comity.registers.desk import Desk, entry, permitted
from comity.registers.model import Register
from comity.registers.reading import seen, sighting
from comity.registers.record import Record
from comity.registers.redact import Shown, redact
from comity.registers.references import followed

if TYPE_CHECKING:
    from psycopg import AsyncConnection

MOST_SHOWN: Final = 40  # of each side
SPECIMENS: Final = "specimens"
COUNTERFEITS: Final = "counterfeits"


@dataclass(frozen=True, slots=True)
class DocumentKind:
    """What is known of the document in hand, as typed: its country and type, and its series where it can be told."""

    country: str
    type: str
    series: str = ""


@dataclass(frozen=True, slots=True)
class SideBySide:
    """The genuine ones and the false ones, each the newest first; None for a side that this officer may not ask, with the reason.

    `more`: a side was cut at its limit.
    """

    genuine: tuple[Shown, ...] | None
    false: tuple[Shown, ...] | None
    closed: str = ""
    more: bool = False


def read(kind: DocumentKind) -> DocumentKind:
    """The kind in its one spelling. Raises: Invalid with everything that is wrong with it."""
    specimens = declared(SPECIMENS)
    cleaned, faults = {}, []
    for name, typed in (("country", kind.country), ("type", kind.type), ("series", kind.series)):
        if not typed.strip() and name == "series":
            continue
        try:
            cleaned[name] = specimens.field(name).kind.clean(typed)
        except BadValue as bad:
            faults.append(Fault(name, bad.code, bad.text, bad.accepted))
    if faults:
        raise Invalid(*faults)
    return DocumentKind(cleaned["country"], cleaned["type"], cleaned.get("series", ""))


async def compare(desk: Desk, reader: Reader, kind: DocumentKind) -> SideBySide:
    """Both sides, each under its own rules. Raises: Refused where neither side is open; Invalid."""
    await permitted(desk, reader, declared(SPECIMENS), Permission.CHECK_SINGLE_ASK)
    asked = read(kind)
    decisions = {name: may_ask(reader, declared(name).number) for name in (SPECIMENS, COUNTERFEITS)}
    if not any(decision.allowed for decision in decisions.values()):
        first = decisions[SPECIMENS]
        raise Refused(first.rule, first.sentence, first.granted_by)
    sides: dict[str, list[Shown]] = {}
    async with desk.store.transaction(reader.context(Mode.CHECK)) as connection:
        for name, decision in decisions.items():
            if decision.allowed:
                found = await _side(desk, connection, declared(name), asked)
                sides[name] = await followed(connection, reader, [redact(declared(name), record, reader) for record in found])
                shown = tuple(one.id for one in sides[name][:MOST_SHOWN])
                made = entry(
                    Act.READ, desk.clock.now(), reader, declared(name), rule="OWN-07", outcome=int(bool(shown)), shown=shown,
                    detail="document compared", question=f"{asked.country}|{asked.type}|{asked.series}".encode(),
                )  # fmt: skip
                (entry_id,) = await desk.recorder.record(connection, made)
                others = [record for record in found[:MOST_SHOWN] if record.owner != reader.authority]
                await insert_sightings(connection, [sighting(reader, record, made.at_us, entry_id) for record in others])
    closed = next((decision.sentence for decision in decisions.values() if not decision.allowed), "")
    genuine, false = (tuple(sides[name][:MOST_SHOWN]) if name in sides else None for name in (SPECIMENS, COUNTERFEITS))
    return SideBySide(genuine, false, closed, any(len(side) > MOST_SHOWN for side in sides.values()))


async def _side(desk: Desk, connection: AsyncConnection, register: Register, kind: DocumentKind) -> list[Record]:
    """The released records of that country and type; of the series first, then those of the others."""
    cursor = await connection.execute(
        f"select id from registers.{register.name} where country = %s and type = %s and state = 1 and ends_at >= current_date"  # noqa: S608 - a declared name
        " order by (series is not distinct from %s) desc, changed_at desc, id limit %s".encode(),
        (kind.country, kind.type, kind.series or None, MOST_SHOWN + 1),
    )
    found = [await seen(desk, connection, register, row[0]) for row in await cursor.fetchall()]
    return [record for record in found if record is not None]
