"""What of a record a reader gets to see: laws over every register, its sample records and all kinds of readers."""

from __future__ import annotations

from dataclasses import fields, replace
from itertools import islice, pairwise, product

import pytest

from comity.access.model import Reader, Role, UnitKind
from comity.access.permissions import FIRST_LINE
from comity.kernel.levels import Level
from comity.kernel.purposes import Purpose
from comity.registers.catalogue import DECLARED
from comity.registers.model import Register
from comity.registers.record import HandlingCode
from comity.registers.redact import Shown, first_line, handling_names, left_out, may_see, named, redact
from comity.registers.sample import sample_rows
from tests.made import TODAY, XBM, XCS, officer, record

EACH = pytest.mark.parametrize("register", DECLARED, ids=lambda register: register.name)
OFFICERS = {"author": 987_654_321, "changed_by": 987_654_322, "reviewer": 987_654_323}
SAMPLES = {
    one.number: [record(register=one.number, values=values, **OFFICERS) for values in islice(sample_rows(one, 5, 8, today=TODAY), 8)]
    for one in DECLARED
}
OWNERS_PART = "state", "blocked_by", "law", "source", "discreet", "audience", "version"
ROLES = frozenset(), frozenset({Role.OFFICER}), frozenset({Role.ANALYST}), frozenset(Role)
READERS = [
    officer(authority=XCS, unit_kind=unit, roles=roles, clearance=level, purpose=Purpose.WANTED)
    for unit, roles, level in product((UnitKind.BORDER_POST, UnitKind.DESK), ROLES, Level)
]


def seen(register: Register, reader: Reader) -> set[str]:
    """Every path of the samples that this reader sees, without the numbers of items."""
    return {named(path) for one in SAMPLES[register.number] for path in redact(register, one, reader).values}


@EACH
def test_PUR_06_nothing_is_shown_but_what_the_declaration_opens_to_this_reader(register: Register) -> None:
    for reader, one in product(READERS, SAMPLES[register.number]):
        hidden, shown = left_out(register, reader), redact(register, one, reader)
        assert shown.values.items() <= one.values.items()
        assert not {named(path) for path in shown.values} & set(hidden)
        assert not {path.partition(".")[0] for path in shown.values} & set(hidden)
        assert {field.name for field in register.fields if not may_see(field, reader)} == {name for name in hidden if "." not in name}


@EACH
def test_CLS_03_a_higher_clearance_never_sees_less(register: Register) -> None:
    for reader in READERS[:: len(Level)]:
        by_level = [seen(register, replace(reader, clearance=level)) for level in sorted(Level)]
        assert all(lower <= higher for lower, higher in pairwise(by_level))


@EACH
def test_PUR_06_the_first_line_never_sees_more_than_a_desk(register: Register) -> None:
    half = len(READERS) // 2
    for post, desk in zip(READERS[:half], READERS[half:], strict=True):
        assert first_line(post)
        assert not first_line(desk)
        assert seen(register, post) <= seen(register, desk)


@EACH
def test_OWN_04_what_is_left_out_does_not_say_whether_it_was_filled(register: Register) -> None:
    full, bare = SAMPLES[register.number][0], replace(SAMPLES[register.number][0], values={})
    assert all(redact(register, full, reader).left_out == redact(register, bare, reader).left_out for reader in READERS)


@EACH
def test_the_owner_sees_all_of_it(register: Register) -> None:
    for one in SAMPLES[register.number]:
        shown = redact(register, one, officer(authority=XBM, unit_kind=UnitKind.BORDER_POST, clearance=Level.OFFICIAL))
        assert (shown.own, shown.values, shown.left_out) == (True, dict(one.values), ())
        assert (shown.state, shown.law, shown.version) == ("released", one.law, one.version)


@EACH
def test_another_sees_nothing_of_the_owners_part_and_nobody_an_officer(register: Register) -> None:
    one, empty = SAMPLES[register.number][0], {each.name: each.default for each in fields(Shown) if each.name in OWNERS_PART}
    for reader in READERS:
        shown = redact(register, one, reader)
        assert {name: getattr(shown, name) for name in empty} == empty
        assert not any(str(number) in repr(shown) for number in OFFICERS.values())
    assert not any(str(number) in repr(redact(register, one, officer())) for number in OFFICERS.values())


@pytest.mark.parametrize(("unit", "purpose"), list(product(UnitKind, Purpose)))
def test_PUR_06_the_first_line_is_a_place_or_the_purpose_of_such_places(unit: UnitKind, purpose: Purpose) -> None:
    assert first_line(officer(unit_kind=unit, purpose=purpose)) is (unit in FIRST_LINE or purpose is Purpose.BORDER)


def test_the_codes_of_a_mask_are_named_each_once() -> None:
    assert handling_names(0) == ()
    assert handling_names(sum(HandlingCode)) == tuple(code.code for code in HandlingCode)
    assert all(handling_names(code) == (code.code,) for code in HandlingCode)


def test_an_item_of_a_list_belongs_to_its_field() -> None:
    assert [named(path) for path in ("names.2.full", "names", "marks.10")] == ["names.full", "names", "marks"]
