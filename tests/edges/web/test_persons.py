"""Cards of persons, from values: what adds up, what is said, what nobody has chosen yet."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace as changed

from comity.edges.web.frame import Theme
from comity.edges.web.i18n import Language, Translator
from comity.edges.web.pages.check import CheckValues
from comity.edges.web.person import Weight
from comity.edges.web.person_card import candidates_of, card
from comity.edges.web.person_evidence import names_beside, why
from comity.edges.web.person_said import MOST, Candidate, decoded, encoded
from comity.edges.web.routes.asking import asking, field_of
from comity.edges.web.routes.person_hits import lang_of, script_name
from comity.kernel.errors import Absent, Invalid
from comity.kernel.results import Grade
from comity.names.model import Script
from comity.search.persons.countries import Countries
from tests.edges.web import gallery
from tests.edges.web.gallery_persons import CANDIDATES, HIT, PERSON

T = Translator()
COUNTRIES = Countries({"Castara": "XCS"})
ONE = Candidate(1, "m1", "1.x", "Yusuf", "", ("born 1984",), "Belmora", "0.71", "/records/1.x")
BAR = re.compile(r'<rect class="(plus|minus)" x="([^"]+)" y="[^"]+" width="([^"]+)"')


def drawn(*, positive: bool = True) -> str:
    return str(card(HIT if positive else CANDIDATES[0], "1-2-3", "c", T))


def test_bars_walk_from_nought_to_the_sum() -> None:
    bars = [(kind, float(start), float(width)) for kind, start, width in BAR.findall(str(why(PERSON, T)))]
    reached = 0.0
    for weight, (kind, start, width) in zip(PERSON.weights, bars, strict=True):
        ends = sorted((reached, reached + weight.log_odds))
        assert (start, start + width) == pytest.approx(tuple(ends), abs=0.02)
        assert kind == ("minus" if weight.log_odds < 0 else "plus")
        reached += weight.log_odds
    assert f"+{reached:.1f}" in str(why(PERSON, T))


@given(st.lists(st.floats(-12, 12), max_size=12))
def test_any_weights_are_drawn_within_their_picture(adds: list[float]) -> None:
    person = replace(PERSON, weights=tuple(Weight(("One", {}), each) for each in adds))
    page = str(why(person, T))
    for box, bar in zip(re.findall(r'viewBox="([^"]+)"', page), BAR.findall(page), strict=True):
        low, _, width, _ = map(float, box.split())
        assert low <= float(bar[1])
        assert float(bar[1]) + float(bar[2]) <= low + width + 0.02


@pytest.mark.parametrize(("probability", "shown"), [(0.99999, "0.99"), (0.0000001, "0.01"), (0.984, "0.98"), (0.5, "0.50")])
def test_nothing_is_shown_more_certain_than_ninety_nine_in_a_hundred(probability: float, shown: str) -> None:
    assert replace(PERSON, probability=probability).shown_probability == shown


def test_a_candidate_has_two_buttons_of_one_kind_and_none_is_chosen() -> None:
    page = drawn(positive=False)
    buttons = re.findall(r"<button[^>]*>", page)
    assert [re.sub(r'value="[^"]*"', "", each) for each in buttons] == ['<button class="btn" form="say-1-2-3" name="says" >'] * 2
    for word in ("checked", "autofocus", "selected", "btn--go"):
        assert word not in page
    assert page.index("Compare the person with the record.") < page.index("A candidate is no hit.") < page.index("<button")
    assert page.index("is told that your bureau met this person") < page.index("Nobody is told.")


def test_a_positive_result_has_no_buttons_and_says_what_to_do_first() -> None:
    page = drawn()
    assert "<button" not in page
    assert page.index("Armed and dangerous") < page.index("Do this now") < page.index("Name, part by part")
    assert candidates_of((HIT, *CANDIDATES), T)[0].rank == 2


@pytest.mark.parametrize(("grade", "word"), [(Grade.LIKELY, "Likely"), (Grade.POSSIBLE, "Possible")])
def test_a_grade_is_a_word_and_a_shape_and_crimson_for_positive_results_alone(grade: Grade, word: str) -> None:
    hit = replace(CANDIDATES[0], person=replace(CANDIDATES[0].person, grade=grade))
    page = str(card(hit, "1-2-3", "c", T))
    assert re.search(rf'<span class="tag"><svg class="i".*?</svg>{word}</span>', page)
    assert "tag--hit" not in page


def test_a_person_met_by_number_too_says_why_at_once() -> None:
    page = str(card(replace(HIT, grade=Grade.EXACT, sentence=("The document is the same.", {})), "1-2-3", "c", T))
    assert page.index("Exact") < page.index("The document is the same.") < page.index("Do this now")
    assert "The document is the same." not in drawn()


def test_both_scripts_stand_side_by_side_in_their_own_direction() -> None:
    page = str(names_beside(PERSON, T))
    assert '<bdi dir="auto" lang="ar">يوسف</bdi>' in page
    assert page.index("Yusuf") < page.index("1.00") < page.index("يوسف")
    assert "not typed" in page
    assert "not in the record" in page


def test_what_a_form_carries_comes_back_as_it_was() -> None:
    other = changed(ONE, rank=2, name="جوزيف", says="not_this_person")
    assert decoded([encoded(other), encoded(ONE)]) == (ONE, other)


@pytest.mark.parametrize(
    "fields",
    [
        ["x"], ["[]"], ["{}"], [encoded(ONE), encoded(ONE)], [encoded(changed(ONE, href="https://elsewhere.example/"))],
        [encoded(changed(ONE, href="//elsewhere.example/"))], [encoded(changed(ONE, name="x" * 401))],
        [encoded(changed(ONE, rank=0))], [encoded(changed(ONE, rank=rank)) for rank in range(1, MOST + 2)],
    ],
)  # fmt: skip
def test_what_no_page_of_ours_sent_is_nothing(fields: list[str]) -> None:
    with pytest.raises(Absent):
        decoded(fields)


@given(st.lists(st.text(max_size=80), max_size=5))
def test_any_field_is_read_or_is_nothing(fields: list[str]) -> None:
    try:
        found = decoded(fields)
    except Absent:
        return
    assert not fields or found


def test_the_box_and_the_form_are_one_person() -> None:
    asked = asking(CheckValues(q="Yusuf al-Khattari 1984", nationality="Castara", number="X0412207", issuer="XCS"), T, COUNTRIES)
    assert asked.person is not None
    assert (asked.person.name, asked.person.born, asked.person.nationality) == ("Yusuf al-Khattari", "1984", "Castara")
    assert (asked.person.document, asked.person.issuer) == ("X0412207", "XCS")
    assert [one.kind for one in asked.identifiers] == ["document"]
    assert [one.person for one in asked.shown] == [True, False]
    assert [field_of(asked, f"person.{name}") for name in ("name", "born", "nationality", "document", "issuer")] == [
        "q", "q", "nationality", "number", "issuer",
    ]  # fmt: skip


def test_a_scanned_document_offers_its_holder_and_asks_about_nobody() -> None:
    zone = "P<XBMSOLVANE<<MIRA<<<<<<<<<<<<<<<<<<<<<<<<<<\nC011883205XBM8001014F3601013<<<<<<<<<<<<<<04"
    asked = asking(CheckValues(q=zone), T, COUNTRIES)
    assert asked.person is None
    assert asked.zone is not None
    assert asked.zone.surname == "SOLVANE"


@pytest.mark.parametrize("values", [CheckValues(born="1984"), CheckValues(q="Ana Ruiz", name="Ana Ruiz"), CheckValues()])
def test_a_person_without_a_name_or_with_two_is_asked_for_it(values: CheckValues) -> None:
    with pytest.raises(Invalid):
        asking(values, T, COUNTRIES)


@pytest.mark.parametrize("script", list(Script))
def test_every_script_has_a_name_and_a_language_to_say_it_in(script: Script) -> None:
    assert script_name("en", script) or script is Script.OTHER
    assert lang_of(script) or script in (Script.LATIN, Script.OTHER)
    assert lang_of(script, "ur") == "ur"


@pytest.mark.parametrize("name", ["organisation", "organisation-hit", "organisation-this", "organisation-left"])
def test_what_is_said_of_an_organisation_is_not_said_of_a_person(name: str) -> None:
    page = str(gallery.pages(T, Theme.LIGHT)[name]).partition("<main")[2]
    words = re.sub(r"<[^>]+>", " ", page)
    assert "rganisation" in words
    for wrong in ("this person", "This person", "person before you", "the person", "traveller", "photograph"):
        assert wrong not in words, wrong
    arabic = re.sub(r"<[^>]+>", " ", str(gallery.pages(Translator(Language.ARABIC), Theme.LIGHT)[name]).partition("<main")[2])
    assert "المنظمة" in arabic
    assert "هذا الشخص" not in arabic
    assert "Project-Id-Version" not in arabic
