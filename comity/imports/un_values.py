"""An entry of the consolidated list as the values of a notice, path by path. Pure.

Only this file knows both forms. Nothing is dropped: what a field cannot hold (a remark on a name, a country that is none, a document
without a number) is told in words in `reasons`, after what the list itself says there.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final

from comity.imports.countries import code_of
from comity.imports.listed import Address, BirthDate, Certainty, Document, Entry, Name, Quality
from comity.kernel.badvalue import BadValue
from comity.registers.declarations.notices import NOTICES
from comity.registers.paths import leaf
from comity.registers.record import Values

_KINDS: Final = {Quality.PRIMARY: "main", Quality.FKA: "former"}
_QUALITIES: Final = {Quality.GOOD: "good", Quality.LOW: "low", Quality.AKA: "unknown"}
_CERTAINTIES: Final = {Certainty.EXACT: "exact", Certainty.APPROXIMATELY: "about", Certainty.BETWEEN: "between"}
# What a document is, by the first of these words within the list's own; the list names passports in three languages.
_TYPES: Final = (
    ("diplomatic passport", "diplomatic_passport"), ("service passport", "service_passport"), ("laissez-passer", "laissez_passer"),
    ("passport", "passport"), ("passeport", "passport"), ("pasaporte", "passport"), ("identi", "identity_card"),
)  # fmt: skip
_SEXES: Final = {"male": "male", "female": "female"}


def values_of(entry: Entry, members: Mapping[str, str]) -> dict[str, str]:
    """The typed values of a notice. `members`: names of the organisation's own members with their codes, folded."""
    made = _Made(members)
    made.values |= {
        "colour": "un",
        "reference": entry.reference,
        "subject": "person" if entry.person else "entity",
        "un_list": entry.list_type,
        "un_number": entry.number,
        "listed_on": entry.listed_on,
    }
    if entry.person:
        made.values |= {"status": "sanctioned", "sex": _SEXES.get(entry.gender.lower(), "unknown" if entry.gender else "")}
    made.names(entry.names)
    made.births(entry.birth_dates, entry.birth_places)
    made.words("titles", "Title", entry.titles)
    made.words("designations", "Post", entry.designations)
    made.words("amended_on", "Amended on", entry.updated)
    made.nationalities(entry.nationalities)
    for document in entry.documents:
        made.document(document)
    for address in entry.addresses:
        made.address(address)
    made.values["reasons"] = " ".join(filter(None, (entry.comments, *made.said)))
    return {path: value for path, value in made.values.items() if value}


class _Made:
    """Values as they come together, and what is said in words because no field takes it."""

    def __init__(self, members: Mapping[str, str]) -> None:
        self.values: dict[str, str] = {}
        self.said: list[str] = []
        self._members = members
        self._places: dict[str, int] = {}

    def say(self, what: str, text: str) -> None:
        if text:
            self.said.append(f"{what}: {text.rstrip('. ')}.")

    def _taken(self, path: str, value: str) -> bool:
        """Whether the field of that path takes this value."""
        field = leaf(NOTICES, path)
        if field is None:
            return False
        try:
            field.kind.clean(value)
        except BadValue:
            return False
        return True

    def _item(self, group: str, what: str, parts: Mapping[str, str], needed: str = "") -> None:
        """One more item of a repeated group. Parts that no field takes are said; all of it, where `needed` is not there."""
        item = f"{group}.{self._places.get(group, 0) + 1}"
        taken = {part: value for part, value in parts.items() if value and self._taken(f"{item}.{part}", value)}
        if not taken or (needed and needed not in taken):
            self.say(what, ", ".join(value for part, value in parts.items() if value and part != "certainty"))
            return
        self._places[group] = self._places.get(group, 0) + 1
        self.values |= {f"{item}.{part}": value for part, value in taken.items()}
        for part, value in parts.items():
            if value and part not in taken:
                self.say(f"{what} {self._places[group]}, {part}", value)

    def words(self, name: str, what: str, found: Iterable[str]) -> None:
        """A repeated plain field."""
        for value in found:
            path = f"{name}.{self._places.get(name, 0) + 1}"
            if self._taken(path, value):
                self._places[name] = self._places.get(name, 0) + 1
                self.values[path] = value
            else:
                self.say(what, value)

    def names(self, names: Iterable[Name]) -> None:
        main = ""
        for name in names:
            main = main or name.script
            own = name.quality is Quality.PRIMARY
            kind = "original_script" if own and name.script != main else _KINDS.get(name.quality, "alias")
            quality = _QUALITIES.get(name.quality, "")
            self._item("names", "Name", {"full": name.full, "kind": kind, "script": name.script, "quality": quality}, "full")
            self.say(f"Of the name {name.full}", name.note)

    def births(self, dates: Iterable[BirthDate], places: Iterable[Address]) -> None:
        """Dates and places of birth. One of each is one birth; else the list does not say which belong together, and they stand apart."""
        found_dates = [self._birth_date(one) for one in dates]
        found_places = [self._birth_place(one) for one in places]
        found_dates, found_places = [one for one in found_dates if one], [one for one in found_places if one]
        if len(found_dates) == len(found_places) == 1:
            self._item("births", "Birth", found_dates[0] | found_places[0])
            return
        for one in (*found_dates, *found_places):
            self._item("births", "Birth", one)

    def _birth_date(self, one: BirthDate) -> dict[str, str]:
        self.say(f"Of the birth {one.date}".rstrip(), one.note)
        return {"date": one.date, "until": one.until, "certainty": _CERTAINTIES[one.certainty]} if one.date else {}

    def _birth_place(self, one: Address) -> dict[str, str]:
        where = ", ".join(filter(None, (one.street, one.city, one.region)))
        self.say("Of the place of birth", one.note)
        return {part: value for part, value in (("place", where), ("country", self._country("Country of birth", one.country))) if value}

    def _country(self, what: str, name: str) -> str:
        code = code_of(name, self._members) if name else ""
        if not code:
            self.say(what, name)
        return code

    def nationalities(self, names: Iterable[str]) -> None:
        codes = (self._country("Nationality as listed", name) for name in names)
        self.words("nationalities", "Nationality", dict.fromkeys(code for code in codes if code))

    def document(self, one: Document) -> None:
        words = f"{one.kind} {one.note}".lower()
        kind = next((code for word, code in _TYPES if word in words), "other")
        note = "; ".join(filter(None, ("" if kind == "passport" else one.kind, one.note)))
        parts = {
            "number": one.number,
            "issuer": self._country("Country of a document", one.issuer),
            "type": kind,
            "issued": one.issued,
            "place": one.city,
            "note": note,
        }
        self._item("documents", "Document", parts, "number")

    def address(self, one: Address) -> None:
        parts = {"street": one.street, "city": one.city, "region": one.region, "postcode": one.postcode}
        self._item("addresses", "Address", parts | {"country": self._country("Country of an address", one.country), "note": one.note})


def number_of(values: Values) -> str:
    """The list's own key of a notice that a list made."""
    return values.get("un_number", "")


def reference_of(values: Values) -> str:
    """Its reference number."""
    return values.get("reference", "")


def name_of(values: Values) -> str:
    """Its first name."""
    return values.get("names.1.full", "")


def is_person(values: Values) -> bool:
    """Whether it is of a person; else of an entity."""
    return values.get("subject") == "person"
