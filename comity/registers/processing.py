"""The record of processing, as Markdown: what is done with whose data, why, under which law, for how long, with which measures.

Source: the shape of Regulation (EU) 2016/679, article 30, and Directive (EU) 2016/680, article 24, which other data protection laws share.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from comity.access.permissions import BORDER_SETS, CLEARED_ONLY
from comity.kernel.levels import Level
from comity.registers.form import sections
from comity.registers.model import Field, Register
from comity.registers.person_rules import PROTECTED
from comity.registers.reference import kept, reviews, writers

_HEAD: Final = """# Record of processing

Written from the declarations by `python3 run python -m tools.registers`; a test compares. An organisation completes it with what no
program knows: its own name and address, its data protection officer, and the agreements under which bureaus take part.

## For every register

| | |
|---|---|
| responsible | the authority that owns a record answers for it; the organisation answers for the system that carries it |
| recipients | bureaus whose officers ask for a purpose that the record is kept for (PUR-03), cleared for its level (CLS-03) |
| not recipients | whoever the owner excluded (OWN-03); anybody before review (REV-01); anybody once a record is blocked or ended |
| retention | each record its own end (RET-01), asked before; silence deletes (RET-02, RET-04) |
| deletion | the key of the record is destroyed, which makes every copy unreadable, backups too (RET-07) |
| access | row-level security in the database; every read is in the audit with its purpose before the answer leaves |
| sealing | identifiers, names, free text and files are sealed with a key for each record; search is by keyed hash |
| rights of persons | requests go to the independent commission; an older version is sealed with its record, and gone with it |

Every other table says its purpose and retention in a comment of the database, and a test fails where one does not.
"""


def processing(registers: Iterable[Register]) -> str:
    """The whole page."""
    return "\n".join([_HEAD, *(_section(one) for one in registers)])


def _section(one: Register) -> str:
    lines = [f"## {one.title}\n", f"{one.about}\n", "| | |", "|---|---|"]
    return "\n".join([*lines, *(f"| {name} | {value} |" for name, value in _facts(one) if value), ""])


def _facts(one: Register) -> tuple[tuple[str, str], ...]:
    return (
        ("purpose", ", ".join(purpose.code for purpose in one.purposes)),
        ("source in law", one.legal_source),
        ("entered by", writers(one)),
        ("categories of persons", persons(one)),
        ("categories of data", "; ".join(f"{title}: {_labels(fields)}" for title, fields in sections(one).items())),
        ("sensitive data", ", ".join(field.label for field in one.fields if not field.searched)),
        ("recipients", recipients(one)),
        ("retention", f"at most {kept(one)}"),
        ("measures", measures(one)),
    )


def persons(one: Register) -> str:
    """Whose data it holds."""
    if one.statuses:
        return ", ".join(title.lower() for _, title in one.field(one.statuses).kind.choices)
    return "people in notices" if one.persons else "none: things and documents alone"


def _labels(fields: Iterable[Field]) -> str:
    return ", ".join(field.label for field in fields)


def recipients(one: Register) -> str:
    """Who may be answered from it, beyond what holds for every register."""
    if one.number in CLEARED_ONLY:
        return "cleared specialists of the bureaus (ACC-08)"
    border = "bureaus, border posts included (PUR-06)" if one.number in BORDER_SETS else "bureaus, not border posts (PUR-06)"
    return "bureaus that look for the missing, and nobody else (PUR-04)" if one.name == "kinship" else border


def measures(one: Register) -> str:
    """What protects its data beyond what holds for every register."""
    narrow = sum(not field.first_line for field in one.fields)
    high = ", ".join(f"{field.label} ({field.level.name.lower()})" for field in one.fields if field.level > Level.OFFICIAL)
    words = [
        f"waits for a second officer: {reviews(one)}",
        f"{narrow} of {len(one.fields)} fields are kept from the first line" if narrow else "",
        f"higher clearance for {high}" if high else "",
        "no names, and a fault for whoever types one" if one.no_names else "",
        f"hidden from wanted, security and border checks for {' and '.join(sorted(PROTECTED))} (REC-06)" if one.statuses else "",
    ]
    return "; ".join(word for word in words if word)
