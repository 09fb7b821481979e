"""Synthetic records for demonstrations, tests and benchmarks: invented makers, documents of invented countries, no person.

The same seed gives the same rows. Numbers are made from their place, so a benchmark knows which exist without keeping them.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from functools import lru_cache
from typing import Final

import numpy as np

from comity.registers.model import Register

_CHUNK: Final = 10_000
_LETTERS: Final = "ACDEFHJKLMNPRTUVWXY"  # without look-alikes, so that no two sample numbers are confusable
_SPREAD: Final = 7_654_321  # coprime to ten million: steps through every number of seven digits once
_TEN_MILLION: Final = 10_000_000
_TYPES: Final = ("passport", "passport", "passport", "identity_card", "identity_card", "residence_permit", "service_passport", "visa")
_REASONS: Final = ("lost", "lost", "lost", "stolen", "stolen", "stolen_blank")
_COUNTRIES: Final = ("XAR", "XBM", "XCS", "XDV", "XEM", "XQL")
_CARS: Final = (("Arven", "Kestrel"), ("Arven", "Merlin"), ("Belmo", "Strada"), ("Casta", "Lumen"), ("Dova", "Terra"), ("Quali", "Volt"))
_COLOURS: Final = ("black", "white", "grey", "silver", "blue", "red", "green", "brown")


def sample_number(seed: int, place: int) -> str:
    """The document number of the sample row at this place: two letters, seven digits; no two places below 3.6 billion share one."""
    high, low = divmod(place, _TEN_MILLION)
    pair = (seed + high) % len(_LETTERS) ** 2
    return f"{_LETTERS[pair // len(_LETTERS)]}{_LETTERS[pair % len(_LETTERS)]}{low * _SPREAD % _TEN_MILLION:07d}"


def sample_vin(seed: int, place: int) -> str:
    """The VIN of the sample row at this place. Its maker's code begins with 0, which ISO 3780 assigns to nobody."""
    number = sample_number(seed, place)
    return f"0XAC1D0E{number}"


def sample_rows(register: Register, seed: int, n: int, *, today: date, issuer: str = "XBM") -> Iterator[dict[str, str]]:
    """`n` rows of cleaned values, as `validate.cleaned` would give them. Cost: 3 us a row."""
    row = {"travel_documents": _document, "vehicles": _vehicle}[register.name]
    random = np.random.default_rng(seed)
    for start in range(0, n, _CHUNK):
        picks = random.integers(0, 1 << 30, (min(_CHUNK, n - start), 5)).tolist()
        for place, picked in enumerate(picks, start):
            yield row(seed, place, picked, today, issuer)


@lru_cache(maxsize=16384)
def _day(today: date, days: int) -> str:
    return (today - timedelta(days=days)).isoformat()


def _document(seed: int, place: int, picked: list[int], today: date, issuer: str) -> dict[str, str]:
    kind, reason, gone, where, issued = picked
    lost = gone % 3000
    row = {
        "number": sample_number(seed, place),
        "issuer": issuer,
        "type": _TYPES[kind % len(_TYPES)],
        "reason": _REASONS[reason % len(_REASONS)],
        "theft_date": _day(today, lost),
        "theft_country": _COUNTRIES[where % len(_COUNTRIES)],
    }
    if row["reason"] == "stolen_blank":
        return row | {"batch_reference": f"B{place // 500:07d}"}
    since = lost + issued % 1500
    return row | {"issue_date": _day(today, since), "expiry_date": _day(today, since - 3652), "report_reference": f"R{place:09d}"}


def _vehicle(seed: int, place: int, picked: list[int], today: date, issuer: str) -> dict[str, str]:
    car, colour, gone, where, year = picked
    make, model = _CARS[car % len(_CARS)]
    number = sample_number(seed, place)
    return {
        "vin": sample_vin(seed, place),
        "plate": f"{number[:2]}{place % 10_000:04d}{_LETTERS[place // 10_000 % len(_LETTERS)]}",
        "plate_country": issuer,
        "type": "car",
        "make": make,
        "model": model,
        "year": str(today.year - 1 - year % 15),
        "colour": _COLOURS[colour % len(_COLOURS)],
        "engine_number": f"E{number}",
        "theft_date": _day(today, gone % 700),
        "theft_country": _COUNTRIES[where % len(_COUNTRIES)],
    }
