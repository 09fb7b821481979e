"""Three owners and the secretariat, with officers as values: what the tests of records share."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from uuid import UUID

import psycopg
import pytest

from comity.access.model import AuthorityKind, Reader, Role, UnitKind
from comity.audit import Recorder
from comity.engines.clock import FixedClock
from comity.engines.keyring import Keyring
from comity.engines.store import Context, Store
from comity.kernel.levels import Level
from comity.kernel.purposes import Purpose
from comity.registers.desk import Desk
from comity.registers.lookup import Candidate, fetch_sql, meet_sql, met, open_row, prepare_sql
from comity.registers.model import Register
from comity.registers.record import Entered

NOW = datetime(2026, 11, 21, 12, 0, tzinfo=UTC)
XAR, XBM, XCS, SECRETARIAT = 1, 2, 3, 9
HEADER = Entered(purposes=("border",), law="Police Act, article 12", source="holder")
DOCUMENT = {"number": "AC 1234567", "issuer": "XBM", "type": "passport", "reason": "lost", "theft_date": "2026-10-01"}
VEHICLE = {"vin": "1M8GDM9AXKP042788", "plate": "AB 123 CD", "plate_country": "XBM", "theft_date": "2026-10", "theft_country": "XCS"}
REVOKED = DOCUMENT | {
    "reason": "revoked",
    "legal_basis": "Passport Act, article 7",
    "authority": "Passport Office",
    "decision_date": "2026-11-01",
    "holder_told": "told",
}

_WORLD = """
insert into access.authority (number, code, kind, names) values
    (1, 'XAR', 1, '{"en": "Arvenia"}'), (2, 'XBM', 1, '{"en": "Belmora"}'), (3, 'XCS', 1, '{"en": "Castara"}'),
    (9, 'SEC', 3, '{"en": "Secretariat"}');
insert into access.issuing_code (code, authority) values ('XAR', 1), ('XBM', 2), ('XCS', 3);
"""


@dataclass(frozen=True)
class World:
    """A desk, and readers to send to it."""

    desk: Desk
    clock: FixedClock
    registrar: Reader  # of Belmora
    supervisor: Reader  # of Belmora
    stranger: Reader  # of Arvenia, at a border post
    legal_desk: Reader  # of the secretariat


def reader(
    authority: int, officer: int, *roles: Role, unit_kind: UnitKind = UnitKind.DESK, kind: AuthorityKind = AuthorityKind.COUNTRY
) -> Reader:
    return Reader(
        authority=authority, kind=kind, bureau=authority * 10, unit=authority * 100, unit_kind=unit_kind, officer=officer, officer_name="",
        system=0, roles=frozenset(roles), clearance=Level.OFFICIAL, purpose=Purpose.BORDER, registers=frozenset({3, 8}),
    )  # fmt: skip


@pytest.fixture
def keyring(tmp_path: Path) -> Keyring:
    return Keyring.open(tmp_path / "keys")


@pytest.fixture
async def world(store: Store, database: object, keyring: Keyring) -> World:
    with psycopg.connect(database.owner) as connection:  # type: ignore[attr-defined]
        connection.execute(_WORLD)
    clock = FixedClock(NOW)
    own = await store.dedicated()
    recorder = await Recorder.start(own, keyring)
    await own.close()
    return World(
        desk=Desk(store, keyring, recorder, clock),
        clock=clock,
        registrar=reader(XBM, 21, Role.REGISTRAR),
        supervisor=reader(XBM, 22, Role.SUPERVISOR),
        stranger=reader(XAR, 11, Role.OFFICER, unit_kind=UnitKind.BORDER_POST),
        legal_desk=reader(SECRETARIAT, 91, Role.SUPERVISOR, kind=AuthorityKind.SECRETARIAT),
    )


@pytest.fixture
def as_purpose() -> Callable[[Reader, Purpose], Reader]:
    return lambda one, purpose: replace(one, purpose=purpose)


async def led_to(desk: Desk, viewer: Context, register: Register, keys: Sequence[int]) -> list[Candidate]:
    """What the two texts of a check's look-up give this viewer for these keys, of this register."""
    async with desk.store.transaction(viewer) as connection:
        await connection.execute(prepare_sql([register]))  # type: ignore[arg-type]
        found = [met(row) for row in await (await connection.execute(meet_sql(keys))).fetchall()]  # type: ignore[arg-type]
        led: dict[UUID, list[int]] = {}
        for one in found:
            led.setdefault(one.record, []).append(one.key)
        rows = await (await connection.execute(fetch_sql(register.number, led))).fetchall() if led else []  # type: ignore[arg-type]
        await connection.execute(f"deallocate meet; deallocate fetch_{register.number}; reset plan_cache_mode; reset enable_seqscan")
    return [candidate for row in rows for candidate in open_row(register, row, desk.keyring, led[row[0]])]
