"""Requests that were sent with a key, so that one sent twice is done once. Answers are kept for a day, sealed.

A key is taken in a transaction of its own before anything is done. Who does it after that and dies leaves the key taken and without an
answer; nobody can then do the same again under that key, and whoever asks is told so.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from comity.access.entries import Actor, Means, entry
from comity.access.model import Decision
from comity.audit import Act
from comity.engines.crypto import seal, unseal
from comity.engines.keyring import KeyName
from comity.engines.store import NOBODY

KEPT: Final = timedelta(hours=24)
WORKING: Final = 102  # RFC 2518, 10.1: the request is accepted and not completed
_AGAIN: Final = Decision(True, "OWN-07", "The answer to an earlier request was given again.")


@dataclass(frozen=True, slots=True)
class Request:
    """Whose, under which key (its SHA-256), and what (its SHA-256)."""

    actor: str
    key_hash: bytes
    digest: bytes


@dataclass(frozen=True, slots=True)
class Begun:
    """The key is taken: do it, then `finish` or `free`."""


@dataclass(frozen=True, slots=True)
class Answered:
    """It was done: this was the answer."""

    status: int
    body: bytes


@dataclass(frozen=True, slots=True)
class UnderWay:
    """It was begun and has no answer."""


@dataclass(frozen=True, slots=True)
class Other:
    """The key belongs to another request."""


Outcome = Begun | Answered | UnderWay | Other


@dataclass(frozen=True, slots=True)
class Repeats:
    """What the edges call around a request with a key. All raise Unavailable."""

    means: Means

    async def begin(self, asked: Request, actor: Actor) -> Outcome:
        """Takes the key, or says what it was taken for. Giving an answer again is an entry."""
        now = self.means.clock.now()
        async with self.means.store.transaction(NOBODY) as connection:
            taken = await connection.execute(_TAKE, [asked.actor, asked.key_hash, asked.digest, WORKING, now, now - KEPT])
            if taken.rowcount:
                return Begun()
            row = await (await connection.execute(_FOUND, [asked.actor, asked.key_hash])).fetchone()
            if row is None or bytes(row[0]) != asked.digest:
                return Other()
            if row[1] == WORKING:
                return UnderWay()
            note = entry(Act.READ, now, actor, _AGAIN, "the answer to an earlier request again")
            await self.means.recorder.record(connection, note)
        return Answered(row[1], self._opened(asked, bytes(row[2])))

    async def finish(self, asked: Request, status: int, body: bytes) -> None:
        """Keeps the answer, durably."""
        key = self.means.keyring.key(KeyName.SESSION)
        sealed = bytes([key.version]) + seal(key.secret, body, _bound(asked))
        async with self.means.store.transaction(NOBODY) as connection:
            await connection.execute(_ANSWER, [status, sealed, asked.actor, asked.key_hash, WORKING])

    async def free(self, asked: Request) -> None:
        """Nothing was done: the key may be used again."""
        async with self.means.store.transaction(NOBODY) as connection:
            await connection.execute(_FREE, [asked.actor, asked.key_hash, WORKING])

    def _opened(self, asked: Request, sealed: bytes) -> bytes:
        key = self.means.keyring.version(KeyName.SESSION, sealed[0])
        return unseal(key.secret, sealed[1:], _bound(asked))


def _bound(asked: Request) -> bytes:
    return b"|".join([b"answer", asked.actor.encode(), asked.key_hash, asked.digest])


# A key older than a day, or freed, is taken anew in the same statement.
_TAKE: Final = (
    "insert into comity.idempotency as i (actor, key_hash, request_digest, status, body, at) values (%s, %s, %s, %s, '', %s)"
    " on conflict (actor, key_hash) do update set request_digest = excluded.request_digest, status = excluded.status, body = '',"
    " at = excluded.at where i.at < %s"
)
_FOUND: Final = "select request_digest, status, body from comity.idempotency where actor = %s and key_hash = %s"
_ANSWER: Final = "update comity.idempotency set status = %s, body = %s where actor = %s and key_hash = %s and status = %s"
_FREE: Final = "update comity.idempotency set at = '-infinity' where actor = %s and key_hash = %s and status = %s"
