"""The reference page of a register, and their index, as Markdown: made from the declarations; a test compares."""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import date
from itertools import islice
from typing import Final

from comity.access.permissions import CLEARED_ONLY
from comity.kernel.levels import Level
from comity.registers.form import sections
from comity.registers.model import Field, Key, Register, Review
from comity.registers.paths import nested
from comity.registers.sample import sample_rows

_EXAMPLE_DAY: Final = date(2026, 11, 21)
_EXAMPLE_SEED: Final = 1
_LONGEST_LIST: Final = 12  # codes of a closed list that a table shows


def index(registers: Iterable[Register]) -> str:
    """The page that names them all."""
    lines = ["# Registers\n", _HEAD, "| number | register | what it is for | kept |", "|---|---|---|---|"]
    lines += [f"| {one.number} | [{one.title}](registers/{one.name}.md) | {one.about} | {kept(one)} |" for one in registers]
    return "\n".join(lines) + "\n"


_HEAD: Final = """Written from the declarations in `comity/registers/declarations/` by `python3 run python -m tools.registers`.
A test compares. What is done with which data, and under which law, stands in the [record of processing](processing.md).
"""


def page(one: Register) -> str:
    """Everything that one declaration says."""
    lines = [f"# {one.title}\n", f"{one.about}\n", "| | |", "|---|---|"]
    lines += [f"| {name} | {_cell(value)} |" for name, value in _facts(one) if value]
    lines += ["\n## Fields\n", "| path | what it is | accepted | stored | seen by |", "|---|---|---|---|---|"]
    for fields in sections(one).values():
        lines += [line for field in fields for line in _field(field)]
    lines += ["\n## First step\n", "Shown with a hit until the owner confirms.\n", *[f"- {step}" for step in one.first_step]]
    if one.warnings:
        lines += ["\n## Warnings\n", *[f"- `{warning.name}`: {warning.label}" for warning in one.warnings]]
    lines += ["\n## Example\n", "Synthetic. `values` of the body that enters such a record:\n", "```json", _example(one), "```"]
    return "\n".join(lines) + "\n"


def kept(one: Register) -> str:
    """How long, in words: `5 years; 15 where kind is mark`."""
    years = f"{one.retention_years} years"
    return "; ".join([years, *(f"{keep.years} where {keep.field} is {' or '.join(keep.values)}" for keep in one.kept)])


def writers(one: Register) -> str:
    """Who enters its records."""
    if one.derived:
        return f"nobody: made from the records of register {one.made_from}, with which they change and end"
    kinds = ", ".join(sorted(kind.code for kind in one.writers)) or "every authority, its own records"
    return f"{kinds}; only the issuer named in `{one.issuer_writes}`" if one.issuer_writes else kinds


def found_by(one: Register) -> str:
    """Its search keys, or what leads to a record instead."""
    keys = ", ".join(f"{key.name} (`{key.field}`{f' with `{key.country}`' if key.country else ''}{_through(key)})" for key in one.keys)
    return "; ".join(word for word in (keys, one.found_by) if word)


def _through(key: Key) -> str:
    return f"; by a check in register {key.through} instead, where that is asked" if key.through else ""


def reviews(one: Register) -> str:
    """What waits for a second officer."""
    return "; ".join(map(_review, one.reviewed)) or "only what is discreet (HIT-11)"


def _review(review: Review) -> str:
    where = f"where `{review.field}` is {' or '.join(review.values)}" if review.field else "every record"
    without = f" and `{review.without}` is empty" if review.without else ""
    return f"{where}{without} ({review.rule})"


def _facts(one: Register) -> tuple[tuple[str, str], ...]:
    return (
        ("name", f"`{one.name}`, number {one.number}"),
        ("source in law", one.legal_source),
        ("kept", kept(one)),
        ("purposes", ", ".join(purpose.code for purpose in one.purposes)),
        ("entered by", writers(one)),
        ("asked by", "cleared specialists alone (ACC-08)" if one.number in CLEARED_ONLY else "whoever the table of permissions lets"),
        ("found by", found_by(one)),
        ("waits for a second officer", reviews(one)),
        ("the same record", ", ".join(f"`{name}`" for name in one.identity)),
        ("at least one of", "; ".join(", ".join(f"`{name}`" for name in group) for group in one.one_of)),
        ("holds no names", "yes (REC-13, REC-20)" if one.no_names else ""),
        ("files", f"`/api/v1/registers/{one.name}/template.csv`, `template.xlsx`"),
    )


def _field(field: Field) -> list[str]:
    """The lines of one field and its parts."""
    start = f"{field.name}.N" if field.many else field.name
    often = f", up to {field.many}" if field.many else ""
    if not field.parts:
        return [_line(start, field, field, often)]
    lines = [f"| **`{start}`** | {_cell(field.label)}{often}{_required(field)} | its parts | sealed | {seen(field)} |"]
    return lines + [_line(f"{start}.{part.name}", part, field, "") for part in field.parts]


def _line(path: str, leaf: Field, top: Field, often: str) -> str:
    stored = "column" if top.in_column else "sealed"
    parts = (f"`{path}`", f"{leaf.label}{often}{_required(leaf)}", accepted(leaf), stored, seen(leaf) if leaf is not top else seen(top))
    return "| " + " | ".join(map(_cell, parts)) + " |"


def _required(field: Field) -> str:
    if field.required:
        return ", required"
    return f", required where `{field.needed_for[0]}` is {field.needed_for[1]}" if field.needed_for else ""


def accepted(field: Field) -> str:
    """What a field takes; of a long list its beginning."""
    codes = [code for code, _ in field.kind.choices]
    if not codes:
        return field.kind.accepted
    return ", ".join(codes[:_LONGEST_LIST]) + (f" and {len(codes) - _LONGEST_LIST} more" if len(codes) > _LONGEST_LIST else "")


def seen(field: Field) -> str:
    """Who sees it of another owner's record."""
    words = ["all" if field.first_line else "second line"]
    if field.level > Level.OFFICIAL:
        words.append(f"cleared for {field.level.name.lower()}")
    words += sorted(role.value for role in field.roles)
    return ", ".join(words) + ("; never a key" if not field.searched else "")


def _cell(text: str) -> str:
    return text.replace("|", "\\|").replace("\n", " ")


def _example(one: Register) -> str:
    row = next(islice(sample_rows(one, _EXAMPLE_SEED, 1, today=_EXAMPLE_DAY, issuer="XBM"), 1))
    return json.dumps(nested(one, row), indent=2, ensure_ascii=False)
