"""Mappings: guessed by name, label, title and content; words of lists."""

from __future__ import annotations

from datetime import date

import pytest

from comity.kernel.errors import Invalid
from comity.registers.catalogue import DECLARED, register
from comity.registers.csv_files import columns
from comity.registers.mapping.guess import Why, guessed, label, paths
from comity.registers.mapping.model import Mapping, valid
from comity.registers.mapping.words import spelled, words
from comity.registers.sample import sample_rows

DOCUMENTS, VEHICLES = register("travel_documents"), register("vehicles")
REASON = DOCUMENTS.field("reason").kind


def taken(
    titles: list[str], rows: list[list[str]] | None = None, said: dict[str, str] | None = None, of=DOCUMENTS
) -> list[tuple[str, Why]]:
    return [(one.path, one.why) for one in guessed(of, titles, rows or [], said)]


@pytest.mark.parametrize("of", DECLARED, ids=lambda one: one.name)
def test_the_template_of_every_register_is_understood_as_it_stands(of) -> None:
    assert [one.path for one in guessed(of, columns(of), [])] == list(columns(of))


@pytest.mark.parametrize("of", DECLARED, ids=lambda one: one.name)
def test_labels_are_understood(of) -> None:
    labels = [label(of, path) for path in paths(of)]
    found = guessed(of, labels, [])
    assert [
        one.path for one, text, path in zip(found, labels, paths(of), strict=True) if labels.count(text) == 1 and one.path != path
    ] == []


def test_titles_in_use_and_what_is_unknown() -> None:
    assert taken(["Passport No.", "Issuing State", "Date of loss", "Shoe size"]) == [
        ("number", Why.TITLE), ("issuer", Why.TITLE), ("theft_date", Why.TITLE), ("", Why.NOTHING),
    ]  # fmt: skip
    assert taken(["Châssis", "Chassis", "Marque"], of=VEHICLES)[1:] == [("", Why.NOTHING), ("make", Why.TITLE)]


def test_what_was_confirmed_goes_before_all() -> None:
    assert taken(["number", "Other"], said={"Other": "number", "number": ""}) == [("", Why.SAID), ("number", Why.SAID)]


def test_a_column_is_known_by_what_stands_in_it() -> None:
    rows = [["1M8GDM9AXKP042788", "x"], ["5GZCZ43D13S812715", "y"], ["1M8GDM9AXKP042788", "z"]]
    assert taken(["A", "B"], rows, of=VEHICLES) == [("vin", Why.CONTENT), ("", Why.NOTHING)]
    assert taken(["A", "B"], rows[:2], of=VEHICLES)[0] == ("", Why.NOTHING)  # two cells prove nothing
    reasons = [["lost"], ["stolen"], ["STOLEN BLANK"]]
    assert taken(["Z"], reasons) == [("reason", Why.CONTENT)]


def test_no_path_is_given_twice() -> None:
    found = [path for path, _ in taken(["number", "Number", "Document No"]) if path]
    assert found == ["number"]


def test_words_of_a_list() -> None:
    found = {one.word: (one.value, one.sure) for one in words(REASON, ["STOLEN BLANK", "Stolen", "S/B", "gestohlen", "revok", "stol", ""])}
    assert found == {
        "STOLEN BLANK": ("stolen_blank", True), "Stolen": ("stolen", True), "S/B": ("stolen_blank", False), "gestohlen": ("", False),
        "revok": ("revoked", False), "stol": ("", False),
    }  # fmt: skip
    assert words(REASON, ["GESTOHLEN"], {"gestohlen": "stolen"})[0].sure
    assert spelled({"reason": {"S/B": "stolen_blank", "?": ""}}) == {"reason": {"s b": "stolen_blank"}}


def test_a_mapping_that_is_wrong_names_all_that_is() -> None:
    wrong = Mapping("  two  spaces", 3, {"A": "number", "B": "number", "C": "shoe_size"}, {"number": {"a": "b"}, "reason": {"x": "burnt"}})
    with pytest.raises(Invalid) as found:
        valid(DOCUMENTS, wrong)
    assert {fault.code for fault in found.value.faults} == {"not_plain", "unknown_column", "double_column", "no_list", "unknown_choice"}


@pytest.mark.parametrize("of", [DOCUMENTS, VEHICLES], ids=lambda one: one.name)
def test_a_guess_by_content_takes_no_column_whose_cells_its_kind_refuses(of) -> None:
    rows = list(sample_rows(of, 1, 5, today=date(2026, 11, 21)))
    names = sorted({name for row in rows for name in row})
    cells = [[row.get(name, "") for name in names] for row in rows]
    for place, one in enumerate(guessed(of, [f"column {place}" for place in range(len(names))], cells)):
        if one.path:
            kind = of.field(one.path).kind
            assert all(kind.clean(row[place]) for row in cells if row[place])
