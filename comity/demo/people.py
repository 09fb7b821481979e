"""Some synthetic people, and an organisation, whom the search by name finds: in several scripts, a namesake, and a witness whom border
checks never see.

Every name is invented; nobody is meant.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class DemoPerson:
    """One person of the demonstration. `names`: in Latin letters first; `born`: as far as it is known."""

    owner: str
    names: tuple[str, ...]
    born: str
    sex: str
    nationality: str
    status: str
    request: str
    place: str = ""
    document: str = ""
    more: tuple[tuple[str, str], ...] = ()

    def values(self, number: int) -> dict[str, str]:
        """The record as its owner enters it."""
        said = {f"names.{place}.full": name for place, name in enumerate(self.names, 1)}
        said |= {"status": self.status, "sex": self.sex, "births.1.date": self.born, "request": self.request}
        said |= {"nationalities.1": self.nationality, "case_reference": f"DEMO{number:04d}"}
        if self.place:
            said["births.1.place"] = self.place
        if self.document:
            said |= {"documents.1.number": self.document, "documents.1.issuer": self.nationality, "documents.1.type": "passport"}
        return said | dict(self.more)


_THEFT: Final = (("offences.1.offence", "0401"),)
PEOPLE: Final = (
    DemoPerson(
        "XBM", ("Yusuf al-Khattari", "يوسف الخطاري"), "1984-03-12", "male", "XCS", "wanted", "locate", "Port Ander", "X0412207", _THEFT
    ),
    DemoPerson("XAR", ("Youssef Khatari",), "1961", "male", "XDV", "suspect", "collect_facts", "", "", _THEFT),  # a namesake
    DemoPerson("XCS", ("Olena Kovalchenko", "Олена Ковальченко"), "1991-??-05", "female", "XQL", "wanted", "locate", "Lys", "", _THEFT),
    DemoPerson("XBM", ("Chen Weilan", "陈维兰"), "1979-11-02", "female", "XEM", "suspect", "inform_owner", "Quil Bay", "", _THEFT),
    DemoPerson(
        "XAR", ("Georgios Papadellis", "Γεώργιος Παπαδέλλης"), "1969-07-30", "male", "XDV", "person_of_interest", "inform_owner", "Ostrel"
    ),
    DemoPerson("XCS", ("Salma Idrisk", "سلمى إدريسك"), "2001-02-17", "female", "XCS", "witness", "hear", "Solvane"),
)
# An organisation of which a country warns all others, so that a name is shown to be a body's too.
ORGANISATION: Final = {
    "colour": "purple", "reference": "DEMO-ORVALIS", "subject": "entity", "names.1.full": "Orvalis Relief Foundation",
    "names.2.full": "مؤسسة أورفاليس للإغاثة", "nationalities.1": "XCS", "method": "Collects money at doors for floods that never were.",
}  # fmt: skip
