"""What anybody may look up: works of art that their owners opened to the public, without whatever leads to a person or a case.

Nothing is copied: the record itself is read, in a context of nobody, which the database lets see released works of art whose owner
opened them, kept from no authority, at the lowest level. Blocking, withdrawing or restricting one takes it away at once.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Final
from uuid import UUID

from comity.audit import Act, Entry
from comity.engines.store import Context, Mode
from comity.registers.catalogue import register as declared
from comity.registers.desk import Desk, NoSuchRecord
from comity.registers.paths import in_order
from comity.registers.reading import seen
from comity.registers.record import Record, Values
from comity.search.objects import Described, candidates, keys_asked, meets, read

if TYPE_CHECKING:
    from psycopg import AsyncConnection

ANYBODY: Final = Context(0, 0, 0, 0, Mode.PUBLIC)
MOST_SHOWN: Final = 20
# What describes the object. Where it was taken from, by which case and under which inventory number is the owner's and the police's.
FIELDS: Final = (
    "type", "object_name", "title", "maker", "period", "subject", "materials", "measures", "inscriptions", "distinguishing",
    "description", "origin", "theft_date", "theft_country", "photographs",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class PublicWork:
    """One work as anybody sees it. `words`, `measures`: in what it agrees with the question."""

    id: UUID
    owner: int
    values: Values
    changed_at: datetime
    words: tuple[str, ...] = ()
    measures: tuple[str, ...] = ()


async def find(desk: Desk, described: Described) -> tuple[PublicWork, ...]:
    """The works that are like a description, the likest first. Nothing of who asks, or of the question, is kept.

    Raises: Invalid.
    """
    art = declared("art")
    words, measures = read(art, described)
    async with desk.store.transaction(ANYBODY) as connection:
        records, _ = await candidates(desk, connection, art, keys_asked(desk, art, words, measures))
        met = [(meets(art, _shown(record), words, measures), record) for record in records]
        likest = sorted((pair for pair in met if any(pair[0])), key=lambda pair: (-len(pair[0][0]) - len(pair[0][1]), pair[1].id.bytes))
        works = tuple(_work(record, *agrees) for agrees, record in likest[:MOST_SHOWN])
        await _note(desk, connection, works)
    return works


async def one(desk: Desk, record: UUID) -> PublicWork:
    """One work. Raises: NoSuchRecord, the same for what is not there and what is not open."""
    async with desk.store.transaction(ANYBODY) as connection:
        found = await seen(desk, connection, declared("art"), record)
        if found is None:
            raise NoSuchRecord("There is no such work.")
        work = _work(found)
        await _note(desk, connection, (work,))
    return work


def _work(record: Record, words: tuple[str, ...] = (), measures: tuple[str, ...] = ()) -> PublicWork:
    return PublicWork(record.id, record.owner, _shown(record), record.changed_at, words, measures)


def _shown(record: Record) -> Values:
    shown = {path: value for path, value in record.values.items() if path.partition(".")[0] in FIELDS}
    return in_order(declared("art"), shown)


async def _note(desk: Desk, connection: AsyncConnection, works: tuple[PublicWork, ...]) -> None:
    """That works were shown to somebody, for the audit: which, and nothing of who."""
    at_us = int(desk.clock.now().timestamp() * 1_000_000)
    number = declared("art").number
    shown = tuple(work.id.bytes for work in works)
    await desk.recorder.record(
        connection, Entry(Act.READ, at_us, 0, registers=(number,), outcome=int(bool(works)), rule="OWN-07", shown=shown, detail="public")
    )
