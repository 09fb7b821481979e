"""Life and review of records, mappings, jobs, imports and traces, as methods of the client."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, BinaryIO
from uuid import UUID

from comity.client.calling import Caller
from comity.client.endpoints import Endpoint
from comity.client.imports import Differences, Import, Imports, Which
from comity.client.jobs import Job, Jobs
from comity.client.life import (
    AnswerAct,
    Answered,
    ClosingOutcome,
    Deletions,
    LifeQuestions,
    Measures,
    OnLoan,
    Review,
    ReviewOutcome,
    Signed,
    Version,
)
from comity.client.loads import LoadDecided, Loads, LoadSample
from comity.client.mappings import LookedFile
from comity.client.mappings import Mapping as Mapped
from comity.client.traces import Asked, Side, Trace, TraceAnswer, Traces
from comity.client.transport import Call


class Following(Caller):
    """Life and review of records, mappings, jobs, imports and traces."""

    # Life and review of records ---------------------------------------------------------------------------------------

    def life_questions(self, after: str = "") -> LifeQuestions:
        """What of your authority's records ends within six months, and what is to be confirmed."""
        return self._ask(Call(Endpoint.LIFE_QUESTIONS, query={"after": after}), LifeQuestions)

    def answer_life(
        self, register: str, record: UUID | str, act: AnswerAct, *, until: str = "", purpose: str = "", reason: str = ""
    ) -> Answered:
        """Asks for a longer life, says that it is not needed, or decides as a second officer."""
        body = {"until": until, "purpose": purpose, "reason": reason}
        return self._ask(Call(Endpoint.LIFE_ANSWER, {"register": register, "record": record, "act": act}, body=body), Answered)

    def close_record(self, register: str, record: UUID | str, outcome: ClosingOutcome, reason: str = "") -> Answered:
        """The purpose of a record is met: it is erased at once."""
        body = {"outcome": outcome, "reason": reason}
        return self._ask(Call(Endpoint.LIFE_CLOSE, {"register": register, "record": record}, body=body), Answered)

    def versions(self, register: str, record: UUID | str) -> tuple[Version, ...]:
        """What a record of your authority said before, the newest first."""
        return self._list(Call(Endpoint.LIFE_VERSIONS, {"register": register, "record": record}), Version)

    def deletions(self, after: str = "", *, missing: bool = False) -> Deletions:
        """What was deleted of your authority's records, with the receipts of those who hold copies."""
        return self._ask(Call(Endpoint.LIFE_DELETIONS, query={"after": after, "missing": "true" if missing else ""}), Deletions)

    def reviews(self) -> tuple[Review, ...]:
        """What waits for you as a reviewer of the secretariat."""
        return self._list(Call(Endpoint.REVIEWS), Review)

    def own_reviews(self) -> tuple[Review, ...]:
        """What of your authority's records waits or was refused."""
        return self._list(Call(Endpoint.REVIEWS_OWN), Review)

    def open_review(self, register: str, record: UUID | str) -> OnLoan:
        """A record that waits, for its reviewer. Its owner learns of the reading."""
        return self._ask(Call(Endpoint.REVIEW, {"register": register, "record": record}), OnLoan)

    def sign_review(self, register: str, record: UUID | str, outcome: ReviewOutcome, reason: str, ground: str = "") -> Signed:
        """Signs for your desk."""
        body = {"outcome": outcome, "reason": reason, "ground": ground}
        return self._ask(Call(Endpoint.REVIEW_SIGN, {"register": register, "record": record}, body=body), Signed)

    def measures(self) -> Measures:
        """Supervised input and quotas."""
        return self._ask(Call(Endpoint.MEASURES), Measures)

    def supervise(self, authority: str, reason: str, second_officer: int | None = None) -> Measures:
        """What this authority enters waits for review from now on."""
        body = {"reason": reason, "second_officer": second_officer}
        return self._ask(Call(Endpoint.SUPERVISE, {"authority": authority}, body=body), Measures)

    def lift_supervision(self, authority: str) -> None:
        """What it enters no longer waits."""
        self._transport.send(Call(Endpoint.SUPERVISE_LIFT, {"authority": authority}))

    def set_quota(self, authority: str, register: str, per_day: int) -> Measures:
        """Records a day above which a second signature is asked for."""
        return self._ask(Call(Endpoint.QUOTA_SET, {"authority": authority, "register": register}, body={"per_day": per_day}), Measures)

    def lift_quota(self, authority: str, register: str) -> None:
        """Takes the quota away."""
        self._transport.send(Call(Endpoint.QUOTA_LIFT, {"authority": authority, "register": register}))

    # Mappings ---------------------------------------------------------------------------------------------------------

    def mappings(self, register: str) -> tuple[Mapped, ...]:
        """The mappings of your unit for a register."""
        return self._list(Call(Endpoint.MAPPINGS, {"register": register}), Mapped)

    def mapping(self, register: str, name: str) -> Mapped:
        """One mapping."""
        return self._ask(Call(Endpoint.MAPPING, {"register": register, "name": name}), Mapped)

    def keep_mapping(self, made: Mapped) -> Mapped:
        """Keeps it under its name, in the place of one that was there."""
        body = {"columns": made.columns, "words": made.words, "encoding": made.encoding}
        return self._ask(Call(Endpoint.MAPPING_KEEP, {"register": made.register, "name": made.name}, body=body), Mapped)

    def remove_mapping(self, register: str, name: str) -> None:
        """Takes it away."""
        self._transport.send(Call(Endpoint.MAPPING_REMOVE, {"register": register, "name": name}))

    def look_at_file(self, register: str, content: bytes, *, mapping: str = "", encoding: str = "", kind: str = "") -> LookedFile:
        """What a file's columns and words may be, and its first rows as they would be understood; nothing is loaded."""
        query = {"mapping": mapping, "encoding": encoding, "kind": kind}
        call = Call(Endpoint.MAPPING_LOOK, {"register": register}, query, content, "application/octet-stream", repeatable=False)
        return self._ask(call, LookedFile)

    def loads(self, after: str = "") -> Loads:
        """Loads of your authority, newest first."""
        return self._ask(Call(Endpoint.LOADS, query={"after": after}), Loads)

    def show_load(self, load: UUID | str) -> LoadSample:
        """One load, with a sample where it waits for a second officer."""
        return self._ask(Call(Endpoint.LOAD_SHOW, {"load": load}), LoadSample)

    def release_load(self, load: UUID | str, reason: str = "") -> LoadDecided:
        """Releases a load that a colleague brought, as a whole."""
        return self._ask(Call(Endpoint.LOAD_RELEASE, {"load": load}, body={"reason": reason}), LoadDecided)

    def refuse_load(self, load: UUID | str, reason: str) -> LoadDecided:
        """Refuses a load as a whole: what it brought is erased."""
        return self._ask(Call(Endpoint.LOAD_REFUSE, {"load": load}, body={"reason": reason}), LoadDecided)

    # Jobs -------------------------------------------------------------------------------------------------------------

    def jobs(self, after: str = "") -> Jobs:
        """Jobs, newest first."""
        return self._ask(Call(Endpoint.JOBS, query={"after": after}), Jobs)

    def job(self, job: UUID | str) -> Job:
        """One job as it stands."""
        return self._ask(Call(Endpoint.JOB, {"job": job}), Job)

    def cancel_job(self, job: UUID | str) -> Job:
        """Asks it to stop at its next safe place."""
        return self._ask(Call(Endpoint.JOB_CANCEL, {"job": job}), Job)

    def job_result(self, job: UUID | str, into: BinaryIO) -> None:
        """Writes the file that a job made, piece by piece."""
        self._transport.receive(Call(Endpoint.JOB_RESULT, {"job": job}), into)

    # Imports ----------------------------------------------------------------------------------------------------------

    def propose_import(self, xml: bytes, *, purposes: Iterable[str], law: str, level: str = "", behalf: str = "") -> Import:
        """Proposes the consolidated list of the United Nations. Nothing is visible to others before a second officer approves."""
        query = {"purposes": tuple(purposes), "law": law, "level": level, "behalf": behalf}
        return self._ask(Call(Endpoint.IMPORT_NEW, {}, query, xml, "application/xml"), Import)

    def imports(self, after: str = "") -> Imports:
        """The imports of your authority, newest first."""
        return self._ask(Call(Endpoint.IMPORTS, query={"after": after}), Imports)

    def show_import(self, proposal: UUID | str, kind: Which = "", after: int = 0) -> Differences:
        """One import with a page of what it would do."""
        return self._ask(Call(Endpoint.IMPORT, {"proposal": proposal}, {"kind": kind, "after": after or ""}), Differences)

    def approve_import(self, proposal: UUID | str, reason: str = "") -> Import:
        """Makes all of it records, at once. Another officer than who proposed it."""
        return self._ask(Call(Endpoint.IMPORT_APPROVE, {"proposal": proposal}, body={"reason": reason}), Import)

    def refuse_import(self, proposal: UUID | str, reason: str) -> Import:
        """Ends it without any record."""
        return self._ask(Call(Endpoint.IMPORT_REFUSE, {"proposal": proposal}, body={"reason": reason}), Import)

    # Traces -----------------------------------------------------------------------------------------------------------

    def ask_trace(
        self, *, record: UUID | str = "", values: Mapping[str, Any] | None = None, ask: Iterable[Asked] = (), words: str = ""
    ) -> Trace:
        """Asks the maker's and the importer's country whom a firearm was sold or exported to."""
        body = {"record": str(record) or None, "values": dict(values or {}), "ask": tuple(ask), "words": words}
        return self._ask(Call(Endpoint.TRACE_NEW, body=body), Trace)

    def traces(self, side: Side = "own", after: str = "") -> Traces:
        """Your traces, or those that your authority was asked."""
        return self._ask(Call(Endpoint.TRACES, query={"side": side, "after": after}), Traces)

    def trace(self, trace: UUID | str) -> Trace:
        """One trace."""
        return self._ask(Call(Endpoint.TRACE, {"trace": trace}), Trace)

    def ask_further(self, trace: UUID | str, ask: Iterable[Asked]) -> Trace:
        """Asks others too."""
        return self._ask(Call(Endpoint.TRACE_FURTHER, {"trace": trace}, body={"ask": tuple(ask)}), Trace)

    def answer_trace(self, trace: UUID | str, answer: TraceAnswer) -> Trace:
        """Answers for your authority, once."""
        return self._ask(Call(Endpoint.TRACE_ANSWER, {"trace": trace}, body=answer), Trace)

    def close_trace(self, trace: UUID | str, outcome: str, words: str = "") -> Trace:
        """Closes your trace."""
        return self._ask(Call(Endpoint.TRACE_CLOSE, {"trace": trace}, body={"outcome": outcome, "words": words}), Trace)
