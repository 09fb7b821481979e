"""The group commit that every check waits for.

One writer a process takes all waiting checks at once, asks the filters, opens one transaction, and in it: reads what changed in the
registers since the last commit, looks the *maybes* up under each asker's row-level security, writes the audit entries and tells the
owners. Only when that transaction is durable do the answers leave, all together. There is no flush timer: the next commit starts when
the last ends.

Two properties rest on this shape:

* No false negative: a record that was committed before this transaction's first statement is either in the filters or among the changes
  that this statement returns.
* Equal cost: each commit makes the same statements, whether a check met nothing, a record hidden from its asker, a filter's false
  positive or a discreet record (OWN-04, HIT-11). What a *maybe* costs is paid by all, and answers leave on the commit's tick: a quiet
  commit's on the next beat, so that what the rows themselves cost does not show either.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
import os
import socket
from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Generic, Protocol, TypeVar

import psycopg

from comity.engines.keyring import KeyGone, KeyringUnusable
from comity.engines.lasting import surviving
from comity.kernel.errors import Unavailable

if TYPE_CHECKING:
    from psycopg import AsyncConnection

    from comity.engines.store import Store
    from comity.search.model import Result
    from comity.search.planned import Plan

MOST_SINGLE: Final = 512  # checks of one commit that came alone
BATCH_SHARE: Final = 250  # checks of batches in one commit while single ones wait: bounds what a batch adds to their time (about 2 ms)
BATCH_ALONE: Final = 1_000  # the same while none waits
# After a lost commit nobody knows whether its entries stand, so the sentence does not say that nothing was recorded.
STILL_WORKS: Final = "No answer was given; that you asked may be on record. Ask again in a moment."
# A commit of a few checks takes 2 to 6 ms, a little more where a record was opened and its owner told. Its answers leave on the next beat
# since it began, which is the same beat for all (OWN-04, HIT-11); the answer of a search for a person on a beat since that search began.
# Where many checks wait together, they hide one another and none is held.
BEAT_S: Final = 0.010
QUIET: Final = 16
CANCEL_AGAIN_S: Final = 0.5
LONGEST_S: Final = 10.0  # a commit takes some milliseconds; an officer waits no longer for one
_FULL: Final = "The disk of the database is full."
_SILENT: Final = "The database does not answer."
_STOPPING: Final = "This server is stopping."
_EXPECTED: Final = (psycopg.OperationalError, psycopg.InterfaceError, Unavailable)

log = logging.getLogger(__name__)


@dataclass(slots=True, eq=False)
class Parcel:
    """The checks of one request, answered together. Its future is its own: one client that leaves cancels nobody else's.

    `since`: when work on it began, where that was before its commit; its answer leaves on a beat since then.
    """

    plans: Sequence[Plan]
    done: asyncio.Future[list[Result]]
    since: float | None = None


State = TypeVar("State")


class Desk(Protocol[State]):
    """What one commit does for its checks, step by step; `search.desk` has the real one."""

    def before(self, plans: Sequence[Plan], /) -> State:
        """Hashes and probes, outside the transaction. Gives the state that the next steps share."""

    async def within(self, connection: AsyncConnection, state: State, /) -> list[Result]:
        """Looks up, verifies and writes, in the open transaction; ends with COMMIT sent and acknowledged."""

    def lost(self) -> None:
        """The connection broke, perhaps inside COMMIT: numbering must not go on where it cannot know the last number."""


class GroupCommit(Generic[State]):
    """Collects the checks of one process and commits them in turn. `start` and `stop` belong to the process's life."""

    def __init__(self, store: Store, desk: Desk[State], *, most_waiting: int = 50_000) -> None:
        self._store = store
        self._desk = desk
        self._most_waiting = most_waiting
        self._single: deque[Parcel] = deque()
        self._batch: deque[Parcel] = deque()
        self._waiting = 0
        self._wake = asyncio.Event()
        self._connection: AsyncConnection | None = None
        self._task: asyncio.Task[None] | None = None
        self._loop: asyncio.AbstractEventLoop | None = None
        self._stopped = False

    def ask(self, plans: Sequence[Plan], *, batch: bool = False, since: float | None = None) -> asyncio.Future[list[Result]]:
        """Puts checks into the next commit. Raises Unavailable at once where too many wait already, or the process ends.

        `since`: when work on them began, by the loop's clock, where something about them was searched before.
        """
        if self._stopped:
            raise Unavailable(_STOPPING, STILL_WORKS)
        if self._waiting + len(plans) > self._most_waiting:
            raise Unavailable("Too many checks wait for the database.", STILL_WORKS)
        parcel = Parcel(plans, (self._loop or asyncio.get_running_loop()).create_future(), since)
        (self._batch if batch else self._single).append(parcel)
        self._waiting += len(plans)
        self._wake.set()
        return parcel.done

    async def start(self) -> None:
        """Begins to commit, in a task of its own."""
        self._loop = asyncio.get_running_loop()
        self._task = asyncio.create_task(self._run(), name="group commit")

    async def stop(self) -> None:
        """Ends after the commit under way; what still waits is refused, never dropped in silence."""
        self._stopped = True
        if self._task is not None:
            await ended(self._task)
        self._refuse([*self._single, *self._batch], Unavailable(_STOPPING, STILL_WORKS))
        await self._disconnect()

    async def _run(self) -> None:
        while True:
            await self._wake.wait()
            while parcels := self._take():
                await self._commit(parcels)
            self._wake.clear()
            if self._single or self._batch:  # came in between the last look and the clear
                self._wake.set()

    def _take(self) -> list[Parcel]:
        """All single checks first, then as many of the batches as fit beside them."""
        taken, room = [], MOST_SINGLE
        while self._single and room > 0:
            taken.append(self._single.popleft())
            room -= len(taken[-1].plans)
        room = BATCH_SHARE if taken else BATCH_ALONE
        while self._batch and room > 0:
            taken.append(self._batch.popleft())
            room -= len(taken[-1].plans)
        self._waiting -= sum(len(parcel.plans) for parcel in taken)
        return [parcel for parcel in taken if not parcel.done.done()]  # a client that left before its turn asked nothing

    async def _commit(self, parcels: list[Parcel]) -> None:
        taken = asyncio.get_running_loop().time()
        results: list[Result] = []
        try:
            # Whatever else breaks, the checks are refused and the writer lives on.
            with surviving(log, "a group commit failed", besides=_EXPECTED) as last:
                results = await self._bounded(self._desk.before([plan for parcel in parcels for plan in parcel.plans]))
        except _EXPECTED as problem:
            await self._broken(parcels, problem)
        except asyncio.CancelledError:
            self._refuse(parcels, Unavailable(_STOPPING, STILL_WORKS))
            raise
        else:
            if last.problem is None:
                self._answer(parcels, results, taken)
            else:
                await self._broken(parcels, last.problem)

    async def _bounded(self, state: State) -> list[Result]:
        """One commit. A database that neither answers nor goes away is left after `LONGEST_S`."""
        connection = await self._connected()
        end = asyncio.get_running_loop().call_later(LONGEST_S, _cut, connection)
        try:
            return await self._desk.within(connection, state)
        finally:
            end.cancel()

    def _answer(self, parcels: list[Parcel], results: list[Result], taken: float) -> None:
        """Lets the answers go: at once where many wait, else on the beat, so that the time taken tells nothing of what was met."""
        if len(results) > QUIET:
            self._release(parcels, results)
            return
        loop = asyncio.get_running_loop()
        now, start = loop.time(), 0
        for parcel in parcels:
            end = start + len(parcel.plans)
            since = taken if parcel.since is None else parcel.since
            beats = int((now - since) / BEAT_S) + 1
            loop.call_at(since + beats * BEAT_S, self._release, [parcel], results[start:end])
            start = end

    @staticmethod
    def _release(parcels: list[Parcel], results: list[Result]) -> None:
        start = 0
        for parcel in parcels:
            end = start + len(parcel.plans)
            if not parcel.done.done():
                parcel.done.set_result(results[start:end])
            start = end

    async def _broken(self, parcels: list[Parcel], problem: BaseException) -> None:
        """Refuses these checks; the next commit connects afresh. An entry without an answer may stand, never the reverse."""
        self._desk.lost()
        await self._disconnect()
        self._refuse(parcels, Unavailable(_sentence(problem), STILL_WORKS))
        log.warning("a group commit of %d requests was refused: %s", len(parcels), type(problem).__name__)

    @staticmethod
    def _refuse(parcels: Sequence[Parcel], reason: Unavailable) -> None:
        for parcel in parcels:
            if not parcel.done.done():
                parcel.done.set_exception(reason)

    async def _connected(self) -> AsyncConnection:
        if self._connection is None or self._connection.closed:
            self._connection = await self._store.dedicated()
        return self._connection

    async def _disconnect(self) -> None:
        if self._connection is not None:
            with contextlib.suppress(psycopg.Error):
                await self._connection.close()
        self._connection = None


async def ended(task: asyncio.Task[None]) -> None:
    """Cancels a task until it is over: before Python 3.12 `wait_for` may swallow one cancellation, and the task would go on for ever."""
    while not task.done():
        task.cancel()
        await asyncio.wait([task], timeout=CANCEL_AGAIN_S)
    if not task.cancelled() and (problem := task.exception()) is not None:
        log.warning("a task ended with %s", type(problem).__name__)


def _cut(connection: AsyncConnection) -> None:
    """Ends the connection from our side: whoever waits on it hears of it at once. Asking the server to cancel would wait for it again."""
    with contextlib.suppress(psycopg.Error, OSError), socket.socket(fileno=os.dup(connection.fileno())) as own:
        own.shutdown(socket.SHUT_RDWR)


def _sentence(problem: BaseException) -> str:
    """Why a commit was refused, for those who asked."""
    if isinstance(problem, KeyGone | KeyringUnusable):
        return problem.what
    return _FULL if isinstance(problem, psycopg.errors.DiskFull) else _SILENT
