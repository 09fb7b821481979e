"""A world of persons, kept between runs: sample records whose names are those of the crowd, so that they are as many as real ones."""

from __future__ import annotations

import asyncio
import itertools
import json
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import msgspec

from comity.app import open_keyring
from comity.bench.names.crowd import Crowd
from comity.bench.rows import Say
from comity.bench.world import SEED, World, filters, founded, people, settings_of, shape
from comity.bench.world import Known as KnownWorld
from comity.engines.clock import SystemClock
from comity.engines.store import launcher
from comity.engines.store.roles import OWNER, WORK
from comity.kernel.purposes import Purpose
from comity.registers import bulk
from comity.registers.catalogue import register
from comity.registers.record import Values
from comity.registers.sample import sample_rows

PURPOSE: Final = Purpose.BORDER
HIT_EVERY: Final = 20  # questions about somebody who is there; DOMAIN gives one in 5,000, so this is hard on us
_KNOWN: Final = "persons.json"
_PERSONS: Final = register("persons")
_BODIES: Final = 4_000
_FORM: Final = 1  # raised with every change of what is put into the world


class Known(msgspec.Struct, frozen=True):
    """What is kept of a finished world."""

    database: str
    token: str
    made_s: float


def world(place: Path, server: launcher.Server, made: Crowd, size: int, say: Say) -> World:
    """The world of a size, from an earlier run where it has the same shape, else made anew."""
    home = place / f"persons-{size}"
    name = f"persons_{size}_{shape()}_{_FORM}"
    known = _known(home)
    if known is None or known.database != name:
        say(f"making a world of {size:,} persons (once)")
        known = _made(server, home, name, made, known.database if known else "")
        (home / _KNOWN).write_bytes(msgspec.json.encode(known))
        say(f"{size:,} persons after {known.made_s:.0f} s")
    settings = settings_of(server, home, name)
    return World(size, server, settings, KnownWorld(name, known.token, known.made_s, size / known.made_s, (), ()))


def _known(home: Path) -> Known | None:
    try:
        return msgspec.json.decode((home / _KNOWN).read_bytes(), type=Known)
    except (FileNotFoundError, msgspec.MsgspecError):
        return None


def _made(server: launcher.Server, home: Path, name: str, made: Crowd, former: str) -> Known:
    start = time.perf_counter()
    settings = founded(server, home, name, former)
    token, audience = asyncio.run(people(settings, PURPOSE))
    keyring = open_keyring(settings, SystemClock())
    bulk.bulk_insert(
        server.dsn(OWNER, name), keyring, _PERSONS, bulk.Owner(2, 2, 0, audience), records(made), SystemClock().now(), purpose=PURPOSE
    )
    asyncio.run(filters(server.dsn(WORK, name), settings))
    return Known(name, token, time.perf_counter() - start)


def records(made: Crowd) -> Iterator[Values]:
    """A sample record for each name of the crowd, with that name in the place of its own."""
    named = (row for row in sample_rows(_PERSONS, SEED, made.size * 2, today=SystemClock().now().date()) if "names.1.full" in row)
    for sample, row in zip(named, made.rows(), strict=False):
        kept = {path: value for path, value in sample.items() if not path.startswith("names.")}
        yield kept | {"names.1.full": row.name, "names.1.kind": "main"}


def bodies(made: Crowd) -> Iterator[bytes]:
    """Checks of one person each, one a line: name, birth date and nationality. One in HIT_EVERY is there with these facts."""
    there = records(made)
    others = made.rows()
    for count in range(_BODIES):
        known = next(itertools.islice(there, 1), None) if count % HIT_EVERY == 0 else None
        asked = _asked(known) if known else _nobody(next(others).name, count)
        body = {"purpose": PURPOSE.code, "officer": "u77", "unit": "LYS", "identifiers": [], "person": asked}
        yield json.dumps(body).encode() + b"\n"  # letters beyond ASCII escaped: a generator counts characters


def _asked(known: Values) -> dict[str, str]:
    facts = {"name": known["names.1.full"], "born": known.get("births.1.date", ""), "nationality": known.get("nationalities.1", "")}
    return {field: value for field, value in facts.items() if value}


def _nobody(name: str, count: int) -> dict[str, str]:
    """A name with its words turned about, and a date that is not its own: as common as those that are there."""
    first, *rest = name.split()
    return {"name": " ".join((*rest, first)), "born": f"{1930 + count % 75}-{1 + count % 12:02d}-{1 + count % 28:02d}"}
