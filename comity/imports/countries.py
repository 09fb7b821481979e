"""Countries as the United Nations write them, as codes."""

from __future__ import annotations

from collections.abc import Mapping
from importlib.resources import files
from typing import Final

from comity.kernel import countries


def _folded(name: str) -> str:
    return " ".join(name.replace("’", "'").replace("&", "and").casefold().split())


def _table() -> dict[str, str]:
    lines = files("comity.imports").joinpath("un_countries.tsv").read_text(encoding="utf-8").splitlines()
    rows = [line.split("\t") for line in lines if line and not line.startswith("#")]
    return {_folded(name): code for code, name in countries.NAMES.items()} | {_folded(name): code for code, name in rows}


_CODES: Final = _table()


def code_of(name: str, known: Mapping[str, str]) -> str:
    """The alpha-3 code of a country by its name or code; empty where it is none (*former Soviet Union*, *na*).

    `known`: names of the organisation's own members with their codes, folded by `known_names`.
    """
    folded = _folded(name)
    if found := _CODES.get(folded) or known.get(folded):
        return found
    return (len(name) == 3 and name.isascii() and name.isupper() and countries.country(name)) or ""


def known_names(members: Mapping[str, str]) -> dict[str, str]:
    """Names of members, as they stand in the directory, with their codes, ready for `code_of`."""
    return {_folded(name): code for name, code in members.items()}
