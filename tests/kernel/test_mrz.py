"""Machine readable zones: published specimens, repairs that are said, noise of readers, hostile input."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from comity.kernel.badvalue import BadValue
from comity.kernel.check_digits import zone_digit
from comity.kernel.kinds import DOCUMENT_TYPE
from comity.kernel.kinds.mrz import _TYPES, _TYPES_BY_FIRST, Mrz, Repair, parse
from comity.kernel.kinds.mrz_layout import LAYOUTS
from tests.pace import at_once

VECTORS_FOLDER = Path(__file__).parent.parent / "vectors"
DIGITS = json.loads((VECTORS_FOLDER / "check_digits.json").read_text())["vectors"]
ZONES = json.loads((VECTORS_FOLDER / "mrz.json").read_text())["vectors"]
TD3 = "P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<\nL898902C36UTO7408122F1204159ZE184226B<<<<<10"
TODAY = date(2026, 3, 1)


def named(vector: dict[str, Any]) -> str:
    return f"{vector['format']} {vector['number']}"


def same(zone: Mrz) -> tuple[str, str, str, str, str]:
    return zone.number, zone.issuer, zone.surname, zone.birth, zone.expiry


@pytest.mark.parametrize("vector", DIGITS, ids=lambda vector: vector["characters"])
def test_published_check_digits(vector: dict[str, str]) -> None:
    assert zone_digit(vector["characters"]) == vector["digit"]


@pytest.mark.parametrize("vector", ZONES, ids=named)
def test_published_zones(vector: dict[str, Any]) -> None:
    zone = parse("\n".join(vector["lines"]))
    assert zone.format.value == vector["format"]
    assert zone.document_type == vector["type"]
    for field in ("number", "issuer", "nationality", "surname", "given_names", "birth", "sex", "expiry"):
        assert getattr(zone, field) == vector[field], field
    assert list(zone.optional) == vector["optional"]
    assert zone.valid
    assert zone.number_vouched
    assert zone.repairs == ()
    assert zone.sentences() == (("UTO is the issuer of specimens: no real document bears it.", {}),)


@pytest.mark.parametrize("vector", ZONES, ids=named)
@pytest.mark.parametrize(
    "noise",
    [
        lambda lines: "\r\n".join(lines) + "\r\n",
        "\r".join,
        lambda lines: "\n\n".join(lines).lower(),
        "".join,
        " ".join,
        lambda lines: "  " + "\n  ".join(lines) + "\t",
        lambda lines: "\n".join(f"{line[:10]} {line[10:]}" for line in lines),
        lambda lines: "\n".join(lines).replace("<<", "«"),
        lambda lines: "\n".join(lines).replace("<", "＜"),
        lambda lines: "\n".join(lines).translate(str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩")),
        lambda lines: "\n".join(line.replace("<", " ") for line in lines),
    ],
    ids=[
        "crlf",
        "cr",
        "lower",
        "one line",
        "one line with a space",
        "margins",
        "gaps",
        "guillemets",
        "full width",
        "digits",
        "blank fillers",
    ],
)
def test_the_noise_of_readers_changes_nothing(vector: dict[str, Any], noise: Any) -> None:
    clean = parse("\n".join(vector["lines"]))
    text = noise(vector["lines"])
    assert same(parse(text)) == same(clean)
    assert parse(text).number_vouched


def test_missing_fillers_at_the_end_are_added_and_said() -> None:
    zone = parse("P<UTOERIKSSON<<ANNA<MARIA\nL898902C36UTO7408122F1204159ZE184226B<<<<<10")
    assert zone.valid
    assert ("Line {line} was {count} characters short; fillers were added at its end.", {"line": "1", "count": "19"}) in zone.sentences()


def test_superfluous_fillers_are_dropped_and_said() -> None:
    zone = parse(TD3.replace("\n", "<<<\n"))
    assert zone.valid
    assert ("Line {line} was {count} fillers too long; they were dropped.", {"line": "1", "count": "3"}) in zone.sentences()


def test_a_line_that_lost_its_end_says_which_digits_are_missing() -> None:
    zone = parse("P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<\nL898902C36UTO7408122F1204159ZE184226B")
    assert zone.number == "L898902C3"
    assert not zone.valid
    assert not zone.number_vouched
    assert {check.field for check in zone.checks if not check.right} == {"optional", "composite"}


def test_letters_among_digits_are_repaired_and_each_repair_is_said() -> None:
    zone = parse("P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<\nL898902C36UTO74O8I22F12O41S9ZE184226B<<<<<IO")
    assert zone.valid
    assert zone.birth == "740812"
    assert Repair("birth", 2, 16, "O", "0") in zone.repairs
    assert {repair.read_as for repair in zone.repairs} == {"0", "1", "5"}
    sentences = [template.format(**values) for template, values in zone.sentences()]
    assert "Line 2, place 16 (birth): O was read as 0." in sentences
    assert len(zone.repairs) == 6


def test_digits_among_letters_are_repaired_and_said() -> None:
    zone = parse("P<UT0ER1K550N<<ANNA<MAR1A<<<<<<<<<<<<<<<<<<<\nL898902C36UT07408122F1204159ZE184226B<<<<<10")
    assert (zone.issuer, zone.nationality, zone.surname, zone.given_names) == ("UTO", "UTO", "ERIKSSON", "ANNA MARIA")
    assert zone.valid
    assert len(zone.repairs) == 7


def test_the_number_is_never_repaired_and_its_digit_says_that_it_is_wrong() -> None:
    zone = parse(TD3.replace("L898902C3", "L8989O2C3"))
    assert zone.number == "L8989O2C3"
    assert not zone.number_vouched
    assert zone.repairs == ()
    wrong = next(check for check in zone.checks if check.field == "number")
    assert (wrong.found, wrong.expected) == ("6", zone_digit("L8989O2C3"))
    assert any("number" in values.values() for _, values in zone.sentences())


def test_a_wrong_composite_digit_takes_back_the_vouching() -> None:
    zone = parse(TD3[:-1] + "7")
    assert not zone.number_vouched
    assert not zone.valid


def test_germany_is_d_in_the_zone() -> None:
    zone = parse(
        "P<D<<MUSTERMANN<<ERIKA<<<<<<<<<<<<<<<<<<<<<<\nC01X00T478D<<6408125F2702283<<<<<<<<<<<<<<<4"
    )  # published specimen of the issuer
    assert (zone.issuer, zone.nationality) == ("DEU", "DEU")
    assert zone.number == "C01X00T47"
    assert zone.valid


def test_names_that_fill_their_field_may_be_cut() -> None:
    zone = parse("P<UTONILAVADHANANANDA<<CHAYAPA<DEJTHAMRONG<K\nL898902C36UTO7408122F1204159ZE184226B<<<<<10")  # Doc 9303-4, 4.2.3
    assert zone.names_may_be_cut
    assert zone.surname == "NILAVADHANANANDA"
    assert zone.given_names == "CHAYAPA DEJTHAMRONG K"
    assert not parse(TD3).names_may_be_cut


def test_one_name_alone_is_the_surname() -> None:
    zone = parse(TD3.replace("ERIKSSON<<ANNA<MARIA", "ARKFREITH<<<<<<<<<<<"))
    assert (zone.surname, zone.given_names) == ("ARKFREITH", "")


def test_unknown_issuers_are_said() -> None:
    zone = parse(TD3.replace("P<UTO", "P<ABC"))
    assert zone.issuer == "ABC"
    assert ("The code {code} belongs to no country or issuer.", {"code": "ABC"}) in zone.notes


def test_years_get_their_century_from_today() -> None:
    zone = parse(TD3)
    assert zone.born(TODAY) == "1974-08-12"
    assert zone.expires(TODAY) == "2012-04-15"
    assert parse(TD3.replace("740812", "250812")).born(TODAY) == "2025-08-12"
    assert parse(TD3.replace("740812", "270812")).born(TODAY) == "1927-08-12"
    assert parse(TD3.replace("740812", "74<<<<")).born(TODAY) == "1974"
    assert parse(TD3.replace("740812", "<<<<<<")).born(TODAY) == ""
    assert parse(TD3.replace("740812", "741399")).born(TODAY) == ""
    assert parse(TD3.replace("120415", "910415")).expires(TODAY) == "1991-04-15"


def test_no_sex_is_unspecified() -> None:
    assert parse(TD3.replace("2F12", "2<12")).sex == "X"


def test_every_document_type_of_a_zone_is_in_the_list() -> None:
    codes = {code for code, _ in DOCUMENT_TYPE.choices}
    assert {value for value in (*_TYPES.values(), *_TYPES_BY_FIRST.values()) if value} <= codes


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        "<",
        "<<<<",
        "P<UTOERIKSSON<<ANNA",
        "A" * 44,
        "\n".join(["A" * 44] * 3),
        "\n".join(["A" * 30] * 2 + ["A" * 10, "B"]),
        "A\nB",
        "P<\n<",
    ],
)
def test_what_is_no_zone_is_refused_with_what_would_be(text: str) -> None:
    with pytest.raises(BadValue) as bad:
        parse(text)
    assert bad.value.accepted


def test_a_zone_without_number_is_refused() -> None:
    with pytest.raises(BadValue, match="not_a_zone"):
        parse(TD3.replace("L898902C3", "<<<<<<<<<"))


@pytest.mark.parametrize("character", ["\0", "\u202e", "\x1b", "=", "'", ";", "А", "ß", "é", "😀", "\ud800"])
def test_other_characters_are_refused(character: str) -> None:
    with pytest.raises(BadValue):
        parse(TD3.replace("ERIKSSON", f"ERIKSS{character}N"))


def test_a_million_characters_are_refused_at_once() -> None:
    for filling in ("<", "A", "\n", " ", "é", "\0"):
        with at_once(), pytest.raises(BadValue):
            parse(filling * 1_000_000)


@given(st.text(max_size=120))
def test_any_text_is_a_zone_or_refused(text: str) -> None:
    try:
        parse(text).sentences()
    except BadValue:
        return


@given(st.lists(st.text(alphabet="ABCDEFGHIOSZ0123456789<", min_size=28, max_size=44), min_size=2, max_size=3))
def test_any_lines_are_a_zone_or_refused_and_reading_is_pure(lines: list[str]) -> None:
    try:
        zone = parse("\n".join(lines))
    except BadValue:
        return
    assert parse("\n".join(lines)) == zone
    assert zone.number
    for template, values in zone.sentences():
        assert template.format(**values)
    zone.born(TODAY)
    zone.expires(TODAY)


@given(
    st.text(alphabet="ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789", min_size=9, max_size=9),
    st.integers(0, 8),
    st.sampled_from("ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"),
)
def test_one_misread_character_is_noticed_unless_values_differ_by_ten(number: str, place: int, character: str) -> None:
    misread = number[:place] + character + number[place + 1 :]
    if (int(number[place], 36) - int(character, 36)) % 10:
        assert zone_digit(misread) != zone_digit(number)
    else:
        assert zone_digit(misread) == zone_digit(number)


def test_layouts_leave_no_character_out() -> None:
    for layout in LAYOUTS.values():
        covered = sorted((span.line, place) for span in layout.fields.values() for place in range(span.start, span.end))
        assert covered == [(line, place) for line in range(layout.lines) for place in range(layout.width)]
