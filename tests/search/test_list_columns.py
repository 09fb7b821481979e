"""How a list's columns are understood, what a row asks, what becomes of it. No database."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from comity.kernel.errors import Invalid
from comity.kernel.levels import Level
from comity.kernel.results import Answer, Grade, Hit, Outcome
from comity.kernel.titles import plain
from comity.search.lists.answers import RowAnswer, RowOutcome, Tally, answered
from comity.search.lists.columns import TITLES, Column, understood
from comity.search.lists.result import ADDED, lines
from comity.search.lists.rows import Asked, Unread, asked
from comity.search.lists.table import read
from comity.search.model import Identifier, Result
from comity.search.persons.model import PersonAsked


def codes(*titles: str, **chosen: str) -> list[str]:
    return [column.code for column in understood(titles, chosen)]


@pytest.mark.parametrize(
    ("title", "code"),
    [
        ("Passport No.", "document"), ("DOCUMENT_NUMBER", "document"), ("Numéro de passeport", "document"), ("Nº pasaporte", "document"),
        ("رقم جواز السفر", "document"), ("Number of identity document", "document"), ("Licence plate", "plate"),
        ("Chassis-No", "vin"), ("IMO number", "imo"), ("Container no", "serial"), ("MRZ", "mrz"), ("IMEI", "imei"), ("last 8", "last8"),
    ],
)  # fmt: skip
def test_a_title_is_understood_in_many_spellings(title: str, code: str) -> None:
    assert codes(title) == [code]


def test_every_title_is_understood_as_its_own_column() -> None:
    for code, titles in TITLES.items():
        for title in titles:
            beside = ["VIN" if code != "vin" else "MRZ", *(["Passenger"] if code.startswith("person.") else [])]
            alone = [column for column in understood([title, *beside]) if column.title == title]
            assert alone[0].code.split(".")[0] == code.split(".")[0], title


def test_no_title_stands_for_two_things() -> None:
    seen = [plain(title) for titles in TITLES.values() for title in titles]
    assert sorted({one for one in seen if seen.count(one) > 1}) == []


def test_issuer_stands_beside_its_document_and_a_number_tells_two_apart() -> None:
    assert codes("Passport", "Issuing country", "Visa number") == ["document", "document.issuer", "document.2"]
    assert codes("Document 1", "Document 2", "Issuer 2") == ["document", "document.2", "document.2.issuer"]
    assert codes("mrz line 1", "mrz line 2") == ["mrz.1.line", "mrz.2.line"]


def test_a_family_name_alone_is_nobody_and_is_carried_through() -> None:
    columns = understood(["Surname", "Date of birth", "Passport"])
    assert [column.kind for column in columns] == ["carried", "carried", "document"]
    row = asked(columns, ["SOLVANE", "1980-01-01", "C0118832"])
    assert (row.identifiers, row.person) == ((Identifier("document", "C0118832"),), None)


PASSENGER = ["Surname", "Given names", "Date of birth", "Nationality", "Sex", "Passport", "Issuing country"]


def test_a_passenger_is_asked_about_with_all_that_the_row_says() -> None:
    assert codes(*PASSENGER)[:5] == ["person.family", "person.given", "person.born", "person.nationality", "person.sex"]
    row = asked(understood(PASSENGER), ["SOLVANE", "Ana Maria", "12.3.1984", "France", "F", "C0118832", "XBM"])
    assert row.person == PersonAsked("SOLVANE, Ana Maria", "12.3.1984", "France", "F", "", "C0118832", "XBM")
    assert row.unread == ()


@pytest.mark.parametrize(
    ("titles", "cells", "name"),
    [(["Name"], ["Ana Solvane"], "Ana Solvane"), (["Name", "First name"], ["SOLVANE", "Ana"], "SOLVANE, Ana"),
     (["Full name", "Surname", "First name"], ["Ana Solvane", "SOLVANE", "Ana"], "Ana Solvane"),
     (["Surname", "First name", "Middle name"], ["SOLVANE", "Ana", "Maria"], "SOLVANE, Ana Maria"),
     (["Surname", "First name"], ["SOLVANE", ""], "SOLVANE"), (["اسم العائلة", "الاسم الأول"], ["الخطاري", "يوسف"], "الخطاري, يوسف"),
     (["Nom", "Prénom"], ["SOLVANE", "Ana"], "SOLVANE, Ana")],
)  # fmt: skip
def test_a_name_is_put_together_from_its_columns(titles: list[str], cells: list[str], name: str) -> None:
    person = asked(understood(titles), cells).person
    assert person is not None
    assert person.name == name


def test_what_cannot_be_read_of_a_person_is_named_and_the_rest_is_asked() -> None:
    row = asked(understood(["Name", "Date of birth", "Nationality"]), ["Ana Solvane", "13.13.1984", "Nowhere"])
    assert row.person == PersonAsked("Ana Solvane")
    assert [(cell.column, cell.lost) for cell in row.unread] == [("Date of birth", False), ("Nationality", False)]
    row = asked(understood(["Name", "Passport"]), ["12345", "C0118832"])
    assert row.person is None
    assert [(cell.column, cell.lost) for cell in row.unread] == [("Name", True)]
    assert row.identifiers == (Identifier("document", "C0118832"),)


def test_an_officer_says_otherwise() -> None:
    assert codes("Ref", "Passport", Ref="vin") == ["vin", "document"]
    assert codes("Ref", "Passport", Passport="", Ref="document") == ["document", ""]
    with pytest.raises(Invalid) as wrong:
        understood(["Ref", "Passport"], {"Ref": "rhinoceros", "Elsewhere": "vin"})
    assert {(fault.field, fault.code) for fault in wrong.value.faults} == {("Ref", "unknown_column"), ("Elsewhere", "absent_column")}


@pytest.mark.parametrize("titles", [["Surname", "Date of birth"], ["Given names"], ["Issuing country"], ["reference"], ["value"]])
def test_a_list_that_asks_nothing_is_refused(titles: list[str]) -> None:
    with pytest.raises(Invalid) as wrong:
        understood(titles)
    assert wrong.value.faults[0].code == "nothing_to_ask"


def test_two_columns_read_as_the_same_are_refused() -> None:
    with pytest.raises(Invalid) as wrong:
        understood(["VIN", "Passport", "Country of issue", "Issuing state"])
    assert [(fault.field, fault.code) for fault in wrong.value.faults] == [("document.issuer", "double_column")]


def test_a_row_asks_all_that_it_holds() -> None:
    columns = understood(["Passport", "Issuing country", "VIN", "Plate", "Plate country", "Your reference"])
    row = asked(columns, ["C0118832", "xbm", "1M8GDM9AXKP042788", "AB 123 CD", "XCS", "K-1"])
    assert row.identifiers == (
        Identifier("document", "C0118832", "xbm"), Identifier("vin", "1M8GDM9AXKP042788"), Identifier("plate", "AB 123 CD", "XCS"),
    )  # fmt: skip
    assert (row.unread, row.reference) == ((), "K-1")


def test_zone_in_two_columns_is_one_zone() -> None:
    columns = understood(["MRZ line 2", "MRZ line 1"])
    row = asked(columns, ["C011883205XBM8001014F3601013<<<<<<<<<<<<<<04", "P<XBMSOLVANE<<MIRA<<<<<<<<<<<<<<<<<<<<<<<<<<"])
    assert row.identifiers[0].kind == "mrz"
    assert row.unread == ()


def test_kind_and_value_as_of_a_batch() -> None:
    columns = understood(["kind", "value", "issuer"])
    assert asked(columns, ["document", "C0118832", "XBM"]).identifiers == (Identifier("document", "C0118832", "XBM"),)
    assert asked(columns, ["rhinoceros", "C0118832", ""]).unread[0].code == "unknown_kind"


def test_a_faulty_cell_is_named_and_the_rest_asked() -> None:
    columns = understood(["Passport", "Issuing country", "VIN"])
    row = asked(columns, ["C0118832", "Nowhere", "1M8"])
    assert row.identifiers == (Identifier("document", "C0118832"),)
    assert [(cell.column, cell.lost) for cell in row.unread] == [("Issuing country", False), ("VIN", True)]


def test_a_number_that_a_spreadsheet_shortened_is_named() -> None:
    row = asked(understood(["IMEI", "Passport"]), ["4.9015E+14", "1,2E+08"])
    assert {cell.code for cell in row.unread} == {"shortened"}
    assert row.identifiers == ()


@pytest.mark.parametrize("cell", ["", "-", "N/A", "  ", "none", "?"])
def test_what_stands_for_nothing_asks_nothing(cell: str) -> None:
    assert asked(understood(["Passport"]), [cell]) == Asked()


def test_what_no_register_open_to_the_officer_holds_is_said() -> None:
    row = asked(understood(["Passport"]), ["C0118832"], lambda _: False)
    assert (row.identifiers, row.unread[0].code) == ((), "closed")


@given(st.lists(st.text(max_size=60), min_size=3, max_size=3))
def test_no_cell_breaks_a_row(cells: list[str]) -> None:
    asked(understood(["Passport", "Issuing country", "MRZ"]), cells)


# What became of it

_HIT = Hit(
    "R1",
    "travel_documents",
    Grade.EXACT,
    ("Same {what}.", {"what": "number"}),
    "XBM",
    Level.OFFICIAL,
    ("armed",),
    ("Do not touch.",),
    ("", {}),
)


def result(*answers: Answer) -> Result:
    return Result("1-2", 1_700_000_000_000_000, answers)


NO_HIT = Answer("local", "travel_documents", Outcome.NO_HIT)
SILENT = Answer("Quilara", "travel_documents", Outcome.NO_ANSWER, why="No answer in time.")


def hit(grade: Grade = Grade.EXACT) -> Answer:
    return Answer("local", "travel_documents", Outcome.HIT, (replace(_HIT, grade=grade),))


LOST = Asked((Identifier("document", "C0118832"),), (Unread("VIN", "bad", "Wrong."),))
WHOLE = Asked((Identifier("document", "C0118832"),))


@pytest.mark.parametrize(
    ("said", "wanted", "outcome"),
    [
        (result(NO_HIT), WHOLE, RowOutcome.NO_HIT),
        (result(NO_HIT), LOST, RowOutcome.PARTLY),
        (result(NO_HIT, SILENT), WHOLE, RowOutcome.NO_ANSWER),
        (result(hit(), SILENT), LOST, RowOutcome.HIT),
        (result(hit(Grade.CONFUSABLE)), WHOLE, RowOutcome.LOOK_ALIKE),
        (None, LOST, RowOutcome.NOT_ASKED),
    ],
)
def test_HIT_16_no_hit_is_said_only_of_a_row_asked_whole_and_answered_whole(said: Result, wanted: Asked, outcome: RowOutcome) -> None:
    assert answered(2, ("x",), wanted, said).outcome is outcome


def test_a_tally_adds_up() -> None:
    rows = [RowAnswer(place, (), outcome) for place, outcome in enumerate([*RowOutcome, RowOutcome.NO_HIT])]
    tally = Tally().plus(rows)
    assert tally.rows == len(rows) == sum(getattr(tally, outcome.value) for outcome in RowOutcome)
    assert tally.worst is RowOutcome.HIT
    assert Tally().plus(rows[-1:]).worst is RowOutcome.NO_HIT


def test_no_cell_of_a_result_file_runs_in_a_spreadsheet() -> None:
    row = answered(2, ("=HYPERLINK(1)", "@SUM(A1)", "C0118832"), LOST, result(hit(), SILENT))
    first, line = lines(["=cmd", "b", "Passport"], [row])
    assert first.startswith("'=cmd,b,Passport,check_outcome")
    table = read((first + line).encode())
    assert table.rows[0].cells == ("=HYPERLINK(1)", "@SUM(A1)", "C0118832")
    assert "'=HYPERLINK(1),'@SUM(A1),C0118832,hit,exact,travel_documents,XBM,armed,Do not touch.,Same number." in line
    assert "VIN: Wrong.,1-2,2023-11-14T22:13:20Z,R1" in line


def test_a_result_file_sent_again_is_asked_without_what_was_added() -> None:
    first, line = lines(["Passport"], [answered(2, ("C0118832",), WHOLE, result(NO_HIT))])
    table = read((first + line).encode())
    assert table.titles == ("Passport",)
    assert len(first.split(",")) == 1 + len(ADDED)


def test_columns_know_their_codes() -> None:
    assert Column("x", "document", "issuer", 3).code == "document.3.issuer"
