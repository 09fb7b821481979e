"""A world with many records of two owners, and what each should be listed as."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta

import psycopg
import pytest

from comity.access.model import Reader, Role
from comity.engines.store import Mode
from comity.kernel.ids import AuthorityNumber, record_id
from comity.kernel.levels import Level
from comity.kernel.purposes import Purpose
from comity.kernel.records import RecordState
from comity.registers.declarations.travel_documents import TRAVEL_DOCUMENTS
from comity.registers.record import BlockedBy, Record, Source
from comity.registers.store import insert_many
from tests.registers.conftest import NOW, XAR, XBM, World, reader

__all__ = ["records_of"]


def records_of(owner: int, many: int) -> Iterator[Record]:
    """Records that differ in all that a list asks for, many of them at one time."""
    for number in range(many):
        state = [RecordState.RELEASED, RecordState.RELEASED, RecordState.WAITING, RecordState.BLOCKED][number % 4]
        at = NOW - timedelta(days=number * 37 % 900, hours=number % 3)
        values = {
            "number": f"{'ABC'[number % 3]}{number:07}",
            "issuer": "XBM" if owner == XBM else "XAR",
            "type": ("passport", "identity_card")[number % 2],
            "reason": ("stolen_blank", "stolen", "lost", "revoked")[number % 4],
        }
        if values["reason"] == "revoked":
            values |= {"decision_date": "2026-01-05", "holder_told": "told"}
        if number % 5:
            values["theft_date"] = ("2024", "2025-06", "2025-??-12", "2026-01-31", "2025-06-30")[number % 5]
        if number % 3:
            values["theft_country"] = ("XAR", "XCS")[number % 2]
        yield Record(
            register=3, id=record_id(AuthorityNumber(owner), int(at.timestamp() * 1000), number * 7919 + owner), owner=owner,
            bureau=owner * 10, author=owner * 10 + 1, changed_by=owner * 10 + 1 + number % 2,
            reviewer=owner * 10 + 9 if state is not RecordState.WAITING else None,
            audience=owner, state=state, blocked_by=BlockedBy.OWNER if state is RecordState.BLOCKED else None,
            purposes=frozenset({Purpose.BORDER} if number % 2 else {Purpose.BORDER, Purpose.WANTED}), level=Level(number % 3),
            discreet=number % 7 == 0, handling_codes=0, warnings=0, law="Police Act", source=Source(1 + number % 2), created_at=at,
            changed_at=at + timedelta(days=number % 4), confirmed_at=at + timedelta(days=number % 9),
            ends_at=date(2027, 1, 1) + timedelta(days=number * 11 % 700), version=1, values=values,
        )  # fmt: skip


@pytest.fixture
async def listed_world(world: World, database: object) -> World:
    """Belmora with 120 documents, Arvenia with 60."""
    with psycopg.connect(database.owner) as connection:  # type: ignore[attr-defined]
        for owner in (XAR, XBM):
            connection.execute(
                "insert into access.audience (id, owner, is_default) overriding system value values (%s, %s, true)", [owner, owner]
            )
    for owner, many in ((XAR, 60), (XBM, 120)):
        one = reader(owner, owner * 10 + 1, Role.REGISTRAR)
        await enter(world, one, list(records_of(owner, many)))
    return replace(world, registrar=replace(world.registrar, clearance=Level.CONFIDENTIAL))


async def enter(world: World, one: Reader, records: list[Record]) -> None:
    """Records as they are, without the acts that would have made them."""
    async with world.desk.store.transaction(one.context(Mode.OWN)) as connection:
        await insert_many(connection, world.desk.keyring, TRAVEL_DOCUMENTS, records)
