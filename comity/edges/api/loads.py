"""Loading a file of records: good rows go in, the others come back with what is wrong with them."""

from __future__ import annotations

import io
from dataclasses import dataclass
from typing import Annotated, Final

import msgspec
from litestar import Router, post
from litestar.openapi.spec import OpenAPIMediaType, Operation, RequestBody, Schema
from litestar.openapi.spec.enums import OpenAPIType
from litestar.params import FromPath, QueryParameter

from comity.edges.api.callers import AnyRequest, loads_within_rate
from comity.edges.api.documented import writing
from comity.edges.api.given import PLAIN, GivenComity, GivenLoader
from comity.registers.catalogue import register as declared
from comity.registers.load import Options
from comity.registers.loading.model import Counts
from comity.registers.record import Entered

LARGEST: Final = 64 << 20  # bytes: some 300,000 documents
_Word = Annotated[str, QueryParameter(max_length=40)]
_Words = Annotated[list[str] | None, QueryParameter(max_items=20)]
_Law = Annotated[str, QueryParameter(max_length=300, pattern=PLAIN)]


class LoadOut(msgspec.Struct, frozen=True):
    """What became of the rows: rows = entered + corrected + unchanged + withdrawn + refused + held.

    `waiting` of those entered wait for a second officer one by one; those `held` wait together, as the load that `load` names.

    `errors_csv`: the refused rows as they were, with three columns more; sent again, corrected, it loads. Empty where none was refused.
    """

    rows: int
    entered: int
    unchanged: int
    refused: int
    waiting: int
    errors_csv: str
    corrected: int = 0
    withdrawn: int = 0
    held: int = 0
    load: str = ""


@dataclass
class _CsvOperation(Operation):
    """The body is a file, which the framework cannot see in the signature."""

    def __post_init__(self) -> None:
        file = OpenAPIMediaType(
            schema=Schema(type=OpenAPIType.STRING, description="A CSV file in UTF-8, first line the names of its columns.")
        )
        self.request_body = RequestBody(content={"text/csv": file}, required=True)


@post(
    "/registers/{register:str}/loads", status_code=200, request_max_body_size=LARGEST, operation_class=_CsvOperation,
    responses=writing(404, 429),
)  # fmt: skip
async def loaded(
    comity: GivenComity,
    request: AnyRequest,
    loader: GivenLoader,
    register: FromPath[str],
    purposes: _Words = None,
    law: _Law = "",
    source: _Word = "",
    level: _Word = "official",
) -> LoadOut:
    """Loads a CSV file. Columns of the header are stated once for the file here, or in the file. The same file again changes nothing.

    A system needs the scope to load.
    """
    defaults = Entered(purposes=tuple(purposes or ()), law=law, source=source, level=level)
    file = io.BytesIO(await request.body())
    loads_within_rate(comity, loader)
    job = await comity.loads.done(loader, declared(register), file, Options(defaults=defaults))
    counts, errors = await comity.loads.outcome(job)
    return _out(str(job.id), counts, errors)


def _out(load: str, counts: Counts, errors: str) -> LoadOut:
    return LoadOut(
        counts.rows, counts.entered, counts.unchanged, counts.refused, counts.waiting, errors, counts.corrected, counts.withdrawn,
        counts.held, load,
    )  # fmt: skip


ROUTES = Router("/", route_handlers=[loaded], tags=["Records"])
