"""Synthetic rows of the registers of things: papers, specimens, vessels, art, firearms, shots, hash values. Makers are invented."""

from __future__ import annotations

import hashlib
from datetime import date
from typing import Final

from comity.registers.sample_words import COUNTRIES, GUNS, LETTERS, MAKERS, PLACES, SHIPS, SUBJECTS, code, day, imo, sample_number

_PAPERS: Final = ("vehicle_registration", "number_plate", "export_certificate", "import_certificate", "inspection_certificate")
_DOCUMENTS: Final = ("passport", "identity_card", "visa", "residence_permit", "driving_licence")
_FORGERIES: Final = ("counterfeit", "forged", "blank", "invented")
_SHIPS: Final = ("motor_yacht", "fishing_vessel", "rigid_inflatable", "sailing_yacht")
_ART: Final = (
    ("painting", "Oil on canvas"),
    ("icon", "Tempera on wood"),
    ("sculpture", "Bronze, cast"),
    ("coin", "Silver, struck"),
    ("manuscript", "Ink on parchment"),
)


def administrative(seed: int, place: int, picked: list[int], today: date, issuer: str) -> dict[str, str]:
    """A vehicle's paper or a certificate."""
    lost = picked[2] % 3000
    row = {"number": sample_number(seed + 1, place), "country": issuer, "type": _PAPERS[picked[0] % len(_PAPERS)]}
    row |= {
        "reason": ("stolen", "lost", "stolen_blank")[picked[1] % 3],
        "theft_date": day(today, lost),
        "theft_country": COUNTRIES[picked[3] % 6],
    }
    if row["reason"] == "stolen_blank":
        return row | {"batch_reference": f"B{place // 100:07d}"}
    return row | {"issue_date": day(today, lost + picked[4] % 1500)}


def specimen(seed: int, place: int, picked: list[int], today: date, issuer: str) -> dict[str, str]:
    """A genuine document's description."""
    row = {"country": issuer, "type": _DOCUMENTS[picked[0] % len(_DOCUMENTS)], "series": f"{seed:02d}-{place:06d}", "format": "td3"}
    row |= {"title": "Passport", "languages.1": "eng", "languages.2": "fra", "material": "polycarbonate", "zone": "yes", "chip": "pace"}
    row |= {"first_issued": day(today, 900 + picked[1] % 2000), "validity_years": "10", "number_form": "Two letters and seven digits"}
    features = {
        "watermark": "Arms in the paper",
        "optically_variable_ink": "Green to blue",
        "laser_engraving": "Portrait",
        "microprint": "Name of the state",
    }
    for item, (feature, what) in enumerate(features.items(), 1):
        row |= {f"features.{item}.feature": feature, f"features.{item}.where": "Data page", f"features.{item}.what": what}
    return row


def counterfeit(seed: int, place: int, picked: list[int], today: date, _issuer: str) -> dict[str, str]:
    """A forgery with its signs."""
    return {
        "reference": f"F{seed:03d}{place:07d}",
        "country": COUNTRIES[picked[0] % 6],
        "type": _DOCUMENTS[picked[1] % len(_DOCUMENTS)],
        "forgery": _FORGERIES[picked[2] % len(_FORGERIES)],
        "numbers.1": sample_number(seed + 2, place),
        "alert": "Synthetic alert: fine lines are dots, and the portrait has no engraving",
        "features.1.feature": "offset_imitation",
        "features.1.where": "Data page",
        "features.2.feature": "uv_bright_paper",
        "features.2.light": "ultraviolet",
        "found_date": day(today, picked[3] % 900),
        "found_country": COUNTRIES[picked[4] % 6],
    }


def vessel(seed: int, place: int, picked: list[int], today: date, issuer: str) -> dict[str, str]:
    """A boat with its numbers; a ship of the sea has an IMO number too."""
    row = {"type": _SHIPS[picked[0] % len(_SHIPS)], "name": SHIPS[picked[1] % len(SHIPS)], "hin": _hin(seed, place)}
    row |= {
        "registration": f"{LETTERS[seed % 19]}{LETTERS[place % 19]}{place:08d}",
        "flag": issuer,
        "engines.1.number": f"ENG{seed:02d}{place:08d}",
    }
    row |= {"length": f"{600 + 10 * (picked[2] % 180)} cm", "colour": "white", "year": str(today.year - 1 - picked[3] % 20)}
    if row["type"] == "fishing_vessel":
        row["imo"] = imo(place)
    return row | {"theft_date": day(today, picked[4] % 900), "theft_country": COUNTRIES[picked[2] % 6], "builder": "Lysmar"}


def _hin(seed: int, place: int) -> str:
    high, low = divmod(place, 100_000)
    return f"X{LETTERS[seed % 19]}{LETTERS[high % 19]}{low:05d}D404"


def art(seed: int, place: int, picked: list[int], today: date, _issuer: str) -> dict[str, str]:
    """An object as Object ID describes it."""
    kind, material = _ART[picked[0] % len(_ART)]
    subject = SUBJECTS[picked[1] % len(SUBJECTS)]
    row = {
        "type": kind,
        "title": subject,
        "subject": subject,
        "maker": MAKERS[picked[2] % len(MAKERS)],
        "period": f"About {1500 + picked[3] % 400}",
    }
    row |= {"materials.1": material, "measures.1.dimension": "height", "measures.1.value": f"{20 + picked[4] % 150} cm"}
    row |= {
        "measures.2.dimension": "width",
        "measures.2.value": f"{15 + picked[3] % 150} cm",
        "distinguishing": "Small tear at the lower edge",
    }
    row |= {"inventory": f"INV{place:07d}", "national_reference": f"ART{seed:03d}{place:07d}", "public": ("yes", "no")[picked[4] % 2]}
    return row | {"theft_date": day(today, picked[2] % 4000), "theft_country": COUNTRIES[picked[1] % 6], "taken_from": "museum"}


def firearm(seed: int, place: int, picked: list[int], today: date, issuer: str) -> dict[str, str]:
    """A weapon with its markings."""
    make, model, calibre = GUNS[picked[0] % len(GUNS)]
    row = {"status": ("stolen", "lost", "trafficked")[picked[1] % 3], "type": "pistol", "make": make, "model": model, "calibre": calibre}
    row |= {"serial": f"K{seed:02d}{place:07d}", "made_in": COUNTRIES[picked[2] % 6], "made_year": str(today.year - 3 - picked[3] % 40)}
    row |= {"mechanism": "semi_automatic", "markings.1.kind": "maker", "markings.1.text": make.upper(), "markings.1.place": "Slide, left"}
    row |= {
        "imported_to": issuer,
        "event_date": day(today, picked[4] % 2000),
        "event_country": issuer,
        "event_place": PLACES[picked[3] % len(PLACES)],
    }
    return row | {"national_reference": f"GUN{seed:03d}{place:07d}"}


def firearm_model(seed: int, place: int, picked: list[int], _today: date, _issuer: str) -> dict[str, str]:
    """A make and model of the reference."""
    make, model, calibre = GUNS[picked[0] % len(GUNS)]
    row = {"make": make, "model": f"{model}-{seed:02d}{place:05d}", "type": "pistol", "mechanism": "semi_automatic", "calibres.1": calibre}
    row |= {
        "made_in": COUNTRIES[picked[1] % 6],
        "made_from": str(1950 + picked[2] % 60),
        "barrel": f"{9 + picked[3] % 6} cm",
        "capacity": "15",
    }
    return row | {"serial_form": "One letter and nine digits, frame, right", "markings.1.kind": "maker", "markings.1.text": make.upper()}


def shot(seed: int, place: int, picked: list[int], today: date, issuer: str) -> dict[str, str]:
    """A cartridge case with class characteristics, without its images."""
    row = {"code": code("BA", issuer, seed, place), "item": ("cartridge_case", "bullet")[picked[0] % 2], "calibre": "9 mm Luger"}
    row |= {"captured": day(today, picked[2] % 900), "quality": str(60 + picked[3] % 40), "legal_ground": "Act 12, section 1"}
    row |= {
        "case_reference": f"CASE{place:08d}",
        "event_date": day(today, 900 + picked[2] % 300),
        "event_country": COUNTRIES[picked[1] % 6],
    }
    if row["item"] == "bullet":
        return row | {"grooves": "6", "twist": ("right", "left")[picked[4] % 2], "land_width": f"0.{111 + picked[4] % 8 * 10} cm"}
    return row | {"pin_shape": ("round", "rectangular")[picked[4] % 2], "breech_marks": "parallel", "ejector_at": str(1 + picked[1] % 12)}


def hash_value(seed: int, place: int, picked: list[int], today: date, issuer: str) -> dict[str, str]:
    """Hash values of bytes that are no image: the seed and the place."""
    what = f"{seed}:{place}".encode()
    return {
        "list": f"List of {issuer}",
        "category": ("baseline", "national", "related")[picked[0] % 3],
        "medium": ("image", "film")[picked[1] % 2],
        "series": f"Series {picked[2] % 5000:04d}",
        "md5": hashlib.md5(what, usedforsecurity=False).hexdigest(),
        "sha256": hashlib.sha256(what).hexdigest(),
        "pdq": hashlib.sha256(b"pdq" + what).hexdigest(),
        "seen_first": day(today, picked[3] % 2000),
    }
