"""What a body's name is found by: shared with its other spellings, never with a person's name."""

from __future__ import annotations

import pytest
from hypothesis import given, settings

from comity.names import keys as keys_of_persons
from comity.names.entities import read_entity
from comity.names.entities.keys import MOST_KEYS, asked, held
from comity.names.entities.packing import pack, unpack
from comity.names.reading import read_name
from tests.names.entities.test_entity_likeness import ANYTHING, NAMES

MOST_SCORE = 400.0  # of the index


def shared(one: str, other: str) -> float:
    """The bits of the keys that a question and a recorded name have in common."""
    there = set(held(read_entity(other)))
    return sum(bits for text, bits in asked(read_entity(one)) if text.encode() in there)


@pytest.mark.parametrize(
    ("typed", "recorded"),
    [
        ("Orvalis", "Orvalis Trading LLC"),
        ("Orvallis", "Orvalis Trading LLC"),
        ("Orvlis", "Orvalis Trading LLC"),
        ("ООО «Орвалис»", "Orvalis Trading LLC"),
        ("Alarwen Foundation", "Al-Arwen Relief"),
        ("ARF", "Al-Arwen Relief Foundation (ARF)"),
        ("Arwen Quindar Front", "AQF"),
        ("Banque nationale d'Espagne", "National Bank of Spain"),
        ("Bank National", "National Bank"),
        ("The Bank", "Bank"),
        ("مؤسسة الأروين", "Arwen Foundation"),
    ],
)
def test_another_spelling_is_found(typed: str, recorded: str) -> None:
    assert shared(typed, recorded) > 0


def test_a_body_of_other_words_is_not_led_to() -> None:
    assert shared("Orvalis Trading LLC", "Tamirex Trading LLC") == 0
    assert shared("Orvalis of Spain", "Quindar of Spain") == 0


@given(NAMES | ANYTHING)
@settings(max_examples=300, deadline=None)
def test_keys_are_bounded_and_of_a_space_of_their_own(name: str) -> None:
    read = read_entity(name)
    found = asked(read)
    assert len(found) <= MOST_KEYS
    assert all(text.startswith("b") and 0 < bits <= 18 for text, bits in found)
    assert {text.encode() for text, _ in found} & set(held(read)) or not read.tokens
    assert shared(name, name) < MOST_SCORE
    of_a_person = keys_of_persons.held(read_name(name), (1984,), ("XCS",))
    assert not any(key.startswith(b"b") for key in of_a_person)


@given(NAMES | ANYTHING)
@settings(max_examples=200, deadline=None)
def test_a_packed_name_is_the_name(name: str) -> None:
    read = read_entity(name)
    assert unpack(pack(read)) == read
