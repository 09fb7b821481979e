"""The loading process of `comity bench load`: takes a DSN, a folder and files on standard input; says what became of each, a line each."""

from __future__ import annotations

import asyncio
import resource
import secrets
import sys
import time
from pathlib import Path

import msgspec

from comity.access.administration import NewOfficer
from comity.access.model import AuthorityKind, Reader, Role, UnitKind
from comity.access.totp import SEED_BYTES
from comity.app import Comity, Settings, opened
from comity.bench.loading import Outcome
from comity.engines.store import Mode
from comity.kernel.levels import Level
from comity.kernel.purposes import Purpose
from comity.registers.catalogue import register
from comity.registers.load import KIND, Loads, Options
from comity.registers.record import Entered


class Asked(msgspec.Struct, frozen=True):
    """What to load, and where."""

    dsn: str
    home: str
    files: tuple[str, ...]


async def _officer(comity: Comity) -> Reader:
    """Belmora's registrar."""
    await comity.administration.add_authority(2, "XBM", AuthorityKind.COUNTRY, {"en": "Belmora"}, ["XBM"])
    bureau = await comity.administration.add_bureau(2, "XBM", {"en": "Belmora"})
    unit = await comity.administration.add_unit(bureau, UnitKind.DESK, "DESK", {"en": "Desk"})
    seed = secrets.token_bytes(SEED_BYTES)
    new = NewOfficer("b.registrar", "Registrar", frozenset({Role.REGISTRAR}), Level.OFFICIAL, secrets.token_hex(16), seed, (unit.number,))
    number = await comity.administration.add_officer(bureau, new)
    everything = frozenset(range(1, 20))
    return Reader(
        2, AuthorityKind.COUNTRY, bureau.number, unit.number, UnitKind.DESK, number, "Registrar", 0, new.roles, Level.OFFICIAL,
        Purpose.BORDER, everything,
    )  # fmt: skip


async def _main(asked: Asked) -> None:
    async with opened(Settings(asked.dsn, Path(asked.home))) as comity:
        reader = await _officer(comity)
        loads = Loads(comity.records, comity.jobs.spool, hold=False)
        comity.jobs.handlers[KIND] = loads.run
        options = Options(defaults=Entered(purposes=("border",), law="Synthetic record", source="holder"))
        told = 0
        for path in asked.files:
            start = time.perf_counter()
            with Path(path).open("rb") as file:  # noqa: ASYNC230 - nobody else waits in this process
                _, new = await loads.receive(reader, register("travel_documents"), file, options)
            job = await comity.jobs.start(reader, new)
            await comity.jobs.run_here(job)
            seconds = time.perf_counter() - start
            done = await comity.jobs.show(reader, job)
            async with comity.store.transaction(reader.context(Mode.OWN)) as connection:
                row = await (await connection.execute("select count(*) from registers.change where key is not null")).fetchone()
            all_told = int(row[0]) if row else 0
            high = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
            made = Outcome(done.done, done.counts.get("entered", 0) - done.counts.get("waiting", 0), all_told - told, seconds, high)
            told = all_told
            print(msgspec.json.encode(made).decode(), flush=True)
            if done.fault:
                print(done.fault, file=sys.stderr)


if __name__ == "__main__":
    asyncio.run(_main(msgspec.json.decode(sys.stdin.buffer.read(), type=Asked)))
