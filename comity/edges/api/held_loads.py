"""Loads of one's authority, and the second officer's decision about those that wait (REC-18)."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

import msgspec
from litestar import Router, get, post
from litestar.params import FromPath, JSONBody

from comity.edges.api.cursors import mark_of_message, message_of
from comity.edges.api.documented import reading, writing
from comity.edges.api.given import After, GivenComity, GivenReader, Reason
from comity.edges.api.records import ShownValues, nested_out
from comity.edges.api.strict import Strict
from comity.kernel.strip import Strip
from comity.registers.loading.model import Load
from comity.registers.loading.releasing import PAGE
from comity.registers.record import Record


class LoadLine(msgspec.Struct, frozen=True):
    """One load. rows = entered + corrected + unchanged + withdrawn + refused + held; `missing`: a full file no longer has them.

    `state`: running, done, waiting (for a second officer), released, refused, broken_off. `sha256`: of the file. `why`: why it waits, or
    broke off. `released`: how many records were dealt with since the decision.
    """

    id: UUID
    register: str
    mode: str
    state: str
    file: str
    sha256: str
    encoding: str
    counts: dict[str, int]
    why: str
    own: bool
    started_at: datetime
    ended_at: datetime | None
    decided_at: datetime | None
    released: int


class LoadsOut(msgspec.Struct, frozen=True):
    """A page, newest first."""

    items: tuple[LoadLine, ...]
    next: str = ""


class SampleRecord(msgspec.Struct, frozen=True):
    """One record of a sample. `values` are nested, as a record's are."""

    id: UUID
    values: ShownValues


class LoadOut(msgspec.Struct, frozen=True):
    """A load, and up to twenty records each of what it would make visible and of what it would withdraw, drawn at random."""

    load: LoadLine
    new: tuple[SampleRecord, ...]
    missing: tuple[SampleRecord, ...]


class DecisionIn(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Why. A refusal needs at least ten characters."""

    reason: Reason = ""


class DecidedOut(msgspec.Struct, frozen=True):
    """The job that carries it out."""

    job: UUID


def _line(load: Load, officer: int) -> LoadLine:
    counts = {name: count for name, count in msgspec.structs.asdict(load.counts).items() if count}
    return LoadLine(
        load.id, Strip(load.register).code, load.mode.code, load.state.code, load.file, load.digest.hex(), load.encoding, counts, load.why,
        load.officer == officer, load.started_at, load.ended_at, load.decided_at, load.released,
    )  # fmt: skip


def _shown(record: Record) -> SampleRecord:
    return SampleRecord(record.id, nested_out(Strip(record.register).code, record.values))


@get("/loads", responses=reading())
async def loads(comity: GivenComity, reader: GivenReader, after: After = "") -> LoadsOut:
    """Loads, newest first."""
    found = await comity.loads.listed(reader, message_of(after))
    following = mark_of_message(found[-1].started_at, found[-1].id) if len(found) == PAGE else ""
    return LoadsOut(tuple(_line(one, reader.officer) for one in found), following)


@get("/loads/{load:uuid}", responses=reading(404))
async def load(comity: GivenComity, reader: GivenReader, load: FromPath[UUID]) -> LoadOut:
    """One load, with a sample where it waits."""
    found = await comity.loads.shown(reader, load)
    return LoadOut(_line(found.load, reader.officer), tuple(map(_shown, found.new)), tuple(map(_shown, found.missing)))


@post("/loads/{load:uuid}/release", status_code=202, dto=Strict[DecisionIn], responses=writing(404))
async def release(comity: GivenComity, reader: GivenReader, load: FromPath[UUID], data: JSONBody[DecisionIn]) -> DecidedOut:
    """Releases a load as a whole. Whoever loaded it cannot (ACC-09)."""
    return DecidedOut(await comity.loads.decide(reader, load, release=True, reason=data.reason))


@post("/loads/{load:uuid}/refuse", status_code=202, dto=Strict[DecisionIn], responses=writing(404))
async def refuse(comity: GivenComity, reader: GivenReader, load: FromPath[UUID], data: JSONBody[DecisionIn]) -> DecidedOut:
    """Refuses a load as a whole: what it brought is erased, what it would have withdrawn stays. Whoever loaded it cannot (ACC-09)."""
    return DecidedOut(await comity.loads.decide(reader, load, release=False, reason=data.reason))


ROUTES = Router("/", route_handlers=[loads, load, release, refuse], tags=["Records"])
