"""`comity ledger`: the deletions outside the database, on the machine itself; replayed after a restore, before anything serves."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, TypeVar

from comity.edges.cli import installation
from comity.edges.cli.installation import Named
from comity.edges.cli.terminal import note, say

if TYPE_CHECKING:
    from pathlib import Path

    from comity.access.restrictions import Connection
    from comity.engines.keyring import Keyring

T = TypeVar("T")


def status(*, of: Named = "") -> int:
    """Says how many deletions the ledger holds, and whether the database knows them all."""
    from comity.engines.keyring import KeyName
    from comity.registers import ledger, ledger_work

    async def looked(connection: Connection, folder: Path, keyring: Keyring) -> int:
        stands = ledger.last(folder, keyring.signers(KeyName.CHECKPOINT))
        say(f"The ledger holds {stands.size} deletions: {folder / ledger.NAME}")
        await ledger_work.prove(connection, folder, keyring)
        say("The database knows them all.")
        return 0

    return _with_database(of, looked)


def replay(*, of: Named = "") -> int:
    """Deletes again, in a database that was restored from an older copy, what was deleted since. Stop Comity first."""
    from comity.audit import Recorder
    from comity.engines.clock import SystemClock
    from comity.registers import ledger_work

    async def done(connection: Connection, folder: Path, keyring: Keyring) -> int:
        recorder = await Recorder.start(connection, keyring)
        replayed = await ledger_work.replay(connection, recorder, folder, keyring, SystemClock().now())
        if not replayed.deletions:
            say("The database knows every deletion: there was nothing to replay.")
            return 0
        say(f"Replayed {replayed.deletions} deletions; {replayed.erased} records were still there and are erased.")
        note("Comity may serve again. The filters are built anew by the worker.")
        return 0

    return _with_database(of, done)


def _with_database(of: str, does: Callable[[Connection, Path, Keyring], Awaitable[int]]) -> int:
    from comity.engines.store import Store
    from comity.keys import prove

    keyring = installation.keyring(of)
    folder = installation.existing_folder(of) / "checkpoints"

    async def run(dsn: str) -> int:
        store = await Store.open(dsn, size=1)
        try:
            async with await store.dedicated() as connection:
                await prove(connection, keyring)
                return await does(connection, folder, keyring)
        finally:
            await store.close()

    with installation.database(of) as dsns:
        return asyncio.run(run(dsns.work))
