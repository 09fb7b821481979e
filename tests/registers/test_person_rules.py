"""Data on persons: victims, witnesses, minors, the dead, sensitive data; what each colour of notice asks for."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from comity.access.model import SEES
from comity.kernel.purposes import SHIELDED_FROM, Purpose, from_mask, mask
from comity.registers.catalogue import BY_NAME, DECLARED
from comity.registers.declarations.shared import STATUS
from comity.registers.person_rules import GENTLE, PROTECTED, shielded, under_age
from comity.registers.record import Entered
from comity.registers.validate import InvalidRecord, draft

PERSONS, NOTICES = BY_NAME["persons"], BY_NAME["notices"]
TODAY = date(2026, 11, 21)
HEADER = Entered(purposes=("whereabouts",), law="Act 1", source="authority")
PERSON = {
    "status": "suspect", "sex": "female", "names.1.full": "Selka Marrec", "births.1.date": "1988-04", "case_reference": "C1",
    "request": "collect_facts",
}  # fmt: skip
RED = {
    "colour": "red", "reference": "XBM-1", "subject": "person", "status": "wanted", "names.1.full": "Osric Tolvan", "sex": "male",
    "births.1.date": "1979", "height": "181 cm", "offences.1.offence": "0401", "offences.1.maximum": "60", "facts": "Robbed a shop",
    "warrants.1.kind": "arrest_warrant", "warrants.1.number": "W-1", "warrants.1.authority": "Court of Lys",
    "warrants.1.country": "XBM", "warrants.1.date": "2026-01-03", "extradition.1": "XAR", "assured": "yes",
}  # fmt: skip
YELLOW = {
    "colour": "yellow", "reference": "XBM-2", "subject": "person", "status": "missing", "names.1.full": "Noemi Quarto", "sex": "female",
    "births.1.date": "1990", "report": "P-1", "report_date": "2026-10-01", "privacy_law": "Act 4", "description": "Red coat",
}  # fmt: skip


def codes(values: dict[str, str], register: object = PERSONS) -> set[tuple[str, str]]:
    with pytest.raises(InvalidRecord) as caught:
        draft(register, values, HEADER, TODAY)  # type: ignore[arg-type]
    return {(fault.field, fault.code) for fault in caught.value.faults}


def without(values: dict[str, str], start: str) -> dict[str, str]:
    return {path: value for path, value in values.items() if not path.startswith(start)}


def test_REC_03_the_status_is_of_the_closed_list_in_every_register_of_persons() -> None:
    assert draft(PERSONS, PERSON, HEADER, TODAY)
    assert ("status", "not_in_list") in codes(PERSON | {"status": "enemy"})
    assert ("status", "required") in codes(without(PERSON, "status"))
    assert ("status", "required") in codes(without(YELLOW, "status"), NOTICES)
    for register in DECLARED:
        assert register.statuses in ("", "status"), register.name
        if register.statuses:
            assert register.persons
            assert register.field("status").kind is STATUS
        assert not register.persons or register.statuses or register.derived, f"{register.name} has persons without their status (REC-02)"


@pytest.mark.parametrize("status", sorted(PROTECTED))
def test_REC_05_nothing_is_done_against_a_victim_or_witness(status: str) -> None:
    for action, _ in PERSONS.field("request").kind.choices:
        values = PERSON | {"status": status, "request": action}
        if action in GENTLE:
            assert draft(PERSONS, values, HEADER, TODAY)
        else:
            assert ("request", "victim_or_witness") in codes(values)


def test_REC_05_a_victim_stands_in_a_case() -> None:
    assert ("case_reference", "required") in codes(without(PERSON | {"status": "victim", "request": "welfare"}, "case_reference"))


@pytest.mark.parametrize("purpose", sorted(Purpose))
def test_REC_06_wanted_security_and_border_checks_do_not_see_a_victim_whatever_the_record_is_kept_for(purpose: Purpose) -> None:
    stored = mask((purpose,), shielded=True)
    assert from_mask(stored) == {purpose}
    for query in Purpose:
        seen = bool(stored & SEES[query])
        assert seen is (query not in SHIELDED_FROM and bool(mask((purpose,)) & SEES[query]))


def test_REC_06_the_owner_may_open_it() -> None:
    assert shielded({"status": "victim"})
    assert not shielded({"status": "victim", "opened": "yes"})
    assert not shielded({"status": "wanted"})


@given(st.sets(st.sampled_from(Purpose), min_size=1), st.booleans())
def test_purposes_come_back_from_their_mask(purposes: set[Purpose], hidden: bool) -> None:
    assert from_mask(mask(frozenset(purposes), shielded=hidden)) == purposes
    assert mask(frozenset(purposes), shielded=hidden) < 1 << 31  # PostgreSQL's integer


@pytest.mark.parametrize(
    ("birth", "facts", "young"),
    [
        ("2008-11-22", "2026-11-21", True), ("2008-11-21", "2026-11-21", False), ("2008", "2026", True),
        ("2008", "2027", False),
        ("2000", "2026", False), ("2009-??-03", "2026-05", True), ("1999", "", False),
        ("????-05-01", "2026", False), ("2020", "2019", False),
    ],
)  # fmt: skip
def test_REC_07_age_at_the_facts_is_reckoned_in_the_person_s_favour(birth: str, facts: str, young: bool) -> None:
    assert under_age(birth, facts) is young


def test_REC_07_the_mark_of_a_minor_cannot_be_left_out() -> None:
    young = PERSON | {"births.1.date": "2010-02-01", "facts_date": "2026-03-01"}
    assert codes(young) == {("minor", "under_age")}
    assert codes(young | {"minor": "no"}) == {("minor", "under_age")}
    assert draft(PERSONS, young | {"minor": "yes"}, HEADER, TODAY)


def test_REC_08_a_wanted_minor_needs_the_law_on_responsibility() -> None:
    wanted = PERSON | {"status": "wanted", "minor": "yes", "request": "locate"}
    assert codes(wanted) == {("responsibility_law", "required")}
    assert draft(PERSONS, wanted | {"responsibility_law": "Act 2, section 7"}, HEADER, TODAY)


def test_REC_09_a_dead_person_is_recorded_for_a_reason() -> None:
    dead = PERSON | {"status": "deceased", "request": "identify"}
    assert codes(dead) == {("why_deceased", "required")}
    assert draft(PERSONS, dead | {"why_deceased": "identify"}, HEADER, TODAY)


def test_REC_10_sensitive_data_need_a_reason() -> None:
    assert codes(PERSON | {"sensitive": "Needs dialysis"}) == {("sensitive_reason", "required")}
    assert draft(PERSONS, PERSON | {"sensitive": "Needs dialysis", "sensitive_reason": "To find the person alive"}, HEADER, TODAY)


def test_REC_11_sensitive_data_are_no_key_and_no_column() -> None:
    for register in DECLARED:
        hidden = {field.name for field in register.fields if not field.searched}
        assert not hidden & {key.field for key in register.keys}
        assert not hidden & {field.name for field in register.columns}
    assert "sensitive" in {field.name for field in PERSONS.fields if not field.searched}


def test_REC_12_facts_need_a_role_and_grades() -> None:
    assert codes(PERSON | {"facts": "Drove the car"}) == {("role", "required"), ("source_grade", "required"), ("fact_grade", "required")}


def test_who_is_not_unidentified_has_a_name_and_a_birth() -> None:
    assert codes(without(without(PERSON, "names"), "births")) == {("names", "required"), ("births", "required")}
    unknown = without(without(PERSON, "names"), "births") | {"status": "unidentified", "request": "identify"}
    assert codes(unknown) == {("description", "required")}
    assert draft(PERSONS, unknown | {"marks.1.kind": "scar"}, HEADER, TODAY)


def test_RED_04_a_red_notice_has_a_serious_offence() -> None:
    assert draft(NOTICES, RED, HEADER, TODAY)
    assert codes(RED | {"offences.1.maximum": "23"}, NOTICES) == {("offences", "not_serious")}
    assert draft(NOTICES, RED | {"offences.1.maximum": "12", "offences.1.imposed": "6"}, HEADER, TODAY)


def test_RED_05_a_red_notice_identifies_the_person() -> None:
    assert ("sex", "identity") in codes(without(RED, "sex"), NOTICES)
    assert ("sex", "identity") in codes(without(RED, "height"), NOTICES)


@pytest.mark.parametrize("part", ["warrants", "facts", "extradition", "assured"])
def test_RED_06_a_red_notice_has_warrant_facts_and_assurance(part: str) -> None:
    assert (part, "required") in codes(without(RED, part), NOTICES)


def test_RED_01_extradition_is_of_somebody_accused() -> None:
    assert codes(RED | {"request": "locate_for_extradition", "status": "suspect"}, NOTICES) == {("request", "not_accused")}


def test_BLU_01_a_blue_notice_names_its_case_and_what_is_asked() -> None:
    blue = YELLOW | {"colour": "blue", "status": "suspect"}
    assert codes(blue, NOTICES) == {("case_reference", "required"), ("asked", "required")}


def yellow_lacks(part: str) -> bool:
    return (part, "required") in codes({path: value for path, value in YELLOW.items() if path != part}, NOTICES)


@pytest.mark.parametrize("part", ["report", "report_date"])
def test_YEL_01_a_yellow_notice_has_a_report(part: str) -> None:
    assert yellow_lacks(part)


def test_YEL_02_an_adult_is_looked_for_where_national_law_allows_it() -> None:
    assert yellow_lacks("privacy_law")


def test_YEL_03_a_missing_person_is_described() -> None:
    assert yellow_lacks("description")


def test_SIL_03_an_asset_of_a_company_has_its_link_to_the_crime() -> None:
    silver = YELLOW | {"colour": "silver", "status": "suspect", "assets.1.kind": "company", "assets.1.description": "A boatyard"}
    assert ("assets.1.holder_link", "required") in codes(silver, NOTICES)


def test_UNS_01_a_listing_looks_for_nobody() -> None:
    listed = YELLOW | {"colour": "un", "status": "sanctioned", "un_list": "List", "listed_on": "2020", "request": "locate"}
    assert codes(listed, NOTICES) == {("request", "not_of_the_list")}


def test_REC_20_biometric_rows_state_capture_quality_ground_and_code() -> None:
    for name in ("fingerprints", "faces", "dna", "kinship", "ballistics"):
        register = BY_NAME[name]
        ground = "consent_given" if name == "kinship" else "legal_ground"
        assert {"code", "captured", "quality"} <= {field.name for field in register.fields if field.required}, name
        assert ground in {field.name for field in register.fields}
        assert register.no_names
        assert not any(word in field.name for field in register.fields for word in ("name", "birth", "nationalit", "address"))
        assert ("quality", "out_of_bounds") in codes({"quality": "1"}, register), name
