"""The background work of one organisation, as the role comity_work: the audit's sequencer and checkpoints, partitions ahead, filters.

Each job has a connection of its own and goes on by itself after the database was away. Two workers may run: the sequencer has an office
that only one holds, and filters are built under a lock.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Final
from uuid import UUID

import psycopg

from comity.access.store import sweep
from comity.audit import Recorder, checkpoint
from comity.audit.sequencer import Sequencer
from comity.audit.store import ensure_partitions
from comity.engines.blobs import Blobs
from comity.engines.clock import Clock
from comity.engines.filters.files import Progress
from comity.engines.keyring import Keyring
from comity.kernel.errors import Unavailable
from comity.registers import attachment_rows as files
from comity.registers import ledger_work, life_work
from comity.registers.catalogue import DECLARED
from comity.search.clearances import rules as clearances
from comity.search.clearances.store import tidy as tidy_clearances
from comity.search.copies import Copies
from comity.search.keeping import Builder, Place
from comity.search.persons.index.indexing import Indexer
from comity.statistics import adding

CHECKPOINT_S: Final = 60.0
PARTITIONS_S: Final = 3_600.0
FILTERS_S: Final = 2.0
AGE_S: Final = 3_600.0
RECEIPTS_S: Final = 10.0
LEDGER_S: Final = 2.0
COUNTED_S: Final = 30.0
COUNTED_ALL: Final = 120  # every so many rounds the days are counted anew in which an officer may still settle a look-alike
FILES_S: Final = 5.0
SWEEPS_EACH: Final = 720  # looks for files that no row names once in so many turns: an hour
FILES_AT_ONCE: Final = 1_000
TIDY_AFTER: Final = timedelta(hours=1)
NAMES_S: Final = 0.3
AGAIN_S: Final = 1.0  # after a fault: the database may be back by then
_BUILDING: Final = (0x434F4D49, 2)  # 'COMI', builder
_LEDGER: Final = (0x434F4D49, 7)  # 'COMI', ledger
_NAMES: Final = (0x434F4D49, 8)  # 'COMI', names

log = logging.getLogger(__name__)
Connect = Callable[[], Awaitable[psycopg.AsyncConnection]]


@dataclass(frozen=True, slots=True)
class Work:
    """What the jobs share. `report` hears of progress, in words, for the terminal."""

    connect: Connect
    organisation: UUID
    place: Place
    checkpoints: Path
    keyring: Keyring
    clock: Clock
    report: Callable[[str], None] = log.info


async def sequence(work: Work, connection: psycopg.AsyncConnection, stop: asyncio.Event) -> None:
    """Appends committed entries to the tree within a second."""
    del work
    await Sequencer(connection).run(stop)


async def sign_checkpoints(work: Work, connection: psycopg.AsyncConnection, stop: asyncio.Event) -> None:
    """A signed checkpoint a minute, in files outside the database."""
    while not stop.is_set():
        taken = await checkpoint.take(connection, str(work.organisation), work.clock.now())
        seeds = [key.secret for key in checkpoint.keys_for(work.checkpoints, work.keyring)]
        await asyncio.to_thread(checkpoint.keep, work.checkpoints, taken, *seeds)
        await _rest(stop, CHECKPOINT_S)


async def make_partitions(work: Work, connection: psycopg.AsyncConnection, stop: asyncio.Event) -> None:
    """The days ahead have their partitions."""
    del work
    while not stop.is_set():
        await ensure_partitions(connection)
        await _rest(stop, PARTITIONS_S)


async def tidy(work: Work, connection: psycopg.AsyncConnection, stop: asyncio.Event) -> None:
    """Sessions that ended and buckets of sign-ins that are full again go, an hour after they served for anything; so do clearances, 90 days
    after their end.
    """
    while not stop.is_set():
        await tidy_clearances(connection, work.clock.now(), work.clock.now() - clearances.KEPT)
        await sweep(connection, work.clock.now() - TIDY_AFTER)
        await _rest(stop, PARTITIONS_S)


async def build_filters(work: Work, connection: psycopg.AsyncConnection, stop: asyncio.Event) -> None:
    """Builds the next filter file when it is due; one builder a database."""
    builder = Builder(connection, work.place, work.clock)
    while not stop.is_set():
        row = await (await connection.execute("select pg_try_advisory_lock(%s, %s)", _BUILDING)).fetchone()
        if row and row[0]:
            path = await builder.step(lambda progress: work.report(_words(progress)))
            if path is not None:
                work.report(f"filters: {path.name} is in force")
        await _rest(stop, FILTERS_S)


async def take_files(work: Work, connection: psycopg.AsyncConnection, stop: asyncio.Event) -> None:
    """Files whose row is gone leave the disk, and once an hour those that no row ever named (RET-07)."""
    blobs, turn = Blobs(work.checkpoints.parent / "blobs", work.keyring), 0
    while not stop.is_set():
        while gone := await files.gone(connection, FILES_AT_ONCE):
            await asyncio.to_thread(blobs.remove, gone)
            await files.forget(connection, gone)
        if turn % SWEEPS_EACH == 0:
            await _sweep(work, connection, blobs)
        turn += 1
        await _rest(stop, FILES_S)


async def _sweep(work: Work, connection: psycopg.AsyncConnection, blobs: Blobs) -> None:
    at = work.clock.now()
    old = await asyncio.to_thread(blobs.unnamed, at)
    for start in range(0, len(old) or 1, FILES_AT_ONCE):
        some = old[start : start + FILES_AT_ONCE]
        swept = await asyncio.to_thread(blobs.sweep, at, some, await files.named(connection, some))
        if swept:
            work.report(f"files: {swept} that no record names were taken away")


async def count(work: Work, connection: psycopg.AsyncConnection, stop: asyncio.Event) -> None:
    """Adds up what acts on records left and what the audit says was asked; publishes the months that are over."""
    rounds = 0
    while not stop.is_set():
        if await adding.take_office(connection):
            await adding.add_records(connection)
            while await adding.add_checks(connection) and not stop.is_set():
                pass
            today = work.clock.now().date()
            back = adding.SETTLES_WITHIN.days if rounds % COUNTED_ALL == 0 else 1
            for days in range(back + 1):
                await adding.add_met(connection, today - timedelta(days=days))
            await adding.publish(connection, work.clock.now())
            rounds += 1
        await _rest(stop, COUNTED_S)


async def age(work: Work, connection: psycopg.AsyncConnection, stop: asyncio.Event) -> None:
    """Records that have ended go, owners are asked about what ends soon. No check shows a record after its last day, even before."""
    recorder = await Recorder.start(connection, work.keyring)
    while not stop.is_set():
        ended = await life_work.live(connection, recorder, DECLARED, work.clock.now)
        if ended:
            work.report(f"records: {ended} have ended")
        await life_work.forget_intake(connection, work.clock.now().date())
        await _rest(stop, AGE_S)


async def settle_life(work: Work, connection: psycopg.AsyncConnection, stop: asyncio.Event) -> None:
    """Holders of copies give their receipts; what waits for its reviewers is laid before them."""
    copies = Copies(work.place, work.keyring)
    while not stop.is_set():
        for register in DECLARED:
            await life_work.lay_before(connection, register, work.clock.now())
        await copies.collect(connection, work.clock.now())
        await _rest(stop, RECEIPTS_S)


async def keep_ledger(work: Work, connection: psycopg.AsyncConnection, stop: asyncio.Event) -> None:
    """Deletions stand in a signed file outside the database within seconds, so that no older copy serves what was deleted (RET-07)."""
    while not stop.is_set():
        row = await (await connection.execute("select pg_try_advisory_lock(%s, %s)", _LEDGER)).fetchone()
        if row and row[0]:
            written = await ledger_work.write(connection, work.checkpoints, work.keyring, work.clock.now())
            if written.anew:
                work.report("ledger: the file of deletions was gone or cut short, and is written anew")
        await _rest(stop, LEDGER_S)


async def index_names(work: Work, connection: psycopg.AsyncConnection, stop: asyncio.Event) -> None:
    """The index of names is within a second of the records, and built anew where it must be; one indexer a database."""
    names = work.checkpoints.parent / "names"
    while not stop.is_set() and not await _held(connection, _NAMES):
        await _rest(stop, NAMES_S)
    indexer = Indexer(names, work.keyring, work.clock, work.place.database, work.connect, work.report)
    try:
        while not stop.is_set():
            await indexer.look(connection)
            await _rest(stop, NAMES_S)
    finally:
        await indexer.stop()


async def _held(connection: psycopg.AsyncConnection, lock: tuple[int, int]) -> bool:
    row = await (await connection.execute("select pg_try_advisory_lock(%s, %s)", lock)).fetchone()
    return bool(row and row[0])


JOBS: Final = (
    sequence, sign_checkpoints, make_partitions, build_filters, tidy, take_files, count, age, settle_life, keep_ledger, index_names,
)  # fmt: skip


def _words(progress: Progress) -> str:
    return f"filters: class {progress.number} of {progress.classes}: {progress.stage}"


async def _rest(stop: asyncio.Event, seconds: float) -> None:
    with contextlib.suppress(TimeoutError):
        await asyncio.wait_for(stop.wait(), seconds)


async def _keep_at(job: Callable[[Work, psycopg.AsyncConnection, asyncio.Event], Awaitable[None]], work: Work, stop: asyncio.Event) -> None:
    """One job for ever: after a fault it connects anew and goes on. Nothing is lost, since what a job knows is in the tables."""
    while not stop.is_set():
        try:
            connection = await work.connect()
            async with connection:
                await job(work, connection, stop)
        except (psycopg.Error, Unavailable, OSError) as problem:
            log.warning("%s stopped and begins again: %s: %s", job.__name__, type(problem).__name__, problem)
            await _rest(stop, AGAIN_S)


async def work_until(work: Work, stop: asyncio.Event) -> None:
    """All jobs side by side, until told to stop."""
    await asyncio.gather(*(_keep_at(job, work, stop) for job in JOBS))
