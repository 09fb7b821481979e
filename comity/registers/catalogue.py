"""All nineteen registers in the order of the strip, which never changes, and their declarations."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from comity.kernel.errors import Absent
from comity.registers.declarations.administrative_documents import ADMINISTRATIVE_DOCUMENTS
from comity.registers.declarations.art import ART
from comity.registers.declarations.ballistics import BALLISTICS
from comity.registers.declarations.counterfeits import COUNTERFEITS
from comity.registers.declarations.dna import DNA
from comity.registers.declarations.faces import FACES
from comity.registers.declarations.fingerprints import FINGERPRINTS
from comity.registers.declarations.firearm_models import FIREARM_MODELS
from comity.registers.declarations.firearms import FIREARMS
from comity.registers.declarations.hash_lists import HASH_LISTS
from comity.registers.declarations.kinship import KINSHIP
from comity.registers.declarations.linked_documents import LINKED_DOCUMENTS
from comity.registers.declarations.notices import NOTICES
from comity.registers.declarations.persons import PERSONS
from comity.registers.declarations.piracy import PIRACY
from comity.registers.declarations.specimens import SPECIMENS
from comity.registers.declarations.travel_documents import TRAVEL_DOCUMENTS
from comity.registers.declarations.vehicles import VEHICLES
from comity.registers.declarations.vessels import VESSELS
from comity.registers.model import Register


class NoSuchRegister(Absent):
    """No register of that name is open here."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One place of the strip: `short` stands on it, `title` elsewhere; both are message ids."""

    number: int
    name: str
    title: str
    short: str


STRIP: Final = (
    Entry(1, "persons", "Persons", "Persons"),
    Entry(2, "notices", "Notices", "Notices"),
    Entry(3, "travel_documents", "Travel documents", "Travel"),
    Entry(4, "administrative_documents", "Administrative documents", "Admin"),
    Entry(5, "linked_documents", "Documents linked to notices", "Linked"),
    Entry(6, "specimens", "Document specimens", "Samples"),
    Entry(7, "counterfeits", "Counterfeit documents", "Forged"),
    Entry(8, "vehicles", "Vehicles", "Vehicles"),
    Entry(9, "vessels", "Vessels and engines", "Vessels"),
    Entry(10, "art", "Works of art", "Art"),
    Entry(11, "firearms", "Firearms", "Firearms"),
    Entry(12, "firearm_models", "Firearms reference", "Models"),
    Entry(13, "ballistics", "Ballistics", "Ballistics"),
    Entry(14, "fingerprints", "Fingerprints", "Prints"),
    Entry(15, "faces", "Faces", "Faces"),
    Entry(16, "dna", "DNA", "DNA"),
    Entry(17, "kinship", "Kinship", "Kinship"),
    Entry(18, "hash_lists", "Child protection hash lists", "Hashes"),
    Entry(19, "piracy", "Maritime piracy", "Piracy"),
)
DECLARED: Final = (
    PERSONS,
    NOTICES,
    TRAVEL_DOCUMENTS,
    ADMINISTRATIVE_DOCUMENTS,
    LINKED_DOCUMENTS,
    SPECIMENS,
    COUNTERFEITS,
    VEHICLES,
    VESSELS,
    ART,
    FIREARMS,
    FIREARM_MODELS,
    BALLISTICS,
    FINGERPRINTS,
    FACES,
    DNA,
    KINSHIP,
    HASH_LISTS,
    PIRACY,
)
BY_NUMBER: Final = {register.number: register for register in DECLARED}
BY_NAME: Final = {register.name: register for register in DECLARED}


def register(name: str) -> Register:
    """The declared register of that name. Raises NoSuchRegister."""
    if name not in BY_NAME:
        raise NoSuchRegister(f"There is no register {name!r} here.")
    return BY_NAME[name]
