"""The ledger of deletions: its file, and a restored older copy that may not serve what was deleted since."""

from __future__ import annotations

import subprocess
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import UUID

import psycopg
import pytest

from comity.access.model import Role
from comity.app import opened
from comity.audit import Act, Recorder
from comity.engines import crypto
from comity.engines.keyring import KeyName, Keyring, Signer
from comity.engines.store.programs import programs_folder
from comity.engines.store.roles import drop_database, make_database
from comity.registers import deciding, ledger, ledger_work
from comity.registers.catalogue import BY_NUMBER
from comity.registers.ledger import Gone, LedgerBroken, OlderCopy, Standing
from tests.flows.world import VEHICLE, build, reader_for, serving
from tests.registers.test_life import acts

AT = datetime(2026, 11, 21, 12, tzinfo=UTC)
SEED = bytes(range(32))
SIGNERS = (Signer(1, crypto.public_key(SEED)),)


def gone(number: int) -> Gone:
    return Gone(UUID(int=number), 8, 2, -number, 21, "withdrawn", "", AT, 1)


def written(folder: Path, *sizes: int) -> Standing:
    """A file with a line of each size."""
    stands = Standing()
    for size in sizes:
        line, stands = ledger.line_of([gone(stands.size + n) for n in range(size)], stands, AT, SEED)
        ledger.append(folder, line)
    return stands


def test_the_file_gives_back_what_was_written(tmp_path: Path) -> None:
    assert ledger.last(tmp_path, SIGNERS) == Standing()
    stands = written(tmp_path, 3, 1, 500)
    assert (stands.size, ledger.last(tmp_path, SIGNERS)) == (504, stands)
    assert [one for batch, _ in ledger.read(tmp_path, SIGNERS) for one in batch.gone] == [gone(number) for number in range(504)]
    assert (tmp_path / ledger.NAME).stat().st_mode & 0o077 == 0


def test_a_torn_line_is_passed_over_and_the_next_one_stands_alone(tmp_path: Path) -> None:
    stands = written(tmp_path, 2)
    path = tmp_path / ledger.NAME
    line, after = ledger.line_of([gone(7)], stands, AT, SEED)
    for torn in (1, len(line) // 2, len(line) - 1):
        whole = path.read_bytes()
        path.write_bytes(whole + line[:torn])
        assert ledger.last(tmp_path, SIGNERS) == stands
        path.write_bytes(whole)
    path.write_bytes(path.read_bytes() + line[:40])
    ledger.append(tmp_path, line)
    assert ledger.last(tmp_path, SIGNERS) == after
    assert [batch.size for batch, _ in ledger.read(tmp_path, SIGNERS)] == [2, 3]


@pytest.mark.parametrize("what", ["changed", "taken out", "of another"])
def test_a_changed_line_is_found(tmp_path: Path, what: str) -> None:
    written(tmp_path, 1, 1, 1)
    path = tmp_path / ledger.NAME
    lines = path.read_bytes().splitlines(keepends=True)
    if what == "changed":
        lines[1] = lines[1].replace(b"withdrawn", b"withdrawm")
    elif what == "taken out":
        del lines[1]
    signers = (Signer(1, crypto.public_key(bytes(32))),) if what == "of another" else SIGNERS
    path.write_bytes(b"".join(lines))
    with pytest.raises(LedgerBroken):
        list(ledger.read(tmp_path, signers))


def dumped(database: Any, path: Path) -> None:
    done = subprocess.run(
        [programs_folder() / "pg_dump", "--format=custom", f"--file={path}", f"--dbname={database.superuser}"],
        capture_output=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr


def restored(database: Any, path: Path) -> None:
    """The database as it was in the dump."""
    elsewhere = database.superuser.replace(f"/{database.name}?", "/postgres?")
    drop_database(elsewhere, database.name)
    make_database(elsewhere, database.name)
    done = subprocess.run(
        [programs_folder() / "pg_restore", "--exit-on-error", f"--dbname={database.superuser}", path], capture_output=True, check=False
    )
    assert done.returncode == 0, done.stderr


@pytest.mark.anyio
@pytest.mark.fault
async def test_RET_07_a_restored_older_copy_serves_nothing_before_the_ledger_is_replayed(database: Any, tmp_path: Path) -> None:
    world = await build(database, tmp_path / "home")
    folder, vehicles = world.settings.checkpoints, BY_NUMBER[8]
    async with serving(world) as site:
        record, kept = await site.enter(VEHICLE, "vehicles"), await site.enter({**VEHICLE, "vin": "", "plate": "ZZ1"}, "vehicles")
        keyring, steps = site.comity.keyring, site.steps
        dumped(database, tmp_path / "old.dump")
        registrar = reader_for(world, "b", Role.REGISTRAR)
        await deciding.withdraw(site.comity.records, registrar, vehicles, record, "It was found.")
        assert (await of_worker(database, folder, keyring)).count == 1
        assert (await of_worker(database, folder, keyring)).count == 0
    async with opened(world.settings):
        pass  # this database knows what the file has
    restored(database, tmp_path / "old.dump")
    with pytest.raises(OlderCopy) as refused:
        async with opened(world.settings):
            pass
    assert "comity ledger replay" in refused.value.still_works
    async with await psycopg.AsyncConnection.connect(database.work, autocommit=True) as work:
        recorder = await Recorder.start(work, keyring)
        assert await ledger_work.replay(work, recorder, folder, keyring, AT) == ledger_work.Replayed(1, 1)
        assert await ledger_work.replay(work, recorder, folder, keyring, AT) == ledger_work.Replayed(0, 0)
    assert acts(database, Act.ERASURE) == [("RET-07", "replayed: withdrawn", 1)]
    async with serving(world) as site:
        site.steps.update(steps)  # each code opens once
        asking = await site.officer("c.officer")
        answer = await asking.post("/api/v1/checks", json={"identifiers": [{"kind": "vin", "value": VEHICLE["vin"]}]})
        assert answer.json()["outcome"] == "no_hit"
        owner = await site.officer("b.supervisor", "DESK")
        assert (await owner.get(f"/api/v1/registers/vehicles/records/{record}")).status_code == 404
        assert (await owner.get(f"/api/v1/registers/vehicles/records/{kept}")).status_code == 200
        assert [one["record"] for one in (await owner.get("/api/v1/life/deletions")).json()["items"]] == [str(record)]


async def of_worker(database: Any, folder: Path, keyring: Keyring) -> ledger_work.Written:
    async with await psycopg.AsyncConnection.connect(database.work, autocommit=True) as work:
        return await ledger_work.write(work, folder, keyring, AT)


@pytest.mark.anyio
@pytest.mark.fault
async def test_a_worker_that_is_killed_between_file_and_database_loses_nothing(database: Any, tmp_path: Path) -> None:
    world = await build(database, tmp_path / "home")
    folder = world.settings.checkpoints
    async with serving(world) as site:
        record = await site.enter(VEHICLE, "vehicles")
        await deciding.withdraw(site.comity.records, reader_for(world, "b", Role.REGISTRAR), BY_NUMBER[8], record, "It was found.")
        keyring = site.comity.keyring
        await of_worker(database, folder, keyring)
    with psycopg.connect(database.superuser) as above:  # as if it had died just before it told the database
        above.execute("update registers.deletion set kept_at = null; delete from registers.ledger")
    async with opened(world.settings):
        pass  # every deletion of the file is in the database
    assert (await of_worker(database, folder, keyring)).count == 1
    twice = [one.record for batch, _ in ledger.read(folder, keyring.signers(KeyName.CHECKPOINT)) for one in batch.gone]
    assert twice == [record, record]
    (folder / ledger.NAME).unlink()  # the file is lost: it is written anew
    again = await of_worker(database, folder, keyring)
    assert (again.count, again.anew) == (1, True)
