"""Laws of every kind, and bad input for every kind."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from comity.kernel.kinds import COLOUR, DOCUMENT_NUMBER, DOCUMENT_TYPE, KINDS, LONG_TEXT, PERSON_NAME, TEXT, BadValue, Kind, choice
from tests.pace import at_once

FREE = (TEXT, LONG_TEXT)
STRUCTURED = [kind for kind in KINDS if kind not in (*FREE, PERSON_NAME)]  # a name keeps its signs, and has letters
HOSTILE = [
    "' OR 1=1 --",
    "'; DROP TABLE record; --",
    "=HYPERLINK(1)",
    "+1+1",
    "@SUM(A1:A2)",
    "<script>alert(1)</script>",
    "{0.__class__}",
    "%s%n",
    "\x1b[2J",
]
DECEIVING = ["AB\0C", "\0", "A\u202eB", "\u2066AB\u2069", "AB\u200f", "A\x08B", "A\ud800", "A\ue000", "A\u0378"]


def named(kind: Kind) -> str:
    return kind.name


@pytest.mark.parametrize("kind", KINDS, ids=named)
def test_a_row_is_whole(kind: Kind) -> None:
    assert kind.accepted
    assert kind.examples
    assert kind.longest > 0
    assert kind.name == kind.name.lower()
    assert bool(kind.choices) == (kind.widget == "select")
    for example in kind.examples:
        value = kind.clean(example)
        assert kind.clean(value) == value
        assert kind.clean(kind.format(value)) == value
        assert len(value) <= kind.longest
        assert kind.fold(value)
        assert kind.check(value) == ()


def test_names_are_in_order_and_unique() -> None:
    names = [kind.name for kind in KINDS]
    assert names == sorted(set(names))


@pytest.mark.parametrize("kind", KINDS, ids=named)
@given(
    typed=st.one_of(
        st.text(max_size=60), st.text(alphabet="ABDEIOQS0158 -./?<", max_size=24), st.from_regex(r"[12]\d{3}-\d\d-\d\d", fullmatch=True)
    )
)
def test_clean_is_idempotent_and_takes_its_own_format(kind: Kind, typed: str) -> None:
    try:
        value = kind.clean(typed)
    except BadValue:
        return
    assert kind.clean(value) == value
    assert kind.clean(kind.format(value)) == value


@pytest.mark.parametrize("kind", KINDS, ids=named)
@pytest.mark.parametrize("typed", ["", " ", "\t\r\n", "\u200b"])
def test_nothing_is_refused(kind: Kind, typed: str) -> None:
    with pytest.raises(BadValue):
        kind.clean(typed)


@pytest.mark.parametrize("kind", KINDS, ids=named)
@pytest.mark.parametrize("filling", ["A", "9", "é", "٣", "\u200b", "\0", " "])
def test_a_million_characters_are_refused_at_once(kind: Kind, filling: str) -> None:
    typed = filling * 1_000_000
    with at_once(), pytest.raises(BadValue) as bad:
        kind.clean(typed)
    assert len(bad.value.text) < 200


@pytest.mark.parametrize("kind", KINDS, ids=named)
@pytest.mark.parametrize("typed", DECEIVING)
def test_controls_directions_and_unassigned_characters_are_refused(kind: Kind, typed: str) -> None:
    with pytest.raises(BadValue):
        kind.clean(typed)


@pytest.mark.parametrize("kind", STRUCTURED, ids=named)
@pytest.mark.parametrize("typed", HOSTILE)
def test_commands_and_formulas_are_refused(kind: Kind, typed: str) -> None:
    with pytest.raises(BadValue):
        kind.clean(typed)


@pytest.mark.parametrize("kind", FREE, ids=named)
@pytest.mark.parametrize("typed", HOSTILE[:-1])
def test_free_text_keeps_what_was_written_as_text(kind: Kind, typed: str) -> None:
    assert kind.clean(typed) == typed


def test_a_document_number_has_twenty_characters_at_most() -> None:
    assert DOCUMENT_NUMBER.clean("A" * 20) == "A" * 20
    with pytest.raises(BadValue, match="too_long"):
        DOCUMENT_NUMBER.clean("A" * 21)


def test_a_choice_takes_code_and_title() -> None:
    assert DOCUMENT_TYPE.clean("PASSPORT") == "passport"
    assert DOCUMENT_TYPE.clean("Identity card") == "identity_card"
    assert DOCUMENT_TYPE.clean("identity-card") == "identity_card"
    assert COLOUR.clean("Several colours") == "several"
    with pytest.raises(BadValue) as bad:
        choice("size", (("s", "Small"), ("l", "Large"))).clean("medium")
    assert bad.value.accepted == "s, l"
