"""What a check looks like on the wire. Unknown fields are refused: a misspelt *protected* must not pass as *not protected*."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Annotated, Final, Literal
from uuid import UUID

import msgspec
from litestar.params import KwargDefinition

from comity.edges.api.wire_persons import PersonIn, PersonMatchOut, PersonOut, filled, match_out, person_out
from comity.kernel.results import Answer, Hit
from comity.search.model import MOST_CHECKS, MOST_IDENTIFIERS, Result
from comity.search.reading import READERS

Code = Annotated[str, msgspec.Meta(max_length=40)]
# The list is for the description alone: an unknown word is said by the plan, by its place and with every other fault of the check.
KindOfIdentifier = Annotated[str, KwargDefinition(schema_extra={"enum": list(READERS)})]


class IdentifierIn(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One thing asked about. `issuer`: who issued the document, the country of the plate or flag, or the maker of a thing with a serial
    number, where known. `value`: as typed; a plate may have ? for each character that was not read.
    """

    kind: KindOfIdentifier
    value: Annotated[str, msgspec.Meta(min_length=1, max_length=400)]
    issuer: Code = ""


class CheckIn(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One check: identifiers, a person, or both. A system names officer, unit and purpose each time (ACC-08); an officer's session has
    them already.
    """

    identifiers: Annotated[tuple[IdentifierIn, ...], msgspec.Meta(max_length=MOST_IDENTIFIERS)] = ()
    person: PersonIn | None = None
    purpose: Code = ""
    registers: Annotated[tuple[Code, ...], msgspec.Meta(max_length=19)] = ()
    officer: Annotated[str, msgspec.Meta(max_length=80)] = ""
    unit: Code = ""
    protected: bool = False
    reference: Annotated[str, msgspec.Meta(max_length=80)] = ""


class BatchIn(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Up to 10,000 checks of one purpose, officer and unit; each is one audit entry."""

    checks: Annotated[tuple[BatchItem, ...], msgspec.Meta(min_length=1, max_length=MOST_CHECKS)]
    purpose: Code = ""
    registers: Annotated[tuple[Code, ...], msgspec.Meta(max_length=19)] = ()
    officer: Annotated[str, msgspec.Meta(max_length=80)] = ""
    unit: Code = ""
    protected: bool = False


class BatchItem(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One check of a batch: identifiers, a person, or both, and the asker's own reference for it."""

    identifiers: Annotated[tuple[IdentifierIn, ...], msgspec.Meta(max_length=MOST_IDENTIFIERS)] = ()
    person: PersonIn | None = None
    reference: Annotated[str, msgspec.Meta(max_length=80)] = ""


class SettleIn(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What the document says where a check met a look-alike. `check` and `at` as its answer gave them; a system names officer, unit and
    purpose as in a check (ACC-08).

    `says`: *record*, the document reads as the record does, and the owner is told; *asked*, it reads as it was asked; *unreadable*.
    """

    check: Annotated[str, msgspec.Meta(pattern="^[1-9][0-9]{0,17}-[1-9][0-9]{0,17}$")]
    at: Annotated[datetime, msgspec.Meta(tz=True)]
    record: UUID
    says: Literal["record", "asked", "unreadable"]
    purpose: Code = ""
    officer: Annotated[str, msgspec.Meta(max_length=80)] = ""
    unit: Code = ""


class ClearedOut(msgspec.Struct, frozen=True):
    """Between which times it holds; `bureau` is the code of the one that gave it, empty where it is not told."""

    since: datetime
    until: datetime
    bureau: str


class HitOut(msgspec.Struct, frozen=True, omit_defaults=True):
    """One hit, as far as the asker may see it. `first_step` holds until the owner confirms; nothing coercive stands in it.

    `opens`: the register in which `record` is read: of a document linked to a notice, that of the notice. `grade`: exact, confusable,
    likely or possible. `person`: how its person is like the one asked about, where one was asked about and is. `cleared`: two officers have
    said earlier of the document asked about that its holder is not this record's person; it takes nothing off the hit.
    """

    record: str
    register: str
    grade: str
    sentence: str
    owner: str
    level: str
    warnings: tuple[str, ...]
    first_step: tuple[str, ...]
    confirm: str
    facts: dict[str, str]
    opens: str
    person: PersonMatchOut | None = None
    cleared: ClearedOut | None = None


class AnswerOut(msgspec.Struct, frozen=True, omit_defaults=True):
    """One register of one source: hit, no_hit or no_answer; `why` with no_answer only."""

    source: str
    register: str
    outcome: str
    hits: tuple[HitOut, ...] = ()
    why: str = ""


class CheckOut(msgspec.Struct, frozen=True, omit_defaults=True):
    """The answer to a check. `check` names its audit entry, which was durable before this left.

    `outcome` is hit, no_hit or no_answer. Where no hit is `exact` and none of a person is `positive`, a hit is no positive result before
    it is settled (`confusable`) or answered (`likely`, `possible`). `person` is there where a person was asked about.
    """

    check: str
    at: str
    outcome: str
    answers: tuple[AnswerOut, ...]
    notes: tuple[str, ...]
    person: PersonOut | None = None


class BatchLine(msgspec.Struct, frozen=True, omit_defaults=True):
    """One line of a batch's answer; `place` counts the checks of the batch from 0."""

    place: int
    check: str
    at: str
    outcome: str
    answers: tuple[AnswerOut, ...]
    notes: tuple[str, ...]
    person: PersonOut | None = None


LEVELS: Final = ("official", "restricted", "confidential")


def _hit(hit: Hit) -> HitOut:
    return HitOut(
        record=hit.record,
        register=hit.register,
        grade=hit.grade.value,
        sentence=filled(hit.sentence),
        owner=hit.owner,
        level=LEVELS[hit.level],
        warnings=hit.warnings,
        first_step=hit.first_step,
        confirm=filled(hit.confirm),
        facts=hit.facts,
        opens=hit.opens,
        person=match_out(hit.person) if hit.person else None,
        cleared=ClearedOut(hit.cleared.since, hit.cleared.until, hit.cleared.bureau) if hit.cleared else None,
    )


def _answer(answer: Answer) -> AnswerOut:
    return AnswerOut(answer.source, answer.register, answer.outcome.code, tuple(map(_hit, answer.hits)), answer.why)


_ENCODER: Final = msgspec.json.Encoder()


class _Endings:
    """What follows the entry's id in an answer that met nothing: the same bytes for all such checks of one commit."""

    def __init__(self) -> None:
        self._at_us = -1
        self._by_asked: dict[tuple[int, ...], bytes] = {}

    def of(self, result: Result) -> bytes:
        """The bytes of `check_out(result)` from the end of the id on."""
        if result.at_us != self._at_us:
            self._at_us, self._by_asked = result.at_us, {}
        ending = self._by_asked.get(result.quiet)
        if ending is None:
            ending = self._by_asked[result.quiet] = _ENCODER.encode(check_out(result))[len(_START) + len(result.check) :]
        return ending


_START: Final = b'{"check":"'
_ENDINGS: Final = _Endings()


def check_bytes(result: Result) -> bytes:
    """`check_out(result)` as JSON. Cost: half a microsecond where nothing was met."""
    if result.quiet and not result.notes:
        return _START + result.check.encode() + _ENDINGS.of(result)
    return _ENCODER.encode(check_out(result))


def check_out(result: Result) -> CheckOut:
    """A result as the API answers it."""
    return CheckOut(
        check=result.check,
        at=datetime.fromtimestamp(result.at_us / 1e6, UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z"),
        outcome=result.outcome.code,
        answers=tuple(map(_answer, result.answers)),
        notes=tuple(map(filled, result.notes)),
        person=person_out(result.person) if result.person else None,
    )


def batch_line(result: Result, place: int) -> BatchLine:
    """A result as a line of a batch."""
    out = check_out(result)
    return BatchLine(place, out.check, out.at, out.outcome, out.answers, out.notes, out.person)


def batch_bytes(result: Result, place: int) -> bytes:
    """`batch_line(result, place)` as JSON with its line's end. Cost: a microsecond where nothing was met."""
    if result.quiet and not result.notes:
        return b'{"place":%d,"check":"%b%b\n' % (place, result.check.encode(), _ENDINGS.of(result))
    return _ENCODER.encode(batch_line(result, place)) + b"\n"
