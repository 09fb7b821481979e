"""`comity bench load`: one loader, a CSV file of travel documents, through the job that officers start; beside a bare COPY of the file.

Validated, sealed, indexed, told to the filters, one entry in the audit. Amounts wait for nobody here: what waits is released by a second
officer, which is not loading.
"""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Final
from uuid import uuid4

import msgspec
import psycopg

from comity.bench.rows import Bound, Reported, Say, Sheet, Target
from comity.bench.world import SEED, server_of
from comity.engines.store import launcher, migrations
from comity.engines.store.passwords import SUPERUSER
from comity.engines.store.roles import APP, OWNER, drop_database, make_database
from comity.kernel.errors import Unavailable
from comity.registers.catalogue import register
from comity.registers.csv_files import csv_line
from comity.registers.sample import sample_rows

SMALL: Final = 100_000
USUAL: Final = 1_000_000  # ends within minutes; --size 10000000 for the whole figure
QUICK: Final = 50_000
PEER: Final = "copy"
_DATABASE: Final = "bench_load"
_DOCUMENTS: Final = register("travel_documents")
_NAMES: Final = tuple(field.name for field in _DOCUMENTS.fields)
_PIECE: Final = 1 << 16

TARGETS: Final = {
    ("load", "rows_per_s"): Target(25_000, Bound.MIN),
    ("memory", "mb_growth"): Target(50, Bound.MAX),
}


class Outcome(msgspec.Struct, frozen=True):
    """What the loading process saw of one file. `high_mb`: the most memory that it ever held until its end."""

    rows: int
    entered: int
    told: int
    seconds: float
    high_mb: float


def run(place: Path, quick: bool, size: int, say: Say) -> tuple[str, Iterator[Reported]]:
    """The rows of the benchmark, as `comity.bench.main` shows them."""
    rows = size or (QUICK if quick else USUAL)
    return f"{rows:,} travel documents", _measured(place, rows, say)


def _measured(place: Path, rows: int, say: Say) -> Iterator[Reported]:
    sheet = Sheet("load", TARGETS)
    small = min(SMALL, rows // 10)
    with server_of(place) as server:
        files = [_file(place / f"load-{count}.csv", count, start, say) for count, start in ((small, rows), (rows, 0))]
        try:
            first, second = _loaded(place, server, files, say)
            copied = _copied(server, files[1], rows, say)
        finally:
            drop_database(server.dsn(SUPERUSER, "postgres"), _DATABASE)
            for path in files:
                path.unlink(missing_ok=True)
    ours, theirs = second.rows / second.seconds, rows / copied
    how = f"{second.rows:,} rows, first byte to audit entry; {second.entered:,} entered, {second.told:,} keys told to filters"
    yield sheet.row("load", "rows_per_s", ours, "1/s", note=how)
    yield sheet.row("load", "rows_per_s", theirs, "1/s", subject=PEER, note="COPY of the same file, indexed for the same lists")
    yield sheet.row("load", "times_copy", theirs / ours, "x", note="how many times as long as the bare COPY")
    growth = second.high_mb - first.high_mb
    note = f"most memory of the process: {first.high_mb:.0f} MB after {first.rows:,} rows, {second.high_mb:.0f} MB after {rows:,} more"
    yield sheet.row("memory", "mb_growth", growth, "MB", note=note)


def _file(path: Path, rows: int, start: int, say: Say) -> Path:
    """A file of documents none of which waits for anybody. `start`: the first one's place, so that two files share none."""
    say(f"writing {rows:,} rows")
    last = date.today().year - 1  # noqa: DTZ011 - years of loss that no risk rule holds
    with path.open("w", encoding="utf-8", newline="") as out:
        out.write(csv_line(_NAMES))
        for place, row in enumerate(sample_rows(_DOCUMENTS, SEED + (start > 0), rows, today=date.today())):  # noqa: DTZ011 - as above
            lost = row["theft_date"]
            row |= {"theft_date": f"{last - place % 3}{lost[4:8]}{min(int(lost[8:]), 28):02d}", "issue_date": "", "expiry_date": ""}
            out.write(",".join([row.get(name, "") for name in _NAMES]) + "\r\n")
    return path


def _loaded(place: Path, server: launcher.Server, files: list[Path], say: Say) -> tuple[Outcome, Outcome]:
    """Both files through one process of its own, whose memory is its alone."""
    superuser = server.dsn(SUPERUSER, "postgres")
    drop_database(superuser, _DATABASE)
    make_database(superuser, _DATABASE)
    migrations.migrate(server.dsn(OWNER, _DATABASE))
    migrations.found(server.dsn(OWNER, _DATABASE), uuid4(), "Benchmark")
    say("loading, in a process of its own")
    home = place / f"load-{uuid4().hex[:8]}"
    home.mkdir(mode=0o700)
    asked = msgspec.json.encode({"dsn": server.dsn(APP, _DATABASE), "home": str(home), "files": [str(path) for path in files]})
    words = [sys.executable, "-m", "comity.bench.loading_process"]
    done = subprocess.run(words, input=asked, stdout=subprocess.PIPE, check=False)
    subprocess.run(["rm", "-rf", str(home)], check=False)
    if done.returncode:
        raise Unavailable("The loading process failed.", "What it said stands above.")
    first, second = (msgspec.json.decode(line, type=Outcome) for line in done.stdout.splitlines()[-2:])
    for one in (first, second):
        say(f"{one.rows:,} rows in {one.seconds:.1f} s")
    if first.entered != first.rows or second.entered != second.rows:
        raise Unavailable("Not every row was entered: such a load is no figure.")
    return first, second


_BARE: Final = """
create schema peer;
create table peer.bare (id uuid primary key default gen_random_uuid(), at timestamptz not null default now(), {columns});
create unique index on peer.bare (number, issuer, type);
create index on peer.bare (at desc, id desc);
create index on peer.bare (at, id);
create index on peer.bare (at, reason, id);
create index on peer.bare (expiry_date, id);
create index on peer.bare (expiry_date);
create index on peer.bare (reason, id);
create index on peer.bare using gin (issuer, type, reason, theft_date, theft_country, issue_date, expiry_date, report_date);
"""


def _copied(server: launcher.Server, path: Path, rows: int, say: Say) -> float:
    """Seconds of a plain COPY of the same file."""
    say("the peer: COPY into a bare table")
    with psycopg.connect(server.dsn(SUPERUSER, _DATABASE), autocommit=True) as connection:
        connection.execute(_BARE.format(columns=", ".join(f"{name} text" for name in _NAMES)))
        start = time.perf_counter()
        with (
            path.open("rb") as file,
            connection.cursor() as cursor,
            cursor.copy(f"copy peer.bare ({', '.join(_NAMES)}) from stdin with (format csv, header)") as copy,
        ):
            while piece := file.read(_PIECE):
                copy.write(piece)
        seconds = time.perf_counter() - start
        found = connection.execute("select count(*) from peer.bare").fetchone()
    if found != (rows,):
        raise Unavailable("The peer did not take every row.")
    return seconds
