"""Words and measures that a description is found by."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from comity.kernel.kinds import MEASUREMENT
from comity.kernel.pieces import MOST_WORDS, near, near_steps, steps, words


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Portrait of a Lady", ("portrait", "lady")),
        ("Étude, à l'huile", ("etude", "huile")),
        ("two Paintings; 2 glasses", ("two", "painting", "glasse")),
        ("VASE vase Vases", ("vase",)),
        ("лампада Σφραγίς", ("лампада", "σφραγισ")),
        ("壺 of clay", ("壺", "clay")),
        ("", ()),
        ("of the and", ()),
    ],
)
def test_words(text: str, found: tuple[str, ...]) -> None:
    assert words(text) == found


@given(st.text(max_size=400))
def test_words_of_any_text_are_their_own_words(text: str) -> None:
    found = words(text)
    assert len(found) <= MOST_WORDS
    assert len(set(found)) == len(found)
    assert not any(word != word.casefold() or " " in word for word in found)


@given(st.floats(0.1, 100_000), st.floats(0.92, 1.08))
def test_a_measure_is_found_from_any_that_is_near(centimetres: float, by: float) -> None:
    stored, asked = MEASUREMENT.clean(f"{centimetres:.3f} cm"), MEASUREMENT.clean(f"{centimetres * by:.3f} cm")
    assert set(steps(stored)) <= set(near_steps(asked))
    assert near(stored, asked) or centimetres < 0.5  # the last digit of a tiny measure is more than a tenth of it


def test_other_units_are_never_near() -> None:
    assert not near("10 cm", "10 kg")
    assert not set(steps("10 cm")) & set(near_steps("10 kg"))
    assert not near("10 cm", "12 cm")
