"""Checks: one, many, what the document says against a look-alike, and what the one box understands.

The door answers single checks of systems alike, faster.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterable, Sequence
from typing import Annotated, Final

import msgspec
from litestar import Router, post
from litestar.params import JSONBody
from litestar.response import Stream

from comity.access.model import Reader
from comity.app import Comity
from comity.audit import EntryId
from comity.edges.api.asking import queries_of, query_of
from comity.edges.api.callers import AnyRequest, Caller, caller_of, officer_of, system_of, within_rate
from comity.edges.api.documented import writing
from comity.edges.api.door import LARGEST
from comity.edges.api.given import GivenComity
from comity.edges.api.problems import Problem, problem
from comity.edges.api.strict import Strict
from comity.edges.api.wire import BatchIn, BatchItem, CheckIn, CheckOut, IdentifierIn, SettleIn, batch_bytes, check_out
from comity.edges.api.wire_persons import PersonAnswerIn, filled
from comity.kernel.errors import ComityError, Fault, Invalid
from comity.search.model import Result
from comity.search.recognise import recognise
from comity.search.recognised import Reading
from comity.search.service import CHUNK
from comity.search.shift import Says
from comity.search.widen import OF_A_PERSON, weight

LARGEST_BATCH: Final = 32 << 20  # bytes: 10,000 checks of the largest size that is likely
JSON_LINES: Final = "application/jsonl"
_LINE: Final = msgspec.json.Encoder()


class TextIn(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What was typed, scanned or pasted into the one box."""

    text: Annotated[str, msgspec.Meta(max_length=4_000)]


class AskOut(msgspec.Struct, frozen=True):
    """What to send as an identifier of a check to ask this."""

    kind: str
    value: str
    issuer: str


class ReadingOut(msgspec.Struct, frozen=True):
    """One way to read the text, the registers that hold such identifiers, and the identifier that asks it."""

    what: str
    registers: tuple[str, ...]
    parts: dict[str, str]
    sentences: tuple[str, ...]
    vouched: bool
    identifier: AskOut


class RecognisedOut(msgspec.Struct, frozen=True):
    """The likeliest reading, or none and the sentences why; then the others."""

    certain: bool
    reading: ReadingOut | None
    alternatives: tuple[ReadingOut, ...]
    sentences: tuple[str, ...]


class LostOut(msgspec.Struct, frozen=True):
    """The last line of a batch that could not be finished. The checks above it stand."""

    problem: Problem


async def reader_of(comity: Comity, request: AnyRequest, caller: Caller, asked: CheckIn | BatchIn | SettleIn | PersonAnswerIn) -> Reader:
    """Who asks. A system names officer, unit and purpose; an officer's session has them, and naming others is an error.

    Raises: Invalid; Refused (audited).
    """
    if caller.facts is not None:
        return await system_of(comity, caller.facts, asked.officer, asked.unit, asked.purpose)
    reader = await officer_of(comity, request)
    faults = []
    if asked.purpose not in ("", reader.purpose.code):
        faults.append(Fault("purpose", "other_purpose", "Your session works for another purpose.", reader.purpose.code))
    if asked.officer:
        faults.append(Fault("officer", "not_yours", "An officer who is signed in asks in person.", "Leave it out."))
    unit = caller.session.unit.code if caller.session and caller.session.unit else ""
    if asked.unit not in ("", unit):
        faults.append(Fault("unit", "other_unit", "Your session works at another unit.", unit))
    if faults:
        raise Invalid(*faults)
    return reader


def _in_doubt(identifiers: Iterable[IdentifierIn]) -> int:
    return weight((one.kind, one.value) for one in identifiers)


def _searches(caller: Caller, asked: Iterable[CheckIn | BatchItem]) -> int:
    """As how many checks more a system's searches for persons count; an officer types each."""
    return OF_A_PERSON * sum(one.person is not None for one in asked) if caller.facts else 0


def as_requests(asked: Sequence[BatchItem], burst: int) -> int:
    """As how many requests an officer's batch counts: a chunk is one; persons are as many as they are, as in a list, up to the limit."""
    persons = sum(one.person is not None for one in asked)
    return max(-(-len(asked) // CHUNK), min(persons, burst))


@post("/checks", status_code=200, dto=Strict[CheckIn], request_max_body_size=LARGEST, responses=writing(429))
async def check(comity: GivenComity, request: AnyRequest, data: JSONBody[CheckIn]) -> CheckOut:
    """Asks whether something is known. The answer's entry in the audit is durable before the answer leaves.

    An `outcome` of `hit` whose hits are all of grade `confusable` (look-alikes) is no positive result before it is settled: read the
    document again and say at `/checks/settle` what stands there (HIT-06).
    """
    caller = caller_of(request)
    within_rate(comity, caller, 1 + _in_doubt(data.identifiers) + _searches(caller, (data,)))
    reader = await reader_of(comity, request, caller, data)
    return check_out(await comity.checks.ask(query_of(reader, data)))


@post(
    "/checks/batch",
    status_code=200,
    dto=Strict[BatchIn],
    request_max_body_size=LARGEST_BATCH,
    media_type=JSON_LINES,
    response_description='One JSON value a line, in the order of the checks. A batch that broke off ends with a line `{"problem": ...}`.',
    responses=writing(429),
)
async def batch(comity: GivenComity, request: AnyRequest, data: JSONBody[BatchIn]) -> Stream:
    """Asks up to 10,000 checks of one purpose, answered line by line as they are committed. One bad check refuses the whole batch."""
    caller = caller_of(request)
    cost = len(data.checks) if caller.facts else as_requests(data.checks, int(comity.settings.access.checks_of_officer.burst))
    within_rate(comity, caller, cost + sum(_in_doubt(one.identifiers) for one in data.checks) + _searches(caller, data.checks))
    reader = await reader_of(comity, request, caller, data)
    answers = comity.checks.ask_batch(reader, queries_of(reader, data))
    first = await anext(answers)  # whatever is wrong with the batch is told with its own status
    return Stream(_lines(first, answers), media_type=JSON_LINES)


@post("/checks/settle", status_code=204, dto=Strict[SettleIn], request_max_body_size=LARGEST, responses=writing(404, 429))
async def settle(comity: GivenComity, request: AnyRequest, data: JSONBody[SettleIn]) -> None:
    """Settles a look-alike: what the document says. Until the officer says *record*, its owner knows nothing; then it is told, once.

    Only the officer who asked may settle, or the same system of the same bureau, within 24 hours.
    """
    caller = caller_of(request)
    within_rate(comity, caller)
    reader = await reader_of(comity, request, caller, data)
    stream, _, number = data.check.partition("-")
    await comity.shift.settle(reader, EntryId(int(stream), int(number)), data.at, data.record, Says(data.says))


async def _lines(first: list[Result], rest: AsyncIterator[list[Result]]) -> AsyncIterator[bytes]:
    place = 0
    try:
        yield _encoded(first, place)
        place += len(first)
        async for results in rest:
            yield _encoded(results, place)
            place += len(results)
    except ComityError as lost:
        yield _LINE.encode(LostOut(problem(lost))) + b"\n"


def _encoded(results: Sequence[Result], place: int) -> bytes:
    return b"".join([batch_bytes(result, number) for number, result in enumerate(results, place)])


def _reading(reading: Reading, text: str) -> ReadingOut:
    asked = reading.identifier(text)
    sentences = tuple(map(filled, reading.sentences))
    ask = AskOut(asked.kind, asked.value, asked.issuer)
    return ReadingOut(reading.what.value, reading.what.registers, reading.parts, sentences, reading.vouched, ask)


@post("/recognise", status_code=200, dto=Strict[TextIn], request_max_body_size=LARGEST, responses=writing())
async def recognised(data: JSONBody[TextIn]) -> RecognisedOut:
    """What the one box understands of a text. Nothing is asked, recorded or kept."""
    found = recognise(data.text)
    reading = _reading(found.reading, data.text) if found.reading else None
    others = tuple(_reading(one, data.text) for one in found.alternatives)
    return RecognisedOut(found.certain, reading, others, tuple(map(filled, found.sentences)))


ROUTES = Router("/", route_handlers=[check, batch, settle, recognised], tags=["Checks"])
