"""The kinds of fields: one row each, with plain functions that clean, format and fold their values."""

from __future__ import annotations

from typing import Final

from comity.kernel.kinds.choices import COLOUR, DOCUMENT_TYPE, VEHICLE_TYPE, choice
from comity.kernel.kinds.dates import DATE, DAY, PAST_DATE, PAST_DAY, refuse_future
from comity.kernel.kinds.model import BadValue, Kind
from comity.kernel.kinds.numbers import DOCUMENT_NUMBER, ENGINE_NUMBER, NATIONAL_REFERENCE
from comity.kernel.kinds.places import COUNTRY, ISSUING_CODE
from comity.kernel.kinds.plates import PLATE
from comity.kernel.kinds.vin import LAST8, PART_NUMBER, VIN
from comity.kernel.kinds.words import LONG_TEXT, TEXT, YEAR, text

KINDS: Final[tuple[Kind, ...]] = (
    COLOUR,
    COUNTRY,
    DATE,
    DAY,
    DOCUMENT_NUMBER,
    DOCUMENT_TYPE,
    ENGINE_NUMBER,
    ISSUING_CODE,
    LAST8,
    LONG_TEXT,
    NATIONAL_REFERENCE,
    PART_NUMBER,
    PAST_DATE,
    PAST_DAY,
    PLATE,
    TEXT,
    VEHICLE_TYPE,
    VIN,
    YEAR,
)

__all__ = [
    "COLOUR",
    "COUNTRY",
    "DATE",
    "DAY",
    "DOCUMENT_NUMBER",
    "DOCUMENT_TYPE",
    "ENGINE_NUMBER",
    "ISSUING_CODE",
    "KINDS",
    "LAST8",
    "LONG_TEXT",
    "NATIONAL_REFERENCE",
    "PART_NUMBER",
    "PAST_DATE",
    "PAST_DAY",
    "PLATE",
    "TEXT",
    "VEHICLE_TYPE",
    "VIN",
    "YEAR",
    "BadValue",
    "Kind",
    "choice",
    "refuse_future",
    "text",
]
