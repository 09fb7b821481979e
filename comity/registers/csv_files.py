"""Files that people open in a spreadsheet: the empty template, and cells that a spreadsheet must not run as formulas."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable
from typing import Final

from comity.registers.model import Field, Register

HEADER_COLUMNS: Final = ("purposes", "law", "source", "level", "handling", "warnings", "ends_at")
_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r")


ITEMS: Final = 3  # columns of a repeated field in a template; a file may have more, as `names.7.full`, up to what the field takes


def columns(register: Register) -> tuple[str, ...]:
    """The names in the first line of a file: the fields by their paths, then the header, whose columns may be left out."""
    return tuple(path for field in register.fields for path in field_columns(field)) + HEADER_COLUMNS


def field_columns(field: Field) -> tuple[str, ...]:
    """The paths of one field in a template: `vin`; `phones.1` to `phones.3`; `names.1.full`, `names.1.family`."""
    starts = [f"{field.name}.{number}" for number in range(1, min(field.many, ITEMS) + 1)] if field.many else [field.name]
    return tuple(f"{start}.{part.name}" for start in starts for part in field.parts) if field.parts else tuple(starts)


def csv_template(register: Register) -> str:
    """The first line of a file for this register, in UTF-8 with a byte order mark so that a spreadsheet reads it right."""
    return "\ufeff" + csv_line(columns(register))


def harmless(cell: str) -> str:
    """A cell that a spreadsheet shows and does not run: what begins like a formula gets an apostrophe before it (OWASP, CSV injection)."""
    return f"'{cell}" if cell.startswith(_FORMULA) else cell


def csv_line(cells: Iterable[str]) -> str:
    """One line, RFC 4180, every cell harmless."""
    out = io.StringIO()
    csv.writer(out).writerow([harmless(cell) for cell in cells])
    return out.getvalue()


def as_typed(cell: str) -> str:
    """A cell as its author meant it: the apostrophe that `harmless` put before a formula sign is taken away again."""
    return cell[1:] if len(cell) > 1 and cell[0] == "'" and cell[1:].startswith(_FORMULA) else cell
