"""An entry of the list as a notice: what goes into which field, and that nothing is dropped."""

from __future__ import annotations

from datetime import date

import pytest

from comity.imports.judging import entered
from comity.imports.model import Header
from comity.imports.un_values import is_person, name_of, number_of, reference_of, values_of
from comity.registers.declarations.notices import NOTICES
from comity.registers.paths import each
from comity.registers.validate import draft
from tests.imports.listing import LIST, MEMBERS, entries, entry, listing, person

HEADER = Header(("warning",), "Resolution 9900 (2014)")
TODAY = date(2026, 11, 21)


def values(number: str = "9900001", content: bytes | None = None) -> dict[str, str]:
    """The values of an entry, as the register takes them."""
    return dict(draft(NOTICES, values_of(entry(content, number), MEMBERS), entered(HEADER), TODAY).values)


def items(found: dict[str, str], group: str, *parts: str) -> list[tuple[str, ...]]:
    return list(each(found, *(f"{group}.{part}" for part in parts)))


def test_what_every_notice_says() -> None:
    found = values()
    assert {name: found[name] for name in ("colour", "subject", "status", "reference", "un_list", "un_number", "listed_on", "sex")} == {
        "colour": "un", "subject": "person", "status": "sanctioned", "reference": "QLi.001", "un_list": "Quilara", "un_number": "9900001",
        "listed_on": "2015-03-02", "sex": "male",
    }  # fmt: skip
    assert (number_of(found), reference_of(found), name_of(found), is_person(found)) == (
        "9900001", "QLi.001", "TOVAR ELMIN QASSEN DORRU", True,
    )  # fmt: skip


def test_an_entity_has_no_status_and_no_birth() -> None:
    found = values("9900101")
    assert found["subject"] == "entity"
    assert not {"status", "sex"} & found.keys()
    assert not is_person(found)


def test_names_with_their_script_kind_and_quality() -> None:
    found = items(values(), "names", "full", "kind", "script", "quality")
    assert found[:4] == [
        ("TOVAR ELMIN QASSEN DORRU", "main", "Latn", ""),
        ("طوفار إلمين قاسن", "original_script", "Arab", ""),
        ("Tovar Qasin", "alias", "Latn", "good"),
        ("طوفار قاسين", "alias", "Arab", "good"),
    ]
    assert ("The Miller", "alias", "Latn", "low") in found
    of_entity = items(values("9900101"), "names", "full", "kind", "quality")
    assert ("Hill Traders", "alias", "unknown") in of_entity
    assert ("Lantern Imports", "former", "") in of_entity


def test_dates_and_places_of_birth_stand_apart_where_the_list_does_not_join_them() -> None:
    assert items(values(), "births", "date", "until", "certainty", "place", "country") == [
        ("1966-05-03", "", "exact", "", ""),
        ("1967", "", "about", "", ""),
        ("1964", "1968", "between", "", ""),
        ("1965-11", "", "exact", "", ""),
        ("", "", "", "By the mill, Orsk, Hills", "XQL"),
    ]


def test_one_date_and_one_place_are_one_birth() -> None:
    assert items(values("9900002"), "births", "date", "certainty", "place", "country") == [("1980", "exact", "Lys", "XAR")]


def test_documents_are_found_by_number_and_issuer() -> None:
    assert items(values(), "documents", "number", "issuer", "type", "issued", "place") == [
        ("QL4471903", "XQL", "passport", "2011-04-15", "Orsk"),
        ("9111077", "XQL", "identity_card", "", ""),
        ("K191609", "", "passport", "", ""),
    ]


def test_nothing_is_dropped_what_has_no_field_is_told_in_words() -> None:
    reasons = values()["reasons"]
    assert reasons.startswith("Commands a band in the hills of Quilara.")
    for words in (
        "Of the name The Miller: Call sign.",
        "Of the birth: 30-35 years old.",
        "Of the birth 1964: Approximately.",
        "Of the place of birth: or nearby.",
        "Nationality as listed: former Union of the Hills.",
        "one is 8208, no. 555627 is the other",
    ):
        assert words in reasons


@pytest.mark.parametrize("number", ["9900001", "9900002", "9900101"])
def test_every_word_of_the_list_is_somewhere_in_the_notice(number: str) -> None:
    one, found = entry(number=number), values(number)
    text = " ".join(found.values()).casefold()
    words = [*(name.full for name in one.names), *one.titles, *one.designations, one.comments, *(place.city for place in one.addresses)]
    words += [place.note for place in one.addresses] + [document.note for document in one.documents]
    assert [word for word in words if word.casefold().rstrip(".") not in text] == []


def test_days_of_change_posts_and_titles_are_lists() -> None:
    found = values()
    assert [found["amended_on.1"], found["amended_on.2"]] == ["2017-02-11", "2019-06-01"]
    assert [found["titles.1"], found["titles.2"], found["designations.2"]] == ["Sheikh", "Colonel", "Treasurer"]
    assert [found["nationalities.1"], found["nationalities.2"]] == ["XQL", "XBM"]
    assert "nationalities.3" not in found


def test_what_is_too_long_or_too_many_for_its_field_is_told_in_words() -> None:
    post, street = "Keeper of " + "keys " * 50, "By the mill " * 30
    more = f"<DESIGNATION><VALUE>{post}</VALUE></DESIGNATION>"
    more += f"<INDIVIDUAL_ADDRESS><STREET>{street}</STREET><CITY>Lys</CITY></INDIVIDUAL_ADDRESS>"
    aliases = "".join(
        f"<INDIVIDUAL_ALIAS><QUALITY>Low</QUALITY><ALIAS_NAME>Miller {'x' * n}</ALIAS_NAME></INDIVIDUAL_ALIAS>" for n in range(1, 60)
    )
    found = values("1", listing(person(1, more=more + aliases)))
    assert f"Post: {post.strip()}." in found["reasons"]
    assert f"Address 1, street: {street.strip()}." in found["reasons"]
    assert found["addresses.1.city"] == "Lys"
    assert f"Name: Miller {'x' * 59}, alias, Latn, low." in found["reasons"]


def test_every_good_entry_of_the_synthetic_list_is_taken_by_the_register() -> None:
    good = {one.number for one in entries(LIST.read_bytes()) if hasattr(one, "names") and one.listed_on != "in the spring"}
    for number in good:
        assert values(number)["un_number"] == number
