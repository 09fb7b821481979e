"""Rotating, counting, sealing anew and destroying, for whoever runs the installation. Each act is in the audit before it is told.

Whatever is made under a key takes its newest version just before; so what was under way when a key was rotated is in the database minutes
later at most. Until then nothing of the older version is destroyed.
"""

from __future__ import annotations

import contextlib
from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Final
from uuid import UUID

from psycopg import AsyncConnection

from comity.access import credentials
from comity.access.entries import Actor, Means, entry
from comity.access.model import Decision
from comity.access.settings import AccessSettings
from comity.audit import Act, Recorder
from comity.engines.clock import Clock
from comity.engines.crypto import Tampered
from comity.engines.keyring import Key, KeyFacts, KeyGone, KeyName, Keyring
from comity.engines.store import NOBODY, Store
from comity.kernel.errors import Unavailable
from comity.keys.errors import InForce, StillNeeded, Unheard
from comity.keys.filter_key import replaced
from comity.registers.sealing import unwrap, wrap

QUIET: Final = timedelta(minutes=5)  # an idle transaction is ended after one; a chunk of a load takes seconds
_OVERLAP: Final = timedelta(seconds=1)
BATCH: Final = 1_000
_DONE: Final = Decision(True, "ACC-01", "Done on the machine itself.")
_FIRST: Final = UUID(int=0)
_LAST: Final = datetime(9999, 1, 1, tzinfo=UTC)
_PERIODIC: Final = (KeyName.AUDIT_MONTH, KeyName.AUDIT_PROBE)


@dataclass(frozen=True, slots=True)
class Use:
    """How many of something are still under one version of a key."""

    name: KeyName
    period: str
    version: int
    what: str
    count: int


@dataclass(frozen=True, slots=True)
class Progress:
    """How far sealing anew is."""

    what: str
    done: int
    total: int


@dataclass(frozen=True, slots=True)
class KeyService:
    """What the command line calls. `means`: a store of the role comity_work."""

    means: Means

    async def rotate(self, name: KeyName, period: str = "") -> Key:
        """A fresh version.

        Raises: StillNeeded for the filter key while a record is there, which only the key in force finds, or a process serves, which may
        have hashed something already; Unheard where the database went away after the key was made; Unavailable where it was not made.
        """
        fresh: Key | None = None
        try:
            async with self.means.store.transaction(NOBODY) as connection:
                if name is KeyName.FILTER:
                    await self._only_without_records(connection)
                fresh = self.means.keyring.rotate(name, period)
                if name is KeyName.FILTER and not await replaced(connection, fresh):
                    raise StillNeeded(_FOUND)
                await self._note(connection, f"rotated {_called(name, period)}: version {fresh.version} is in force")
        except Unavailable as problem:
            if fresh is None:
                raise
            raise Unheard(fresh, problem) from problem
        return fresh

    async def _only_without_records(self, connection: AsyncConnection) -> None:
        """Holds writers off until the transaction ends, so that no record comes in under the old key. Raises: StillNeeded."""
        row = await (await connection.execute(_SERVING)).fetchone()
        if row and row[0]:
            raise StillNeeded(
                "Comity serves from this database. Stop it first, and start it again afterwards: it reads the filter key once."
            )
        old = self.means.keyring.key(KeyName.FILTER)
        if not await replaced(connection, old):
            raise StillNeeded(_FOUND)

    async def uses(self) -> list[Use]:
        """What each version still holds, where that is cheap to count. Cost: one pass over the keys of records: 0.2 us each."""
        async with self.means.store.transaction(NOBODY) as connection:
            return await self._uses(connection)

    async def _uses(self, connection: AsyncConnection) -> list[Use]:
        now = self.means.clock.now()
        rows = await (await connection.execute("select name, version, what, count from registers.key_uses(%s)", (now,))).fetchall()
        found = [Use(KeyName(name), "", version, what, count) for name, version, what, count in rows if count]
        for name, what in ((KeyName.SESSION, 0), (KeyName.TOKEN, 1)):
            for version, low, high in self._times(name):
                statement = "select sessions, tokens from access.credentials_of(%s, %s, %s)"
                row = await (await connection.execute(statement, (low, high, now))).fetchone()
                if row and row[what]:
                    found.append(Use(name, "", version, ("sessions", "tokens")[what], int(row[what])))
        return found

    def _times(self, name: KeyName) -> list[tuple[int, datetime, datetime]]:
        """From when to when each version was in force. What is made takes its time before its key, so little overlaps."""
        versions = self._facts(name, "")
        ends = [*(one.made_at + _OVERLAP for one in versions[1:]), _LAST][: len(versions)]
        return [(one.version, one.made_at, end) for one, end in zip(versions, ends, strict=True)]

    def _facts(self, name: KeyName, period: str) -> list[KeyFacts]:
        return [one for one in self.means.keyring.list() if (one.name, one.period) == (name, period)]

    async def rewrap(self) -> AsyncIterator[Progress]:
        """Seals the keys of records and the seeds of codes under the newest version, batch by batch, each a transaction of its own.

        Ended at any moment, it goes on where it was; two at once do no harm. Nothing waits for it. What does not open is passed over
        and told at the end, as `lost`.
        """
        keyring = self.means.keyring
        newest = keyring.key(KeyName.RECORD)
        uses = await self.uses()
        waiting = sum(use.count for use in uses if use.name is KeyName.RECORD and use.version != newest.version)
        await self._say(f"sealing anew began: {waiting} records to version {newest.version} of record")
        done, lost, beyond = 0, 0, _FIRST
        while batch := await self._wrapped(newest.version, beyond):
            beyond = batch[-1][0]
            anew = self._anew(batch)
            lost += len(batch) - len(anew)
            done += await self._rewrap(anew)
            yield Progress("records", done, max(waiting, done))
        officers = await self._reseal()
        await self._say(f"sealing anew ended: {done} records, {officers} officers, {lost} lost")
        yield Progress("lost", lost, lost)
        yield Progress("officers", officers, officers)

    async def _wrapped(self, newest: int, beyond: UUID) -> list[tuple[UUID, bytes]]:
        async with self.means.store.transaction(NOBODY) as connection:
            cursor = await connection.execute("select * from registers.wrapped_otherwise(%s, %s, %s)", (newest, beyond, BATCH))
            return [(row[0], bytes(row[1])) for row in await cursor.fetchall()]

    def _anew(self, batch: list[tuple[UUID, bytes]]) -> list[tuple[UUID, bytes, bytes]]:
        """Those of a batch that open, with what takes their place."""
        keyring, found = self.means.keyring, []
        for record, was in batch:
            with contextlib.suppress(KeyGone, Tampered):
                found.append((record, was, wrap(keyring, record, unwrap(keyring, record, was))))
        return found

    async def _rewrap(self, anew: list[tuple[UUID, bytes, bytes]]) -> int:
        values = ([record for record, _, _ in anew], [was for _, was, _ in anew], [fresh for _, _, fresh in anew])
        async with self.means.store.transaction(NOBODY) as connection:
            row = await (await connection.execute("select registers.rewrap(%s, %s, %s)", values)).fetchone()
        return int(row[0]) if row else 0

    async def _reseal(self) -> int:
        keyring, done = self.means.keyring, 0
        newest = keyring.key(KeyName.TOTP).version
        async with self.means.store.transaction(NOBODY) as connection:
            rows = await (await connection.execute("select * from access.seeds_otherwise(%s)", (newest,))).fetchall()
            for number, login, was in rows:
                seed = credentials.opened_seed(keyring, login, bytes(was))
                if seed is not None:
                    values = (number, was, credentials.sealed_seed(keyring, login, seed))
                    row = await (await connection.execute("select access.reseal_seed(%s, %s, %s)", values)).fetchone()
                    done += bool(row and row[0])
        return done

    async def destroy(self, name: KeyName, period: str, version: int, *, even_so: bool = False) -> None:
        """Takes a version away for good, after its entry is durable.

        Raises: KeyGone; InForce for the newest version of a key without a period; StillNeeded. `even_so` destroys what is needed all the
        same, but never a filter key by which records are found.
        """
        async with self.means.store.transaction(NOBODY) as connection:
            needs = await self._needs(connection, name, period, version)
            if needs and not even_so:
                raise StillNeeded(_needed(name, period, version, needs))
            kept = f", though needed: {'; '.join(needs)}" if needs else ""
            await self._note(connection, f"destroyed version {version} of {_called(name, period)}{kept}")
        self.means.keyring.destroy(name, period, version)

    async def _needs(self, connection: AsyncConnection, name: KeyName, period: str, version: int) -> list[str]:
        """What speaks against destroying this version."""
        facts = self._facts(name, period)
        later = [one for one in facts if one.version > version]
        if not any(one.version == version and not one.destroyed for one in facts):
            raise KeyGone(name, period, version)
        uses = [one for one in await self._uses(connection) if (one.name, one.version) == (name, version)]
        if name is KeyName.FILTER and uses:
            raise StillNeeded(_FOUND)
        if not later and name not in _PERIODIC:
            raise InForce(f"Version {version} of {name} is in force: rotate first (comity keys rotate {name}).")
        needs = [f"{one.count} {one.what} are under it" for one in uses]
        if name in _PERIODIC:
            needs += await self._entries(connection, name, period, version)
        if later and self.means.clock.now() < later[0].made_at + QUIET:
            needs.append(f"it was rotated less than {QUIET.seconds // 60} minutes ago, and something made under it may be on its way")
        return needs

    async def _entries(self, connection: AsyncConnection, name: KeyName, period: str, version: int) -> list[str]:
        """Entries of the audit that only this version opens or finds. A pack does not say under which version its probes are."""
        which = " and version = %s" if name is KeyName.AUDIT_MONTH else ""
        statement = (
            "select coalesce(sum(count), 0) from audit.pack where at >= to_timestamp(%s, 'YYYY-MM') - interval '1 day'"  # noqa: S608 - fixed words
            f" and at < to_timestamp(%s, 'YYYY-MM') + interval '1 month 1 day' and period = %s{which}"
        )
        values = (period, period, period, *((version,) if which else ()))
        row = await (await connection.execute(statement.encode(), values)).fetchone()
        if not row or not row[0]:
            return []
        does = "open" if name is KeyName.AUDIT_MONTH else "may be found by what was asked"
        return [f"the questions of {row[0]} entries of {period} {does} under it"]

    async def exported(self) -> None:
        """Notes that all keys were written into a file."""
        await self._say("all keys exported")

    async def _say(self, detail: str) -> None:
        async with self.means.store.transaction(NOBODY) as connection:
            await self._note(connection, detail)

    async def _note(self, connection: AsyncConnection, detail: str) -> None:
        """One entry, of the secretariat where there is one, so that its auditors see it."""
        statement = "select coalesce(min(number) filter (where kind = 3), 0) from access.authority"
        row = await (await connection.execute(statement)).fetchone()
        actor = Actor(int(row[0]) if row else 0)
        await self.means.recorder.record(connection, entry(Act.KEY, self.means.clock.now(), actor, _DONE, detail))


_SERVING: Final = "select count(*) from pg_stat_activity where datname = current_database() and usename = 'comity_app'"
_FOUND: Final = (
    "Records are there, and each is found by hashes under the filter key in force: under another, checks would miss them. "
    "The filter key stays with its database."
)


def _called(name: KeyName, period: str) -> str:
    return f"{name} {period}".strip()


def _needed(name: KeyName, period: str, version: int, needs: list[str]) -> str:
    """What needs it, and what to do first."""
    first = " Seal it anew first: comity keys rewrap." if name in (KeyName.RECORD, KeyName.TOTP) else ""
    return f"Version {version} of {_called(name, period)} is still needed: {'; '.join(needs)}.{first} --even-so destroys it all the same."


@contextlib.asynccontextmanager
async def open_keys(dsn: str, keyring: Keyring, clock: Clock) -> AsyncIterator[KeyService]:
    """The service over one database. Raises: Unavailable, also where the role is not comity_work."""
    store = await Store.open(dsn, migrated=True, size=2)
    try:
        async with store.transaction(NOBODY) as connection:
            statement = "select has_function_privilege('registers.key_uses(timestamptz)', 'execute')"
            row = await (await connection.execute(statement)).fetchone()
            if not row or not row[0]:
                raise Unavailable("What keys hold is seen by the role comity_work alone. Connect as that role.")
            recorder = await Recorder.start(connection, keyring)
        yield KeyService(Means(store, keyring, clock, recorder, AccessSettings()))
    finally:
        await store.close()
