"""Latin forms as sounds, and their skeletons."""

from __future__ import annotations

import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from comity.names.sounds import LONGEST, SOUNDS, skeleton, sounds


def heard(form: str) -> list[str]:
    return [SOUNDS[code] for code in sounds(form)]


@pytest.mark.parametrize(
    ("form", "expected"),
    [
        ("mohammed", ["m", "o", "h", "a", "m", "e", "d"]),
        ("shcherbak", ["sh", "e", "r", "b", "a", "k"]),
        ("djamel", ["j", "a", "m", "e", "l"]),
        ("youssouf", ["y", "u", "s", "u", "f"]),
        ("cyril", ["c", "i", "r", "i", "l"]),
        ("max", ["m", "a", "k", "s"]),
        ("xavier", ["x", "a", "v", "i", "e", "r"]),
        ("", []),
    ],
)
def test_letters_become_sounds(form: str, expected: list[str]) -> None:
    assert heard(form) == expected


@pytest.mark.parametrize("group", ["mohammed muhamad mhmd", "yusuf youssef youssouf", "abdelkader abdulqadir", "jamal djamel"])
def test_a_skeleton_is_shared_by_spellings(group: str) -> None:
    assert len({skeleton(form, True) for form in group.split()}) == 1


def test_a_fine_skeleton_keeps_voice() -> None:
    assert skeleton("gazi") != skeleton("kasi")
    assert skeleton("gazi", True) == skeleton("kasi", True)


def test_a_skeleton_without_consonants_is_a_vowel() -> None:
    assert skeleton("aia") == "a"
    assert skeleton("") == ""


@given(st.text(string.ascii_lowercase, max_size=60))
def test_any_form_has_few_sounds_and_none_twice_in_a_row(form: str) -> None:
    codes = sounds(form)
    assert len(codes) <= LONGEST
    assert all(0 < code < len(SOUNDS) for code in codes)


@pytest.mark.parametrize(("one", "other"), [("anna", "ana"), ("hussein", "husein"), ("rabbani", "rabani"), ("aaron", "aron")])
def test_a_letter_written_twice_is_heard_once(one: str, other: str) -> None:
    assert sounds(one) == sounds(other)


def test_an_h_at_the_end_after_a_vowel_is_not_heard() -> None:
    for written, heard in (("fatimah", "fatima"), ("noh", "no"), ("jungah", "junga")):
        assert sounds(written) == sounds(heard)
    assert sounds("singh") != sounds("sing")
