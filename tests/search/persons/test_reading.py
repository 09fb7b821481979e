"""A person as typed becomes facts, or every fault of it is named by field."""

from __future__ import annotations

import pytest

from comity.kernel.errors import Invalid
from comity.search.persons.countries import Countries
from comity.search.persons.facts import facts_of, registers_with_persons
from comity.search.persons.model import PersonAsked
from comity.search.persons.reading import read_person

COUNTRIES = Countries({"Castara": "XCS"})


def faults(asked: PersonAsked) -> dict[str, str]:
    with pytest.raises(Invalid) as refused:
        read_person(asked, COUNTRIES)
    return {fault.field: fault.code for fault in refused.value.faults}


def test_what_is_known_becomes_facts() -> None:
    read = read_person(PersonAsked("Yusuf al-Khattari", "12.3.1984", "Castara", "M", " Port  Ander ", "X 0412207", "XCS"), COUNTRIES)
    assert [birth.date for birth in read.facts.births] == ["1984-03-12"]
    assert read.years == (1984,)
    assert (read.facts.nationalities, read.facts.sex, read.facts.birth_places) == ({"XCS"}, "male", ("Port Ander",))
    assert read.facts.documents == (("X0412207", "XCS"),)
    assert [one.key for one in read.read] == ["document_number"]
    assert [word.text for word in read.words()][:1] == ["yusuf"]


def test_what_is_left_empty_is_not_known() -> None:
    read = read_person(PersonAsked("Yusuf"), COUNTRIES)
    assert (read.facts.births, read.facts.nationalities, read.facts.sex, read.facts.documents, read.years) == ((), frozenset(), "", (), ())
    assert read_person(PersonAsked("Yusuf", sex="X"), COUNTRIES).facts.sex == ""
    assert read_person(PersonAsked("Yusuf", born="????-03-12"), COUNTRIES).years == ()


def test_every_bad_field_is_named() -> None:
    wrong = PersonAsked("  ", "1984-13", "Nowhere", "male and female", "x" * 200, "", "XCS")
    assert faults(wrong).keys() == {
        "person.name", "person.born", "person.nationality", "person.sex", "person.birth_place", "person.document",
    }  # fmt: skip
    assert faults(PersonAsked("Yusuf", document="!!!")).keys() == {"person.document"}
    assert faults(PersonAsked("Yusuf", document="X1", issuer="Nowhere")).keys() == {"person.issuer"}


@pytest.mark.parametrize("name", ["", "12345", "\u0300\u0301", "\u202e\u202d", "—", "x" * 301])
def test_a_name_of_which_nothing_can_be_read_is_a_fault_and_never_a_no_hit(name: str) -> None:
    assert "person.name" in faults(PersonAsked(name))


def test_a_person_is_bare_only_without_anything_beside_the_name() -> None:
    assert PersonAsked("Yusuf").bare
    assert not any(PersonAsked("Yusuf", **{part: "1"}).bare for part in ("born", "nationality", "birth_place", "document"))


def test_SUP_03_a_space_or_a_sex_beside_a_name_leaves_no_search_out_of_the_count() -> None:
    assert PersonAsked("Yusuf", sex="male").bare
    assert all(PersonAsked("Yusuf", **{part: " \t"}).bare for part in ("born", "nationality", "sex", "birth_place", "document"))


def test_a_record_is_a_person_only_where_it_says_so() -> None:
    assert registers_with_persons() == (1, 2, 19)
    names = {"names.1.full": "Ana Ostrovar", "names.2.full": "Анна Островар", "names.2.language": "rus"}
    facts = facts_of({**names, "sex": "unknown", "births.1.date": "1984", "births.2.date": "1980", "births.2.until": "1982",
                      "births.2.certainty": "between", "documents.1.number": "X0412207", "nationalities.1": "XCS"})  # fmt: skip
    assert facts is not None
    assert [name.written for name in facts.names] == ["Ana Ostrovar", "Анна Островар"]
    assert [(birth.date, birth.until) for birth in facts.births] == [("1984", ""), ("1980", "1982")]
    assert (facts.sex, facts.nationalities, facts.documents) == ("", {"XCS"}, (("X0412207", ""),))
    assert facts_of({**names, "subject": "entity"}) is None
    assert facts_of({"subject": "person"}) is None
    assert facts_of({**names, "kind_of_entry": "phone"}) is None
