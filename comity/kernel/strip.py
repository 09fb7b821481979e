"""The nineteen registers by number, in the order of the register strip. The numbers are stored: never renumber."""

from __future__ import annotations

from comity.kernel.codes import Coded


class Strip(Coded):
    """A register's number. That it stands here does not say that it is declared yet."""

    PERSONS = 1
    NOTICES = 2
    TRAVEL_DOCUMENTS = 3
    ADMINISTRATIVE_DOCUMENTS = 4
    LINKED_DOCUMENTS = 5
    SPECIMENS = 6
    COUNTERFEITS = 7
    VEHICLES = 8
    VESSELS = 9
    ART = 10
    FIREARMS = 11
    FIREARM_MODELS = 12
    BALLISTICS = 13
    FINGERPRINTS = 14
    FACES = 15
    DNA = 16
    KINSHIP = 17
    HASH_LISTS = 18
    PIRACY = 19
