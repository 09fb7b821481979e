"""Reference lists: each names its source, is whole, and has no doubles."""

from __future__ import annotations

import re
from importlib.resources import files

import pytest

from comity.kernel.countries import NAMES as COUNTRIES
from comity.kernel.kinds import VIN
from comity.registers.vocabulary import CLOSED, NAMES, choices, reference, suggestions

CODE = re.compile(r"[a-z0-9]+(_[a-z0-9]+)*|\d{4}")


def test_every_file_is_a_list_and_every_list_a_file() -> None:
    there = {path.name.removesuffix(".tsv") for path in files("comity.registers.vocabulary").iterdir() if path.name.endswith(".tsv")}
    assert there == set(NAMES)


@pytest.mark.parametrize("name", NAMES)
def test_a_list_says_what_it_is_and_where_it_comes_from(name: str) -> None:
    found = reference(name)
    assert len(found.about) > 20
    assert len(found.source) > 20, f"{name}.tsv names no source"
    assert len(found.rows) > 10


@pytest.mark.parametrize("name", NAMES)
def test_a_list_has_no_doubles_no_holes_and_is_typed_cleanly(name: str) -> None:
    rows = reference(name).rows
    assert len({row[0].casefold() for row in rows}) == len(rows)
    assert len({len(row) for row in rows}) == 1
    assert all(cell and cell == cell.strip() for row in rows for cell in row)


@pytest.mark.parametrize("name", CLOSED)
def test_a_closed_list_has_codes_and_titles_of_their_own(name: str) -> None:
    pairs = choices(name)
    assert all(CODE.fullmatch(code) for code, _ in pairs)
    assert len({title.casefold() for _, title in pairs}) == len(pairs)


@pytest.mark.parametrize("name", ["vehicle_makes", "firearm_makers"])
def test_makers_have_a_country_of_iso_3166(name: str) -> None:
    assert all(row[1] in COUNTRIES for row in reference(name).rows)


def test_makers_of_vehicles_have_identifiers_that_a_vin_can_begin_with() -> None:
    identifiers = [word for row in reference("vehicle_makes").rows for word in row[2].split(",")]
    assert len(set(identifiers)) == len(identifiers)
    for word in identifiers:
        assert VIN.clean(f"{word}1D0E0C01188320"[:17]).startswith(word)


def test_offences_leave_out_opinion_belief_election_and_the_security_of_a_state() -> None:
    assert not {"0209", "0210", "0803", "0807", "0904"} & {code for code, _ in choices("offences")}


def test_only_kinds_of_makers_have_suggestions() -> None:
    assert "Beretta" in suggestions("firearm_make")
    assert "Renault" in suggestions("make")
    assert suggestions("document_number") == ()
