"""A small world: two countries with a bureau each, units, officers and a system."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from pathlib import Path

import msgspec
import psycopg
import pytest

from comity.access import totp
from comity.access.administration import Administration, NewOfficer
from comity.access.entries import Means
from comity.access.model import AuthorityKind, Bureau, Reader, Role, Unit, UnitKind
from comity.access.settings import AccessSettings, PasswordCost
from comity.access.sign_in import PasswordAndCode, SignedIn, SignIn, SignInResult
from comity.audit import Act, Recorder
from comity.audit.entry import Head
from comity.engines.clock import FixedClock, SystemClock
from comity.engines.keyring import Keyring
from comity.engines.store import NOBODY, Store
from comity.kernel.levels import Level
from comity.kernel.purposes import Purpose
from comity.kernel.strip import Strip

PASSWORD = "three herons at dawn"
# The least that Argon2 allows: these tests are about what follows from it, not about its cost.
CHEAP = AccessSettings(password_cost=PasswordCost(rounds=1, memory_kib=8, lanes=1))
ALL_REGISTERS = frozenset(int(number) for number in Strip)


@dataclass(frozen=True, slots=True)
class World:
    means: Means
    clock: FixedClock
    belmora: Bureau
    castara: Bureau
    post: Unit
    desk: Unit
    castara_desk: Unit
    officers: dict[str, int]
    seeds: dict[str, bytes]
    system: int
    owner_dsn: str

    def code(self, login: str, steps: int = 0) -> str:
        return totp.code(self.seeds[login], totp.step_at(self.clock.now()) + steps)

    def method(self, officer: str, **changes: str) -> PasswordAndCode:
        return PasswordAndCode(**{"login": officer, "password": PASSWORD, "code": self.code(officer), **changes})

    async def sign_in(self, login: str, **changes: str) -> SignInResult:
        return await SignIn(self.means).sign_in(self.method(login, **changes), "192.0.2.7")

    async def signed_in(self, login: str) -> SignedIn:
        result = await self.sign_in(login)
        assert isinstance(result, SignedIn)
        return result

    def reader(self, login: str, role: Role, bureau: Bureau | None = None) -> Reader:
        bureau = bureau or self.belmora
        return Reader(
            authority=bureau.authority,
            kind=AuthorityKind.COUNTRY,
            bureau=bureau.number,
            unit=self.desk.number,
            unit_kind=UnitKind.DESK,
            officer=self.officers[login],
            officer_name=login,
            system=0,
            roles=frozenset({role}),
            clearance=Level.OFFICIAL,
            purpose=Purpose.WANTED,
            registers=ALL_REGISTERS,
        )

    def entries(self) -> list[tuple[int, Head]]:
        """(authority, head) of all entries, oldest first."""
        with psycopg.connect(self.owner_dsn) as owner:
            rows = owner.execute("select authority, heads from audit.pack order by stream, first").fetchall()
        return [(authority, head) for authority, heads in rows for head in _heads(heads)]

    def acts(self) -> list[Act]:
        return [Act(head.act) for _, head in self.entries()]


def _heads(raw: bytes) -> list[Head]:
    return msgspec.msgpack.decode(raw, type=list[Head])


@pytest.fixture
async def world(store: Store, database, tmp_path: Path) -> World:
    clock = FixedClock(SystemClock().now())
    keyring = Keyring.open(tmp_path / "keyring")
    async with store.transaction(NOBODY) as connection:
        recorder = await Recorder.start(connection, keyring)
    means = Means(store, keyring, clock, recorder, CHEAP)
    admin = Administration(means)
    for number, code, name in ((2, "XBM", "Belmora"), (3, "XCS", "Castara"), (4, "XDV", "Dovania")):
        await admin.add_authority(number, code, AuthorityKind.COUNTRY, {"en": name}, [code])
    belmora = await admin.add_bureau(2, "XBM", {"en": "Bureau Belmora", "ar": "مكتب بلمورا"})
    castara = await admin.add_bureau(3, "XCS", {"en": "Bureau Castara"})
    post = await admin.add_unit(belmora, UnitKind.BORDER_POST, "LUN", {"en": "Lunde crossing"})
    desk = await admin.add_unit(belmora, UnitKind.DESK, "DESK", {"en": "Desk"})
    castara_desk = await admin.add_unit(castara, UnitKind.DESK, "DESK", {"en": "Desk"})
    seeds = {login: secrets.token_bytes(totp.SEED_BYTES) for login in ("i.toren", "s.vale", "k.orme")}
    roster = {
        "i.toren": (belmora, {Role.OFFICER}, (post.number,)),
        "s.vale": (belmora, {Role.SECURITY, Role.REGISTRAR}, (post.number, desk.number)),
        "k.orme": (castara, {Role.SECURITY}, (castara_desk.number,)),
    }
    officers = {
        login: await admin.add_officer(
            bureau, NewOfficer(login, login.upper(), frozenset(roles), Level.OFFICIAL, PASSWORD, seeds[login], units)
        )
        for login, (bureau, roles, units) in roster.items()
    }
    system = await admin.add_system(belmora, "GATE", {"en": "Gates"}, frozenset({Role.OFFICER}), Level.OFFICIAL)
    return World(means, clock, belmora, castara, post, desk, castara_desk, officers, seeds, system, database.owner)
