"""One file of a watched folder, sent to a server and followed to its end."""

from __future__ import annotations

import io
import time
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import msgspec

from comity.edges.watching.folder import Later, Outcome, Whole

if TYPE_CHECKING:
    from comity.client import Client
    from comity.client.jobs import Job
    from comity.client.loads import LoadQuestion

_LOOK_S: Final = 0.5
_LONGEST_NAME: Final = 200
_AS_LINES: Final = frozenset({".jsonl", ".ndjson"})
_COUNTED: Final = (
    ("entered", "entered"), ("corrected", "corrected"), ("withdrawn", "withdrawn"), ("unchanged", "there already"), ("refused", "refused"),
    ("held", "held for a second signature"),
)  # fmt: skip
_RIGHTS: Final = frozenset({"ACC-01", "ACC-04", "ACC-08"})  # of whoever loads; nothing is wrong with the file


@dataclass(frozen=True, slots=True)
class Loader:
    """Loads files into a register. `connected`: a client with the token of now. `told`: what is said of a job meanwhile."""

    connected: Callable[[], Client]
    register: str
    how: LoadQuestion
    rest_s: float = _LOOK_S

    def __call__(self, whole: Whole) -> Outcome:
        """What came of one file. Raises: Later, where the server does not answer or the token does not open it."""
        from comity.client import errors  # noqa: PLC0415 - a command that loads nothing needs no client

        try:
            with self.connected() as server:
                return self._outcome(server, whole)
        except (errors.Unreachable, errors.Unavailable, errors.TooFast, errors.ServerFailed, errors.SignInFirst, errors.Clash) as away:
            raise Later(str(away)) from None
        except (errors.Refused, errors.Absent) as closed:  # the scope of a token, a mapping: an officer puts it right
            raise Later(str(closed)) from None
        except errors.Invalid as wrong:
            return Outcome("refused", why=f"{wrong}\n")

    def _outcome(self, server: Client, whole: Whole) -> Outcome:
        done = self._earlier(server, whole) or self._followed(server, self._begun(server, whole))
        if done.fault is not None:
            if done.fault.rule in _RIGHTS:
                whole.began("")
                raise Later(done.fault.sentence)
            return Outcome("refused", why=f"{done.fault.sentence} ({done.fault.rule or done.fault.code})\n")
        if done.state == "cancelled":
            return Outcome("refused", why="An officer stopped this load. What it had entered until then stays.\n")
        rows = io.BytesIO()
        if done.result:
            server.job_result(done.id, rows)
        return Outcome(summary(done), errors=rows.getvalue(), errors_ending=".jsonl" if whole.path.suffix.lower() in _AS_LINES else ".csv")

    def _earlier(self, server: Client, whole: Whole) -> Job | None:
        """The end of the job that a killed watcher had begun; None where there is none, or it is forgotten: the file is loaded anew."""
        from comity.client import errors  # noqa: PLC0415 - a command that loads nothing needs no client

        try:
            return self._followed(server, whole.job) if whole.job else None
        except errors.Absent:
            return None

    def _begun(self, server: Client, whole: Whole) -> str:
        how = msgspec.structs.replace(self.how, name=shown(whole.path.name))
        job = server.start_load(self.register, whole.content, how)
        whole.began(job)
        return job

    def _followed(self, server: Client, job: str) -> Job:
        while not (found := server.job(job)).over:
            time.sleep(self.rest_s)
        return found


def shown(name: str) -> str:
    """A file's name as text that every place takes: no control or format characters, no bytes that are no letters."""
    kept = "".join("_" if unicodedata.category(letter) in ("Cc", "Cf", "Cs", "Co", "Cn") else letter for letter in name)
    return kept[-_LONGEST_NAME:]


def summary(done: Job) -> str:
    """What became of the rows, in one line."""
    counts = done.counts
    said = [f"{counts.get(name, 0)} {word}" for name, word in _COUNTED if counts.get(name) or name in ("entered", "unchanged", "refused")]
    return f"{done.done} rows: {', '.join(said)}."
