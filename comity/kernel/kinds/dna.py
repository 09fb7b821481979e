"""The kind of a DNA profile: `D3S1358 15,17; FGA 21,24.2`, loci in one order, alleles from small to great.

Source of names: the CODIS core loci of 2017; the European Standard Set of 2009 (2009/C 296/01); further loci and Y-STRs of common kits.
An allele is a number of repeats, with the bases of an incomplete one after the point (.1 to .3); the amelogenin has X and Y.
Repeats below and above a ladder (`<8`, `>17`) and wild cards are not taken: the laboratory's own value or none.
"""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Final

from comity.kernel.badvalue import BadValue
from comity.kernel.kinds.model import Kind, as_is
from comity.kernel.kinds.quantities import ascii_digits
from comity.kernel.text import prose

CODIS: Final = (
    *("CSF1PO", "D1S1656", "D2S441", "D2S1338", "D3S1358", "D5S818", "D7S820", "D8S1179", "D10S1248", "D12S391"),
    *("D13S317", "D16S539", "D18S51", "D19S433", "D21S11", "D22S1045", "FGA", "TH01", "TPOX", "vWA"),
)
_FURTHER: Final = ("SE33", "PentaD", "PentaE", "D6S1043", "F13A01", "F13B", "FESFPS", "LPL")
_Y: Final = (
    *("DYS19", "DYS385", "DYS389I", "DYS389II", "DYS390", "DYS391", "DYS392", "DYS393", "DYS437", "DYS438", "DYS439", "DYS448"),
    *("DYS456", "DYS458", "DYS481", "DYS533", "DYS549", "DYS570", "DYS576", "DYS635", "DYS643", "YGATAH4"),
)
SEX_LOCUS: Final = "AMEL"
LOCI_NAMES: Final[tuple[str, ...]] = (*CODIS, *_FURTHER, SEX_LOCUS, *_Y)

_MOST_ALLELES: Final = 4  # two of a person; three and four where a chromosome or a second person adds to them
_LONGEST: Final = 2000
_ACCEPTED: Final = "Loci with their alleles, such as D3S1358 15,17; FGA 21,24.2; AMEL X,Y."
_KNOWN: Final = {re.sub(r"[^A-Z0-9]", "", name.upper()): name for name in LOCI_NAMES} | {
    "AMELOGENIN": SEX_LOCUS, "AM": SEX_LOCUS, "VWF": "vWA", "VWA31": "vWA", "HUMTH01": "TH01", "TC11": "TH01", "HUMFIBRA": "FGA",
    "FIBRA": "FGA", "ACTBP2": "SE33", "GATAH4": "YGATAH4",
}  # fmt: skip
_ORDER: Final = {name: place for place, name in enumerate(LOCI_NAMES)}
_ALLELE: Final = r"(?:\d{1,2}(?:\.[1-3])?|[XYxy])"
_ENTRY: Final = re.compile(rf"(?P<locus>[A-Za-z][A-Za-z0-9 _-]*?)\s*[ :=]\s*(?P<alleles>{_ALLELE}(?:\s*[,/ -]\s*{_ALLELE})*)")


def clean_loci(typed: str) -> str:
    """The one spelling. Raises: BadValue `bad_loci`, `unknown_locus`, `same_locus`, `bad_alleles`, and those of `prose`."""
    text = ascii_digits(prose(typed, _LONGEST, lines=True).replace("\t", " "))
    found: dict[str, str] = {}
    for entry in filter(None, (piece.strip() for piece in re.split(r"[;\n]", text))):
        locus, alleles = _entry(entry)
        if locus in found:
            raise BadValue("same_locus", "{locus} stands here twice.", _ACCEPTED, {"locus": locus})
        found[locus] = alleles
    if not found:
        raise BadValue("bad_loci", "This is not a list of loci with their alleles.", _ACCEPTED)
    return "; ".join(f"{locus} {found[locus]}" for locus in sorted(found, key=lambda name: _ORDER[name]))


def _entry(entry: str) -> tuple[str, str]:
    found = _ENTRY.fullmatch(entry)
    if found is None:
        raise BadValue("bad_loci", "This is not a list of loci with their alleles.", _ACCEPTED)
    name = re.sub(r"[^A-Z0-9]", "", found["locus"].upper())
    if (locus := _KNOWN.get(name)) is None:
        raise BadValue("unknown_locus", "{locus} is no locus that is known here.", _ACCEPTED, {"locus": found["locus"][:40]})
    return locus, _alleles(locus, re.split(r"[\s,/-]+", found["alleles"].upper()))


def _alleles(locus: str, alleles: list[str]) -> str:
    """From small to great. Two equal ones stay (a homozygote seen twice): one alone says that the other is not known."""
    right = all(allele in ("X", "Y") for allele in alleles) if locus == SEX_LOCUS else not {"X", "Y"} & set(alleles)
    if not right or len(alleles) > _MOST_ALLELES or (len(alleles) > 2 and len(set(alleles)) < len(alleles)):
        raise BadValue("bad_alleles", "{locus} cannot have these alleles.", _ACCEPTED, {"locus": locus})
    if locus == SEX_LOCUS:
        return ",".join(sorted(alleles))
    numbers = sorted(Decimal(allele) for allele in alleles)
    if numbers[0] == 0 or (len(numbers) > 2 and len(set(numbers)) < len(numbers)):
        raise BadValue("bad_alleles", "{locus} cannot have these alleles.", _ACCEPTED, {"locus": locus})
    return ",".join(f"{allele:f}" for allele in numbers)


LOCI = Kind(
    "loci",
    "string",
    "text",
    "textarea",
    clean_loci,
    as_is,
    as_is,
    "One locus with its alleles on a line",
    _ACCEPTED,
    True,
    ("D3S1358 15,17; FGA 21,24.2", "vwa: 16 18\nAmelogenin X/Y"),
    _LONGEST,
)
