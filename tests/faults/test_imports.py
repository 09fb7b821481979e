"""Killed in the midst of an approval: nothing of it is there, and the same approval again does all of it, once."""

from __future__ import annotations

import asyncio
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from comity.imports import proposal as imports
from comity.imports.model import State
from tests.imports.conftest import World, keyring, world
from tests.imports.listing import listing, person

pytestmark = [pytest.mark.fault, pytest.mark.anyio]
__all__ = ["keyring", "world"]

APPROVE = """
import asyncio, os, signal, sys
from pathlib import Path
from uuid import UUID
from comity.access.model import AuthorityKind, Role
from comity.audit import Recorder
from comity.engines.clock import FixedClock
from comity.engines.keyring import Keyring
from comity.engines.store import Store
from comity.imports import proposal, store
from comity.registers import reviewed
from comity.registers.desk import Desk
from tests.imports.conftest import officer
from tests.registers.conftest import NOW

dsn, home, which, step = sys.argv[1:]
place = {"enter": reviewed, "correct": reviewed, "withdraw": reviewed, "decide": store, "drop_key": reviewed}[step]
does = getattr(place, step)

async def dies(*words):
    await does(*words)
    os.kill(os.getpid(), signal.SIGKILL)

setattr(place, step, dies)

async def main():
    keyring, opened = Keyring.open(Path(home)), await Store.open(dsn, size=2)
    own = await opened.dedicated()
    recorder = await Recorder.start(own, keyring)
    desk = Desk(opened, keyring, recorder, FixedClock(NOW))
    await proposal.approve(desk, officer(7, 72, AuthorityKind.ENTITY, Role.SUPERVISOR), UUID(which), "The committee ended the regime.")

asyncio.run(main())
"""
_STATE = (
    "select (select array_agg((id, version, state)::text order by id) from registers.notices),"
    " (select count(*) from registers.search_key), (select count(*) from imports.made), (select count(*) from imports.item),"
    " (select array_agg(state order by at, id) from imports.proposal), (select count(*) from registers.version)"
)


@pytest.mark.parametrize("step", ["enter", "correct", "withdraw", "decide", "drop_key"])
async def test_a_kill_at_any_step_of_an_approval_leaves_all_or_nothing(world: World, database, tmp_path: Path, step: str) -> None:
    await world.imported(listing(*(person(n, document=f"AR{n:05}") for n in range(1, 41))))
    renamed = person(1, name="ANOTHER NAME", document="AR00001")
    made = await world.propose(listing(renamed, *(person(n, document=f"AR{n:05}") for n in range(3, 51))))
    before = world.rows(_STATE)
    words = [sys.executable, "-c", APPROVE, database.app, str(tmp_path / "keys"), str(made.id), step]
    died = await asyncio.to_thread(subprocess.run, words, capture_output=True, text=True, check=False)
    assert died.returncode == -signal.SIGKILL, died.stderr
    assert world.rows(_STATE) == before
    done = await imports.approve(world.desk, world.supervisor, made.id)
    assert (done.state, done.counts.added, done.counts.changed, done.counts.withdrawn) == (State.APPROVED, 10, 1, 1)
    keys = [one.values["un_number"] for one in await world.records()]
    assert sorted(keys, key=int) == ["1", *map(str, range(3, 51))]
    assert world.rows("select (select count(*) from imports.made), (select count(*) from registers.version)") == [(49, 1)]
