"""Reference lists beside the registers: tab-separated files, each with its source in its first lines.

`offences.tsv` and its like are closed (a field takes nothing else); makers are suggestions, since a new one must not stop a record.
Issuing authorities and countries lie in `comity.kernel.countries`, who writes for which code in `access.issuing_code`.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from typing import Final

CLOSED: Final = (
    "administrative_documents",
    "art_types",
    "firearm_actions",
    "firearm_types",
    "forgery_features",
    "offences",
    "security_features",
    "vessel_types",
)
# Kind of field -> the list whose first column is offered while somebody types.
SUGGESTIONS: Final = {"make": "vehicle_makes", "firearm_make": "firearm_makers", "dna_kit": "dna_kits"}
NAMES: Final = (*CLOSED, *sorted(SUGGESTIONS.values()))


@dataclass(frozen=True, slots=True)
class ReferenceList:
    """One list. `about` and `source`: its first comment lines; `rows`: at least one column each, the first of them unique."""

    name: str
    about: str
    source: str
    rows: tuple[tuple[str, ...], ...]


@lru_cache(maxsize=32)
def reference(name: str) -> ReferenceList:
    """The list of that name. Raises: OSError for a name that is none of `NAMES`."""
    lines = files("comity.registers.vocabulary").joinpath(f"{name}.tsv").read_text(encoding="utf-8").splitlines()
    said = [line[1:].strip() for line in lines if line.startswith("#")]
    source = next((line.removeprefix("Source:").strip() for line in said if line.startswith("Source:")), "")
    rows = tuple(tuple(line.split("\t")) for line in lines if line and not line.startswith("#"))
    return ReferenceList(name, said[0] if said else "", source, rows)


def choices(name: str) -> tuple[tuple[str, str], ...]:
    """The (code, English title) of a closed list, for a kind with choices."""
    return tuple((row[0], row[1]) for row in reference(name).rows)


def suggestions(kind: str) -> tuple[str, ...]:
    """What is offered while a field of this kind is filled in; empty where nothing is."""
    return tuple(row[0] for row in reference(SUGGESTIONS[kind]).rows) if kind in SUGGESTIONS else ()
