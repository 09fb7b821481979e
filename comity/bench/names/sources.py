"""Real data, read from the folder that COMITY_DATA names. None of it is part of Comity, and none of it is ever printed."""

from __future__ import annotations

import csv
import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Final

from comity.bench.names.model import Kind
from comity.imports.listed import Entry, Opened, Quality
from comity.imports.names import script_of as _code_of
from comity.imports.un_entries import entry_of
from comity.imports.un_xml import read
from comity.kernel.errors import Unavailable
from comity.names.model import Script

SETTING: Final = "COMITY_DATA"
LABELLED: Final = "name_bench_half.csv"
LIST: Final = "un_consolidated.xml"
TREATED: Final = "positives_un_treated.csv"
UNTREATED: Final = "positives_un_untreated.csv"
NOBODY: Final = "negatives_global.csv"
OWN: Final = Path(__file__).with_name("scripts.tsv")


@dataclass(frozen=True, slots=True)
class Listed:
    """A person or entity of the list: `main` in Latin letters, what it is called in its own script, and its aliases by quality."""

    reference: str
    kind: Kind
    main: str
    originals: tuple[str, ...]
    good: tuple[str, ...]
    low: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Written:
    """An invented name in its script, and how others write it in Latin letters."""

    script: str
    original: str
    latin: tuple[str, ...]


def folder() -> Path:
    """Where the names lie. Raises: Unavailable, where the setting names no folder that holds them."""
    place = Path(os.environ.get(SETTING, "")) / "names"
    if not os.environ.get(SETTING) or not place.is_dir():
        raise Unavailable(f"{SETTING} names no folder with real data.", "The sets of invented names.")
    return place


@lru_cache(maxsize=65_536)
def script_of(text: str) -> Script:
    """The script of most letters; Latin where there is no letter."""
    code = _code_of(text)
    if code == "Jpan":
        return Script.KANA
    return next((script for script in Script if script.value == code), Script.LATIN if code == "Zyyy" else Script.OTHER)


def rows(place: Path) -> Iterator[Mapping[str, str]]:
    """The rows of a CSV file, by heading."""
    with place.open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)


def full_names(place: Path) -> list[str]:
    """The column `full_name`, as written."""
    return [row["full_name"] for row in rows(place)]


def listed(place: Path) -> list[Listed]:
    """Every entry of the consolidated list that can be read, in its order."""
    with place.open("rb") as file:
        entries = [entry_of(node) for node in read(file) if not isinstance(node, Opened)]
    return [_of_entry(entry) for entry in entries if isinstance(entry, Entry)]


def _of_entry(entry: Entry) -> Listed:
    main = entry.names[0].full
    others = [name for name in entry.names[1:] if name.full != main]

    def called(*qualities: Quality, latin: bool) -> tuple[str, ...]:
        chosen = (name.full for name in others if name.quality in qualities and (script_of(name.full) is Script.LATIN) is latin)
        return tuple(dict.fromkeys(chosen))

    every = (Quality.PRIMARY, Quality.GOOD, Quality.LOW, Quality.AKA, Quality.FKA)
    return Listed(
        entry.reference,
        Kind.PERSON if entry.person else Kind.ENTITY,
        main,
        called(*every, latin=False),
        called(Quality.GOOD, Quality.AKA, Quality.FKA, latin=True),
        called(Quality.LOW, latin=True),
    )


def written() -> list[Written]:
    """The invented names that stand beside this file: script, name, and its spellings, tab between and `|` within."""
    lines = OWN.read_text(encoding="utf-8").splitlines()
    parts = [line.split("\t") for line in lines if line and not line.startswith("#")]
    return [Written(script, original, tuple(latin.split("|"))) for script, original, latin in parts]
