"""The client. Each method is one endpoint; every one raises `comity.client.errors.ApiError` and nothing else."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from types import TracebackType
from typing import Any, BinaryIO, Final, Self, TypeVar
from uuid import UUID

import httpx
import msgspec

from comity.client.attachments import Attachment
from comity.client.checks import Batch, BatchResult, CheckResult, Identifier, Question, Reading
from comity.client.clearances import Clearance, ClearanceProposal, ClearanceSide, ClearancesPage, EndWhy, ObjectionWhy
from comity.client.endpoints import Endpoint
from comity.client.errors import Problem, ServerFailed, of_problem
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
from comity.client.lists import CheckedList, DryList, ListQuestion, ListRows
from comity.client.loads import LoadDecided, LoadQuestion, Loads, LoadSample, LoadStarted
from comity.client.mappings import LookedFile
from comity.client.mappings import Mapping as Mapped
from comity.client.messages import Held, InboxPage, Told
from comity.client.oversight import AuditEntries, AuditEntry, AuditQuery, AuditStatus, Opened, SightingQuery, Sightings
from comity.client.people import Authority, Bureau, Health, Me, SignedIn
from comity.client.persons import BareSearches, Person, PersonAnswer, PersonSetting
from comity.client.records import (
    Act,
    Compared,
    Decided,
    Finding,
    Header,
    Loaded,
    PublicWork,
    PublicWorks,
    Record,
    Records,
    Register,
    RegisterLine,
    Restriction,
    Walk,
)
from comity.client.statistics import Statistics
from comity.client.tokens import IssuedToken, System, Token
from comity.client.traces import Asked, Side, Trace, TraceAnswer, Traces
from comity.client.transport import Call, Transport
from comity.client.views import Many, ManyAct, Particulars, Preview, Started, View

T = TypeVar("T")
_CSV: Final = "text/csv; charset=utf-8"
_OCTETS: Final = "application/octet-stream"


class Client:
    """A connection to one Comity, for one officer or system. `token`: of a session, or of a system."""

    def __init__(self, address: str, token: str = "", *, timeout_s: float = 30.0, http: httpx.Client | None = None) -> None:
        self._transport = Transport(address, token, timeout_s=timeout_s, http=http)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, value: BaseException | None, trace: TracebackType | None) -> None:
        self.close()

    def close(self) -> None:
        """Lets the connections go; the session lives on."""
        self._transport.close()

    # Signing in ---------------------------------------------------------------------------------------------------

    def sign_in(self, login: str, password: str, code: str) -> SignedIn:
        """Opens a session, which this client uses from now on."""
        body = {"login": login, "password": password, "code": code}
        return self._opened(self._ask(Call(Endpoint.SIGN_IN, body=body), SignedIn))

    def sign_in_demo(self, login: str) -> SignedIn:
        """A session of a demonstration's synthetic officer."""
        return self._opened(self._ask(Call(Endpoint.SIGN_IN_DEMO, body={"login": login}), SignedIn))

    def _opened(self, signed_in: SignedIn) -> SignedIn:
        self._transport.token = signed_in.token
        return signed_in

    def sign_out(self, *, everywhere: bool = False) -> None:
        """Ends the session; `everywhere`, all of the officer's, on every machine."""
        query = {"everywhere": "true"} if everywhere else {}
        self._transport.send(Call(Endpoint.SIGN_OUT, query=query, repeatable=False))
        self._transport.token = ""

    def me(self) -> Me:
        """Who is signed in, where, and what is open."""
        return self._ask(Call(Endpoint.ME), Me)

    def choose_place(self, unit: str, purpose: str = "") -> Me:
        """Chooses unit and purpose."""
        return self._ask(Call(Endpoint.PLACE, body={"unit": unit, "purpose": purpose}), Me)

    # Checks -------------------------------------------------------------------------------------------------------

    def check(self, question: Question) -> CheckResult:
        """Asks. The answer's audit entry is durable before it comes."""
        return self._ask(Call(Endpoint.CHECK, body=question, repeatable=False), CheckResult)

    def check_batch(self, batch: Batch) -> Iterator[BatchResult]:
        """Asks up to 10,000 checks; results come in their order, as they are answered."""
        decoder = msgspec.json.Decoder(_BatchLine)
        with self._transport.lines(Call(Endpoint.CHECK_BATCH, body=batch, repeatable=False)) as lines:
            answered = 0
            for line in lines:
                yield _result(_decoded(decoder, line.encode()))
                answered += 1
        if answered != len(batch.checks):
            raise ServerFailed(f"The batch broke off after {answered} of {len(batch.checks)} checks.")

    def settle(self, reading: Reading) -> None:
        """Says what the document says against a look-alike. Only *record* tells the owner, and once."""
        self._transport.send(Call(Endpoint.CHECK_SETTLE, body=reading))

    def recognise(self, text: str) -> dict[str, Any]:
        """What the one box understands of a text: `reading`, `alternatives`, `certain`, `sentences`. Nothing is recorded."""
        return self._ask(Call(Endpoint.RECOGNISE, body={"text": text}, repeatable=False), dict[str, Any])

    # Persons ------------------------------------------------------------------------------------------------------

    def answer_person(self, answer: PersonAnswer) -> None:
        """Says of a candidate whether it is the person; only *this_person* tells the owner."""
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

    # Clearances ---------------------------------------------------------------------------------------------------

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

    # Lists --------------------------------------------------------------------------------------------------------

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

    # Lists --------------------------------------------------------------------------------------------------------

    # Registers and records ----------------------------------------------------------------------------------------

    def registers(self) -> tuple[RegisterLine, ...]:
        """The nineteen, in their order."""
        return self._list(Call(Endpoint.REGISTERS), RegisterLine)

    def register(self, name: str) -> Register:
        """One register's declaration."""
        return self._ask(Call(Endpoint.REGISTER, {"register": name}), Register)

    def register_spreadsheet(self, name: str) -> bytes:
        """The empty file of a register as a spreadsheet (XLSX)."""
        return self._transport.send(Call(Endpoint.REGISTER_SPREADSHEET, {"register": name}))

    def register_template(self, name: str) -> str:
        """The empty CSV file of a register."""
        return self._transport.send(Call(Endpoint.REGISTER_TEMPLATE, {"register": name})).decode("utf-8-sig")

    def records(
        self, register: str, where: Mapping[str, str] | None = None, *, sort: str = "", after: str = "", limit: int = 50, **also: str
    ) -> Records:
        """A page of your authority's own records. `where`: conditions by name, as the API describes them; `after`: a page's mark.

        `also`: `state`, and `value` of the register's own column.
        """
        parts = [f"{name}={wanted}" for name, wanted in (where or {}).items()]
        query = {**also, "where": parts, "sort": sort, "after": after, "limit": limit}
        return self._ask(Call(Endpoint.RECORDS, {"register": register}, query), Records)

    def find(self, register: str, words: str, measures: Sequence[tuple[str, str]] = ()) -> Finding:
        """Works of art that are like a description. `measures`: (dimension, measure with its unit)."""
        described = {"words": words, "measures": [{"dimension": name, "value": value} for name, value in measures]}
        return self._ask(Call(Endpoint.FIND, {"register": register}, body=described, repeatable=False), Finding)

    def links(self, register: str, record: UUID | str, steps: int = 2) -> Walk:
        """What lies around a record, along stated links and shared identifiers."""
        return self._ask(Call(Endpoint.RECORD_LINKS, {"register": register, "record": record}, {"steps": steps}), Walk)

    def compare(self, country: str, type_: str, series: str = "") -> Compared:
        """Specimens and counterfeits of a kind of document."""
        return self._ask(Call(Endpoint.DOCUMENTS_COMPARE, query={"country": country, "type": type_, "series": series}), Compared)

    def find_public(self, words: str, measures: Sequence[tuple[str, str]] = ()) -> tuple[PublicWork, ...]:
        """Works of art open to the public that are like a description. Needs no sign-in."""
        described = {"words": words, "measures": [{"dimension": name, "value": value} for name, value in measures]}
        return self._ask(Call(Endpoint.PUBLIC_ART_FIND, body=described, repeatable=False), PublicWorks).items

    def public_work(self, record: UUID | str) -> PublicWork:
        """One work of art that is open to the public. Needs no sign-in."""
        return self._ask(Call(Endpoint.PUBLIC_WORK, {"record": record}), PublicWork)

    def record(self, register: str, record: UUID | str, *, protected: bool = False) -> Record:
        """One record. `protected`, after a protected check: its owner is not told of this reading."""
        query = {"protected": "true"} if protected else {}
        return self._ask(Call(Endpoint.RECORD, {"register": register, "record": record}, query), Record)

    def enter_record(self, register: str, values: Mapping[str, str], header: Header) -> Record:
        """Enters a record for your authority."""
        return self._ask(Call(Endpoint.RECORD_NEW, {"register": register}, body={"values": dict(values), "header": header}), Record)

    def correct_record(self, register: str, record: UUID | str, values: Mapping[str, str], header: Header, version: int) -> Record:
        """Puts new content in the place of a record's. `version`: the one that was read."""
        body = {"values": dict(values), "header": header, "version": version}
        return self._ask(Call(Endpoint.RECORD_CORRECT, {"register": register, "record": record}, body=body), Record)

    def replace_person(self, register: str, record: UUID | str, values: Mapping[str, str], header: Header, version: int) -> Record:
        """The record was about a wrong person: it is erased at once, and this entered in its place, under another id."""
        body = {"values": dict(values), "header": header, "version": version, "wrong_person": True}
        return self._ask(Call(Endpoint.RECORD_CORRECT, {"register": register, "record": record}, body=body), Record)

    def decide(
        self,
        register: str,
        record: UUID | str,
        act: Act,
        reason: str = "",
        restriction: Restriction = Restriction(),  # noqa: B008 - frozen
    ) -> Decided:
        """Restricts, blocks, unblocks, releases, confirms or withdraws a record."""
        body = {"reason": reason, **msgspec.structs.asdict(restriction)}
        return self._ask(Call(Endpoint.RECORD_ACT, {"register": register, "record": record, "act": act}, body=body), Decided)

    def attach(self, register: str, record: UUID | str, content: bytes, field: str, **told: str) -> Attachment:
        """Adds a file to a field of your authority's record. `told`: title, source, version, derived_from."""
        places = {"register": register, "record": record}
        return self._ask(Call(Endpoint.ATTACHMENT_NEW, places, {"field": field, **told}, content, _OCTETS), Attachment)

    def attachments(self, register: str, record: UUID | str, *, protected: bool = False) -> tuple[Attachment, ...]:
        """The files of a record that you may see."""
        query = {"protected": "true" if protected else ""}
        return self._list(Call(Endpoint.ATTACHMENTS, {"register": register, "record": record}, query), Attachment)

    def attachment(
        self, register: str, record: UUID | str, attachment: UUID | str, *, preview: bool = False, protected: bool = False
    ) -> bytes:
        """A file, or a small image of it."""
        endpoint = Endpoint.ATTACHMENT_PREVIEW if preview else Endpoint.ATTACHMENT
        places = {"register": register, "record": record, "attachment": attachment}
        return self._transport.send(Call(endpoint, places, {"protected": "true" if protected else ""}))

    def detach(self, register: str, record: UUID | str, attachment: UUID | str) -> None:
        """Takes a file of your authority's record away for good."""
        places = {"register": register, "record": record, "attachment": attachment}
        self._transport.send(Call(Endpoint.ATTACHMENT_REMOVE, places))

    def load(self, register: str, csv: bytes, *, purposes: Iterable[str] = (), law: str = "", source: str = "", level: str = "") -> Loaded:
        """Loads a CSV file. The same file again changes nothing."""
        query = {"purposes": tuple(purposes), "law": law, "source": source, "level": level}
        return self._ask(Call(Endpoint.LOAD, {"register": register}, query, csv, _CSV), Loaded)

    def start_load(self, register: str, file: BinaryIO, how: LoadQuestion) -> str:
        """Sends a file of any size as a stream; gives the load's number, which is its job's too."""
        query = msgspec.structs.asdict(how) | {"dry_run": "true" if how.dry_run else ""}
        call = Call(Endpoint.LOAD_START, {"register": register}, query, file, "application/octet-stream", repeatable=False)
        return self._ask(call, LoadStarted).load

    def retry_load(self, load: UUID | str, mapping: str = "") -> str:
        """Tries the refused rows of your load again, alone; gives the new load's number."""
        return self._ask(Call(Endpoint.LOAD_RETRY, {"load": load}, {"mapping": mapping}), LoadStarted).load

    def restriction(self) -> Restriction:
        """Who is kept out of all records of your authority."""
        return self._ask(Call(Endpoint.RESTRICTIONS), Restriction)

    def restrict_all(self, restriction: Restriction) -> Restriction:
        """Keeps these out of all records; an empty one lifts it."""
        return self._ask(Call(Endpoint.RESTRICTIONS_SET, body=restriction), Restriction)

    # Life and review of records -----------------------------------------------------------------------------------

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

    # Mappings -----------------------------------------------------------------------------------------------------

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

    # Jobs ---------------------------------------------------------------------------------------------------------

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

    # Imports ------------------------------------------------------------------------------------------------------

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

    # Traces -------------------------------------------------------------------------------------------------------

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

    # Inbox --------------------------------------------------------------------------------------------------------

    def inbox(self, after: str = "") -> InboxPage:
        """Who met your records, newest first."""
        return self._ask(Call(Endpoint.INBOX, query={"after": after}), InboxPage)

    def open_message(self, message: UUID | str) -> Told:
        """One entry, which counts as read from then on."""
        return self._ask(Call(Endpoint.INBOX_OPEN, {"message": message}), Told)

    def held(self) -> tuple[Held, ...]:
        """Protected results of your bureau whose owners know nothing yet."""
        return self._list(Call(Endpoint.HELD), Held)

    def release_held(self, message: UUID | str, reason: str) -> None:
        """Tells the owner after all."""
        self._transport.send(Call(Endpoint.HELD_RELEASE, {"message": message}, body={"reason": reason}))

    # Oversight ----------------------------------------------------------------------------------------------------

    def sightings(self, wanted: SightingQuery) -> Sightings:
        """Who looked at your data."""
        return self._ask(Call(Endpoint.SIGHTINGS, query=msgspec.to_builtins(wanted)), Sightings)

    def audit_entries(self, wanted: AuditQuery) -> AuditEntries:
        """Entries of your authority's log, newest first."""
        return self._ask(Call(Endpoint.AUDIT_ENTRIES, query=msgspec.to_builtins(wanted)), AuditEntries)

    def who_asked(self, identifier: Identifier, basis: str, since: str = "", until: str = "") -> tuple[AuditEntry, ...]:
        """The entries that asked about something."""
        body = {"identifier": identifier, "basis": basis, **{k: v for k, v in (("since", since), ("until", until)) if v}}
        return self._list(Call(Endpoint.AUDIT_WHO_ASKED, body=body, repeatable=False), AuditEntry)

    def open_entry(self, entry: str, basis: str) -> Opened:
        """What was asked. The opening is an entry of its own."""
        return self._ask(Call(Endpoint.AUDIT_OPEN, {"entry": entry}, body={"basis": basis}, repeatable=False), Opened)

    def audit_status(self) -> AuditStatus:
        """How far the log is, and its last signed checkpoint."""
        return self._ask(Call(Endpoint.AUDIT_STATUS), AuditStatus)

    # Lists of one's own records -----------------------------------------------------------------------------------

    def views(self, register: str) -> tuple[View, ...]:
        """Your saved lists of a register, and those that your unit shares."""
        return self._list(Call(Endpoint.VIEWS, {"register": register}), View)

    def save_view(self, register: str, name: str, where: Mapping[str, str], *, sort: str = "", shared: bool = False) -> View:
        """Saves a list; one of the same name is replaced."""
        body = {"name": name, "where": dict(where), "sort": sort, "shared": shared}
        return self._ask(Call(Endpoint.VIEW_SAVE, {"register": register}, body=body), View)

    def drop_view(self, register: str, view: UUID | str) -> None:
        """Takes one of your own saved lists away."""
        self._transport.send(Call(Endpoint.VIEW_DROP, {"register": register, "view": view}))

    def export_records(self, register: str, where: Mapping[str, str], *, format: str = "csv", personal: bool = False) -> UUID:  # noqa: A002 - the API's word
        """Writes own records into a file (csv, jsonl, xlsx), as a job: its id. The file is the job's result."""
        body = {"where": dict(where), "format": format, "personal": personal}
        return self._ask(Call(Endpoint.EXPORT, {"register": register}, body=body), Started).job

    def preview_many(self, register: str, act: ManyAct, where: Mapping[str, str], records: Iterable[UUID | str] = ()) -> Preview:
        """Counts what an act on many records would be done to, and shows ten of them."""
        body = {"where": dict(where), "records": tuple(map(str, records))}
        return self._ask(Call(Endpoint.BULK_PREVIEW, {"register": register, "act": act}, body=body, repeatable=False), Preview)

    def order_many(
        self,
        register: str,
        act: ManyAct,
        count: int,
        where: Mapping[str, str],
        records: Iterable[UUID | str] = (),
        particulars: Particulars | None = None,
    ) -> Many:
        """Acts on many records; `count` as the preview said. Above 500 a second officer signs first."""
        body = {
            "count": count,
            "where": dict(where),
            "records": tuple(map(str, records)),
            **msgspec.to_builtins(particulars or Particulars()),
        }
        return self._ask(Call(Endpoint.BULK, {"register": register, "act": act}, body=body), Many)

    def many_waiting(self) -> tuple[Many, ...]:
        """Acts on many records of your authority that are to be signed or under way."""
        return self._list(Call(Endpoint.BULK_WAITING), Many)

    def sign_many(self, act: UUID | str, *, refuse: bool = False) -> Many:
        """Signs an act on many that another officer asked for, or refuses it."""
        return self._ask(Call(Endpoint.BULK_SIGN, {"bulk_id": act}, body={"refuse": refuse}), Many)

    # Counts -------------------------------------------------------------------------------------------------------

    def statistics(
        self, *, others: bool = False, register: str = "", owner: str = "", purpose: str = "", months: int = 12, last: str = ""
    ) -> Statistics:
        """Counts of your authority's records and checks by month, or of others' records as far as they are published."""
        query = {"of": "others" if others else "own", "register": register, "owner": owner, "purpose": purpose, "months": months}
        return self._ask(Call(Endpoint.STATISTICS, query=query | {"last": last}), Statistics)

    # Tokens and who takes part ------------------------------------------------------------------------------------

    def tokens(self) -> tuple[Token, ...]:
        """The tokens of your bureau."""
        return self._list(Call(Endpoint.TOKENS), Token)

    def issue_token(self, system: int, registers: Iterable[str], purposes: Iterable[str], days: int, *, loads: bool = False) -> IssuedToken:
        """A token for a system of your bureau. Its text is shown once. `loads`: it may also hand in files of records of these registers."""
        body = {"system": system, "registers": tuple(registers), "purposes": tuple(purposes), "days": days, "loads": loads}
        return self._ask(Call(Endpoint.TOKEN_ISSUE, body=body), IssuedToken)

    def revoke_token(self, number: int) -> None:
        """Revokes a token."""
        self._transport.send(Call(Endpoint.TOKEN_REVOKE, {"number": number}))

    def systems(self) -> tuple[System, ...]:
        """The national systems of your bureau."""
        return self._list(Call(Endpoint.SYSTEMS), System)

    def authorities(self) -> tuple[Authority, ...]:
        """The owners of data."""
        return self._list(Call(Endpoint.AUTHORITIES), Authority)

    def bureaus(self) -> tuple[Bureau, ...]:
        """Their bureaus."""
        return self._list(Call(Endpoint.BUREAUS), Bureau)

    def health(self) -> Health:
        """Whether the service and its database answer. Needs no sign-in."""
        return self._ask(Call(Endpoint.HEALTH), Health)

    def problem_type(self, name: str) -> str:
        """What a type of problem means, in a sentence."""
        return self._ask(Call(Endpoint.PROBLEM_TYPE, {"name": name.rpartition("/")[2]}), dict[str, str])["sentence"]

    def openapi(self) -> dict[str, Any]:
        """The description of the API."""
        return self._ask(Call(Endpoint.OPENAPI), dict[str, Any])

    def _ask(self, call: Call, kind: type[T]) -> T:
        return _decoded(msgspec.json.Decoder(kind), self._transport.send(call))

    def _list(self, call: Call, kind: type[T]) -> tuple[T, ...]:
        page = self._ask(call, dict[str, Any])
        try:
            return msgspec.convert(page.get("items"), tuple[kind, ...])  # type: ignore[valid-type]
        except msgspec.MsgspecError as problem:
            raise _strange(problem) from problem


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
    return _decoded(msgspec.json.Decoder(BatchResult), msgspec.json.encode(line))


def _decoded(decoder: msgspec.json.Decoder[T], content: bytes) -> T:
    try:
        return decoder.decode(content)
    except (msgspec.MsgspecError, UnicodeDecodeError) as problem:
        raise _strange(problem) from problem


def _strange(problem: Exception) -> ServerFailed:
    return ServerFailed(f"The answer is not one of Comity's API, or of another version: {problem}")
