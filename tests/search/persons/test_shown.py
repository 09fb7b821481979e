"""What an explanation may be made of, and what no fishing finds. Pure."""

from __future__ import annotations

import string

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from comity.kernel.kinds.model import Kind
from comity.names.likeness import likeness
from comity.registers import name_input
from comity.registers.catalogue import BY_NUMBER
from comity.registers.model import Field, Register
from comity.search.hits import _for_all
from comity.search.persons.bounds import LEAST_LIKE
from comity.search.persons.countries import Countries
from comity.search.persons.facts import facts_of, registers_with_persons
from comity.search.persons.model import PersonAsked
from comity.search.persons.reading import named, read_person

LINE = st.text(alphabet=string.ascii_letters + "  ", min_size=1, max_size=2).filter(str.strip)


def example(kind: Kind) -> str:
    return kind.choices[0][0] if kind.choices else kind.examples[0] if kind.examples else "x"


def filled(register: Register) -> dict[str, tuple[str, Field]]:
    """Every field of a register with a value, and the field or part that the path belongs to."""
    found: dict[str, tuple[str, Field]] = {}
    for field in register.fields:
        start = f"{field.name}.1" if field.many else field.name
        for part in field.parts or (field,):
            path = f"{start}.{part.name}" if field.parts else start
            found[path] = (example(part.kind), part)
    return found | {name: ("person", register.field(name)) for name in ("subject", "kind_of_entry") if name in found}


@pytest.mark.parametrize("number", registers_with_persons())
def test_PUR_06_an_explanation_rests_on_no_field_that_some_askers_may_not_see(number: int) -> None:
    register = BY_NUMBER[number]
    every = filled(register)
    whole = {path: value for path, (value, _) in every.items()}
    open_ = {path: value for path, (value, part) in every.items() if _for_all(register, path, part)}
    assert facts_of(whole) is not None
    assert facts_of(whole) == facts_of(open_)
    assert name_input.called(whole) == name_input.called(open_)
    assert name_input.years(whole) == name_input.years(open_)
    assert number == 19 or len(open_) < len(whole)  # else this proves nothing


@settings(deadline=None)
@given(LINE, st.sampled_from(["Yusuf al-Khattari", "Joren Marrec", "Olena Kovalenko", "Ahmed Khan"]))
def test_SUP_03_one_or_two_letters_list_nobody_whatever_else_is_known(name: str, held: str) -> None:
    """Names less alike are never read: no birth date, country or place brings them up."""
    asked = read_person(PersonAsked(name, "1984-03-12", "XCS", "male", "Port Ander"), Countries())
    assert likeness(asked.name, named(held)).score < LEAST_LIKE
