"""What a list comes to: pure, against records as values."""

from __future__ import annotations

import io
import os
import re
from collections import Counter
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from uuid import UUID, uuid4

import pytest

from comity.access.model import AuthorityKind, Role
from comity.imports import rules
from comity.imports.compare import Change, Counts, Kind, changes, needs_reason
from comity.imports.judging import Judged, basis_of, compared, entered, judged, refuse_header
from comity.imports.model import Header, Proposal, State
from comity.kernel.errors import Invalid
from comity.kernel.levels import Level
from comity.kernel.purposes import Purpose
from comity.kernel.records import RecordState
from comity.registers.declarations.notices import NOTICES
from comity.registers.record import Record, Source
from tests.imports.listing import LIST, MEMBERS, listing, person
from tests.registers.conftest import reader

HEADER = Header(("warning",), "Resolution 9900 (2014)")
TODAY = date(2026, 11, 21)
NOW = datetime(2026, 11, 21, 12, tzinfo=UTC)
NONE: frozenset[str] = frozenset()


def judge(content: bytes) -> Judged:
    return judged(io.BytesIO(content), HEADER, TODAY, MEMBERS)


def records(content: bytes, **header: object) -> dict[UUID, Record]:
    """What a list has made, as values."""
    made = {}
    for item in judge(content).good:
        record = Record(
            register=2, id=uuid4(), owner=7, bureau=70, author=71, changed_by=71, reviewer=72, audience=1, state=RecordState.RELEASED,
            blocked_by=None, purposes=frozenset({Purpose.WARNING}), level=Level.OFFICIAL, discreet=False, handling_codes=0, warnings=0,
            law="Resolution", source=Source.AUTHORITY, created_at=NOW, changed_at=NOW, confirmed_at=NOW, ends_at=TODAY, version=3,
            values=item.values,
        )  # fmt: skip
        made[record.id] = replace(record, **header)  # type: ignore[arg-type]
    return made


def test_each_entry_is_taken_or_refused_with_every_reason_and_its_line() -> None:
    found = judge(LIST.read_bytes())
    assert [item.number for item in found.good] == ["9900001", "9900002", "9900101"]
    assert [(item.reference, item.faults[0][1]) for item in found.refused] == [
        ("QLi.003", "double_number"),
        ("QLi.002", "double_reference"),
        ("QLi.005", "no_name"),
        ("QLi.006", "no_number"),
        ("QLi.007", "bad_date"),
    ]
    lines = LIST.read_text().splitlines()
    assert all(lines[item.line - 1].strip() == "<INDIVIDUAL>" for item in found.refused)
    assert (found.persons, found.entities, found.unread) == (7, 1, {"SUBMITTED_BY": 1})


def test_a_first_import_adds_all_and_the_counts_add_up() -> None:
    items, counts = compared(judge(LIST.read_bytes()), {}, NONE)
    assert counts == Counts(entries=8, persons=7, entities=1, added=3, refused=5)
    assert counts.add_up
    assert Counter(item.kind for item in items) == {Kind.ADDED: 3, Kind.REFUSED: 5}


def test_the_same_list_again_does_nothing() -> None:
    content = LIST.read_bytes()
    items, counts = compared(judge(content), records(content), NONE)
    assert counts == Counts(entries=8, persons=7, entities=1, unchanged=3, refused=5, before=3)
    assert counts.add_up
    assert {item.kind for item in items} == {Kind.REFUSED}


def test_what_changed_is_said_field_by_field_and_item_by_item() -> None:
    before = listing(person(1, more="<TITLE><VALUE>Sheikh</VALUE><VALUE>Colonel</VALUE></TITLE><GENDER>Male</GENDER>"))
    after = listing(
        person(1, more="<TITLE><VALUE>Doctor</VALUE><VALUE>Sheikh</VALUE><VALUE>Colonel</VALUE></TITLE><GENDER>Female</GENDER>")
    )
    ((item,), counts) = compared(judge(after), records(before), NONE)
    assert item.changes == (Change("sex", "male", "female"), Change("titles", "", "Doctor"))
    assert (item.kind, item.version, counts.changed, counts.unchanged, counts.add_up) == (Kind.CHANGED, 3, 1, 0, True)


def test_an_item_of_a_compound_field_is_told_with_its_parts() -> None:
    before, after = (next(iter(records(listing(person(1, document=number))).values())).values for number in ("AR1", "AR2"))
    assert changes(NOTICES, before, after) == (
        Change("documents", "number: AR1; issuer: XAR; type: passport", ""),
        Change("documents", "", "number: AR2; issuer: XAR; type: passport"),
    )


def test_what_the_list_no_longer_has_is_withdrawn() -> None:
    before = records(listing(*map(person, range(1, 4))))
    items, counts = compared(judge(listing(person(1), person(3), person(4))), before, NONE)
    gone = next(item for item in items if item.kind is Kind.WITHDRAWN)
    assert (gone.number, gone.reference, gone.name, gone.person) == ("2", "QLi.2", "PERSON C", True)
    assert before[gone.record or uuid4()].values["un_number"] == "2"
    assert counts == Counts(entries=3, persons=3, entities=0, added=1, unchanged=2, withdrawn=1, before=3)


@pytest.mark.parametrize(
    "broken",
    [
        "<INDIVIDUAL><DATAID>2</DATAID></INDIVIDUAL>",
        "<INDIVIDUAL><FIRST_NAME>X</FIRST_NAME><REFERENCE_NUMBER>QLi.2</REFERENCE_NUMBER></INDIVIDUAL>",
    ],
    ids=["by_key", "by_reference"],
)
def test_the_record_of_an_entry_that_cannot_be_read_is_not_withdrawn(broken: str) -> None:
    before = records(listing(person(1), person(2)))
    items, counts = compared(judge(listing(person(1), broken)), before, NONE)
    assert [item.kind for item in items] == [Kind.REFUSED]
    assert (counts.withdrawn, counts.refused, counts.unchanged, counts.add_up) == (0, 1, 1, True)


def test_BLK_01_a_blocked_record_stays_as_it_is() -> None:
    before = records(listing(person(1)), state=RecordState.BLOCKED, blocked_by=2)
    items, counts = compared(judge(listing(person(1, more="<GENDER>Male</GENDER>"))), before, NONE)
    assert [(item.kind, item.faults[0][1]) for item in items] == [(Kind.REFUSED, "blocked")]
    assert counts == Counts(entries=1, persons=1, refused=1, before=1)


def test_what_the_owner_recorded_by_hand_is_not_added_again() -> None:
    items, counts = compared(judge(listing(person(1), person(2))), {}, frozenset({"2"}))
    assert [(item.kind, item.faults and item.faults[0][1]) for item in items] == [(Kind.ADDED, ()), (Kind.REFUSED, "already_there")]
    assert counts.add_up


def test_counts_that_do_not_add_up_are_seen() -> None:
    assert not Counts(entries=2, persons=2, added=1).add_up
    assert not Counts(entries=1, persons=2, added=1).add_up
    assert not Counts(entries=1, persons=1, changed=1, before=0).add_up


def test_the_basis_tells_any_version_and_no_order() -> None:
    one, other = UUID(int=1), UUID(int=2)
    assert basis_of({one: 1, other: 2}) == basis_of({other: 2, one: 1})
    assert len({basis_of({}), basis_of({one: 1}), basis_of({one: 2}), basis_of({one: 1, other: 1})}) == 4


@pytest.mark.parametrize(
    ("header", "fields"),
    [
        (Header((), "Resolution"), {"purposes"}),
        (Header(("warning",), ""), {"law"}),
        (Header(("nothing",), "Resolution", "secret"), {"purposes", "level"}),
    ],
)
def test_OWN_09_what_is_stated_for_all_records_is_checked_once(header: Header, fields: set[str]) -> None:
    with pytest.raises(Invalid) as caught:
        refuse_header(header, TODAY)
    assert {fault.field for fault in caught.value.faults} == fields
    refuse_header(HEADER, TODAY)


# -------------------------------------------------------------------------------------------------------------------- rules
ENTITY, SECRETARIAT, COUNTRY = AuthorityKind.ENTITY, AuthorityKind.SECRETARIAT, AuthorityKind.COUNTRY
PROPOSAL = Proposal(uuid4(), 7, 70, 71, NOW, State.PROPOSED, "", "", HEADER, Counts(), {}, {}, "")


def test_OWN_02_a_country_imports_no_list() -> None:
    assert [rules.may_propose(reader(7, 71, kind=kind)).allowed for kind in (ENTITY, SECRETARIAT, COUNTRY)] == [True, True, False]
    assert rules.may_propose(reader(1, 11, kind=COUNTRY)).rule == "OWN-02"


def test_OWN_02_the_secretariat_says_for_whom_it_writes() -> None:
    fault = rules.on_behalf(reader(9, 91, kind=SECRETARIAT), " ")
    assert fault is not None
    assert fault.field == "behalf"
    assert rules.on_behalf(reader(9, 91, kind=SECRETARIAT), "The tribunal, mandate 7") is None
    assert rules.on_behalf(reader(7, 71, kind=ENTITY), "") is None


@pytest.mark.parametrize(
    ("officer", "authority", "state", "rule", "allowed"),
    [
        (72, 7, State.PROPOSED, "ACC-09", True),
        (71, 7, State.PROPOSED, "ACC-09", False),
        (0, 7, State.PROPOSED, "ACC-09", False),
        (72, 8, State.PROPOSED, "OWN-02", False),
        (72, 7, State.APPROVED, "REV-01", False),
        (72, 7, State.REFUSED, "REV-01", False),
    ],
)
def test_ACC_09_another_officer_of_the_same_authority_approves_once(
    officer: int, authority: int, state: State, rule: str, allowed: bool
) -> None:
    decision = rules.may_decide(reader(authority, officer, Role.SUPERVISOR, kind=ENTITY), replace(PROPOSAL, state=state))
    assert (decision.rule, decision.allowed) == (rule, allowed)


def test_who_proposed_may_take_it_back_while_nobody_has_decided() -> None:
    own = reader(7, 71, kind=ENTITY)
    assert rules.may_refuse(own, PROPOSAL).allowed
    assert not rules.may_refuse(own, replace(PROPOSAL, state=State.APPROVED)).allowed
    assert not rules.may_refuse(reader(8, 81, kind=ENTITY), PROPOSAL).allowed


@pytest.mark.parametrize(
    ("withdrawn", "before", "needed"), [(0, 0, False), (1, 10, False), (2, 10, True), (1, 9, True), (100, 1000, False)]
)
def test_REC_18_more_than_a_tenth_withdrawn_needs_its_reason(withdrawn: int, before: int, needed: bool) -> None:
    assert needs_reason(withdrawn, before) is needed
    counts = Counts(withdrawn=withdrawn, before=before)
    assert (rules.lacks_reason(counts, "short") is not None) is needed
    assert rules.lacks_reason(counts, "The committee ended the regime.") is None


def test_the_header_of_each_record_names_the_authority_as_its_source() -> None:
    assert (entered(HEADER).source, entered(HEADER).law) == ("authority", HEADER.law)


# ------------------------------------------------------------------------------------------------------------ the list itself
REAL = Path(os.environ.get("COMITY_DATA", "")) / "names" / "un_consolidated.xml"


@pytest.mark.skipif(not os.environ.get("COMITY_DATA") or not REAL.exists(), reason="the list itself is not here")
def test_every_entry_of_the_list_itself_is_taken_or_refused() -> None:
    with REAL.open("rb") as file:
        found = judged(file, HEADER, TODAY, {})
    text = REAL.read_text(encoding="utf-8")
    assert (found.persons, found.entities) == (text.count("</INDIVIDUAL>"), text.count("</ENTITY>"))
    assert len(found.good) + len(found.refused) == found.persons + found.entities
    assert len(found.refused) <= len(found.good) // 100
    keys = set(re.findall(r"<DATAID>(\d+)</DATAID>", text))
    assert {item.number for item in (*found.good, *found.refused)} == keys
    again = compared(found, {}, NONE)[1]
    assert again.add_up
