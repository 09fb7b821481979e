"""The kinds of fields: one row each, with plain functions that clean, format and fold their values."""

from __future__ import annotations

from typing import Final

from comity.kernel.kinds.accounts import BIC, IBAN
from comity.kernel.kinds.attached import FILE, GROUP, IMAGE, SEALED_BLOB
from comity.kernel.kinds.calibres import CALIBRE
from comity.kernel.kinds.choices import COLOUR, DOCUMENT_TYPE, VEHICLE_TYPE, choice
from comity.kernel.kinds.coded import CURRENCY, LANGUAGE, SCRIPT
from comity.kernel.kinds.contacts import EMAIL, PHONE
from comity.kernel.kinds.coordinates import COORDINATES
from comity.kernel.kinds.crypto_addresses import CRYPTO_ADDRESS
from comity.kernel.kinds.dates import DATE, DAY, PAST_DATE, PAST_DAY, refuse_future
from comity.kernel.kinds.devices import IMEI, SERIAL
from comity.kernel.kinds.dna import LOCI
from comity.kernel.kinds.hashes import MD5, PDQ, SHA256
from comity.kernel.kinds.measures import HEIGHT, MEASUREMENT, WEIGHT
from comity.kernel.kinds.mmsi import MMSI
from comity.kernel.kinds.model import BadValue, Kind
from comity.kernel.kinds.money import AMOUNT
from comity.kernel.kinds.numbers import DOCUMENT_NUMBER, ENGINE_NUMBER, NATIONAL_REFERENCE
from comity.kernel.kinds.persons import PERSON_NAME, SEX
from comity.kernel.kinds.places import COUNTRY, ISSUING_CODE
from comity.kernel.kinds.plates import PLATE
from comity.kernel.kinds.references import COUNT, MONTHS, PERCENT, PROFILE_CODE, RECORD_ID, whole
from comity.kernel.kinds.vessels import CALL_SIGN, HIN, IMO, VESSEL_NAME, VESSEL_REGISTRATION
from comity.kernel.kinds.vin import LAST8, PART_NUMBER, VIN
from comity.kernel.kinds.words import LONG_TEXT, TEXT, YEAR, text

KINDS: Final[tuple[Kind, ...]] = (
    AMOUNT,
    BIC,
    CALIBRE,
    CALL_SIGN,
    COLOUR,
    COORDINATES,
    COUNT,
    COUNTRY,
    CRYPTO_ADDRESS,
    CURRENCY,
    DATE,
    DAY,
    DOCUMENT_NUMBER,
    DOCUMENT_TYPE,
    EMAIL,
    ENGINE_NUMBER,
    FILE,
    HEIGHT,
    HIN,
    IBAN,
    IMAGE,
    IMEI,
    IMO,
    ISSUING_CODE,
    LANGUAGE,
    LAST8,
    LOCI,
    LONG_TEXT,
    MD5,
    MEASUREMENT,
    MMSI,
    MONTHS,
    NATIONAL_REFERENCE,
    PART_NUMBER,
    PAST_DATE,
    PAST_DAY,
    PDQ,
    PERCENT,
    PERSON_NAME,
    PHONE,
    PLATE,
    PROFILE_CODE,
    RECORD_ID,
    SCRIPT,
    SEALED_BLOB,
    SERIAL,
    SEX,
    SHA256,
    TEXT,
    VEHICLE_TYPE,
    VESSEL_NAME,
    VESSEL_REGISTRATION,
    VIN,
    WEIGHT,
    YEAR,
)

__all__ = [
    "AMOUNT",
    "BIC",
    "CALIBRE",
    "CALL_SIGN",
    "COLOUR",
    "COORDINATES",
    "COUNT",
    "COUNTRY",
    "CRYPTO_ADDRESS",
    "CURRENCY",
    "DATE",
    "DAY",
    "DOCUMENT_NUMBER",
    "DOCUMENT_TYPE",
    "EMAIL",
    "ENGINE_NUMBER",
    "FILE",
    "GROUP",
    "HEIGHT",
    "HIN",
    "IBAN",
    "IMAGE",
    "IMEI",
    "IMO",
    "ISSUING_CODE",
    "KINDS",
    "LANGUAGE",
    "LAST8",
    "LOCI",
    "LONG_TEXT",
    "MD5",
    "MEASUREMENT",
    "MMSI",
    "MONTHS",
    "NATIONAL_REFERENCE",
    "PART_NUMBER",
    "PAST_DATE",
    "PAST_DAY",
    "PDQ",
    "PERCENT",
    "PERSON_NAME",
    "PHONE",
    "PLATE",
    "PROFILE_CODE",
    "RECORD_ID",
    "SCRIPT",
    "SEALED_BLOB",
    "SERIAL",
    "SEX",
    "SHA256",
    "TEXT",
    "VEHICLE_TYPE",
    "VESSEL_NAME",
    "VESSEL_REGISTRATION",
    "VIN",
    "WEIGHT",
    "YEAR",
    "BadValue",
    "Kind",
    "choice",
    "refuse_future",
    "text",
    "whole",
]
