"""Choices that are a number in the database and a word outside."""

import pkgutil
import re
from importlib import import_module

import comity
from comity.kernel.codes import Coded


class Colour(Coded):
    DARK_GREEN = 3


def every_choice() -> list[type[Coded]]:
    for module in pkgutil.walk_packages(comity.__path__, "comity."):
        if module.name.endswith((".model", ".record", ".review", ".life", ".holds", ".bulk", ".compare")) and "bench" not in module.name:
            import_module(module.name)
    return [choice for choice in Coded.__subclasses__() if choice is not Colour]


def test_a_choice_is_its_number_and_says_its_word() -> None:
    assert Colour.DARK_GREEN == 3
    assert Colour(3).code == "dark_green"


def test_every_choice_has_words_that_stand_in_an_address_and_none_twice() -> None:
    found = every_choice()
    assert len(found) > 15
    for choice in found:
        words = [one.code for one in choice]
        assert len(set(words)) == len(words), choice
        assert all(re.fullmatch("[a-z]+(_[a-z]+)*", word) for word in words), choice


def test_every_number_fits_a_smallint() -> None:
    assert all(0 <= one < 1 << 15 for choice in every_choice() for one in choice)
