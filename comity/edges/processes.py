"""All processes of one installation under one supervisor: serving ones on one port, and the worker. What dies is started again.

Children are forked after the imports, so that they share what they do not change; none of them outlives the supervisor.
"""

from __future__ import annotations

import contextlib
import ctypes
import logging
import os
import signal
import socket
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Final

from comity.app import Settings, open_keyring
from comity.edges import jobs, serve, worker
from comity.engines.clock import SystemClock
from comity.engines.filters import compiled
from comity.engines.lasting import surviving
from comity.kernel.errors import ComityError
from comity.search.persons import weighing

_PR_SET_PDEATHSIG: Final = 1  # linux/prctl.h
_STOP_S: Final = 10.0
_BACK_OFF_S: Final = 1.0  # a child that dies at once is not started more often than this

Role = Callable[[Callable[[], None]], None]  # what a child runs; it calls what it is given once it is ready

log = logging.getLogger(__name__)


@dataclass(slots=True)
class Supervisor:
    """Starts, watches and stops children. `roles`: name -> what the child runs; `ready` is written to when a child serves."""

    roles: dict[str, Role]
    children: dict[int, str] = field(default_factory=dict)
    stopping: bool = False

    def start(self) -> None:
        """Starts every child and waits until each is ready. Raises ChildFailed where one ends before."""
        pipes = [self._fork(name) for name in self.roles]
        for name, pipe in zip(self.roles, pipes, strict=True):
            with os.fdopen(pipe, "rb") as reading:
                if reading.read(1) != b"+":
                    self.stop()
                    raise ChildFailed(name)

    def _fork(self, name: str) -> int:
        reading, writing = os.pipe()
        parent = os.getpid()
        pid = os.fork()
        if pid:
            os.close(writing)
            self.children[pid] = name
            return reading
        os.close(reading)
        _die_with_parent(parent)
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGCHLD):
            signal.signal(number, signal.SIG_DFL)
        signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C reaches the whole group; the supervisor stops us in order
        os._exit(self._child(name, writing))

    def _child(self, name: str, writing: int) -> int:
        try:
            with surviving(log, "%s failed", name, of=BaseException, besides=(ComityError,)) as ended:
                self.roles[name](lambda: _tell(writing))
        except ComityError as problem:
            print(f"comity {name}: {problem}", file=sys.stderr, flush=True)  # noqa: T201 - the operator's terminal
            return 1
        return 0 if ended.problem is None else 1

    def watch(self) -> None:
        """Returns when told to stop (SIGINT, SIGTERM). A child that dies before is started again."""
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, self._told)
        while not self.stopping:
            try:
                pid, status = os.wait()
            except InterruptedError:
                continue
            except ChildProcessError:
                return
            name = self.children.pop(pid, "")
            if name and not self.stopping:
                log.warning("%s (process %d) ended with %d and is started again", name, pid, os.waitstatus_to_exitcode(status))
                time.sleep(_BACK_OFF_S)
                os.close(self._fork(name))

    def _told(self, *_: object) -> None:
        self.stopping = True
        for pid in self.children:
            _send(pid, signal.SIGTERM)

    def stop(self) -> None:
        """Ends all children, orderly for ten seconds, then at once."""
        self._told()
        until = time.monotonic() + _STOP_S
        while self.children and time.monotonic() < until:
            pid, _ = os.waitpid(-1, os.WNOHANG)
            if pid:
                self.children.pop(pid, None)
            else:
                time.sleep(0.02)
        for pid in list(self.children):
            _send(pid, signal.SIGKILL)
            os.waitpid(pid, 0)
            self.children.pop(pid)


class ChildFailed(ComityError):
    """A process ended before it was ready; what it said stands above."""

    def __init__(self, name: str) -> None:
        super().__init__(f"The process {name!r} did not start.")


def _tell(writing: int) -> None:
    with contextlib.suppress(BrokenPipeError):  # nobody waits to hear it of a child that was started again
        os.write(writing, b"+")
    os.close(writing)


def _send(pid: int, number: int) -> None:
    try:
        os.kill(pid, number)
    except ProcessLookupError:
        return


def _die_with_parent(parent: int) -> None:
    """Asks the kernel to end this process with its parent, so that a killed supervisor leaves nobody serving (Linux alone)."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGTERM)
        if os.getppid() != parent:  # it ended before we could ask
            os._exit(1)


def supervisor(settings: Settings, work_dsn: str, sock: socket.socket, serving: int = 1, watching: Role | None = None) -> Supervisor:
    """The supervisor of an installation: `serving` processes on the socket's port, one that runs jobs, and one worker.

    `work_dsn` empty: the worker is started elsewhere. `watching`: what watches folders, where there are any.
    """
    compiled.warm()
    weighing.warm()
    keyring = open_keyring(settings, SystemClock())
    roles: dict[str, Role] = {}
    for number in range(serving):
        own = sock if number == 0 else serve.listening(*sock.getsockname()[:2])
        roles[f"serve-{number + 1}"] = lambda ready, own=own: serve.run(settings, own, ready)  # type: ignore[misc]
    roles["jobs"] = lambda ready: jobs.run(settings, ready)
    if work_dsn:
        roles["work"] = lambda ready: worker.run(work_dsn, settings.filters, settings.checkpoints, keyring, ready)
    if watching is not None:
        roles["watch"] = watching
    return Supervisor(roles)
