"""The permission table, compiled: each rule by its id, and laws over generated askers and records."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from comity.access.model import EVERYBODY, Audience, AuthorityKind, Permission, Reader, RecordFacts, Role, UnitKind
from comity.access.permissions import CHOICES, CLEARED_ONLY, GRANTS, OPENINGS
from comity.access.rules import askable, may, may_ask, may_choose, may_read, permits, purposes_for
from comity.engines.store import Mode
from comity.kernel.errors import Refused
from comity.kernel.levels import Level
from comity.kernel.purposes import MATRIX, Purpose, mask
from comity.kernel.records import RecordState
from comity.kernel.strip import Strip

ALL_REGISTERS = frozenset(int(number) for number in Strip)
BELMORA, CASTARA = 2, 3
OFFICER = Reader(
    authority=CASTARA,
    kind=AuthorityKind.COUNTRY,
    bureau=30,
    unit=300,
    unit_kind=UnitKind.BORDER_POST,
    officer=3000,
    officer_name="Ilka Toren",
    system=0,
    roles=frozenset({Role.OFFICER}),
    clearance=Level.OFFICIAL,
    purpose=Purpose.BORDER,
    registers=ALL_REGISTERS,
)
RECORD = RecordFacts(BELMORA, EVERYBODY, RecordState.RELEASED, Purpose.BORDER.bit, Level.OFFICIAL, discreet=False)

readers = st.builds(
    Reader,
    authority=st.sampled_from([BELMORA, CASTARA, 4]),
    kind=st.sampled_from(AuthorityKind),
    bureau=st.just(30),
    unit=st.just(300),
    unit_kind=st.sampled_from(UnitKind),
    officer=st.just(3000),
    officer_name=st.just("Ilka Toren"),
    system=st.just(0),
    roles=st.frozensets(st.sampled_from(Role), max_size=3),
    clearance=st.sampled_from(Level),
    purpose=st.sampled_from(Purpose),
    registers=st.frozensets(st.sampled_from(sorted(ALL_REGISTERS)), max_size=4),
)
audiences = st.builds(
    Audience,
    denied_authorities=st.frozensets(st.sampled_from([BELMORA, CASTARA, 4]), max_size=2),
    denied_kinds=st.frozensets(st.sampled_from(AuthorityKind), max_size=2),
)
records = st.builds(
    RecordFacts,
    owner=st.sampled_from([BELMORA, CASTARA]),
    audience=audiences,
    state=st.sampled_from(RecordState),
    purposes=st.frozensets(st.sampled_from(Purpose), min_size=1, max_size=3).map(mask),
    level=st.sampled_from(Level),
    discreet=st.booleans(),
)


def test_an_officer_sees_a_released_record_of_another_owner():
    assert may_read(OFFICER, RECORD, Mode.CHECK).allowed


@pytest.mark.parametrize(("record", "query"), [(record, query) for record in Purpose for query in Purpose])
def test_PUR_03_unlisted_pair_is_denied(record: Purpose, query: Purpose):
    decision = may_read(replace(OFFICER, purpose=query), replace(RECORD, purposes=record.bit), Mode.CHECK)
    assert decision.allowed is (query in MATRIX[record])
    assert decision.rule == "PUR-03"


def test_PUR_01_without_a_way_of_reading_nothing_is_read():
    for mode in (Mode.NONE, Mode.AUDIT):
        decision = may_read(OFFICER, RECORD, mode)
        assert (decision.allowed, decision.rule) == (False, "PUR-01")


def test_PUR_04_relatives_profiles_serve_the_search_for_the_missing_alone():
    analyst = replace(OFFICER, unit_kind=UnitKind.DESK, roles=frozenset({Role.ANALYST}), purpose=Purpose.INTELLIGENCE)
    assert may_ask(analyst, Strip.KINSHIP).rule == "PUR-04"
    assert may_ask(replace(analyst, purpose=Purpose.MISSING), Strip.KINSHIP).allowed


def test_PUR_05_security_checks_are_a_supervisor_s_at_a_desk():
    supervisor = frozenset({Role.SUPERVISOR})
    assert may_choose(supervisor, UnitKind.DESK, Purpose.ACCREDITATION).rule == "PUR-05"
    assert not may_choose(supervisor, UnitKind.AIRPORT, Purpose.ACCREDITATION).allowed
    assert not may_choose(frozenset({Role.OFFICER}), UnitKind.DESK, Purpose.ACCREDITATION).allowed


def test_PUR_06_border_checks_reach_the_sets_opened_to_them():
    assert {Strip.TRAVEL_DOCUMENTS, Strip.VEHICLES} <= set(askable(OFFICER))
    for number in (Strip.DNA, Strip.PIRACY, Strip.FIREARM_MODELS):
        decision = may_ask(OFFICER, number)
        assert (decision.allowed, decision.rule) == (False, "PUR-06")


def test_PUR_07_work_on_trends_identifies_nobody():
    analyst = replace(OFFICER, unit_kind=UnitKind.DESK, roles=frozenset({Role.ANALYST}), purpose=Purpose.TRENDS)
    assert may_ask(analyst, Strip.FACES).rule == "PUR-07"
    assert not may_choose(frozenset({Role.OFFICER}), UnitKind.DESK, Purpose.TRENDS).allowed


def test_OWN_02_the_owner_reads_its_own_in_every_state():
    for state in RecordState:
        own = replace(RECORD, owner=CASTARA, state=state, level=Level.CONFIDENTIAL, discreet=True, purposes=Purpose.TRENDS.bit)
        assert may_read(OFFICER, own, Mode.OWN).rule == may_read(OFFICER, own, Mode.CHECK).rule == "OWN-02"
        assert may_read(OFFICER, own, Mode.OWN).allowed
        assert not may_read(replace(OFFICER, authority=4), own, Mode.OWN).allowed


def test_OWN_03_a_denied_country_or_kind_reads_nothing():
    for audience in (Audience(frozenset({CASTARA})), Audience(denied_kinds=frozenset({AuthorityKind.COUNTRY}))):
        decision = may_read(OFFICER, replace(RECORD, audience=audience), Mode.CHECK)
        assert (decision.allowed, decision.rule, decision.granted_by) == (False, "OWN-03", "the owner")
    assert permits(Audience(frozenset({4}), frozenset({AuthorityKind.ENTITY})), CASTARA, AuthorityKind.COUNTRY)


def test_REV_01_nothing_unreleased_is_visible_to_others():
    for state in RecordState:
        assert may_read(OFFICER, replace(RECORD, state=state), Mode.CHECK).allowed is (state is RecordState.RELEASED)


def test_CLS_03_a_level_above_the_clearance_is_hidden():
    for level in Level:
        for clearance in Level:
            decision = may_read(replace(OFFICER, clearance=clearance), replace(RECORD, level=level), Mode.CHECK)
            assert decision.allowed is (level <= clearance)
            assert decision.allowed or decision.rule == "CLS-03"


def test_HIT_11_a_discreet_record_is_in_the_silent_look_up_alone():
    discreet = replace(RECORD, discreet=True, level=Level.CONFIDENTIAL)
    assert not may_read(replace(OFFICER, clearance=Level.CONFIDENTIAL), discreet, Mode.CHECK).allowed
    assert may_read(OFFICER, discreet, Mode.DISCREET).rule == "HIT-11"
    assert may_read(OFFICER, discreet, Mode.DISCREET).allowed
    assert not may_read(OFFICER, RECORD, Mode.DISCREET).allowed


def test_ACC_01_a_scope_that_is_empty_opens_nothing():
    assert askable(replace(OFFICER, registers=frozenset())) == ()
    decision = may_ask(replace(OFFICER, registers=frozenset({8})), 3)
    assert (decision.allowed, decision.rule) == (False, "ACC-01")


def test_ACC_01_a_purpose_not_open_at_the_unit_is_refused():
    decision = may_ask(replace(OFFICER, purpose=Purpose.INTELLIGENCE), 3)
    assert (decision.allowed, decision.rule) == (False, "ACC-01")


def test_ACC_08_a_role_without_the_permission_is_refused_and_told_who_grants_it():
    auditor = replace(OFFICER, roles=frozenset({Role.AUDITOR}))
    assert may_ask(auditor, 3).rule == "ACC-08"
    decision = may(auditor, Permission.REGISTER_RECORD_CREATE)
    assert (decision.allowed, decision.rule, decision.granted_by) == (False, "ACC-08", "the head of your bureau")
    with pytest.raises(Refused) as refusal:
        decision.enforce()
    assert refusal.value.rule == "ACC-08"


@pytest.mark.parametrize("register", sorted(CLEARED_ONLY))
def test_ACC_08_registers_of_specialists_open_to_specialists_alone(register: Strip):
    others = replace(OFFICER, roles=frozenset(Role) - {Role.SPECIALIST}, unit_kind=UnitKind.DESK, purpose=Purpose.WANTED)
    assert may_ask(others, register).rule == "ACC-08"
    for permission in (Permission.REGISTER_RECORD_CREATE, Permission.REGISTER_RECORD_LIST, Permission.REGISTER_RECORD_READ):
        assert may(others, permission, register).rule == "ACC-08"
    cleared = replace(others, roles=frozenset({Role.SPECIALIST}))
    assert may_ask(cleared, register).allowed
    assert may(cleared, Permission.REGISTER_RECORD_LIST, register).allowed
    assert may(cleared, Permission.REGISTER_RECORD_CREATE, register).rule == "ACC-08"
    assert may(replace(cleared, roles=frozenset({Role.SPECIALIST, Role.REGISTRAR})), Permission.REGISTER_RECORD_CREATE, register).allowed


@pytest.mark.parametrize("register", sorted(CLEARED_ONLY))
def test_PUR_06_no_specialist_asks_them_at_a_border(register: Strip):
    cleared = replace(OFFICER, roles=frozenset({Role.SPECIALIST, Role.OFFICER}), unit_kind=UnitKind.DESK, purpose=Purpose.BORDER)
    assert may_ask(cleared, register).rule == "PUR-06"


def test_a_permission_on_a_register_needs_its_scope():
    registrar = replace(OFFICER, roles=frozenset({Role.REGISTRAR}), registers=frozenset({3}))
    assert may(registrar, Permission.REGISTER_RECORD_CREATE, 3).allowed
    assert may(registrar, Permission.REGISTER_RECORD_CREATE, 8).rule == "ACC-01"


@given(readers, records, st.sampled_from(Mode))
def test_visible_means_owned_or_released_and_permitted_and_matched(reader: Reader, record: RecordFacts, mode: Mode):
    decision = may_read(reader, record, mode)
    owned = record.owner == reader.authority and mode in (Mode.OWN, Mode.CHECK)
    if decision.allowed and not owned:
        assert record.state is RecordState.RELEASED
        assert permits(record.audience, reader.authority, reader.kind)
        assert record.discreet is (mode is Mode.DISCREET)
        assert mode in (Mode.CHECK, Mode.DISCREET)
    assert decision.allowed or not owned
    assert decision.rule
    assert decision.sentence


@given(readers, st.sampled_from(Strip))
def test_who_may_ask_has_role_choice_and_scope(reader: Reader, register: Strip):
    if may_ask(reader, register).allowed:
        assert may(reader, Permission.CHECK_SINGLE_ASK, register).allowed
        assert reader.purpose in purposes_for(reader.roles, reader.unit_kind)
        assert register in askable(reader)


@given(readers, st.sampled_from(Role), st.sampled_from(Strip))
def test_a_further_role_never_takes_a_right_away(reader: Reader, role: Role, register: Strip):
    if may_ask(reader, register).allowed:
        assert may_ask(replace(reader, roles=reader.roles | {role}), register).allowed


def test_the_tables_name_known_rules_and_give_reasons():
    for row in (*CHOICES, *OPENINGS):
        assert row.rule.partition("-")[0] in {"ACC", "PUR"}
        assert row.reason.endswith(".")
    assert set(GRANTS) == set(Role)


def test_every_permission_is_granted_to_somebody_and_the_list_is_alphabetical():
    assert set().union(*GRANTS.values()) == set(Permission)
    assert [str(one) for one in Permission] == sorted(str(one) for one in Permission)
    assert all(str(one).count(":") == 2 for one in Permission)


@pytest.mark.parametrize(("roles", "unit"), [({Role.OFFICER}, UnitKind.BORDER_POST), ({Role.OFFICER}, UnitKind.AIRPORT)])
def test_the_first_line_may_choose_its_five_purposes(roles: set[Role], unit: UnitKind):
    expected = (Purpose.WANTED, Purpose.WHEREABOUTS, Purpose.WARNING, Purpose.MISSING, Purpose.BORDER)
    assert purposes_for(frozenset(roles), unit) == expected
