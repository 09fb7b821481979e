"""A world with officers to load as, and a way to load: as the pages and the API do, through a job."""

from __future__ import annotations

import csv
import io
from collections.abc import AsyncIterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest

from comity.access.model import Reader, Role
from comity.app import Comity
from comity.engines.jobs import Job
from comity.registers.catalogue import register
from comity.registers.csv_files import csv_line
from comity.registers.load import Options
from comity.registers.loading.model import Counts
from comity.registers.record import Entered
from tests.conftest import Database
from tests.flows.world import Site, build, reader_for, serving

HEADER = Entered(purposes=("border",), law="Police Act, article 12", source="holder")
DOCUMENT = {"number": "AC 1234567", "issuer": "XBM", "type": "passport", "reason": "lost", "theft_date": "2026-10-01"}


def as_file(rows: list[dict[str, str]], bom: bool = True, encoding: str = "utf-8") -> bytes:
    names = list(dict.fromkeys(name for row in rows for name in row))
    text = csv_line(names) + "".join(csv_line([row.get(name, "") for name in names]) for row in rows)
    return (b"\xef\xbb\xbf" if bom and encoding == "utf-8" else b"") + text.encode(encoding)


@dataclass(frozen=True)
class Loading:
    """A site, and what happens to a file there."""

    site: Site
    registrar: Reader
    supervisor: Reader

    @property
    def comity(self) -> Comity:
        return self.site.comity

    async def job(self, content: bytes, of: str = "travel_documents", reader: Reader | None = None, **options: Any) -> Job:
        given = Options(**{"defaults": HEADER} | options)
        return await self.comity.loads.done(reader or self.registrar, register(of), io.BytesIO(content), given)

    async def load(self, content: bytes, of: str = "travel_documents", **options: Any) -> tuple[Counts, list[dict[str, str]]]:
        """The counts, and the refused rows."""
        job = await self.job(content, of, **options)
        assert job.fault is None, job.fault
        return counts_of(job), await self.refused(job)

    async def refused(self, job: Job) -> list[dict[str, str]]:
        if not job.result:
            return []
        _, stream = await self.comity.jobs.result(self.registrar, job.id)
        with stream:
            return list(csv.DictReader(io.StringIO(stream.read().decode("utf-8-sig"))))


def counts_of(job: Job) -> Counts:
    counts = Counts(rows=job.done, **job.counts)
    assert counts.adds_up, counts
    return counts


@pytest.fixture
async def loading(database: Database, tmp_path: Path) -> AsyncIterator[Loading]:
    async with serving(await build(database, tmp_path)) as site:
        registrar, supervisor = (replace(reader_for(site.world, "b", role)) for role in (Role.REGISTRAR, Role.SUPERVISOR))
        yield Loading(site, registrar, supervisor)
