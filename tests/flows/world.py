"""A small world on a real database, for flows, contracts and faults.

Three countries, Arvenia (XAR), Belmora (XBM), Castara (XCS), each with a bureau, a border post, a desk and one officer of each role; a
secretariat with a supervisor; Belmora has a national system with a token. `build` makes it, `serving` opens Comity on it:

    world = await build(database, tmp_path)                  # `database` of tests/conftest.py
    async with serving(world) as site:
        officer = await site.officer("b.officer")            # signed in at the post, for border control: an httpx client
        answer = await officer.post("/api/v1/checks", json=site.document("AB1234567"))

Logins are `<a|b|c>.<role>`; `s.supervisor` is the secretariat's. Everybody is synthetic.
"""

from __future__ import annotations

import contextlib
import secrets
from collections.abc import AsyncIterator
from dataclasses import dataclass, field, replace
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import httpx
import msgspec
import psycopg

from comity.access import totp
from comity.access.administration import Administration, NewOfficer
from comity.access.entries import Means
from comity.access.model import AuthorityKind, Bureau, Reader, Role, Unit, UnitKind
from comity.access.settings import AccessSettings, PasswordCost, Rate
from comity.access.tokens import Tokens
from comity.app import Comity, Settings, open_keyring, opened
from comity.audit import Act, Recorder
from comity.audit.entry import Head
from comity.edges.api.application import application
from comity.edges.api.door import Door
from comity.engines.clock import Clock, SystemClock
from comity.engines.store import NOBODY, Store
from comity.kernel.levels import Level
from comity.kernel.purposes import Purpose
from comity.kernel.strip import Strip

PASSWORD = "three herons at dawn"
# Least cost of Argon2, and no waiting: these tests are about what follows.
FAST = AccessSettings(
    password_cost=PasswordCost(rounds=1, memory_kib=8, lanes=1),
    sign_ins_of_login=Rate(1e6, 1e6),
    sign_ins_of_address=Rate(1e6, 1e6),
    checks_of_officer=Rate(1e6, 1e6),
    checks_of_system=Rate(1e6, 1e6),
)
COUNTRIES = {"a": (1, "XAR", "Arvenia"), "b": (2, "XBM", "Belmora"), "c": (3, "XCS", "Castara")}
DOCUMENT = {"number": "AB1234567", "issuer": "XBM", "type": "passport", "reason": "stolen", "theft_date": "2026-10-01"}
REPORTED = DOCUMENT | {"report_reference": "R1"}
VEHICLE = {"vin": "1M8GDM9AXKP042788", "plate": "AB123CD", "plate_country": "XBM", "theft_date": "2026-10-02", "theft_country": "XCS"}
HEADER = {"purposes": ["border"], "law": "Police Act, article 12", "source": "holder"}


@dataclass(frozen=True, slots=True)
class World:
    """What was built. `seeds`: of the one-time codes, by login; `token`: Belmora's system's, for all purposes of a border post."""

    database: Any
    settings: Settings
    bureaus: dict[str, Bureau]
    units: dict[str, Unit]
    officers: dict[str, int]
    seeds: dict[str, bytes]
    system: int
    token: str
    clock: Clock

    def entries(self) -> list[Head]:
        """The heads of all entries of the audit, in no order that matters between processes."""
        with psycopg.connect(self.database.owner) as owner:
            rows = owner.execute("select heads from audit.pack order by at, stream, first").fetchall()
        return [head for (heads,) in rows for head in msgspec.msgpack.decode(heads, type=list[Head])]

    def acts(self) -> list[Act]:
        return [Act(head.act) for head in self.entries()]


async def build(database: Any, home: Path, *, access: AccessSettings = FAST, clock: Clock | None = None, **settings: Any) -> World:
    """The world in an empty, migrated database; its folders in `home`."""
    clock = clock or SystemClock()
    plain = Settings(dsn=database.app, home=home, access=access, secure_cookies=False, **settings)
    keyring = open_keyring(plain, clock)
    with psycopg.connect(database.owner) as owner:
        owner.execute("insert into comity.organisation (id, name) values (%s, 'A test organisation') on conflict do nothing", (uuid4(),))
    store = await Store.open(database.app, size=2)
    try:
        async with store.transaction(NOBODY) as connection:
            recorder = await Recorder.start(connection, keyring)
        return await _people(Means(store, keyring, clock, recorder, access), database, plain, clock)
    finally:
        await store.close()


async def _people(means: Means, database: Any, settings: Settings, clock: Clock) -> World:
    admin = Administration(means)
    bureaus: dict[str, Bureau] = {}
    units: dict[str, Unit] = {}
    officers: dict[str, int] = {}
    seeds: dict[str, bytes] = {}
    places = {key: (number, code, AuthorityKind.COUNTRY, name) for key, (number, code, name) in COUNTRIES.items()}
    places["s"] = (9, "SEC", AuthorityKind.SECRETARIAT, "Secretariat")
    for key, (number, code, kind, name) in places.items():
        await admin.add_authority(number, code, kind, {"en": name}, [code] if key != "s" else [])
        bureau = bureaus[key] = await admin.add_bureau(number, code, {"en": f"Bureau {name}"})
        post = units[f"{key}.post"] = await admin.add_unit(bureau, UnitKind.BORDER_POST, "POST", {"en": "Lunde crossing"})
        desk = units[f"{key}.desk"] = await admin.add_unit(bureau, UnitKind.DESK, "DESK", {"en": "Desk"})
        for role in Role if key != "s" else (Role.SUPERVISOR,):
            login = f"{key}.{role.value}"
            seed = seeds[login] = secrets.token_bytes(totp.SEED_BYTES)
            officer = NewOfficer(login, f"Officer {login}", frozenset({role}), Level.OFFICIAL, PASSWORD, seed, (post.number, desk.number))
            officers[login] = await admin.add_officer(bureau, officer)
    system = await admin.add_system(bureaus["b"], "GATE", {"en": "Gates"}, frozenset({Role.OFFICER}), Level.OFFICIAL)
    security = _reader(bureaus["b"], units["b.desk"], officers["b.security"], Role.SECURITY)
    purposes = [Purpose.BORDER, Purpose.WANTED, Purpose.INTELLIGENCE]
    issued = await Tokens(means).issue(security, system, [3, 8], purposes, timedelta(days=30))
    return World(database, settings, bureaus, units, officers, seeds, system, issued.text, clock)


def _reader(bureau: Bureau, unit: Unit, officer: int, role: Role) -> Reader:
    return Reader(
        authority=bureau.authority, kind=AuthorityKind.COUNTRY, bureau=bureau.number, unit=unit.number, unit_kind=unit.kind,
        officer=officer, officer_name="", system=0, roles=frozenset({role}), clearance=Level.OFFICIAL, purpose=Purpose.WANTED,
        registers=frozenset(int(number) for number in Strip),
    )  # fmt: skip


def reader_for(world: World, country: str, role: Role, purpose: Purpose = Purpose.BORDER) -> Reader:
    """An officer of that world at its desk, as a value."""
    officer = world.officers[f"{country}.{role}"]
    return replace(_reader(world.bureaus[country], world.units[f"{country}.desk"], officer, role), purpose=purpose)


@dataclass(frozen=True, slots=True)
class Site:
    """Comity serving a world, in this process. Clients speak to the whole ASGI application, the door before it included."""

    world: World
    comity: Comity
    application: Any
    clients: contextlib.AsyncExitStack
    steps: dict[str, int] = field(default_factory=dict)

    async def client(self, token: str = "", **headers: str) -> httpx.AsyncClient:
        """A client that nobody signed in, or with a token."""
        given = headers | ({"authorization": f"Bearer {token}"} if token else {})
        transport = httpx.ASGITransport(self.application, raise_app_exceptions=False)
        return await self.clients.enter_async_context(httpx.AsyncClient(transport=transport, base_url="http://comity.test", headers=given))

    async def system(self) -> httpx.AsyncClient:
        """Belmora's national system."""
        return await self.client(self.world.token)

    def code(self, login: str) -> str:
        """A code that opens, once: of this half minute or the next one, so that it opens too where this one is over before it is looked at.

        A third one within this half minute does not wait for its end: what was spent is forgotten.
        """
        now = totp.step_at(self.world.clock.now())
        step = max(self.steps.get(login, 0) + 1, now)
        if step > now + 1:
            with psycopg.connect(self.world.database.owner) as owner:
                owner.execute("update access.officer set totp_last = 0 where login = %s", (login,))
            step = now
        self.steps[login] = step
        return totp.code(self.world.seeds[login], step)

    async def signed_in(self, login: str) -> httpx.AsyncClient:
        """An officer with a session and no place yet."""
        nobody = await self.client()
        body = {"login": login, "password": PASSWORD, "code": self.code(login)}
        answer = await nobody.post("/api/v1/sign-in", json=body)
        assert answer.status_code == 200, answer.text
        return await self.client(answer.json()["token"])

    async def officer(self, login: str, unit: str = "POST", purpose: str = "border") -> httpx.AsyncClient:
        """An officer at work. Analysts have no purpose at a post: give them `DESK`."""
        client = await self.signed_in(login)
        answer = await client.put("/api/v1/me/place", json={"unit": unit, "purpose": purpose})
        assert answer.status_code == 200, answer.text
        return client

    async def enter(self, values: dict[str, str] = DOCUMENT, register: str = "travel_documents", by: str = "b", **header: Any) -> UUID:
        """Enters a record and gives its id. `by`: the owner's letter."""
        registrar = await self.officer(f"{by}.registrar", "DESK", "border")
        body = {"values": values, "header": HEADER | header}
        answer = await registrar.post(f"/api/v1/registers/{register}/records", json=body)
        assert answer.status_code == 201, answer.text
        return UUID(answer.json()["id"])

    @staticmethod
    def document(number: str = DOCUMENT["number"], issuer: str = "XBM", **more: Any) -> dict[str, Any]:
        """The body of an officer's check of a document."""
        return {"identifiers": [{"kind": "document", "value": number, "issuer": issuer}], **more}

    @classmethod
    def system_document(cls, number: str = DOCUMENT["number"], issuer: str = "XBM", **more: Any) -> dict[str, Any]:
        """The same of a system, which names officer, unit and purpose."""
        return cls.document(number, issuer, **({"purpose": "border", "officer": "B-77", "unit": "POST"} | more))


def behind_the_door(comity: Comity) -> Any:
    """The API as a process serves it, without the pages."""
    return Door(application(comity), comity.checks, comity.token_memo, comity.system_buckets)


@contextlib.asynccontextmanager
async def serving(world: World, **changes: Any) -> AsyncIterator[Site]:
    """Comity on this world, as one process serves it, without a socket."""
    settings = replace(world.settings, **changes) if changes else world.settings
    async with opened(settings, world.clock) as comity, contextlib.AsyncExitStack() as clients:
        yield Site(world, comity, behind_the_door(comity), clients)
