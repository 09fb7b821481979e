"""What a register takes and what it refuses: all faults at once, with what would be accepted."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from comity.kernel.errors import Fault
from comity.registers.catalogue import BY_NAME, DECLARED
from comity.registers.record import Draft, Entered
from comity.registers.sample import sample_number, sample_rows, sample_vin
from comity.registers.search_keys import identity_bytes, search_keys
from comity.registers.validate import InvalidRecord, certainly_before, cleaned, draft, longest_end
from tests.registers.conftest import DOCUMENT, HEADER, REVOKED, VEHICLE

DOCUMENTS, VEHICLES = BY_NAME["travel_documents"], BY_NAME["vehicles"]
TODAY = date(2026, 11, 21)
MINE = frozenset({"XBM"})
BAD_INPUT = (
    "",
    " ",
    "A" * 5000,
    "\u202e12",
    "a\x00b",
    "'; drop table x; --",
    "=cmd|'/c calc'!A1",
    "\ud800",
    "Ω≈ç",
    "2026-02-30",
    "9999-99-99",
    "-",
    "??",
)


def faults(register: object, values: dict[str, str], header: Entered = HEADER) -> dict[str, Fault]:
    with pytest.raises(InvalidRecord) as refused:
        draft(register, values, header, TODAY, MINE)  # type: ignore[arg-type]
    return {fault.field: fault for fault in refused.value.faults}


def test_values_are_cleaned_into_one_spelling() -> None:
    made = draft(DOCUMENTS, DOCUMENT | {"number": " ac-1234567 ", "type": "PASSPORT"}, HEADER, TODAY, MINE)
    assert (made.values["number"], made.values["type"]) == ("AC1234567", "passport")


def test_REC_01_all_faults_come_at_once_with_what_would_be_accepted() -> None:
    found = faults(DOCUMENTS, {"number": "", "type": "scroll", "issue_date": "2026-02-30", "sort": "x"}, Entered())
    assert set(found) == {"number", "issuer", "type", "reason", "issue_date", "sort", "purposes", "law", "source"}
    assert all(fault.sentence and fault.code for fault in found.values())
    assert all(fault.accepted for name, fault in found.items())


def test_PUR_01_a_record_states_its_purpose() -> None:
    assert faults(DOCUMENTS, DOCUMENT, replace(HEADER, purposes=()))["purposes"].code == "required"
    assert faults(DOCUMENTS, DOCUMENT, replace(HEADER, purposes=("trends",)))["purposes"].code == "unknown_choice"


def test_REC_02_the_header_has_source_level_and_end() -> None:
    assert "source" in faults(DOCUMENTS, DOCUMENT, replace(HEADER, source="rumour"))
    assert "level" in faults(DOCUMENTS, DOCUMENT, replace(HEADER, level="cosmic"))
    assert draft(DOCUMENTS, DOCUMENT, HEADER, TODAY, MINE).ends_at == date(2036, 11, 21)


@pytest.mark.parametrize("law", ["", "  ", "x" * 301, "a\x00b", "a\u202eb"])
def test_OWN_09_a_record_states_the_law_under_which_it_is_kept(law: str) -> None:
    assert "law" in faults(DOCUMENTS, DOCUMENT, replace(HEADER, law=law))


def test_RET_01_the_end_is_the_earlier_of_the_register_s_and_the_owner_s() -> None:
    for asked, years in (("2040-01-01", 5), ("", 5)):
        assert draft(VEHICLES, VEHICLE, replace(HEADER, ends_at=asked), TODAY).ends_at == date(2026 + years, 11, 21)
    assert draft(VEHICLES, VEHICLE, replace(HEADER, ends_at="2027-01-31"), TODAY).ends_at == date(2027, 1, 31)
    for bad in ("2026-11-21", "2020-01-01", "soon", "2027-02"):
        assert "ends_at" in faults(VEHICLES, VEHICLE, replace(HEADER, ends_at=bad))
    assert longest_end(VEHICLES, date(2028, 2, 29)) == date(2033, 2, 28)


@pytest.mark.parametrize("name", ["surname", "holder_name", "birth_date", "photograph", "Sex"])
def test_REC_13_a_name_has_no_place_in_a_travel_document(name: str) -> None:
    assert faults(DOCUMENTS, DOCUMENT | {name: "x"})[name].code == "no_names"


@pytest.mark.parametrize("missing", ["legal_basis", "authority", "decision_date", "holder_told"])
def test_REC_14_revoked_needs_basis_authority_date_and_notice(missing: str) -> None:
    assert faults(DOCUMENTS, {name: value for name, value in REVOKED.items() if name != missing})[missing].code == "required"


def test_REC_15_stolen_blanks_need_the_reference_of_their_batch() -> None:
    blank = DOCUMENT | {"reason": "stolen_blank"}
    assert set(faults(DOCUMENTS, blank)) == {"batch_reference"}
    assert draft(DOCUMENTS, blank | {"batch_reference": "B 77"}, HEADER, TODAY, MINE)


@pytest.mark.parametrize(
    ("earlier", "later"),
    [("issue_date", "theft_date"), ("issue_date", "expiry_date"), ("issue_date", "decision_date"), ("theft_date", "report_date")],
)
def test_QUA_01_dates_stand_in_order(earlier: str, later: str) -> None:
    values = {name: value for name, value in DOCUMENT.items() if name != "theft_date"}
    assert later in faults(DOCUMENTS, values | {earlier: "2024-05-02", later: "2024-05-01"})
    assert draft(DOCUMENTS, values | {earlier: "2024-05-02", later: "2024-05"}, HEADER, TODAY, MINE)


@pytest.mark.parametrize("field", ["theft_date", "issue_date", "report_date"])
def test_QUA_01_nothing_happened_in_the_future(field: str) -> None:
    assert faults(DOCUMENTS, DOCUMENT | {field: "2026-11-22"})[field].code == "future_date"


def test_a_vehicle_needs_something_to_be_found_by_and_a_plate_its_country() -> None:
    assert faults(VEHICLES, {"theft_date": "2026", "theft_country": "XCS"})["vin"].code == "one_of"
    assert "plate_country" in faults(VEHICLES, {"plate": "AB123", "theft_date": "2026", "theft_country": "XCS"})


def test_warnings_are_of_the_register() -> None:
    assert draft(VEHICLES, VEHICLE, replace(HEADER, warnings=("armed", "violent")), TODAY).warnings == 3
    assert "warnings" in faults(DOCUMENTS, DOCUMENT, replace(HEADER, warnings=("armed",)))


@pytest.mark.parametrize("bad", BAD_INPUT)
@pytest.mark.parametrize("register", DECLARED)
def test_bad_input_is_a_fault_or_is_cleaned_and_never_a_crash(register: object, bad: str) -> None:
    for field in register.fields:  # type: ignore[attr-defined]
        values, found = cleaned(register, {field.name: bad}, TODAY)  # type: ignore[arg-type]
        assert field.name in values or field.name in {fault.field for fault in found} or not bad.strip() or not field.required


@given(
    st.sampled_from(DECLARED),
    st.dictionaries(st.sampled_from([f.name for r in DECLARED for f in r.fields] + ["x"]), st.text(max_size=60), max_size=12),
)
def test_validation_ends_in_a_draft_or_in_faults_and_cleaning_twice_changes_nothing(register: object, typed: dict[str, str]) -> None:
    def ends() -> Draft | None:
        try:
            return draft(register, typed, HEADER, TODAY, MINE)  # type: ignore[arg-type]
        except InvalidRecord:
            return None

    made = ends()
    assert made is None or draft(register, made.values, HEADER, TODAY, MINE) == made  # type: ignore[arg-type]


@given(st.dates(date(1900, 1, 1), TODAY), st.dates(date(1900, 1, 1), TODAY))
def test_certainly_before_is_the_order_of_whole_dates_and_never_both_ways(one: date, other: date) -> None:
    assert certainly_before(one.isoformat(), other.isoformat()) == (one < other)
    assert not (certainly_before(one.isoformat()[:7], other.isoformat()) and certainly_before(other.isoformat(), one.isoformat()[:7]))


def test_search_keys_have_the_agreed_form() -> None:
    made = draft(DOCUMENTS, DOCUMENT | {"number": "SB0123456"}, HEADER, TODAY, MINE)
    assert search_keys(DOCUMENTS, made.values) == (b"3|document_number|580123456|XBM",)
    vehicle = draft(VEHICLES, VEHICLE | {"engine_number": "E-770"}, HEADER, TODAY)
    assert search_keys(VEHICLES, vehicle.values) == (
        b"8|vin|1M86DM9AXKP042788|", b"8|last8|KP042788|", b"8|plate|A8123CD|XBM", b"8|engine_number|E770|",
    )  # fmt: skip


def test_identity_tells_look_alikes_apart_and_falls_back_on_the_keys() -> None:
    one, other = ({"number": number, "issuer": "XBM", "type": "passport"} for number in ("O1", "01"))
    assert search_keys(DOCUMENTS, one) == search_keys(DOCUMENTS, other)
    assert identity_bytes(DOCUMENTS, one) != identity_bytes(DOCUMENTS, other)
    assert identity_bytes(VEHICLES, {"plate": "AB1", "plate_country": "XBM"}) == b"8|identity|8|plate|A81|XBM"


@pytest.mark.parametrize("register", DECLARED, ids=lambda register: register.name)
def test_sample_rows_are_clean_valid_and_the_same_for_the_same_seed(register: object) -> None:
    rows = list(sample_rows(register, 7, 300, today=TODAY))  # type: ignore[arg-type]
    assert rows == list(sample_rows(register, 7, 300, today=TODAY))  # type: ignore[arg-type]
    header = replace(HEADER, purposes=(register.purposes[0].code,))  # type: ignore[attr-defined]
    made = [draft(register, row, header, TODAY, MINE).values for row in rows]  # type: ignore[arg-type]
    assert made == rows
    assert len({identity_bytes(register, row) for row in rows}) == 300  # type: ignore[arg-type]
    if register.keys:  # type: ignore[attr-defined]
        assert len({key for row in rows for key in search_keys(register, row)}) >= 100  # type: ignore[arg-type]


@given(st.lists(st.integers(0, 50_000_000), unique=True, max_size=200), st.integers(0, 1000))
def test_sample_numbers_are_unique_by_place(places: list[int], seed: int) -> None:
    assert len({sample_number(seed, place) for place in places}) == len(places)
    assert all(len(sample_vin(seed, place)) == 17 for place in places)


def test_a_discreet_record_lives_a_year_at_most() -> None:
    assert draft(DOCUMENTS, DOCUMENT, replace(HEADER, discreet=True), TODAY, MINE).ends_at == TODAY + timedelta(days=365)
