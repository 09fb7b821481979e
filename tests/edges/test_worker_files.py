"""The worker takes from the disk what no row names, and nothing else (RET-07)."""

from __future__ import annotations

import os
from datetime import timedelta
from pathlib import Path
from uuid import uuid4

import pytest

from comity import work as jobs
from comity.access.model import Role
from comity.engines.blobs import Blobs, Place
from comity.engines.clock import SystemClock
from comity.registers import attachments, deciding, entering
from comity.registers.attachments import Files, Given
from tests.checking import application, make_world
from tests.edges.test_worker import until, working
from tests.registers.conftest import DOCUMENT, HEADER, XBM, reader
from tests.registers.test_attachments import REGISTER
from tests.registers.test_media import photo

pytestmark = pytest.mark.anyio


async def test_RET_07_files_leave_the_disk_when_their_record_goes(database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(jobs, "FILES_S", 0.05)
    monkeypatch.setattr(jobs, "SWEEPS_EACH", 2)
    make_world(database)
    registrar = reader(XBM, 21, Role.REGISTRAR)
    async with application(database, tmp_path) as comity:
        desk, blobs = comity.records, Blobs(comity.settings.blobs, comity.keyring)
        files = Files(desk, blobs)
        kept, going = [
            (await entering.create(desk, registrar, REGISTER, DOCUMENT | {"number": number}, HEADER))[0].id for number in ("AB1", "AB2")
        ]
        given = Given("photo", photo())
        stays, goes = [(await attachments.attach(files, registrar, REGISTER, one, given)).address for one in (kept, going)]
        named_by_nobody, too_fresh = [blobs.write(Place(XBM, uuid4(), bytes(32)), [b"left by a killed process"]).address for _ in range(2)]
        old = (SystemClock().now() - timedelta(hours=2)).timestamp()
        for address in (stays, named_by_nobody):
            os.utime(blobs.path(address), (old, old))
        await deciding.withdraw(desk, registrar, REGISTER, going, "entered by mistake")
        async with working(comity, database):
            await until(lambda: not blobs.path(goes).exists() and not blobs.path(named_by_nobody).exists())
        assert blobs.path(stays).exists()
        assert blobs.path(too_fresh).exists()
        (there,) = await attachments.listed(files, registrar, REGISTER, kept)
        assert (await attachments.fetch(files, registrar, REGISTER, kept, there.id)).content
