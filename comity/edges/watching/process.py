"""The process that watches folders: a thread for each, which looks, loads, and says a line for each file in the log.

It keeps nothing in memory that a kill could lose, hence it ends by its signal at once.
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Final

from comity.edges.watching import settings as read_settings
from comity.edges.watching.folder import DONE, REFUSED, Folder, Gone, Later, Outcome, Taken
from comity.edges.watching.loading import Loader
from comity.edges.watching.settings import Watched, WatchSettings, WatchWrong
from comity.engines.lasting import surviving

if TYPE_CHECKING:
    from comity.client import Client

LOOK_S: Final = 2.0
_AGAIN_S: Final = 10.0  # after what only somebody else can put right: a server, a token, a folder

log = logging.getLogger(__name__)


@dataclass(slots=True)
class Watch:
    """One folder's thread. `address`: the server. What stays the same is said once."""

    watched: Watched
    address: str
    look_s: float = LOOK_S
    again_s: float = _AGAIN_S
    last_said: str = field(default="")

    def forever(self) -> None:
        """Looks until the process ends."""
        folder = Folder(
            Path(self.watched.path), Loader(self._connected, self.watched.register, self.watched.question), time.monotonic,
            self.watched.settle_s,
        )  # fmt: skip
        while True:
            with surviving(log, "%s stopped and begins again", self.watched.path):
                self.through(folder)
            time.sleep(self.again_s)

    def through(self, folder: Folder) -> None:
        """Looks until something is in the way, which is said."""
        try:
            with folder.ours():
                self._say("is watched")
                while True:
                    self._look(folder)
                    time.sleep(self.look_s)
        except Taken:
            self._say("is watched by another process: this one waits for its turn")
        except Gone as problem:
            self._say(f"cannot be watched: {problem}. It is waited for")

    def _look(self, folder: Folder) -> None:
        try:
            for _, outcome in folder.look():
                self._told(outcome)
        except (Later, WatchWrong) as problem:
            self._say(f"waits: {problem}")
            time.sleep(self.again_s)

    def _told(self, outcome: Outcome) -> None:
        """A line for a file, which leaves its name out: names of files may say whom they are about. The list of loads has them."""
        where = DONE if outcome.good else REFUSED
        self.last_said = ""
        log.info("%s: a file for %s went to %s: %s", self.watched.path, self.watched.register, where, outcome.said)

    def _say(self, sentence: str) -> None:
        if sentence != self.last_said:
            self.last_said = sentence
            log.info("%s %s", self.watched.path, sentence)

    def _connected(self) -> Client:
        from comity.client import Client  # noqa: PLC0415 - who serves without folders needs no client

        return Client(self.address, read_settings.token(self.watched), timeout_s=120.0)


def run(of: WatchSettings, address: str, ready: Callable[[], None] = lambda: None) -> None:
    """Watches all folders until a signal ends the process."""
    log.setLevel(logging.INFO)
    logging.getLogger("httpx").setLevel(logging.WARNING)
    threads = [threading.Thread(target=Watch(one, of.server or address).forever, name=one.path, daemon=True) for one in of.folders]
    for thread in threads:
        thread.start()
    ready()
    for thread in threads:
        thread.join()


def role(of: WatchSettings, address: str) -> Callable[[Callable[[], None]], None]:
    """As a child of the supervisor."""
    return partial(run, of, address)
