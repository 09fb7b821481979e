"""A record is called by what it is, in the officer's language; ids of other records are numbers that lead there."""

from datetime import date
from types import SimpleNamespace
from typing import Any

import pytest

from comity.edges.web.elements import Fact, FactKind, shown
from comity.edges.web.forms import Widget
from comity.edges.web.i18n import Language, Translator
from comity.edges.web.routes.entering import form_view, spelled
from comity.edges.web.routes.naming import called, specific
from comity.edges.web.routes.words import facts, language
from comity.kernel.errors import Fault
from comity.registers.catalogue import BY_NAME, DECLARED
from comity.registers.record import Entered
from comity.registers.sample import sample_rows
from comity.registers.validate import InvalidRecord, draft

ID = "01a201e3-769c-8002-a456-1660dee38c40"


def visit(spoken: Language = Language.ENGLISH) -> Any:
    return SimpleNamespace(
        t=Translator(spoken),
        manners=SimpleNamespace(language=spoken),
        comity=SimpleNamespace(directory=SimpleNamespace(issuing={"XBM": 2})),
        authority_name=lambda number: "Belmora",
    )


@pytest.mark.parametrize(
    ("register", "values", "name"),
    [
        ("firearms", {"make": "Arvenwerk", "model": "K9", "serial": "K400000004", "type": "pistol"}, "Arvenwerk K9 K400000004"),
        ("firearms", {"type": "pistol"}, "Pistol"),
        ("vehicles", {"make": "Arven", "model": "Kestrel", "vin": "0XDC1D0E990112345"}, "Arven Kestrel"),
        ("vehicles", {"vin": "0XDC1D0E990112345"}, "0XDC1D0E990112345"),
        ("persons", {"names.1.full": "Selka Marrec", "status": "wanted"}, "Selka Marrec"),
        ("travel_documents", {"number": "C0118832", "issuer": "XBM", "reason": "stolen"}, "C0118832 XBM"),
        ("specimens", {"country": "XBM", "type": "passport", "series": "2019"}, "Belmora Passport 2019"),
        ("art", {"title": "Saint with a key", "maker": "Ilse Verendi"}, "Saint with a key Ilse Verendi"),
        ("hash_lists", {"list": "List of XBM", "md5": "0" * 32}, "List of XBM"),
        ("hash_lists", {}, ""),
    ],
)
def test_a_record_is_called_by_what_it_is(register: str, values: dict[str, str], name: str) -> None:
    assert called(visit(), BY_NAME[register], values) == name


@pytest.mark.parametrize("register", DECLARED, ids=lambda one: one.name)
def test_every_register_names_its_records_in_both_languages(register: Any) -> None:
    values = next(iter(sample_rows(register, 1, 1, today=date(2026, 11, 21))))
    for spoken in Language:
        assert called(visit(spoken), register, values)
        assert called(visit(spoken), register, values) != visit(spoken).t(register.title)


def test_the_kind_is_said_where_it_says_more_than_the_register() -> None:
    assert specific(BY_NAME["travel_documents"], {"reason": "lost"}) == "Lost travel document"
    assert specific(BY_NAME["firearms"], {}) == ""


def test_the_id_of_another_record_is_its_number_and_leads_there() -> None:
    found = facts(visit(), BY_NAME["piracy"], {"links.1.record": ID})
    assert found == (Fact("Record", "1660-DEE3-8C40", FactKind.IDENTIFIER, href=f"/records/19.{ID}"),)
    drawn = "".join(str(part) for part in shown(found[0], Translator()) if part)  # type: ignore[union-attr]
    assert f'href="/records/19.{ID}"' in drawn
    assert ID not in drawn.replace(f'href="/records/19.{ID}"', "")
    assert facts(visit(), BY_NAME["faces"], {"person": ID})[0].href == ""  # of which register it is, nobody recorded


@pytest.mark.parametrize(("spoken", "name"), [("en", "French"), ("ar", "الفرنسية")])
def test_languages_are_named(spoken: str, name: str) -> None:
    assert language(spoken, "fra") == name
    assert language(spoken, "qqq") == "qqq"


@pytest.mark.parametrize(
    ("register", "values", "field", "said"),
    [
        ("vehicles", {"plate": "AB 123"}, "plate_country", "This field is required with Plate."),
        ("travel_documents", {"reason": "stolen"}, "number", "This field is required."),
    ],
)
def test_what_is_missing_is_said_in_the_words_of_the_form(register: str, values: dict[str, str], field: str, said: str) -> None:
    declared = BY_NAME[register]
    with pytest.raises(InvalidRecord) as found:
        draft(declared, values, Entered(), date(2026, 11, 21))
    fault = next(one for one in found.value.faults if one.field == field)
    told = spelled(visit(), declared, fault)
    assert (told.sentence, told.accepted) == (said, "")


def test_one_of_several_fields_is_asked_for_by_their_labels() -> None:
    told = spelled(visit(), BY_NAME["vehicles"], Fault("vin", "one_of", "At least one of these is required.", "vin, plate"))
    assert told.accepted == "VIN, Plate"
    needed = [(one, field) for one in DECLARED for field in one.fields if field.needed_for and not field.required]
    assert needed
    for register, field in needed:
        assert field.needed_for
        told = spelled(visit(), register, Fault(field.name, "required", "This field is required where x is y."))
        assert visit().t(register.field(field.needed_for[0]).label) in told.sentence
        assert " y." not in told.sentence


@pytest.mark.parametrize(
    ("register", "group", "entered"), [("notices", "warrants", True), ("firearms", "markings", True), ("vehicles", "photographs", False)]
)
def test_what_only_goes_with_a_file_is_entered_before_the_file_is_there(register: str, group: str, entered: bool) -> None:
    asked: Any = SimpleNamespace(**vars(visit()), place=lambda name: "", frame=lambda entry: None)
    drawn = form_view(asked, BY_NAME[register])
    found = next(one for section in drawn.sections for one in section.groups if one.name == group)
    assert bool(found.rows) is entered
    assert found.note == "Files are added on the record's page, once it is recorded."
    files = [one for row in found.rows for one in row if one.name.endswith((".copy", ".image"))]
    assert all(one.widget is Widget.HIDDEN for one in files)
