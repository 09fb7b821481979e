"""Synthetic records for demonstrations, tests and benchmarks: invented makers, documents of invented countries, nobody real.

The same seed gives the same rows. Numbers are made from their place, so a benchmark knows which exist without keeping them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from typing import Final

import numpy as np

from comity.registers import sample_people as people
from comity.registers import sample_things as things
from comity.registers.model import Register
from comity.registers.sample_words import COUNTRIES, LETTERS, day
from comity.registers.sample_words import sample_number as sample_number

_CHUNK: Final = 10_000
_TYPES: Final = ("passport", "passport", "passport", "identity_card", "identity_card", "residence_permit", "service_passport", "visa")
_REASONS: Final = ("lost", "lost", "lost", "stolen", "stolen", "stolen_blank")
_CARS: Final = (("Arven", "Kestrel"), ("Arven", "Merlin"), ("Belmo", "Strada"), ("Casta", "Lumen"), ("Dova", "Terra"), ("Quali", "Volt"))
_COLOURS: Final = ("black", "white", "grey", "silver", "blue", "red", "green", "brown")

Row = Callable[[int, int, list[int], date, str], dict[str, str]]


def sample_vin(seed: int, place: int) -> str:
    """The VIN of the sample row at this place. Its maker's code begins with 0, which ISO 3780 assigns to nobody."""
    number = sample_number(seed, place)
    return f"0XAC1D0E{number}"


def sample_rows(register: Register, seed: int, n: int, *, today: date, issuer: str = "XBM") -> Iterator[dict[str, str]]:
    """`n` rows of cleaned values, as `validate.cleaned` would give them. Cost: 3 us a row."""
    row = ROWS[register.name]
    random = np.random.default_rng(seed)
    for start in range(0, n, _CHUNK):
        picks = random.integers(0, 1 << 30, (min(_CHUNK, n - start), 5)).tolist()
        for place, picked in enumerate(picks, start):
            yield row(seed, place, picked, today, issuer)


def _document(seed: int, place: int, picked: list[int], today: date, issuer: str) -> dict[str, str]:
    kind, reason, gone, where, issued = picked
    lost = gone % 3000
    row = {
        "number": sample_number(seed, place),
        "issuer": issuer,
        "type": _TYPES[kind % len(_TYPES)],
        "reason": _REASONS[reason % len(_REASONS)],
        "theft_date": day(today, lost),
        "theft_country": COUNTRIES[where % len(COUNTRIES)],
    }
    if row["reason"] == "stolen_blank":
        return row | {"batch_reference": f"B{place // 500:07d}"}
    since = lost + issued % 1500
    return row | {"issue_date": day(today, since), "expiry_date": day(today, since - 3652), "report_reference": f"R{place:09d}"}


def _vehicle(seed: int, place: int, picked: list[int], today: date, issuer: str) -> dict[str, str]:
    car, colour, gone, where, year = picked
    make, model = _CARS[car % len(_CARS)]
    number = sample_number(seed, place)
    return {
        "vin": sample_vin(seed, place),
        "plate": f"{number[:2]}{place % 10_000:04d}{LETTERS[place // 10_000 % len(LETTERS)]}",
        "plate_country": issuer,
        "type": "car",
        "make": make,
        "model": model,
        "year": str(today.year - 1 - year % 15),
        "colour": _COLOURS[colour % len(_COLOURS)],
        "engine_number": f"E{number}",
        "theft_date": day(today, gone % 700),
        "theft_country": COUNTRIES[where % len(COUNTRIES)],
    }


ROWS: Final[dict[str, Row]] = {
    "persons": people.person,
    "notices": people.notice,
    "travel_documents": _document,
    "administrative_documents": things.administrative,
    "linked_documents": people.linked_document,
    "specimens": things.specimen,
    "counterfeits": things.counterfeit,
    "vehicles": _vehicle,
    "vessels": things.vessel,
    "art": things.art,
    "firearms": things.firearm,
    "firearm_models": things.firearm_model,
    "ballistics": things.shot,
    "fingerprints": people.fingerprint,
    "faces": people.face,
    "dna": people.dna,
    "kinship": people.kinship,
    "hash_lists": things.hash_value,
    "piracy": people.piracy,
}
