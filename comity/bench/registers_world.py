"""A world of all nineteen registers, kept between runs: so many records in all, in the proportions that such systems have.

Source of the proportions: DOMAIN facts of the trade say that documents are half of all records and vehicles most of the rest; the other
shares are our own, so that every register has rows.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Final, TypeAlias

import msgspec

from comity.access.model import UnitKind
from comity.app import Settings, open_keyring
from comity.bench.rows import Say
from comity.bench.world import SEED, World, filters, founded, people, settings_of, shape
from comity.bench.world import Known as KnownWorld
from comity.engines.clock import SystemClock
from comity.engines.store import launcher
from comity.engines.store.roles import OWNER, WORK
from comity.kernel.purposes import Purpose
from comity.registers import bulk, linked
from comity.registers.catalogue import DECLARED
from comity.registers.declarations.linked_documents import LINKED_DOCUMENTS
from comity.registers.model import Register
from comity.registers.paths import each
from comity.registers.sample import sample_rows

PURPOSE: Final = Purpose.INTELLIGENCE
There: TypeAlias = dict[str, list[tuple[str, str]]]
_KNOWN: Final = "registers.json"
_SHARES: Final = {  # of ten thousand
    "persons": 800, "notices": 400, "travel_documents": 5000, "administrative_documents": 500, "specimens": 10,
    "counterfeits": 20, "vehicles": 1200, "vessels": 200, "art": 200, "firearms": 600, "firearm_models": 10, "ballistics": 150,
    "fingerprints": 250, "faces": 250, "dna": 200, "kinship": 10, "hash_lists": 100, "piracy": 100,
}  # fmt: skip
_KEPT: Final = 400  # identifiers of each key that are there, to ask for
# What an identifier of a key is called in a check, where it is called otherwise.
_ASKED_AS: Final = {"document_number": "document", "engine_number": "engine"}


class Known(msgspec.Struct, frozen=True):
    """What is kept of a finished world. `there`: kind to (value, code) of identifiers that stand in it; `counts`: records by register."""

    database: str
    token: str
    made_s: float
    counts: dict[str, int]
    there: There


def world(place: Path, server: launcher.Server, size: int, say: Say) -> tuple[World, Known]:
    """The world of a size, from an earlier run where it has the same shape, else made anew."""
    home = place / f"registers-{size}"
    name = f"registers_{size}_{shape()}"
    known = _known(home)
    if known is None or known.database != name:
        say(f"making a world of {size:,} records in nineteen registers (once)")
        known = _made(server, home, name, size, say, known.database if known else "")
        (home / _KNOWN).write_bytes(msgspec.json.encode(known))
    settings = settings_of(server, home, name)
    return World(size, server, settings, KnownWorld(name, known.token, known.made_s, size / known.made_s, (), ())), known


def _known(home: Path) -> Known | None:
    try:
        return msgspec.json.decode((home / _KNOWN).read_bytes(), type=Known)
    except (FileNotFoundError, msgspec.MsgspecError):
        return None


def _made(server: launcher.Server, home: Path, name: str, size: int, say: Say, former: str) -> Known:
    start = time.perf_counter()
    settings = founded(server, home, name, former)
    token, audience = asyncio.run(people(settings, PURPOSE, UnitKind.DESK))
    counts: dict[str, int] = {}
    there: There = {}
    with bulk.unkeyed(server.dsn(OWNER, name)):
        for register in (one for one in DECLARED if not one.derived):
            counts[register.name] = max(1, size * _SHARES[register.name] // 10_000)
            made = _fill(server.dsn(OWNER, name), settings, register, audience, counts[register.name], there)
            if linked.derives(register):
                counts[LINKED_DOCUMENTS.name] = made
            say(f"{register.name}: {counts[register.name]:,} records after {time.perf_counter() - start:.0f} s")
    asyncio.run(filters(server.dsn(WORK, name), settings))
    return Known(name, token, time.perf_counter() - start, counts, there)


def _fill(
    owner_dsn: str, settings: Settings, register: Register, audience: int, count: int, there: dict[str, list[tuple[str, str]]]
) -> int:
    """Enters a register's records and keeps some of their identifiers. All carry the purpose that is asked with.

    Gives how many documents linked to them came with them.
    """
    keyring = open_keyring(settings, SystemClock())
    at = SystemClock().now()
    every = max(1, count // _KEPT)
    follow = 0

    def kept() -> Iterator[dict[str, str]]:
        nonlocal follow
        for place, row in enumerate(sample_rows(register, SEED, count, today=at.date())):
            follow += sum(1 for _ in linked.documents(row, "")) if linked.derives(register) else 0
            if place % every == 0:
                _keep(register, row, there)
            yield row

    bulk.bulk_insert(owner_dsn, keyring, register, bulk.Owner(2, 2, 0, audience), kept(), at, purpose=PURPOSE, keyed=True)
    return follow


def _keep(register: Register, row: Mapping[str, str], there: There) -> None:
    for key in register.keys:
        if key.spread is None and not key.last:
            for value, code in each(row, key.field, key.country):
                kind = there.setdefault(_ASKED_AS.get(key.name, key.name), [])
                if value and (code or not key.country) and len(kind) < _KEPT * 4:
                    kind.append((value, code))
