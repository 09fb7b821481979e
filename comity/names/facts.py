"""What is known of a person beside the name, on the side of the question or of a record."""

from __future__ import annotations

import msgspec

from comity.names.model import Name


class Birth(msgspec.Struct, frozen=True, gc=False):
    """A birth date as far as it is known: `1984`, `1984-03`, `1984-??-12`, `1984-03-12`.

    `until`: the last date where it lies between two. `about`: it is not exact; a year more or less says nothing against it.
    """

    date: str
    until: str = ""
    about: bool = False


class Facts(msgspec.Struct, frozen=True, gc=False):
    """A person as asked about or as recorded. What is empty is not known, and speaks neither for nor against.

    `names`: any number, aliases and original scripts among them. `nationalities`: country codes of three letters. `sex`: `male`, `female`
    or empty. `birth_places`: as written. `documents`: (number as its kind folds it, issuing code or empty).
    """

    names: tuple[Name, ...]
    births: tuple[Birth, ...] = ()
    nationalities: frozenset[str] = frozenset()
    sex: str = ""
    birth_places: tuple[str, ...] = ()
    documents: tuple[tuple[str, str], ...] = ()
