"""Rates: so many at once, then so many a second. A refusal says when to come back.

Sign-ins are counted in the database, for all processes together (`shared`). Checks are counted in each process (`Buckets`),
since a count in the database would cost more than the check: with several processes the limit holds for each of them.
"""

from __future__ import annotations

import math
from collections import OrderedDict
from dataclasses import dataclass
from typing import Final

import psycopg

from comity.access.settings import Rate
from comity.engines.clock import Clock
from comity.engines.crypto import keyed_hash
from comity.engines.keyring import KeyName, Keyring

_MOST_KEYS: Final = 100_000


@dataclass(frozen=True, slots=True)
class RateLimit:
    """Too fast: come back in `retry_after` seconds (the header of that name takes whole ones)."""

    what: str
    retry_after: int


async def shared(connection: psycopg.AsyncConnection, clock: Clock, rate: Rate, key: bytes) -> float:
    """Takes one from a bucket that all processes share. Gives 0, or the seconds until the next."""
    statement = "select access.take(%s, %s, %s, %s)"
    row = await (await connection.execute(statement, [key, rate.burst, rate.per_second, clock.now()])).fetchone()
    return float(row[0]) if row else math.inf


def bucket_key(keyring: Keyring, what: str, who: str) -> bytes:
    """Names a bucket without keeping whom it is about: neither logins nor addresses stand in the table."""
    return keyed_hash(keyring.key(KeyName.SESSION).secret, f"bucket|{what}|{who}".encode(errors="replace"))


class Buckets:
    """Token buckets of this process, for checks. Cost: under a microsecond. The longest unused is forgotten first."""

    def __init__(self, rate: Rate, what: str, clock: Clock) -> None:
        self._rate = rate
        self._what = what
        self._clock = clock
        self._levels: OrderedDict[int, tuple[float, float]] = OrderedDict()

    def take(self, key: int, cost: int = 1) -> RateLimit | None:
        """Takes `cost` for this key, or says when that many are there. A cost above the burst is taken from a full bucket."""
        now = self._clock.monotonic()
        level, at = self._levels.pop(key, (self._rate.burst, now))
        level = min(self._rate.burst, level + (now - at) * self._rate.per_second)
        missing = min(cost, self._rate.burst) - level
        self._levels[key] = (level if missing > 0 else level - cost, now)
        if len(self._levels) > _MOST_KEYS:
            self._levels.popitem(last=False)
        return RateLimit(self._what, math.ceil(missing / self._rate.per_second)) if missing > 0 else None
