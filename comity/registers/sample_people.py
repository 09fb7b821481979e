"""Synthetic rows of the registers that hold data on persons. Every name is invented; nobody is meant."""

from __future__ import annotations

from datetime import date
from typing import Final

from comity.registers.sample_words import COUNTRIES, PLACES, SHIPS, code, day, document, iban, imo, names, phone, profile, sample_number

_ASKED: Final = {
    "wanted": "locate_for_extradition", "charged": "locate", "convicted": "locate", "suspect": "collect_facts",
    "person_of_interest": "inform_owner", "missing": "welfare", "witness": "hear", "victim": "welfare", "unidentified": "identify",
}  # fmt: skip
_STATUSES: Final = ("wanted", "suspect", "missing", "convicted", "wanted", "person_of_interest", "missing", "witness", "unidentified")
_COLOURS: Final = ("red", "blue", "green", "yellow", "black", "orange", "purple", "silver", "un", "red", "yellow")
_OFFENCES: Final = ("0101", "0401", "0502", "0601", "0701", "0704", "0901")
_FACTS: Final = "Synthetic facts: on the day named the person took part, by the means named, and had a gain from it"
_ENTRIES: Final = ("person", "phone", "vessel", "incident", "account")
_KITS: Final = ("PowerPlex 21", "GlobalFiler", "NGM Detect")


def person(seed: int, place: int, picked: list[int], today: date, issuer: str) -> dict[str, str]:
    """A person of any status."""
    who, status, born, where, looks = picked
    what = _STATUSES[status % len(_STATUSES)]
    row = {"status": what, "sex": ("male", "female")[looks % 2], "case_reference": f"CASE{seed:03d}{place:08d}", "request": _ASKED[what]}
    row |= {
        "height": f"{155 + looks % 40} cm",
        "description": "Synthetic description",
        "facts": _FACTS,
        "role": "Driver",
        "source_grade": "b",
        "fact_grade": "2",
        "facts_date": day(today, 200 + born % 1500),
    }
    if what == "unidentified":
        return row | {"age": str(20 + looks % 50), "marks.1.kind": "tattoo", "marks.1.place": "Left arm", "marks.1.what": "Anchor"}
    row |= names(who) | {"births.1.date": str(today.year - 22 - born % 45), "births.1.place": PLACES[where % len(PLACES)]}
    row |= {"nationalities.1": COUNTRIES[where % len(COUNTRIES)]} | document(seed, place, issuer)
    if what == "missing":
        return row | {"last_seen": day(today, born % 300), "last_seen_place": PLACES[looks % len(PLACES)]}
    return row | {"offences.1.offence": _OFFENCES[looks % len(_OFFENCES)], "phones.1": phone(place)}


def notice(seed: int, place: int, picked: list[int], today: date, issuer: str) -> dict[str, str]:
    """A notice of any colour with what its colour asks for."""
    who, colour, born, where, looks = picked
    what = _COLOURS[colour % len(_COLOURS)]
    row = {"colour": what, "reference": f"{issuer}-{seed:03d}-{place:07d}"}
    if what in ("orange", "purple", "silver"):
        return row | _thing(what, place, where)
    row |= {"subject": "person", "sex": ("male", "female")[looks % 2], "status": "unidentified"}
    if what == "black":
        return row | {"description": "Synthetic description", "found": day(today, born % 300), "found_place": PLACES[where % len(PLACES)],
                      "post_mortem": "Synthetic findings"}  # fmt: skip
    row |= names(who) | {"births.1.date": str(today.year - 22 - born % 45), "nationalities.1": COUNTRIES[where % len(COUNTRIES)]}
    return row | document(seed, place, issuer) | _asked(what, place, today, issuer, born)


def _thing(colour: str, place: int, where: int) -> dict[str, str]:
    if colour == "orange":
        return {
            "subject": "object",
            "threat": "object",
            "warning": "Synthetic warning: a device hidden in parcels",
            "objects.1.what": "Parcel",
        }
    if colour == "purple":
        return {"subject": "process", "method": "Synthetic method: a double floor in containers"}
    country = COUNTRIES[where % len(COUNTRIES)]
    return {
        "subject": "object",
        "assets.1.kind": "account",
        "assets.1.iban": iban(place),
        "assets.1.country": country,
        "forfeiture": "criminal",
    }


def _asked(colour: str, place: int, today: date, issuer: str, pick: int) -> dict[str, str]:
    at = day(today, 30 + pick % 900)
    case = {"case_reference": f"CASE{place:08d}"}
    if colour == "red":
        warrant = {"kind": "arrest_warrant", "number": f"W-{place:07d}", "authority": "Court of Lys", "country": issuer, "date": at}
        return {"status": "wanted", "request": "locate_for_extradition", "offences.1.offence": "0401", "offences.1.maximum": "120",
                "facts": _FACTS, "extradition.1": "XCS", "assured": "yes", "height": "178 cm"} | {
                    f"warrants.1.{name}": value for name, value in warrant.items()}  # fmt: skip
    if colour == "blue":
        return case | {"status": "suspect", "request": "collect_facts", "asked": "Whereabouts and travel of the person"}
    if colour == "green":
        return {
            "status": "person_of_interest",
            "request": "inform_owner",
            "assessment": "Synthetic assessment of this year",
            "facts": _FACTS,
        }
    if colour == "yellow":
        seen = {"last_seen": at, "last_seen_place": PLACES[pick % len(PLACES)], "description": "Synthetic description"}
        return seen | {
            "status": "missing",
            "request": "welfare",
            "report": f"P-{place:07d}",
            "report_date": at,
            "privacy_law": "Act 4, section 2",
        }
    return {"status": "sanctioned", "request": "inform_owner", "un_list": "Synthetic list", "listed_on": at, "measures.1": "assets_freeze"}


def linked_document(seed: int, place: int, picked: list[int], _today: date, issuer: str) -> dict[str, str]:
    """A document of a person in a notice that is not there."""
    number = sample_number(seed + 3, place)
    return {"number": number, "issuer": issuer, "type": "passport", "colour": _COLOURS[picked[0] % 4], "notice": _id(seed, place)}


def _id(seed: int, place: int) -> str:
    return f"00000000-0000-7000-8000-{seed % 4096:03x}{place:09x}"


def fingerprint(seed: int, place: int, picked: list[int], today: date, issuer: str) -> dict[str, str]:
    """A ten-print card or a mark, without its file."""
    kind, status = (("ten_print", "convicted"), ("ten_print", "suspect"), ("mark", "unidentified"))[picked[0] % 3]
    row = {"code": code("FP", issuer, seed, place), "kind": kind, "status": status, "format": "nist_traditional"}
    row |= {"fingers.1.finger": "right_index", "fingers.1.pattern": ("whorl", "left_loop", "arch")[picked[1] % 3]}
    return row | _captured(place, picked, today) | {"legal_ground": "Act 9, section 4", "resolution": "500", "mode": "examiner_confirmed"}


def _captured(place: int, picked: list[int], today: date) -> dict[str, str]:
    return {"captured": day(today, picked[2] % 700), "quality": str(60 + picked[3] % 40), "case_reference": f"CASE{place:08d}"}


def face(seed: int, place: int, picked: list[int], today: date, issuer: str) -> dict[str, str]:
    """A facial image's row, without the image."""
    row = {"code": code("FA", issuer, seed, place), "status": ("wanted", "missing", "suspect")[picked[0] % 3], "taken_by": "police"}
    return row | _captured(place, picked, today) | {"legal_ground": "Act 9, section 4", "person": _id(seed, place)}


def dna(seed: int, place: int, picked: list[int], today: date, issuer: str) -> dict[str, str]:
    """A profile of a known person or of a trace."""
    category, status = (("convicted", "convicted"), ("suspect", "suspect"), ("trace", "unidentified"), ("missing", "missing"))[
        picked[0] % 4
    ]
    row = {
        "code": code("DN", issuer, seed, place),
        "category": category,
        "status": status,
        "markers": "autosomal",
        "loci": profile(picked[1]),
    }
    row |= {"kit": _KITS[picked[4] % len(_KITS)], "laboratory": "Institute of Lys", "accreditation": "XAR-17025-08"}
    shared = {"compared_with.1": "XAR", "compared_with.2": "XCS"}
    return row | shared | _captured(place, picked, today) | {"legal_ground": "Act 9, section 7"}


def kinship(seed: int, place: int, picked: list[int], today: date, issuer: str) -> dict[str, str]:
    """A relative's profile with consent, or one of remains."""
    row = {
        "code": code("KN", issuer, seed, place),
        "family": code("FM", issuer, seed, place // 3),
        "status": "missing",
        "markers": "autosomal",
    }
    row |= {"loci": profile(picked[1]), "kit": _KITS[picked[4] % len(_KITS)], "laboratory": "Institute of Lys"} | _captured(
        place, picked, today
    )
    if picked[0] % 3 == 0:
        return row | {"role": "remains", "status": "unidentified"}
    given = {
        "consent_given": day(today, picked[2] % 700),
        "consent_form": f"FORM{place:07d}",
        "consent_scope": "Search for the missing alone",
    }
    return row | {"role": "relative", "relation": ("mother", "father", "sibling")[picked[3] % 3]} | given


def piracy(seed: int, place: int, picked: list[int], today: date, issuer: str) -> dict[str, str]:
    """One entry of the analysis file, of each kind in turn."""
    kind = _ENTRIES[place % len(_ENTRIES)]
    row = {
        "kind_of_entry": kind,
        "reference": f"{issuer}-PIR-{seed:03d}-{place:07d}",
        "source_grade": "bcd"[picked[0] % 3],
        "fact_grade": "1234"[picked[1] % 4],
    }
    if kind == "person":
        return row | names(picked[2]) | {"status": "suspect", "sex": "male", "births.1.date": str(today.year - 20 - picked[3] % 30)}
    if kind == "phone":
        return row | {"phone": phone(place)}
    if kind == "vessel":
        return row | {
            "vessel_name": SHIPS[picked[2] % len(SHIPS)],
            "vessel_type": "dhow",
            "imo": imo(place),
            "flag": COUNTRIES[picked[3] % 6],
        }
    if kind == "incident":
        position = f"{12 + picked[2] % 900 / 1000:.5f},{45 + picked[3] % 900 / 1000:.5f}"
        return row | {
            "incident": "boarding",
            "event_date": day(today, picked[4] % 900),
            "position": position,
            "crew_taken": str(picked[1] % 20),
        }
    return row | {"iban": iban(place), "amount": f"{1000 + picked[2] % 90_000}.00 EUR"}
