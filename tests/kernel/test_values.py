"""The plain values of the kernel: ids, purposes and their matrix, levels, outcomes, errors."""

from __future__ import annotations

from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from comity.kernel.errors import ComityError, Fault, Invalid, Refused, Unavailable
from comity.kernel.ids import HIGHEST_AUTHORITY, AuthorityNumber, record_id
from comity.kernel.levels import Level
from comity.kernel.purposes import BY_CODE, MATRIX, Purpose, from_mask, mask, seen_by
from comity.kernel.results import Answer, Outcome

# The default table, rows = purpose of the record, columns in the order of the enum, as the domain gives it.
COLUMNS = (
    Purpose.WANTED,
    Purpose.WHEREABOUTS,
    Purpose.INTELLIGENCE,
    Purpose.TRENDS,
    Purpose.WARNING,
    Purpose.MISSING,
    Purpose.FORENSIC,
    Purpose.ACCREDITATION,
    Purpose.BORDER,
)
TABLE = {
    Purpose.WANTED: "yyy-y-yyy",
    Purpose.WHEREABOUTS: "yyy--yy-y",
    Purpose.INTELLIGENCE: "y-yyy----",
    Purpose.TRENDS: "--yy-----",
    Purpose.WARNING: "yyy-y--yy",
    Purpose.MISSING: "-y---yy-y",
    Purpose.FORENSIC: "yy---yy--",
    Purpose.ACCREDITATION: "-------y-",
    Purpose.BORDER: "yyy-yyyyy",
}


def test_PUR_02_there_are_nine_purposes_each_with_a_code_of_its_own() -> None:
    assert len(Purpose) == 9
    assert len(BY_CODE) == 9
    assert all(BY_CODE[purpose.code] is purpose for purpose in Purpose)


@pytest.mark.parametrize("kept_for", Purpose)
def test_PUR_03_the_matrix_is_the_table_and_an_unlisted_pair_is_denied(kept_for: Purpose) -> None:
    listed = frozenset(query for query, cell in zip(COLUMNS, TABLE[kept_for], strict=True) if cell == "y")
    assert MATRIX[kept_for] == listed
    for query in Purpose:
        assert bool(seen_by(query) & kept_for.bit) is (query in listed)


@given(st.frozensets(st.sampled_from(Purpose)))
def test_a_mask_holds_exactly_its_purposes(purposes: frozenset[Purpose]) -> None:
    assert from_mask(mask(purposes)) == purposes


def test_CLS_01_there_are_three_levels_and_the_lowest_is_official_use_only() -> None:
    assert sorted(Level) == [Level.OFFICIAL, Level.RESTRICTED, Level.CONFIDENTIAL]
    assert Level(0) is Level.OFFICIAL


def test_HIT_16_no_hit_and_no_answer_are_different_outcomes_with_different_words() -> None:
    assert len({outcome.code for outcome in Outcome}) == len(Outcome) == 3
    assert Outcome.NO_HIT is not Outcome.NO_ANSWER
    silent = Answer("local", "vehicles", Outcome.NO_ANSWER, why="It did not answer in time.")
    assert silent != Answer("local", "vehicles", Outcome.NO_HIT)


@given(st.integers(1, HIGHEST_AUTHORITY), st.integers(0, 2**48 - 1), st.integers(0, 2**70))
def test_an_id_carries_its_authority_and_is_a_uuid_of_version_8(authority: int, at_ms: int, noise: int) -> None:
    made = record_id(AuthorityNumber(authority), at_ms, noise)
    assert made.int >> 64 & HIGHEST_AUTHORITY == authority
    assert UUID(int=made.int).version == 8
    assert UUID(int=made.int).variant == "specified in RFC 4122"


@given(st.integers(1, HIGHEST_AUTHORITY), st.integers(0, 2**48 - 2), st.integers(0, 2**62 - 1), st.integers(0, 2**62 - 1))
def test_ids_of_one_authority_sort_by_time(authority: int, at_ms: int, one: int, other: int) -> None:
    assert record_id(AuthorityNumber(authority), at_ms, one) < record_id(AuthorityNumber(authority), at_ms + 1, other)


def test_errors_carry_what_the_edges_say() -> None:
    faults = (Fault("number", "length", "Too long.", "up to 9 characters"), Fault("issuer", "unknown", "No such country."))
    assert Invalid(*faults).faults == faults
    assert str(Invalid(*faults)) == "number: Too long.; issuer: No such country."
    refused = Refused("PUR-" + "01", "Choose the purpose first.", "the officer")
    assert (refused.rule, refused.granted_by, str(refused)) == ("PUR-01", "the officer", "Choose the purpose first.")
    assert Unavailable("The database does not answer.", "Reading the demo.").still_works == "Reading the demo."
    assert all(issubclass(kind, ComityError) for kind in (Invalid, Refused, Unavailable))
