"""What may be typed of a list: filters, orders and marks of pages. Whatever is typed is understood, or a fault that names it; no value
that was typed ever stands in the text of a statement.
"""

from __future__ import annotations

from pathlib import Path
from uuid import UUID

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from comity.engines.clock import FixedClock
from comity.engines.keyring import Keyring
from comity.kernel.errors import Invalid
from comity.kernel.levels import Level
from comity.registers.catalogue import BY_NUMBER, DECLARED
from comity.registers.lists.columns import columns
from comity.registers.lists.cursors import BadCursor, Marks, Place
from comity.registers.lists.filters import Filter, where
from comity.registers.lists.sorting import names, sort_of
from tests.made import NOW, XBM, officer

REGISTRAR = officer()
WORDS = {register.number: sorted({word for column in columns(register, REGISTRAR) for word in column.words}) for register in DECLARED}
typed = st.text(max_size=80) | st.sampled_from(
    ["²", "٣", "9" * 40, "2026-02-30", "..", ">", "me", "yes", "' or true --", "%s", "%(a)s", "\0", "\ud800"]
)
registers = st.sampled_from(DECLARED)


@given(st.data(), registers, typed)
def test_any_condition_is_understood_or_a_fault_that_names_its_column(data: st.DataObject, register, text: str) -> None:
    word = data.draw(st.sampled_from([*WORDS[register.number], "show", "no_such_column"]))
    try:
        found = where(register, Filter({word: text}), REGISTRAR, NOW)
    except Invalid as wrong:
        assert {fault.field for fault in wrong.faults} == {word}  # noqa: PT017 - either is right; neither is anything else
        return
    assert found.owner == XBM
    assert found.sql.count("%s") == len(found.values)


@pytest.mark.parametrize("text", ["§ Lys", "§' or true --", "§%s", "§%(a)s; drop table x"])
def test_a_value_never_stands_in_the_statement(text: str) -> None:
    taken = 0
    for register in DECLARED:
        for word in WORDS[register.number]:
            try:
                found = where(register, Filter({word: text}), REGISTRAR, NOW)
            except Invalid:
                continue
            assert "§" not in found.sql
            assert any("§" in str(value) for value in found.values)
            taken += 1
    assert taken, "some column of some register takes any text"


def test_every_wrong_condition_is_named_at_once() -> None:
    with pytest.raises(Invalid) as raised:
        where(BY_NUMBER[3], Filter({"state": "gone", "no_such": "x", "changed": "soon"}), REGISTRAR, NOW)
    assert {fault.field for fault in raised.value.faults} == {"state", "no_such", "changed"}


def test_CLS_03_a_field_above_the_clearance_is_no_column() -> None:
    for register in DECLARED:
        low, high = (columns(register, officer(clearance=level)) for level in (min(Level), max(Level)))
        assert {column.words for column in low} <= {column.words for column in high}
        assert all(column.field is None or column.field.level is min(Level) for column in low)


@given(registers, typed)
@example(BY_NUMBER[3], "-changed")
def test_any_order_is_one_of_the_registers_or_a_fault(register, text: str) -> None:
    try:
        sort = sort_of(register, text)
    except Invalid as wrong:
        assert [fault.field for fault in wrong.faults] == ["sort"]  # noqa: PT017 - either is right; neither is anything else
    else:
        assert sort.name in names(register)
        assert sort_of(register, sort.spelled) == sort


@pytest.fixture(scope="module")
def keyring(tmp_path_factory: pytest.TempPathFactory) -> Keyring:
    return Keyring.open(tmp_path_factory.mktemp("keys"), None, FixedClock(NOW))


@given(back=st.booleans(), value=st.text(max_size=60).filter(str.isprintable), number=st.uuids())
def test_a_place_comes_back_from_its_mark(keyring: Keyring, back: bool, value: str, number: UUID) -> None:
    marks = Marks(keyring, b"2|3|changed")
    assert marks.place(marks.mark(Place(back, value, number))) == Place(back, value, number)


def test_OWN_04_a_mark_leads_nowhere_in_another_list_and_tells_nothing(keyring: Keyring, tmp_path: Path) -> None:
    place = Place(False, "Selka Marrec", UUID(int=7))
    mark = Marks(keyring, b"2|3|changed").mark(place)
    assert "Selka" not in mark
    others = Keyring.open(tmp_path / "keys", None, FixedClock(NOW))
    for elsewhere in (Marks(keyring, b"3|3|changed"), Marks(keyring, b"2|3|created"), Marks(others, b"2|3|changed")):
        with pytest.raises(BadCursor):
            elsewhere.place(mark)


@given(mark=st.text(max_size=200))
def test_what_no_list_gave_is_no_mark(keyring: Keyring, mark: str) -> None:
    with pytest.raises(BadCursor):
        Marks(keyring, b"2|3|changed").place(mark)
