"""What synthetic rows are made of: invented names, places and makers, and numbers that are made from their place."""

from __future__ import annotations

from datetime import date, timedelta
from functools import lru_cache
from typing import Final

LETTERS: Final = "ACDEFHJKLMNPRTUVWXY"  # without look-alikes, so that no two sample numbers are confusable
SPREAD: Final = 7_654_321  # coprime to ten million: steps through every number of seven digits once
TEN_MILLION: Final = 10_000_000
COUNTRIES: Final = ("XAR", "XBM", "XCS", "XDV", "XEM", "XQL")
PLACES: Final = ("Port Ander", "Solvane", "Lys", "Karsholm", "Tavira Sound", "Ostrel", "Menharat", "Quil Bay")
# Invented, each in Latin and in another script.
GIVEN: Final = (
    ("Amina", "أمينة"), ("Joren", "Йорен"), ("Selka", "Селка"), ("Tavio", "Тавио"), ("Runa", "رونا"), ("Miro", "Миро"), ("Dalia", "داليا"),
    ("Osric", "Осрик"), ("Ilse", "Ильсе"), ("Karim", "كريم"), ("Noemi", "Ноэми"), ("Bardo", "باردو"),
)  # fmt: skip
FAMILY: Final = (
    ("Ostrovar", "أوستروفار"), ("Keldane", "Келдан"), ("Marrec", "Маррек"), ("Tolvan", "تولفان"), ("Idrisk", "إدريسك"),
    ("Solbach", "Сольбах"), ("Verendi", "Веренди"), ("Quarto", "كوارتو"), ("Lysander", "Лисандер"), ("Habraki", "هبراكي"),
    ("Nolvik", "Нолвик"),
)  # fmt: skip
SHIPS: Final = ("Morning Tern", "Lys Star", "Ander Trader", "Solvane Pearl", "Grey Heron", "Quil Venture", "Northern Marrow")
GUNS: Final = (
    ("Arvenwerk", "K9", "9 mm Luger"),
    ("Belmo Arms", "Strider", ".45 Auto"),
    ("Castafer", "C12", "12 bore"),
    ("Dovatech", "D4", "7.62 mm"),
)
MAKERS: Final = ("Workshop of Solvane", "Ilse Verendi", "Master of Lys", "Karsholm manufactory", "Unknown maker")
SUBJECTS: Final = ("Harbour at dusk", "Woman with a lamp", "Two riders", "Still life with pears", "Saint with a key", "Mountain pass")


def sample_number(seed: int, place: int) -> str:
    """The document number of the sample row at this place: two letters, seven digits; no two places below 3.6 billion share one."""
    high, low = divmod(place, TEN_MILLION)
    pair = (seed + high) % len(LETTERS) ** 2
    return f"{LETTERS[pair // len(LETTERS)]}{LETTERS[pair % len(LETTERS)]}{low * SPREAD % TEN_MILLION:07d}"


@lru_cache(maxsize=16384)
def day(today: date, days: int) -> str:
    """A day in the past, as ISO 8601 has it."""
    return (today - timedelta(days=days)).isoformat()


def names(pick: int) -> dict[str, str]:
    """The parts of two names of one person: Latin, and another script."""
    given, family = GIVEN[pick % len(GIVEN)], FAMILY[pick // 16 % len(FAMILY)]
    script = "Arab" if given[1] >= "\u0600" and given[1] < "\u0700" else "Cyrl"
    other = family[1] if ("\u0600" <= family[1] < "\u0700") == (script == "Arab") else ""
    return {
        "names.1.full": f"{given[0]} {family[0]}",
        "names.1.family": family[0],
        "names.1.given": given[0],
        "names.1.kind": "main",
        "names.1.script": "Latn",
        "names.2.full": f"{given[1]} {other}".strip(),
        "names.2.kind": "original_script",
        "names.2.script": script,
    }


def document(seed: int, place: int, issuer: str, at: str = "documents.1") -> dict[str, str]:
    """One passport."""
    return {f"{at}.number": sample_number(seed + 7, place), f"{at}.issuer": issuer, f"{at}.type": "passport"}


def phone(place: int) -> str:
    """A number from a range that is kept for drama (Ofcom, 07700 900000 to 900999)."""
    return f"+447700900{place % 1000:03d}"


def iban(place: int) -> str:
    """An account of a bank that is not: British form, bank code XBMX, right check digits (ISO 13616)."""
    account = f"XBMX{place % 1_000_000:06d}{place * SPREAD % 100_000_000:08d}"
    digits = "".join(str(int(character, 36)) for character in f"{account}GB00")
    return f"GB{98 - int(digits) % 97:02d}{account}"


def imo(place: int) -> str:
    """Seven digits with a right check digit, from below the numbers that were ever given out."""
    six = f"{100_000 + place * 7919 % 400_000:06d}"
    return six + str(sum(weight * int(digit) for weight, digit in zip(range(7, 1, -1), six, strict=True)) % 10)


def profile(pick: int) -> str:
    """Loci with alleles that only look likely, drawn from one number."""
    loci = ("D3S1358", "D8S1179", "D16S539", "D18S51", "D21S11", "FGA", "TH01", "vWA")
    bases = (14, 12, 9, 13, 28, 20, 6, 15)
    pairs = [sorted((base + pick // (3 * at + 1) % 5, base + pick // (5 * at + 2) % 5)) for at, base in enumerate(bases)]
    return "; ".join(f"{name} {low},{high}" for name, (low, high) in zip(loci, pairs, strict=True))


def code(prefix: str, issuer: str, seed: int, place: int) -> str:
    """A laboratory's code."""
    return f"{issuer}{prefix}{seed % 100:02d}{place:07d}"
