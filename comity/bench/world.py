"""The world that checks are measured in: one server, a database for each size, kept between runs.

<home>/bench/server           the embedded PostgreSQL
<home>/bench/<size>/          keyring, filters, checkpoints, what is known of the world
"""

from __future__ import annotations

import asyncio
import hashlib
import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import timedelta
from itertools import islice
from pathlib import Path
from typing import Final
from uuid import uuid4

import msgspec
import psycopg

from comity.access.model import AuthorityKind, Bureau, Reader, Role, UnitKind
from comity.access.settings import AccessSettings, Rate
from comity.app import Comity, Settings, home_folder, open_keyring, opened
from comity.bench import peer
from comity.bench.rows import Say
from comity.engines.clock import SystemClock
from comity.engines.store import Mode, launcher, migrations
from comity.engines.store.passwords import SUPERUSER
from comity.engines.store.roles import APP, OWNER, WORK, drop_database, make_database
from comity.kernel.levels import Level
from comity.kernel.purposes import Purpose
from comity.kernel.records import RecordState
from comity.registers import audiences, bulk
from comity.registers.catalogue import DECLARED, register
from comity.registers.deciding import release
from comity.registers.entering import create
from comity.registers.record import Entered
from comity.registers.sample import sample_number, sample_rows
from comity.registers.table import ddl
from comity.search.keeping import build

SEED: Final = 7
_FORM: Final = 2  # counted up when this file enters something else
KEPT_BACK: Final = 400  # records that the asker may not see although its filter holds their keys; as many discreet ones
_NO_LIMIT: Final = Rate(burst=1e9, per_second=1e9)  # else the limit of a system is what is measured
_DOCUMENTS: Final = register("travel_documents")
_BLANK: Final = {"issuer": "XBM", "type": "passport", "reason": "stolen_blank", "theft_date": "2026-09-03", "batch_reference": "B1"}
_KNOWN: Final = "world.json"


class Known(msgspec.Struct, frozen=True):
    """What is kept of a finished world. `made_s`: how long its preparation took; `rows_per_s` of its sealed documents."""

    database: str
    token: str
    made_s: float
    rows_per_s: float
    hidden: tuple[str, ...]
    discreet: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class World:
    """A world that is ready to be served."""

    size: int
    server: launcher.Server
    settings: Settings
    known: Known

    def dsn(self, role: str) -> str:
        """As whom to connect."""
        return self.server.dsn(role, self.known.database)

    @property
    def letters(self) -> str:
        """How the numbers of the first ten million documents begin."""
        return sample_number(SEED, 0)[:2]


def folder() -> Path:
    """Where the worlds of the benchmarks lie."""
    return home_folder() / "bench"


@contextmanager
def server_of(place: Path) -> Iterator[launcher.Server]:
    """The benchmarks' own server, stopped at the end."""
    place.mkdir(mode=0o711, parents=True, exist_ok=True)
    with launcher.Server.start(place / "server") as server:
        yield server


def world(place: Path, server: launcher.Server, size: int, say: Say) -> World:
    """The world of a size, from an earlier run where it has the same shape, else made anew (its time is said and kept)."""
    home = place / str(size)
    name = f"bench_{size}_{shape()}"
    if (known := _known(home)) is None or known.database != name:
        say(f"making a world of {size:,} documents (once)")
        known = _made(server, home, name, size, say)
        (home / _KNOWN).write_bytes(msgspec.json.encode(known))
    return World(size, server, settings_of(server, home, name), known)


def _known(home: Path) -> Known | None:
    try:
        return msgspec.json.decode((home / _KNOWN).read_bytes(), type=Known)
    except (FileNotFoundError, msgspec.MsgspecError):
        return None


def shape() -> str:
    """A short name for all that a kept world depends on: migrations, declared tables, keys and samples."""
    total = hashlib.sha256(repr((_FORM, SEED, KEPT_BACK, sample_number(SEED, 1), [ddl(one) for one in DECLARED])).encode())
    for path in sorted((Path(migrations.__file__).parent / "versions").glob("*.py")):
        total.update(path.read_bytes())
    return total.hexdigest()[:8]


def settings_of(server: launcher.Server, home: Path, database: str) -> Settings:
    """Settings of a server for this database, without a limit on the checks of systems: load comes from one."""
    return Settings(server.dsn(APP, database), home, access=AccessSettings(checks_of_system=_NO_LIMIT))


def founded(server: launcher.Server, home: Path, name: str, former: str = "") -> Settings:
    """An empty database with its roles and tables, and an empty folder, in the place of whatever was there."""
    superuser = server.dsn(SUPERUSER, "postgres")
    for old in {former, name} - {""}:
        drop_database(superuser, old)
    shutil.rmtree(home, ignore_errors=True)
    home.mkdir(mode=0o700, parents=True)
    make_database(superuser, name)
    migrations.migrate(server.dsn(OWNER, name))
    migrations.found(server.dsn(OWNER, name), uuid4(), "Benchmark")
    return settings_of(server, home, name)


def _made(server: launcher.Server, home: Path, name: str, size: int, say: Say) -> Known:
    start = time.perf_counter()
    former = _known(home)
    settings = founded(server, home, name, former.database if former else "")
    token, audience = asyncio.run(people(settings))
    rate = _documents(server.dsn(OWNER, name), settings, audience, size, say)
    hidden, discreet = asyncio.run(_kept_back(settings))
    say("building its filters")
    asyncio.run(filters(server.dsn(WORK, name), settings))
    peer.prepare(superuser=server.dsn(SUPERUSER, name), numbers=(sample_number(SEED, at) for at in range(size)), say=say)
    made_s = time.perf_counter() - start
    say(f"the world of {size:,} documents was ready after {made_s:.0f} s ({rate:,.0f} sealed documents a second)")
    return Known(name, token, made_s, rate, hidden, discreet)


def _reader(number: int, role: Role, unit: int = 0) -> Reader:
    clearance = Level.CONFIDENTIAL if number == 2 else Level.RESTRICTED
    everything = frozenset(range(1, 20))
    kinds = AuthorityKind.COUNTRY, UnitKind.BORDER_POST
    return Reader(number, kinds[0], number, unit, kinds[1], 0, "", 0, frozenset([role]), clearance, Purpose.BORDER, everything)


def registrar(number: int) -> Reader:
    """Who lists an authority's own records."""
    return _reader(number, Role.REGISTRAR, number)


async def people(settings: Settings, purpose: Purpose = Purpose.BORDER, place: UnitKind = UnitKind.BORDER_POST) -> tuple[str, int]:
    """Arvenia, whose national system asks, and Belmora, whose documents they are. Gives the system's token and Belmora's audience."""
    async with opened(settings) as comity:
        offices: dict[str, Bureau] = {}
        for number, code in ((1, "XAR"), (2, "XBM")):
            await comity.administration.add_authority(number, code, AuthorityKind.COUNTRY, {"en": code}, [code])
            offices[code] = await comity.administration.add_bureau(number, code, {"en": code})
            await comity.administration.add_unit(offices[code], place, "LYS", {"en": "Lys"})
        system = await comity.administration.add_system(
            offices["XAR"], "SYS", {"en": "National system"}, frozenset([Role.OFFICER, Role.ANALYST, Role.SPECIALIST]), Level.RESTRICTED
        )
        life = timedelta(days=300)
        token = await comity.tokens.issue(_reader(1, Role.SECURITY, 1), system, [one.number for one in DECLARED], [purpose], life)
        async with comity.store.transaction(_reader(2, Role.REGISTRAR).context(Mode.OWN)) as connection:
            return token.text, await audiences.default(connection, 2)


def _documents(owner_dsn: str, settings: Settings, audience: int, size: int, say: Say) -> float:
    """Enters the documents; how many a second."""
    keyring = open_keyring(settings, SystemClock())
    at = SystemClock().now()
    rows = sample_rows(_DOCUMENTS, SEED, size, today=at.date())
    start = time.perf_counter()

    def told() -> Iterator[dict[str, str]]:
        done = 0
        while chunk := list(islice(rows, 100_000)):
            yield from chunk
            done += len(chunk)
            say(f"{done:,} of {size:,} documents, {done / (time.perf_counter() - start):,.0f} a second")

    bulk.bulk_insert(owner_dsn, keyring, _DOCUMENTS, bulk.Owner(2, 2, 0, audience), told(), at)
    return size / (time.perf_counter() - start)


async def _kept_back(settings: Settings) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Enters, by the usual way, records above the asker's clearance, and discreet ones. Gives their numbers."""
    async with opened(settings) as comity:
        hidden = await _entered(comity, Entered(purposes=("border",), law="Synthetic", source="holder", level="confidential"))
        discreet = await _entered(comity, Entered(purposes=("border",), law="Synthetic", source="holder", discreet=True))
    return hidden, discreet


async def _entered(comity: Comity, header: Entered) -> tuple[str, ...]:
    second = replace(_reader(2, Role.SUPERVISOR, 2), officer=2)
    numbers = []
    for place in range(KEPT_BACK):
        number = f"Q{'Y' if header.discreet else 'Z'}{place * 7919:07d}"
        record, _ = await create(
            comity.records, replace(_reader(2, Role.REGISTRAR, 2), officer=1), _DOCUMENTS, _BLANK | {"number": number}, header
        )
        if record.state is RecordState.WAITING:  # a discreet one needs a second officer
            await release(comity.records, second, _DOCUMENTS, record.id)
        numbers.append(number)
    return tuple(numbers)


async def filters(work_dsn: str, settings: Settings) -> None:
    """Builds the filter files of a filled database. `work_dsn`: the role comity_work."""
    async with opened(settings) as comity, await psycopg.AsyncConnection.connect(work_dsn, autocommit=True) as connection:
        await build(connection, comity.place, comity.clock)
