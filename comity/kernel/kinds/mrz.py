"""Machine readable zones: read, their check digits verified, misread characters repaired where only one kind can stand, each repair said.

Source: ICAO Doc 9303, eighth edition, parts 3 to 7. A digit is repaired only within dates and check digits, a letter only within
names and codes; the document number may hold both, so it is never touched: its check digit says whether it was read right.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Final

from comity.kernel import countries
from comity.kernel.badvalue import BadValue
from comity.kernel.check_digits import zone_digit
from comity.kernel.kinds.dates import clean_date
from comity.kernel.kinds.mrz_layout import DIGITS_ONLY, LETTERS_ONLY, Layout, MrzFormat, Span
from comity.kernel.kinds.mrz_lines import Sentence, lines_of

_TO_DIGIT: Final = dict(zip("OQDILZSGB", "000112568", strict=True))
_TO_LETTER: Final = dict(zip("012568", "OIZSGB", strict=True))
# Doc 9303-4, 4.2.2.1 and 9303-5/-6/-7: first letter P, V, A, C or I. PS is left open: service passports bear it as well as the stateless.
_TYPES: Final = {
    "PD": "diplomatic_passport",
    "PO": "service_passport",
    "PE": "emergency_passport",
    "PR": "travel_document_1951",
    "PT": "travel_document_other",
    "PL": "laissez_passer",
    "PS": "",
    "AC": "crew_certificate",
    "IS": "seafarer_document",
    "IR": "residence_permit",
    "AR": "residence_permit",
    "CR": "residence_permit",
}
_TYPES_BY_FIRST: Final = {"P": "passport", "V": "visa", "I": "identity_card", "A": "identity_card", "C": "identity_card"}


@dataclass(frozen=True, slots=True)
class Check:
    """One check digit: the field it covers, what was read, what it should be."""

    field: str
    found: str
    expected: str

    @property
    def right(self) -> bool:
        """Whether the digit in the zone is the one that its field asks for (ICAO 9303-3, 4.9)."""
        return self.found == self.expected


@dataclass(frozen=True, slots=True)
class Repair:
    """One character read as another because only digits, or only letters, can stand there. `line` and `place` count from 1."""

    field: str
    line: int
    place: int
    found: str
    read_as: str


@dataclass(frozen=True, slots=True)
class Mrz:
    """A zone as read. Dates are six characters YYMMDD as printed (`<` unknown); `born` and `expires` give whole years. Personal."""

    format: MrzFormat
    code: str
    document_type: str  # code of DOCUMENT_TYPE; empty where the zone leaves it open
    issuer: str
    number: str
    nationality: str
    surname: str
    given_names: str
    names_may_be_cut: bool
    birth: str
    sex: str  # F, M or X (unspecified)
    expiry: str
    optional: tuple[str, ...]
    checks: tuple[Check, ...]
    repairs: tuple[Repair, ...]
    notes: tuple[Sentence, ...]

    @property
    def valid(self) -> bool:
        """Every check digit is right."""
        return all(check.right for check in self.checks)

    @property
    def number_vouched(self) -> bool:
        """The number's own check digit is right; where there is a composite digit, that one as well."""
        return all(check.right for check in self.checks if check.field in ("number", "composite"))

    def born(self, today: date) -> str:
        """The date of birth as far as known, in the spelling of the kind `date`; empty where nothing is known. Never in the future."""
        return _with_century(self.birth, today.year)

    def expires(self, today: date) -> str:
        """The date of expiry, at most 50 years ahead (documents last 10, permits may last longer); empty where none is printed."""
        return _with_century(self.expiry, today.year + 50)

    def sentences(self) -> tuple[Sentence, ...]:
        """All that was repaired, added or is wrong, for the officer."""
        repaired = (_repaired(repair) for repair in self.repairs)
        wrong = (_wrong(check) for check in self.checks if not check.right)
        return (*self.notes, *repaired, *wrong)


def parse(text: str) -> Mrz:
    """Reads a zone from text: lines by any line end, or pasted as one. Raises: BadValue where it is no zone, or bears no number."""
    layout, lines, notes = lines_of(text)
    lines, repairs = _repair(layout, lines)
    fields = {name: _at(lines, span) for name, span in layout.fields.items()}
    number, optional, number_check = _number(layout, fields)
    if not number:
        raise BadValue("not_a_zone", "The zone has no document number.", "A whole machine readable zone.")
    surname, given_names = _names(fields["names"])
    code = fields["code"].rstrip("<")
    return Mrz(
        layout.format,
        code,
        _TYPES.get(code, _TYPES_BY_FIRST.get(code[:1], "")),
        _code(fields["issuer"]),
        number,
        _code(fields["nationality"]),
        surname,
        given_names,
        not fields["names"].endswith("<"),
        fields["birth"],
        fields["sex"] if fields["sex"] in "FM" else "X",
        fields["expiry"],
        tuple(value.strip("<") for value in (optional, fields.get("optional_2", "")) if value.strip("<")),
        (number_check, *_checks(layout, lines)),
        repairs,
        (*notes, *_odd_codes(fields)),
    )


def _at(lines: tuple[str, ...], span: Span) -> str:
    return lines[span.line][span.start : span.end]


def _repair(layout: Layout, lines: tuple[str, ...]) -> tuple[tuple[str, ...], tuple[Repair, ...]]:
    """Turns letters into digits and digits into letters where only the other can stand."""
    grid = [list(line) for line in lines]
    repairs = []
    for table, names in ((_TO_DIGIT, DIGITS_ONLY), (_TO_LETTER, LETTERS_ONLY)):
        for name in names:
            span = layout.fields.get(name, Span(0, 0, 0))
            for place in range(span.start, span.end):
                found = grid[span.line][place]
                if found in table:
                    grid[span.line][place] = table[found]
                    repairs.append(Repair(name.removesuffix("_digit"), span.line + 1, place + 1, found, table[found]))
    return tuple("".join(row) for row in grid), tuple(repairs)


def _number(layout: Layout, fields: dict[str, str]) -> tuple[str, str, Check]:
    """The number, the optional data without what the number took of it, and the number's check.

    A number of more than nine characters runs on into the optional data of TD1 and TD2: `<` stands in place of its check digit,
    and the rest, its check digit and a filler begin the optional data; the digit covers all characters of the number without that `<`.
    Source: Doc 9303-5, 4.2.2.1 note j and 4.2.4; 9303-6, 4.2.2.2 note j and 4.2.4.
    """
    number, digit, optional = fields["number"], fields["number_digit"], fields["optional"]
    long = layout.format in (MrzFormat.TD1, MrzFormat.TD2) and digit == "<" and "<" not in number
    rest = optional.split("<", 1)[0]
    if long and len(rest) >= 2:
        whole = number + rest[:-1]
        return whole, optional[len(rest) :], Check("number", rest[-1], zone_digit(whole))
    return number.replace("<", ""), optional, Check("number", digit, zone_digit(number))


def _checks(layout: Layout, lines: tuple[str, ...]) -> list[Check]:
    """All check digits but the number's. That of empty optional data may be `<` or 0 (Doc 9303-4, 4.2.2.2)."""
    checks = []
    for name, spans in layout.covers.items():
        if name == "number_digit":
            continue
        covered = "".join(_at(lines, span) for span in spans)
        found, expected = _at(lines, layout.fields[name]), zone_digit(covered)
        if name == "optional_digit" and found == "<" and not covered.strip("<"):
            expected = "<"
        checks.append(Check(name.removesuffix("_digit"), found, expected))
    return checks


def _names(field: str) -> tuple[str, str]:
    """Surname and given names, words joined by one space. A zone with one name only gives it as surname."""
    surname, _, given = field.rstrip("<").partition("<<")
    return " ".join(surname.split("<")).strip(), " ".join(word for word in given.split("<") if word)


def _code(field: str) -> str:
    """A code of issuer or nationality in its one spelling; as printed where nobody is known by it."""
    printed = field.replace("<", "")
    return countries.issuer(printed) or printed


def _odd_codes(fields: dict[str, str]) -> list[Sentence]:
    printed = [fields[name].replace("<", "") for name in ("issuer", "nationality")]
    odd = [code for code in dict.fromkeys(printed) if not countries.issuer(code)]
    notes: list[Sentence] = [("The code {code} belongs to no country or issuer.", {"code": code or "<<<"}) for code in odd]
    if printed[0] == countries.SPECIMEN:
        notes.append(("UTO is the issuer of specimens: no real document bears it.", {}))
    return notes


def _with_century(six: str, latest: int) -> str:
    """YYMMDD with the last century that does not go past `latest`, as the kind `date` has it; empty where it is no date."""
    year, month, day = six[:2], six[2:4].replace("<", "?"), six[4:].replace("<", "?")
    whole = "????"
    if year.isdigit():
        whole = str(max(century + int(year) for century in (1800, 1900, 2000, 2100) if century + int(year) <= latest))
    try:
        return clean_date(f"{whole}-{month}-{day}")
    except BadValue:
        return ""


def _repaired(repair: Repair) -> Sentence:
    values = {"field": repair.field, "line": str(repair.line), "place": str(repair.place), "found": repair.found, "read_as": repair.read_as}
    return "Line {line}, place {place} ({field}): {found} was read as {read_as}.", values


def _wrong(check: Check) -> Sentence:
    return "The check digit of {field} is {found} and should be {expected}.", {
        "field": check.field,
        "found": check.found,
        "expected": check.expected,
    }
