"""Vehicle identification numbers."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from comity.kernel.badvalue import BadValue
from comity.kernel.kinds import LAST8, VIN
from comity.kernel.kinds.vin import CheckDigit, check_digit, read_vin

VECTORS = json.loads((Path(__file__).parent.parent / "vectors" / "vin.json").read_text())["vectors"]


@pytest.mark.parametrize("vector", VECTORS, ids=lambda vector: vector["vin"])
def test_published_vectors(vector: dict[str, str | None]) -> None:
    number = VIN.clean(str(vector["vin"]))
    vin = read_vin(number)
    if vector["digit"] is None:
        assert check_digit(number) != number[8]
    else:
        assert check_digit(number) == vector["digit"]
    assert vin.check.value == vector["check"]
    assert vin.country == vector["country"]


def test_china_uses_the_check_digit() -> None:
    number = "LAA0000000A000000"
    right = number[:8] + check_digit(number) + number[9:]
    assert read_vin(right).country == "CHN"
    assert read_vin(right).check is CheckDigit.VALID
    assert read_vin(number[:8] + ("1" if right[8] != "1" else "2") + number[9:]).check is CheckDigit.WRONG


def test_a_wrong_check_digit_is_said_and_not_refused() -> None:
    number = VIN.clean("1M8GDM9A1KP042788")
    ((template, values),) = VIN.check(number)
    assert values == {"found": "1", "expected": "X"}
    assert "should be X" in template.format(**values)


def test_every_single_wrong_character_of_a_checked_vin_but_few_is_noticed() -> None:
    number = "1M8GDM9AXKP042788"
    missed = 0
    for place in range(17):
        for character in "ABCDEFGHJKLMNPRSTUVWXYZ0123456789":
            changed = number[:place] + character + number[place + 1 :]
            if changed != number and read_vin(changed).check is CheckDigit.VALID:
                missed += 1
    assert missed < 17 * 32 / 8  # letters of equal value (A, J, 1) cannot be told apart


def test_letters_that_no_vin_has_are_read_as_digits() -> None:
    assert VIN.clean("1M8GDM9AXKPO42788") == "1M8GDM9AXKP042788"
    assert VIN.clean("iM8GDM9AXKPQ42788") == "1M8GDM9AXKP042788"


@pytest.mark.parametrize("typed", ["1M8GDM9AXKP04278", "1M8GDM9AXKP0427888", "A"])
def test_another_length_is_refused_with_its_count(typed: str) -> None:
    with pytest.raises(BadValue) as bad:
        VIN.clean(typed)
    assert bad.value.code == "bad_length"
    assert bad.value.values["count"] == str(len(typed))


def test_the_last_eight() -> None:
    assert LAST8.clean("KP042788") == "KP042788"
    assert LAST8.clean("1M8GDM9AXKP042788") == "KP042788"
    assert read_vin("1M8GDM9AXKP042788").last8 == "KP042788"
    for wrong in ("KP04278", "KP0427888", "1M8GDM9AXKP0427888"):
        with pytest.raises(BadValue):
            LAST8.clean(wrong)


def test_makers() -> None:
    assert read_vin("1M8GDM9AXKP042788").maker == "1M8"
    assert read_vin("1A9GDM9AXKP042788").maker == "1A9042"  # few vehicles a year: six characters
    assert read_vin("G0000000000000000").country == ""
    assert "need not use" in read_vin("WP0ZZZ99ZTS392124").sentence[0]
