"""VINs with one typing error and plates read in part: what is asked, what it meets, how it is graded. Pure."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from comity.kernel.badvalue import BadValue
from comity.kernel.confusable import fold_confusable
from comity.kernel.errors import Invalid
from comity.kernel.kinds import PLATE
from comity.kernel.kinds.vin import CheckDigit, read_vin
from comity.kernel.results import Grade
from comity.search.model import Identifier, Query, Sought
from comity.search.plan import Planner
from comity.search.reading import ASKED, READERS
from comity.search.slips import LEAST_READ, MOST_UNREAD, clean_partial, fits_partial, plates_meant, slip, vins_meant
from comity.search.verify import compare
from comity.search.widen import Budget, widened
from tests.checking import reader

VIN = "1M8GDM9AXKP042788"
UNCHECKED = "WP0ZZZ99ZTS392124"
ALPHABET = "ABCDEFGHJKLMNPRSTUVWXYZ0123456789"
PLANNER = Planner(("XAR", "XBM", "XCS"))


def read(kind: str, value: str, issuer: str = ""):
    (one, *_) = READERS[kind](Identifier(kind, value, issuer))
    return one


def plan(*identifiers: Identifier):
    return widened(PLANNER.plan(Query(reader(), identifiers)))


def keys(kind: str, made) -> set[bytes]:
    return {sought.key for sought in made.sought if sought.register == 8 and sought.kind == kind}


@st.composite
def slips_of(draw: st.DrawFn, number: str) -> str:
    """A number with one wrong, missing, extra or swapped character."""
    place = draw(st.integers(0, 16))
    sign = draw(st.sampled_from(ALPHABET))
    match draw(st.sampled_from(["wrong", "missing", "extra", "swapped"])):
        case "wrong":
            return number[:place] + sign + number[place + 1 :]
        case "missing":
            return number[:place] + number[place + 1 :]
        case "extra":
            return number[:place] + sign + number[place:]
    place = min(place, 15)
    return number[:place] + number[place + 1] + number[place] + number[place + 2 :]


@given(slips_of(VIN))
def test_every_slip_of_a_checked_vin_that_shows_is_asked_and_graded_a_look_alike(typed: str) -> None:
    same = fold_confusable(typed) == fold_confusable(VIN)
    shows = len(typed) != 17 or read_vin(typed).check is CheckDigit.WRONG
    one = read("vin", typed)
    if shows and not same:
        assert fold_confusable(VIN) in one.variants
        assert one.notes
    met = compare(Sought(8, "vin", one.value, "", b""), VIN)
    assert met is not None
    assert (met.grade is Grade.EXACT) == (typed == VIN)
    assert met.sentence[0].format(**met.sentence[1])


@given(slips_of(UNCHECKED))
def test_without_a_check_digit_a_slip_is_found_by_its_length_or_on_demand(typed: str) -> None:
    one = read("vin_like", typed)
    if fold_confusable(typed) != fold_confusable(UNCHECKED) and read_vin(typed[:17].ljust(17, "1")).country == "DEU":
        assert fold_confusable(UNCHECKED) in one.variants
    if len(typed) == 17 and read_vin(typed).check is CheckDigit.NOT_USED:
        assert read("vin", typed).variants == ()


def test_a_right_vin_asks_nothing_else() -> None:
    assert vins_meant(VIN) == ()
    assert len(keys("vin", plan(Identifier("vin", VIN)))) == 1


def test_the_number_of_spellings_is_bounded() -> None:
    assert len(vins_meant("1M8GDM9A1KP042788")) < 80
    assert len(vins_meant(VIN[:16])) < 80
    assert len(vins_meant(UNCHECKED[:16])) < 500
    assert len(vins_meant(UNCHECKED, unsure=True)) < 500
    assert len(plates_meant("AB?23?CD")) == 29 * 29
    assert len(plates_meant("AB*23")) <= 1 + 29 + 29 * 29


def test_two_slips_are_another_number() -> None:
    assert slip("1M8GDM9AXKP042788", "1M8GDM9AXKP042799") is None
    assert slip("1M8GDM9AXKP042788", "1M8GDM9AXKP0427") is None
    assert compare(Sought(8, "vin", "2M8GDM9AXKP042789", "", b""), VIN) is None


@pytest.mark.parametrize(
    ("asked", "stored", "values"),
    [
        ("1M8GDM9AXKP042798", VIN, {"place": "16", "asked": "9", "stored": "8"}),
        ("1M8GDM9AXKP04278", "1M8GDM9AXKP042781", {"place": "17", "stored": "1"}),
        ("1M8GDM9AXKP0427881", VIN, {"place": "18", "asked": "1"}),
        ("1M8GDM9AXPK042788", VIN, {"place": "10"}),
    ],
)
def test_the_sentence_says_what_differs_and_where(asked: str, stored: str, values: dict[str, str]) -> None:
    said = slip(asked, stored)
    assert said is not None
    assert said[1] == values
    assert said[0].format(**values)


def test_HIT_06_a_plate_read_in_part_is_a_look_alike_that_shows_both() -> None:
    met = compare(Sought(8, "plate", "AB?23CD", "XBM", b""), "AB123CD", "XBM")
    assert met is not None
    assert met.grade is Grade.CONFUSABLE
    assert met.sentence[1] == {"asked": "AB?23CD", "stored": "AB123CD"}
    assert compare(Sought(8, "plate", "AB?23CD", "XBM", b""), "AB123CD", "XCS") is None
    assert compare(Sought(8, "plate", "AB?23CD", "XBM", b""), "AB1234CD", "XBM") is None


@given(st.from_regex(r"[A-Z0-9]{5,9}", fullmatch=True), st.data())
def test_every_plate_is_found_by_what_was_read_of_it(plate: str, data: st.DataObject) -> None:
    count = data.draw(st.integers(1, min(MOST_UNREAD, len(plate) - LEAST_READ)))
    places = data.draw(st.permutations(range(len(plate))))[:count]
    partial = clean_partial("".join("?" if place in places else sign for place, sign in enumerate(plate)))
    assert PLATE.fold(plate) in plates_meant(partial)
    assert fits_partial(partial, plate)
    start = data.draw(st.integers(0, len(plate) - count))
    starred = clean_partial(plate[:start] + "*" + plate[start + count :])
    assert PLATE.fold(plate) in plates_meant(starred)
    assert fits_partial(starred, plate)


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("???????", "too_much_unread"),
        ("AB???", "too_much_unread"),
        ("A*B*CD12", "too_much_unread"),
        ("AB*1?2", "too_much_unread"),
        ("AB?", "too_little_read"),
        ("*ABC", "too_little_read"),
        ("?" * 300, "too_long"),
        ("ABCDEFGHIJKL?", "too_long"),
    ],
)
def test_too_little_of_a_plate_lists_nothing(typed: str, code: str) -> None:
    with pytest.raises(BadValue, match=code):
        clean_partial(typed)


def test_a_plate_read_in_part_needs_its_country() -> None:
    with pytest.raises(BadValue) as bad:
        read("plate", "AB?23CD")
    assert bad.value.values["part"] == "issuer"


def test_a_plan_asks_the_other_spellings_under_the_country_alone() -> None:
    made = plan(Identifier("plate", "AB?23CD", "XBM"))
    assert len(keys("plate", made)) == 30  # and the pattern itself, which no record has
    assert all(key.endswith(b"|XBM") for key in keys("plate", made))
    assert {sought.value for sought in made.sought} == {"AB?23CD"}
    assert len(made.traces) == 1


def test_more_than_two_numbers_in_doubt_are_refused_by_their_places() -> None:
    with pytest.raises(Invalid) as bad:
        plan(*[Identifier("plate", f"AB?23C{last}", "XBM") for last in "DEFG"])
    assert [fault.field for fault in bad.value.faults] == ["identifiers.2.value", "identifiers.3.value"]


def test_a_batch_has_an_end_to_what_may_be_in_doubt() -> None:
    budget = Budget(2000)
    made = PLANNER.plan(Query(reader(), (Identifier("plate", "AB?2?CD", "XBM"),)))
    spelled = len(budget.widened(made).sought) - len(made.sought)
    for _ in range(2000 // spelled - 1):
        budget.widened(made)
    with pytest.raises(Invalid, match="in doubt"):
        budget.widened(made)


def test_every_kind_of_identifier_has_a_title_what_it_takes_and_an_example_that_is_read() -> None:
    assert [row.kind for row in ASKED] == [kind for kind in READERS if kind not in ("document_number", "engine_number")]
    for row in ASKED:
        assert row.accepted
        assert list(READERS[row.kind](Identifier(row.kind, row.example)))
