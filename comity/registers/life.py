"""The life of a record, as rules: when its owner is asked, how it may be extended, what ends it, when it is stale. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Final

from comity.access.model import Decision, Reader
from comity.kernel.codes import Coded
from comity.kernel.errors import Fault, Invalid
from comity.kernel.purposes import BY_CODE, Purpose
from comity.kernel.records import RecordState
from comity.registers.model import Register
from comity.registers.record import BlockedBy, Record
from comity.registers.validate import longest_end

REASON_SHORTEST: Final = 40  # characters of why a record is needed longer: a sentence, not a word (RET-03)
REASON_LONGEST: Final = 2000
CONFIRM_AFTER_MONTHS: Final = 12  # REC-16
STALE_AFTER_MONTHS: Final = 18
_WEEK: Final = timedelta(days=7)
_MARKS: Final = (6, 3, 1)  # months before the end


class Stage(Coded):
    """How often the owner has been told of an end. Stored: never renumber."""

    ASKED = 0
    THREE_MONTHS = 1
    ONE_MONTH = 2
    ONE_WEEK = 3


class Answer(Coded):
    """What the owner has said. Only an extension that a second officer approved keeps a record (RET-04). Stored: never renumber."""

    NONE = 0
    EXTENSION_ASKED = 1
    NOT_NEEDED = 2
    EXTENSION_REFUSED = 3


class Ended(StrEnum):
    """Why a record was erased. Stored."""

    CASE_ENDED = "case_ended"
    EXPIRED = "expired"
    PURPOSE_MET = "purpose_met"
    WITHDRAWN = "withdrawn"
    WRONG_PERSON = "wrong_person"


class Outcome(StrEnum):
    """What meets the purpose of a record, a closed list: it is erased at once (RET-05). Stored."""

    ACQUITTED = "acquitted"
    CHARGE_DROPPED = "charge_dropped"
    FOUND = "found"
    IDENTIFIED = "identified"
    RECOVERED = "recovered"
    SURRENDERED = "surrendered"


@dataclass(frozen=True, slots=True)
class Extension:
    """What an owner asks for: a later last day, the purpose that needs it, and why."""

    until: date
    purpose: Purpose
    reason: str


def months_before(day: date, months: int) -> date:
    """The same day so many months earlier, or the last day of that month."""
    index = day.year * 12 + day.month - 1 - months
    year, month = divmod(index, 12)
    return _in_month(year, month + 1, day.day)


def _in_month(year: int, month: int, day: int) -> date:
    following = date(year + month // 12, month % 12 + 1, 1)
    return min(date(year, month, 1) + timedelta(days=day - 1), following - timedelta(days=1))


def stage(ends_at: date, today: date) -> Stage | None:
    """The last mark before the end that has passed; none while there are more than six months. The database's function says the same."""
    if today >= ends_at - _WEEK:
        return Stage.ONE_WEEK
    for index in (2, 1, 0):
        if today >= months_before(ends_at, _MARKS[index]):
            return Stage(index)
    return None


def stale_days(confirmed_at: datetime, now: datetime) -> int:
    """For how many days nobody has confirmed a record; 0 until that is long enough to tell its readers (REC-16)."""
    stale = months_before(now.date(), STALE_AFTER_MONTHS) >= confirmed_at.date()
    return (now.date() - confirmed_at.date()).days if stale else 0


def extension(register: Register, record: Record, typed: Mapping[str, str], today: date) -> Extension:
    """What was typed (`until`, `purpose`, `reason`), checked. Raises: Invalid with every fault at once."""
    faults: list[Fault] = []
    latest = longest_end(register, today, record.values)
    until = _day(typed.get("until", ""))
    if until is None or not record.ends_at < until <= latest:
        said = f"A day after {record.ends_at.isoformat()}, {latest.isoformat()} at the latest (RET-01)."
        faults.append(Fault("until", "end", "The new last day lies after the old one and within the longest retention.", said))
    purpose = BY_CODE.get(typed.get("purpose", ""))
    if purpose not in record.purposes:
        open_ones = ", ".join(sorted(one.code for one in record.purposes))
        faults.append(Fault("purpose", "unknown_choice", "Name the purpose of the record that needs it longer (RET-03).", open_ones))
    reason = " ".join(typed.get("reason", "").split())
    if not REASON_SHORTEST <= len(reason) <= REASON_LONGEST:
        accepted = f"{REASON_SHORTEST} to {REASON_LONGEST} characters: what is still under way, and until when."
        faults.append(Fault("reason", "length", "Say why the purpose needs the record longer (RET-03).", accepted))
    if faults or until is None or purpose is None:
        raise Invalid(*faults)
    return Extension(until, purpose, reason)


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


_EXTEND: Final = Decision(True, "RET-03", "The owner asks for a longer life.")
_CASE: Final = Decision(False, "RET-10", "What another has blocked is not extended: the case decides.", "who has blocked it")
_ENDED: Final = Decision(False, "RET-04", "The record has ended already.")
_SAME: Final = Decision(False, "RET-03", "Who asked for the extension cannot approve it.", "another officer of your bureau")
_SYSTEM: Final = Decision(
    False, "RET-03", "A system cannot decide about an extension: an officer answers for it.", "an officer of your bureau"
)
_NOTHING: Final = Decision(False, "RET-03", "No extension waits for a decision.")
_SECOND: Final = Decision(True, "RET-03", "A second officer has decided.")


def may_extend(record: Record) -> Decision:
    """A record that lives, and that nobody else has blocked."""
    if record.blocked_by is not None and record.blocked_by > BlockedBy.OWNER:
        return _CASE
    return _ENDED if record.state in (RecordState.WITHDRAWN, RecordState.EXPIRED) else _EXTEND


def may_decide(reader: Reader, answer: Answer, asked_by: int | None) -> Decision:
    """Another officer than the one who asked (RET-03)."""
    if answer is not Answer.EXTENSION_ASKED:
        return _NOTHING
    if reader.officer == 0:
        return _SYSTEM
    return _SAME if reader.officer == asked_by else _SECOND


def end_after_correction(before: date, typed: str, draft: date) -> date:
    """A correction never lengthens a life: the end stays where none is typed. Raises: Invalid for a later one (RET-03)."""
    if not typed.strip():
        return min(before, draft)
    if draft > before:
        raise Invalid(
            Fault("ends_at", "extension", "A longer life needs a reason and a second officer (RET-03).",
                  f"A day up to {before.isoformat()}."))  # fmt: skip
    return draft
