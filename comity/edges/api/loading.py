"""Loads of any size: a file is received as a stream, and loaded as a job; its refused rows can be tried again alone."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from typing import Annotated, BinaryIO, Final, Literal
from uuid import UUID

import msgspec
from litestar import Router, post
from litestar.openapi.spec import OpenAPIMediaType, Operation, RequestBody, Schema
from litestar.openapi.spec.enums import OpenAPIType
from litestar.params import FromPath, FromQuery, QueryParameter

from comity.app import Comity
from comity.edges.api.callers import AnyRequest, loads_within_rate
from comity.edges.api.documented import writing
from comity.edges.api.given import PLAIN, GivenComity, GivenLoader
from comity.edges.api.mappings import said_by
from comity.engines.spool.spool import LIFE
from comity.kernel.errors import Absent
from comity.registers.catalogue import BY_NUMBER
from comity.registers.catalogue import register as declared
from comity.registers.load import LARGEST, Options
from comity.registers.loading.model import Mode, Spec
from comity.registers.mapping.words import spelled
from comity.registers.record import Entered

_Said = Annotated[str, QueryParameter(max_length=200, pattern=PLAIN)]
_Word = Annotated[str, QueryParameter(max_length=40)]
_Words = Annotated[list[str] | None, QueryParameter(max_items=20)]
_Law = Annotated[str, QueryParameter(max_length=300, pattern=PLAIN)]
_PIECES: Final = 64  # pieces of a body that are written in one go


class StartedOut(msgspec.Struct, frozen=True):
    """A load that was received. It has the number of its job: how far it is stands at `/jobs/{load}`, its refused rows at `.../result`."""

    load: UUID


@dataclass
class _FileOperation(Operation):
    """The body is a file, which the framework cannot see in the signature."""

    def __post_init__(self) -> None:
        file = OpenAPIMediaType(schema=Schema(type=OpenAPIType.STRING, description="CSV, JSON Lines or XLSX: told by how it begins."))
        self.request_body = RequestBody(content={"text/csv": file, "application/octet-stream": file}, required=True)


@post(
    "/registers/{register:str}/loads/start", status_code=202, request_max_body_size=LARGEST, operation_class=_FileOperation,
    responses=writing(404, 429),
)  # fmt: skip
async def started(
    comity: GivenComity,
    request: AnyRequest,
    loader: GivenLoader,
    register: FromPath[str],
    mode: FromQuery[Literal["delta", "full"]] = "delta",
    mapping: _Said = "",
    encoding: _Word = "",
    kind: FromQuery[Literal["", "csv", "jsonl", "xlsx"]] = "",
    dry_run: FromQuery[bool] = False,
    name: _Said = "",
    purposes: _Words = None,
    law: _Law = "",
    source: _Word = "",
    level: _Word = "official",
) -> StartedOut:
    """Receives a file as a stream and loads it as a job. `mapping`: one of the unit's; `full`: all that the authority has, so that what is
    missing is proposed for withdrawal; `dry_run`: nothing is written, and the refused rows come back all the same. A system needs the scope
    to load, and its `unit` alone for a mapping.
    """
    of = declared(register)
    loads_within_rate(comity, loader)
    said = await said_by(comity, loader, of, mapping)
    options = Options(
        mode=Mode[mode.upper()],
        defaults=Entered(purposes=tuple(purposes or ()), law=law, source=source, level=level),
        mapping=said.columns,
        words=spelled(said.words),
        encoding=encoding or said.encoding,
        kind=kind,
        dry=dry_run,
        name=name,
    )
    spooled = await _received(comity, request)
    try:
        with _opened(comity, spooled) as file:
            return StartedOut(await comity.loads.start(loader, of, file, options))
    finally:
        comity.jobs.spool.drop(spooled)


async def _received(comity: Comity, request: AnyRequest) -> str:
    """The body in the spool, sealed piece by piece. Raises: NoRoom."""
    with comity.jobs.spool.writing(comity.clock.now() + LIFE) as (name, out):
        pieces: list[bytes] = []
        async for piece in request.stream():
            pieces.append(piece)
            if len(pieces) >= _PIECES:
                await asyncio.to_thread(out.write, b"".join(pieces))
                pieces.clear()
        out.write(b"".join(pieces))
    return name


def _opened(comity: Comity, spooled: str) -> BinaryIO:
    file = comity.jobs.spool.reading(spooled, comity.clock.now())
    if file is None:
        raise Absent
    return file


@post("/loads/{load:uuid}/retry", status_code=202, responses=writing(404, 429))
async def again(comity: GivenComity, loader: GivenLoader, load: FromPath[UUID], mapping: _Said = "") -> StartedOut:
    """Tries the refused rows of one's own load again, alone, as it was asked. `mapping`: by another mapping of the unit."""
    loads_within_rate(comity, loader)
    if not (asked := await comity.jobs.spec_of(loader, load)):
        raise Absent
    spec = msgspec.msgpack.decode(asked, type=Spec)
    _, file = await comity.jobs.result(loader, load)
    of = BY_NUMBER[spec.register]
    said = await said_by(comity, loader, of, mapping)
    options = Options(
        mode=Mode.DELTA, defaults=spec.defaults, mapping=said.columns or spec.mapping, words=spelled(said.words) or spec.words,
        name=spec.file,
    )  # fmt: skip
    with file:
        return StartedOut(await comity.loads.start(loader, of, file, options))


ROUTES = Router("/", route_handlers=[started, again], tags=["Records"])
