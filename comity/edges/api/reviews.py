"""The review of what waits for the secretariat, and measures on what an authority enters."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from enum import StrEnum
from typing import Annotated
from uuid import UUID

import msgspec
from litestar import Router, delete, get, post, put
from litestar.params import FromPath, JSONBody

from comity.app import Comity
from comity.edges.api.documented import reading, writing
from comity.edges.api.given import HIGHEST, PLAIN, GivenComity, GivenReader, Reason, Word, codes_to_numbers
from comity.edges.api.inbox import authority_code
from comity.edges.api.strict import Strict
from comity.kernel.strip import Strip
from comity.registers import measures, review
from comity.registers.catalogue import register as declared
from comity.registers.holds import age_hours
from comity.registers.review import Outcome, Signature, Waiting


class FindingOut(msgspec.Struct, frozen=True):
    """A rule that makes a record wait: its id, a code for its sentence, and figures of it."""

    rule: str
    code: str
    figures: dict[str, int | str]


class SignatureOut(msgspec.Struct, frozen=True):
    """What a desk said: never who."""

    desk: str
    outcome: str
    ground: str
    reason: str
    at: datetime


class WaitingOut(msgspec.Struct, frozen=True):
    """A record that waits, or was refused. `route`: who lets it go; `lane`: children and missing persons first; `hours`: its age.

    `signatures`: of one's own records, and of one that is opened.
    """

    record: UUID
    register: str
    owner: str
    route: str
    state: str
    lane: bool
    at: datetime
    hours: int
    findings: tuple[FindingOut, ...]
    signed: tuple[str, ...]
    signatures: tuple[SignatureOut, ...] = ()


class ReviewsOut(msgspec.Struct, frozen=True):
    """All that waits, in the order in which it is reviewed."""

    items: tuple[WaitingOut, ...]
    next: str = ""


class EarlierOut(msgspec.Struct, frozen=True):
    """What was decided before about the same."""

    register: str
    decision: str
    at: datetime


class OnLoanOut(msgspec.Struct, frozen=True):
    """A record with its reviewer."""

    waiting: WaitingOut
    values: dict[str, str]
    purposes: tuple[str, ...]
    law: str
    source: str
    earlier: tuple[EarlierOut, ...]


class OutcomeIn(StrEnum):
    """A reviewer's outcome, of a closed list (REV-05)."""

    RELEASE = "release"
    ASK = "ask"
    REFUSE = "refuse"
    SUSPEND = "suspend"


class SignIn(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What a reviewer found. `ground`: of a refusal alone."""

    outcome: OutcomeIn
    reason: Annotated[str, msgspec.Meta(max_length=2000, pattern=PLAIN)]
    ground: Word = ""


class SignedOut(msgspec.Struct, frozen=True):
    """How far the review is now: open, asked, released, refused, suspended."""

    record: UUID
    register: str
    state: str
    at: datetime


class SuperviseIn(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Why, for the authority to read; the number of its own officer who reviews, or null: the secretariat does."""

    reason: Reason
    second_officer: Annotated[int, msgspec.Meta(ge=1, le=HIGHEST)] | None = None


class QuotaIn(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Records a day that pass with one signature."""

    per_day: Annotated[int, msgspec.Meta(ge=0, le=HIGHEST)]


class SupervisionOut(msgspec.Struct, frozen=True):
    """New records of an authority wait for review."""

    authority: str
    second_officer: int | None
    reason: str
    since: datetime


class QuotaOut(msgspec.Struct, frozen=True):
    """A quota in force."""

    authority: str
    register: str
    per_day: int


class MeasuresOut(msgspec.Struct, frozen=True):
    """What is in force: on all for the secretariat, on itself for an authority."""

    supervised: tuple[SupervisionOut, ...]
    quotas: tuple[QuotaOut, ...]


def waiting_out(comity: Comity, one: Waiting, signatures: Iterable[Signature] = ()) -> WaitingOut:
    """A line of a queue as the API says it."""
    return WaitingOut(
        record=one.record,
        register=Strip(one.register).code,
        owner=authority_code(comity, one.owner),
        route=one.route.code,
        state=one.state.code,
        lane=one.lane,
        at=one.at,
        hours=age_hours(one.at, comity.clock.now()),
        findings=tuple(FindingOut(each.rule, each.code, each.figures) for each in one.findings),
        signed=tuple(desk.code for desk in one.signed),
        signatures=tuple(SignatureOut(each.desk.code, each.outcome.code, each.ground, each.reason, each.at) for each in signatures),
    )


@get("/reviews", responses=reading())
async def queue(comity: GivenComity, reader: GivenReader) -> ReviewsOut:
    """What waits for this reviewer of the secretariat. Age alone releases nothing (REV-07)."""
    return ReviewsOut(tuple(waiting_out(comity, one) for one in await review.queue(comity.records, reader)))


@get("/reviews/own", responses=reading())
async def own(comity: GivenComity, reader: GivenReader) -> ReviewsOut:
    """What of one's own waits or was refused, and what its reviewers said."""
    found = await review.own(comity.records, reader)
    return ReviewsOut(tuple(waiting_out(comity, line, signatures) for line, signatures in found))


@get("/reviews/{register:str}/{record:uuid}", responses=reading(404))
async def lent(comity: GivenComity, reader: GivenReader, register: FromPath[str], record: FromPath[UUID]) -> OnLoanOut:
    """A record that waits, for its reviewer. Its owner learns of the reading."""
    loan = await review.lent(comity.records, reader, declared(register), record)
    return OnLoanOut(
        waiting=waiting_out(comity, loan.waiting, loan.signatures),
        values=dict(loan.record.values),
        purposes=tuple(sorted(one.code for one in loan.record.purposes)),
        law=loan.record.law,
        source=loan.record.source.code,
        earlier=tuple(EarlierOut(Strip(one.register).code, one.decision, one.at) for one in loan.earlier),
    )


@post("/reviews/{register:str}/{record:uuid}", status_code=200, dto=Strict[SignIn], responses=writing(404))
async def sign(
    comity: GivenComity, reader: GivenReader, register: FromPath[str], record: FromPath[UUID], data: JSONBody[SignIn]
) -> SignedOut:
    """Signs for one's desk: release, ask, refuse with its ground, suspend. Two desks, in two persons, release (REV-02)."""
    outcome = Outcome[data.outcome.name]
    state, event = await review.sign(comity.records, reader, declared(register), record, outcome, data.ground, data.reason)
    return SignedOut(record, register, state.code, event.at)


@get("/measures", responses=reading())
async def shown(comity: GivenComity, reader: GivenReader) -> MeasuresOut:
    """Supervised input and quotas."""
    return await _shown(comity, reader)


async def _shown(comity: Comity, reader: GivenReader) -> MeasuresOut:
    found = await measures.shown(comity.records, reader)
    return MeasuresOut(
        tuple(SupervisionOut(authority_code(comity, one.authority), one.second_officer, one.reason, one.since) for one in found.supervised),
        tuple(QuotaOut(authority_code(comity, one.authority), Strip(one.register).code, one.per_day) for one in found.quotas),
    )


def _number(comity: Comity, code: str) -> int:
    return codes_to_numbers(comity, (code,), "authority")[0]


@put("/measures/{authority:str}/supervision", dto=Strict[SuperviseIn], responses=writing())
async def supervise(comity: GivenComity, reader: GivenReader, authority: FromPath[str], data: JSONBody[SuperviseIn]) -> MeasuresOut:
    """From now on what this authority enters waits for review (COR-03); missing persons and children pass (COR-04)."""
    await measures.supervise(comity.records, reader, _number(comity, authority), data.reason, data.second_officer)
    return await _shown(comity, reader)


@delete("/measures/{authority:str}/supervision", responses=reading(404, 409))
async def lift(comity: GivenComity, reader: GivenReader, authority: FromPath[str]) -> None:
    """What it enters no longer waits."""
    await measures.lift(comity.records, reader, _number(comity, authority))


@put("/measures/{authority:str}/quotas/{register:str}", dto=Strict[QuotaIn], responses=writing(404))
async def set_quota(
    comity: GivenComity, reader: GivenReader, authority: FromPath[str], register: FromPath[str], data: JSONBody[QuotaIn]
) -> MeasuresOut:
    """Records a day above which a second signature is asked for (REC-18)."""
    await measures.set_quota(comity.records, reader, _number(comity, authority), declared(register).number, data.per_day)
    return await _shown(comity, reader)


@delete("/measures/{authority:str}/quotas/{register:str}", responses=reading(404, 409))
async def lift_quota(comity: GivenComity, reader: GivenReader, authority: FromPath[str], register: FromPath[str]) -> None:
    """Takes the quota away."""
    await measures.set_quota(comity.records, reader, _number(comity, authority), declared(register).number, None)


ROUTES = Router("/", route_handlers=[queue, own, lent, sign, shown, supervise, lift, set_quota, lift_quota], tags=["Review"])
