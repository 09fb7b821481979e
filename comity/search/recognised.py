"""The values of the one box: what a text can be read as, with everything else that it could be."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from comity.kernel.kinds.mrz import Mrz
from comity.registers.catalogue import DECLARED
from comity.search.model import Identifier

Sentence = tuple[str, dict[str, str]]


class What(StrEnum):
    """What a text can be read as; each but a zone has the name of its kind of identifier."""

    ZONE = "zone"
    DOCUMENT = "document"
    VIN = "vin"
    LAST8 = "last8"
    PLATE = "plate"
    ENGINE = "engine"
    IMO = "imo"
    HIN = "hin"
    MMSI = "mmsi"
    CALL_SIGN = "call_sign"
    VESSEL_REGISTRATION = "vessel_registration"
    VESSEL_NAME = "vessel_name"
    SERIAL = "serial"
    IMEI = "imei"
    PHONE = "phone"
    EMAIL = "email"
    IBAN = "iban"
    CRYPTO_ADDRESS = "crypto_address"
    MD5 = "md5"
    SHA256 = "sha256"
    PDQ = "pdq"

    @property
    def kind(self) -> str:
        """The kind of identifier that asks it."""
        return "mrz" if self is What.ZONE else self.value

    @property
    def key(self) -> str:
        """The name of its search key."""
        names = {What.ZONE: "document_number", What.DOCUMENT: "document_number", What.ENGINE: "engine_number"}
        return names.get(self, self.value)

    @property
    def registers(self) -> tuple[str, ...]:
        """The names of the registers that hold such identifiers."""
        return tuple(register.name for register in DECLARED if any(key.name == self.key for key in register.keys))


@dataclass(frozen=True, slots=True)
class Reading:
    """One way to read the text. `parts`: cleaned values by name: first the identifier, then `country` or `maker` where one was given.

    `vouched`: a check digit confirms the number. `sentences`: why it is read so, and what is odd about it.
    """

    what: What
    parts: dict[str, str]
    sentences: tuple[Sentence, ...] = ()
    vouched: bool = False
    zone: Mrz | None = None

    @property
    def value(self) -> str:
        """What is asked about, without what stands beside it."""
        return next(value for name, value in self.parts.items() if name not in ("country", "maker"))

    @property
    def beside(self) -> str:
        """The country or the maker; empty where none was given."""
        return self.parts.get("country", "") or self.parts.get("maker", "")

    def identifier(self, text: str) -> Identifier:
        """What asks this. `text`: the whole, of which a zone's reading keeps only parts."""
        return Identifier(self.what.kind, text if self.what is What.ZONE else self.value, self.beside)


@dataclass(frozen=True, slots=True)
class Recognised:
    """The likeliest reading and the others, likeliest first. `sentences` say why there is none, or what else to look at."""

    reading: Reading | None
    alternatives: tuple[Reading, ...] = ()
    sentences: tuple[Sentence, ...] = ()

    @property
    def certain(self) -> bool:
        """There is one way to read it."""
        return self.reading is not None and not self.alternatives


def nothing(*sentences: Sentence) -> Recognised:
    """No reading, and why."""
    return Recognised(None, (), sentences)
