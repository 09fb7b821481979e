"""Serves a world for a benchmark, by the processes that serve a real one, and says what they used."""

from __future__ import annotations

import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Final

import psycopg

from comity.bench import usage
from comity.bench.load import Load, Requests, run
from comity.bench.world import World
from comity.edges import processes, serve
from comity.engines.store.passwords import SUPERUSER
from comity.engines.store.roles import WORK

_CAUGHT_UP_S: Final = 20.0
_AUDIT_BYTES: Final = (
    "select coalesce(sum(pg_total_relation_size(c.oid)), 0)::bigint from pg_class c"
    " where c.relnamespace = 'audit'::regnamespace and c.relkind = 'r'"
)
_WRITTEN: Final = "select coalesce(sum(count), 0)::bigint from audit.pack"
_IN_TREE: Final = "select coalesce(max(first + count), 0)::bigint from audit.leaves"
# The log of a benchmark's world is written by nobody else and read by nobody; each run begins with an empty one, or the disk would fill.
_EMPTY: Final = "set session_replication_role = replica; truncate audit.pack, audit.sighting, audit.leaves, hits.inbox"


@dataclass(frozen=True, slots=True)
class Served:
    """A world that answers on a port."""

    world: World
    port: int
    processes: tuple[int, ...]

    def all(self) -> list[int]:
        """All processes of the installation: serving, working, database."""
        return usage.tree(*self.processes, self.world.server.pid)

    def requests(self, **more: int | str) -> Requests:
        """What a load sends to it."""
        return Requests(self.port, self.world.known.token, self.world.size, self.world.letters, **more)  # type: ignore[arg-type]


@dataclass(frozen=True, slots=True)
class Usage:
    """A load, and the processor seconds of all processes of the installation meanwhile."""

    load: Load
    cpu_s: float

    def cpu_us(self, checks: int) -> float:
        """Processor time of a check in microseconds."""
        return self.cpu_s * 1e6 / checks


@contextmanager
def served(world: World, serving: int = 1) -> Iterator[Served]:
    """The world behind so many serving processes and one worker, with an empty audit."""
    empty(world)
    sock = serve.listening("127.0.0.1", 0)
    supervisor = processes.supervisor(world.settings, world.dsn(WORK), sock, serving)
    try:
        supervisor.start()
        yield Served(world, int(sock.getsockname()[1]), tuple(supervisor.children))
    finally:
        supervisor.stop()
        sock.close()


def empty(world: World) -> None:
    """Forgets what earlier runs wrote."""
    with psycopg.connect(world.dsn(SUPERUSER), autocommit=True) as connection:
        for statement in _EMPTY.split("; "):
            connection.execute(statement.encode())
        connection.execute("checkpoint")
    shutil.rmtree(world.settings.checkpoints, ignore_errors=True)


def loaded(served_: Served, requests: Requests, seconds: float, connections: int) -> Usage:
    """Loads it, after a short run that warms what is cold."""
    run(requests, 2, connections)
    pids = served_.all()
    before = usage.cpu_seconds(pids)
    load = run(requests, seconds, connections)
    return Usage(load, usage.cpu_seconds(pids) - before)


@dataclass(frozen=True, slots=True)
class Kept:
    """What the audit takes: bytes on disk of all its tables with their indexes, its entries, whether the tree has taken all of them."""

    size: int
    entries: int
    whole: bool


def audit_kept(world: World) -> Kept:
    """What the audit takes, as soon as the tree has caught up."""
    until = time.monotonic() + _CAUGHT_UP_S
    with psycopg.connect(world.dsn(SUPERUSER), autocommit=True) as connection:
        while True:
            (written,), (appended,), (size,) = (connection.execute(one).fetchone() or (0,) for one in (_WRITTEN, _IN_TREE, _AUDIT_BYTES))
            if written == appended or time.monotonic() > until:
                return Kept(int(size), int(written), written == appended)
            time.sleep(0.3)
