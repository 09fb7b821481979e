"""Checks, persons, clearances and lists, as methods of the client."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, BinaryIO, Final
from uuid import UUID

import msgspec

from comity.client.calling import Caller, decoded
from comity.client.checks import Batch, BatchResult, CheckResult, Question, Reading
from comity.client.clearances import Clearance, ClearanceProposal, ClearanceSide, ClearancesPage, EndWhy, ObjectionWhy
from comity.client.endpoints import Endpoint
from comity.client.errors import Problem, ServerFailed, of_problem
from comity.client.lists import CheckedList, DryList, ListQuestion, ListRows
from comity.client.persons import BareSearches, Person, PersonAnswer, PersonSetting
from comity.client.transport import Call

_CSV: Final = "text/csv; charset=utf-8"


class Asking(Caller):
    """Checks, persons, clearances and lists."""

    # Checks -----------------------------------------------------------------------------------------------------------

    def check(self, question: Question) -> CheckResult:
        """Asks. The answer's audit entry is durable before it comes."""
        return self._ask(Call(Endpoint.CHECK, body=question, repeatable=False), CheckResult)

    def check_batch(self, batch: Batch) -> Iterator[BatchResult]:
        """Asks up to 10,000 checks; results come in their order, as they are answered."""
        decoder = msgspec.json.Decoder(_BatchLine)
        with self._transport.lines(Call(Endpoint.CHECK_BATCH, body=batch, repeatable=False)) as lines:
            answered = 0
            for line in lines:
                yield _result(decoded(decoder, line.encode()))
                answered += 1
        if answered != len(batch.checks):
            raise ServerFailed(f"The batch broke off after {answered} of {len(batch.checks)} checks.")

    def settle(self, reading: Reading) -> None:
        """Says what the document says against a look-alike. Only *record* tells the owner, and once."""
        self._transport.send(Call(Endpoint.CHECK_SETTLE, body=reading))

    def recognise(self, text: str) -> dict[str, Any]:
        """What the one box understands of a text: `reading`, `alternatives`, `certain`, `sentences`. Nothing is recorded."""
        return self._ask(Call(Endpoint.RECOGNISE, body={"text": text}, repeatable=False), dict[str, Any])

    # Persons ----------------------------------------------------------------------------------------------------------

    def answer_person(self, answer: PersonAnswer) -> None:
        """Says of a candidate whether it is the person, or the organisation; only *this* tells the owner."""
        body = {"says": answer.says, "purpose": answer.purpose, "officer": answer.officer, "unit": answer.unit}
        self._transport.send(Call(Endpoint.CHECK_PERSON, {"check": answer.check, "mark": answer.mark}, body=body))

    def read_person(self, line: str) -> Person:
        """What one line *name, year, country* is read as; its name is empty where it holds none. Nothing is asked."""
        return self._ask(Call(Endpoint.PERSONS_READ, body={"text": line}, repeatable=False), Person)

    def person_settings(self) -> tuple[PersonSetting, ...]:
        """What each purpose asks of a search for persons."""
        return self._list(Call(Endpoint.PERSONS_SETTINGS), PersonSetting)

    def set_persons(self, purpose: str, setting: PersonSetting) -> None:
        """Sets what a purpose asks of a search, with its reason."""
        wanted = {name: value for name, value in msgspec.structs.asdict(setting).items() if name not in ("purpose", "at")}
        self._transport.send(Call(Endpoint.PERSONS_SETTING, {"purpose": purpose}, body=wanted))

    def bare_names(self, since: str = "", until: str = "") -> tuple[BareSearches, ...]:
        """How often officers of your bureau searched for a person by nothing but a name. Days as 2026-11-22."""
        return self._list(Call(Endpoint.PERSONS_BARE, query={"since": since, "until": until}), BareSearches)

    # Clearances -------------------------------------------------------------------------------------------------------

    def clearances(self, side: ClearanceSide = "given", after: str = "") -> ClearancesPage:
        """Those that your bureau gave, or those against your authority's records, newest first."""
        return self._ask(Call(Endpoint.CLEARANCES, query={"side": side, "after": after}), ClearancesPage)

    def propose_clearance(self, proposal: ClearanceProposal) -> Clearance:
        """The first signature, after a check of the document met the record: it is not this person."""
        return self._ask(Call(Endpoint.CLEARANCE_NEW, body=proposal), Clearance)

    def confirm_clearance(self, clearance: UUID | str, number: str, issuer: str) -> Clearance:
        """The second signature, with the same document as you read it. The record's owner is told."""
        return self._ask(Call(Endpoint.CLEARANCE_CONFIRM, {"clearance": clearance}, body={"number": number, "issuer": issuer}), Clearance)

    def object_to_clearance(self, clearance: UUID | str, why: ObjectionWhy) -> Clearance:
        """Objects for the record's owner; it ends at once."""
        return self._ask(Call(Endpoint.CLEARANCE_OBJECT, {"clearance": clearance}, body={"why": why}), Clearance)

    def end_clearance(self, clearance: UUID | str, why: EndWhy = "by_bureau") -> Clearance:
        """Ends a clearance, or refuses a proposal, of your bureau."""
        return self._ask(Call(Endpoint.CLEARANCE_END, {"clearance": clearance}, body={"why": why}), Clearance)

    # Lists ------------------------------------------------------------------------------------------------------------

    def dry_list(self, content: bytes, how: ListQuestion) -> DryList:
        """What a list would ask; nothing is asked, recorded or kept."""
        query = {name: value for name, value in msgspec.structs.asdict(how).items() if name not in ("title", "protected", "reference")}
        return self._ask(Call(Endpoint.LIST_DRY, query=query, body=content, content_type=_CSV, repeatable=False), DryList)

    def check_list(self, content: bytes, how: ListQuestion) -> CheckedList:
        """Checks a list. A long one of an officer is a job: `job` of what comes back."""
        query = msgspec.structs.asdict(how) | {"protected": "true" if how.protected else ""}
        return self._ask(Call(Endpoint.LIST_CHECK, query=query, body=content, content_type=_CSV), CheckedList)

    def resume_list(self, name: str, *, purpose: str = "", officer: str = "", unit: str = "") -> CheckedList:
        """Goes on with a list that broke off."""
        query = {"purpose": purpose, "officer": officer, "unit": unit}
        return self._ask(Call(Endpoint.LIST_RESUME, {"name": name}, query), CheckedList)

    def checked_lists(self) -> tuple[CheckedList, ...]:
        """Your lists of the last day."""
        return self._list(Call(Endpoint.LISTS), CheckedList)

    def checked_list(self, name: str) -> CheckedList:
        """How far a list is."""
        return self._ask(Call(Endpoint.LIST, {"name": name}), CheckedList)

    def remove_list(self, name: str) -> None:
        """Takes a list away before its day is over."""
        self._transport.send(Call(Endpoint.LIST_REMOVE, {"name": name}))

    def list_rows(self, name: str, outcome: str = "", after: int = 0) -> ListRows:
        """Rows answered so far, or those of one outcome."""
        return self._ask(Call(Endpoint.LIST_ROWS, {"name": name}, {"outcome": outcome, "after": after}), ListRows)

    def list_result(self, name: str, into: BinaryIO) -> None:
        """Writes the result file: the list's own rows, columns added."""
        self._transport.receive(Call(Endpoint.LIST_RESULT, {"name": name}), into)


class _BatchLine(msgspec.Struct, frozen=True):
    """A result, or the problem that the batch broke off with."""

    check: str = ""
    at: str = ""
    outcome: str = ""
    answers: msgspec.Raw = msgspec.Raw(b"[]")
    notes: tuple[str, ...] = ()
    person: msgspec.Raw = msgspec.Raw(b"null")
    place: int = 0
    problem: Problem | None = None


def _result(line: _BatchLine) -> BatchResult:
    if line.problem is not None:
        raise of_problem(line.problem)
    return decoded(msgspec.json.Decoder(BatchResult), msgspec.json.encode(line))
