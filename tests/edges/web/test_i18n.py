"""Languages: complete, in order, with their own plurals, digits and direction."""

from datetime import UTC, datetime, timedelta, timezone

import pytest
from htpy import b

from comity.edges.web import catalogue
from comity.edges.web.i18n import Digits, Language, Translator, message

AT = datetime(2026, 11, 21, 14, 22, 7, tzinfo=UTC)
ENGLISH, ARABIC = Translator(), Translator(Language.ARABIC)
ISOLATES = dict.fromkeys(map(ord, "\u2066\u2067\u2068\u2069\u200f"))


@pytest.mark.parametrize("language", [language for language in Language if language is not Language.ENGLISH])
def test_a_language_says_every_message(language: Language) -> None:
    assert not catalogue.lacking(language)


def test_no_message_is_kept_that_nobody_says() -> None:
    wanted = {key if isinstance(key, str) else key[0] for key in catalogue.extract()}
    kept = {entry.id if isinstance(entry.id, str) else entry.id[0] for entry in catalogue.read(Language.ARABIC) if entry.id}
    assert kept <= wanted | set(catalogue.inner())


@pytest.mark.parametrize(
    ("n", "said"),
    [
        (1, "تطابق في سجل واحد"),
        (2, "تطابق في سجلّين"),
        (3, "تطابق في 3 سجلات"),
        (10, "تطابق في 10 سجلات"),
        (11, "تطابق في 11 سجلاً"),
        (99, "تطابق في 99 سجلاً"),
        (100, "تطابق في 100 سجل"),
        (103, "تطابق في 103 سجلات"),
    ],
)
def test_arabic_has_six_forms(n: int, said: str) -> None:
    assert ARABIC.plural("Hit in {n} register", "Hit in {n} registers", n).translate(ISOLATES) == said


def test_times_say_utc_first_and_here_second() -> None:
    east = Translator(zone=timezone(timedelta(hours=2)))
    assert east.moment(AT) == "21 Nov 2026, 14:22:07\u00a0UTC"
    assert east.local(AT) == "16:22 here"
    assert ENGLISH.local(AT) == ""
    assert ARABIC.moment(AT).translate(ISOLATES) == "21 نوفمبر 2026، 14:22:07\u00a0UTC"


def test_digits_are_a_setting_of_numbers_and_times() -> None:
    arabic = Translator(Language.ARABIC, Digits.ARABIC)
    assert ARABIC.number(6980) == "6,980"
    assert arabic.number(6980) == "٦,٩٨٠"
    assert arabic.time(AT).startswith("١٤:٢٢:٠٧")


def test_a_foreign_name_cannot_turn_the_sentence_around_it() -> None:
    assert "\u2068Ines\u2069" in ARABIC("{officer}: your account", officer="Ines")
    assert ENGLISH("{officer}: your account", officer="Ines") == "Ines: your account"


def test_an_untranslated_sentence_keeps_its_direction() -> None:
    assert ARABIC.say(message("Nobody translated this, {name}.", name="X")) == "\u2066Nobody translated this, \u2068X\u2069.\u2069"


def test_a_sentence_of_places_alone_runs_as_the_page_does() -> None:
    said = ARABIC("{field}: {what}", field="تاريخ السرقة", what="هذا العمود مطلوب.")
    assert not said.startswith("\u2066")
    assert said.translate(ISOLATES) == "تاريخ السرقة: هذا العمود مطلوب."


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("With + and the country's code, such as +44 20 7946 0123.", "+44 20 7946 0123"),
        ("15 digits: dial *#06#, or see the box", "*#06#"),
        ("With its unit, such as 120.5 cm", "120.5 cm"),
        ("Not a day. Write it as 2026-11-21.", "2026-11-21"),
    ],
)
def test_what_is_read_from_the_left_stays_in_order(text: str, shown: str) -> None:
    assert f"\u2066{shown}\u2069" in ARABIC(text)


def test_a_place_may_hold_an_element() -> None:
    assert [str(part) for part in ENGLISH.rich("Root {root} of {size}", root=b["9f"], size="12")] == [
        "Root ",
        "<b>9f</b>",
        " of ",
        "12",
        "",
    ]


def test_a_place_that_is_not_given_stays_visible() -> None:
    assert ENGLISH("Rule {rule}") == "Rule {rule}"


def test_extraction_finds_every_way_of_saying() -> None:
    source = (
        't("One"); t.plural("{n} a", "{n} b", n); mark("Two"); message("Three {x}", x=y); Field("name", "Four", hint="Five"); t(variable)'
    )
    assert [key for key, _ in catalogue.messages_of(source)] == ["One", ("{n} a", "{n} b"), "Two", "Three {x}", "Four", "Five"]


def test_what_a_catalogue_lacks_is_named() -> None:
    assert catalogue.lacking(Language.ARABIC, {"Never said": []}) == ["ar: not translated: Never said"]


def test_a_fault_is_said_in_the_readers_language_with_what_is_accepted() -> None:
    said = ARABIC.say(message("{sentence} Accepted: {accepted}", sentence="This field is required.", accepted="No such text"))
    assert "هذا الحقل مطلوب" in said
    assert "No such text" in said
