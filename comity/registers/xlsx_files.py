"""The empty spreadsheet of a register: columns in the first sheet, with lists to choose from; what each takes in the second."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Final

from comity.registers.csv_files import columns, harmless
from comity.registers.model import Register
from comity.registers.paths import leaf

if TYPE_CHECKING:
    from openpyxl import Workbook
    from openpyxl.worksheet.worksheet import Worksheet

LAST_ROW: Final = 1_048_576  # a sheet's limit, ECMA-376
_LISTED: Final = 255  # characters of a list within a cell's rule, ECMA-376 part 1, 18.3.1.33


def xlsx_template(register: Register) -> bytes:
    """A workbook with the columns of `csv_files.columns`. A closed list that is short enough is offered in its cells."""
    import openpyxl  # noqa: PLC0415 - 30 MB that only who asks for a spreadsheet needs

    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "Records"
    names = columns(register)
    sheet.append(list(names))
    sheet.freeze_panes = "A2"
    for place, name in enumerate(names, 1):
        letter = sheet.cell(1, place).column_letter
        sheet.column_dimensions[letter].width = max(12, len(name) + 2)
        _offer(sheet, letter, register, name)
    _explained(book, register, names)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _offer(sheet: Worksheet, letter: str, register: Register, name: str) -> None:
    from openpyxl.worksheet.datavalidation import DataValidation  # noqa: PLC0415 - as above

    field = leaf(register, name)
    words = ",".join(code for code, _ in field.kind.choices) if field else ""
    if not words or len(words) > _LISTED:
        return
    rule = DataValidation(type="list", formula1=f'"{words}"', allow_blank=True, showErrorMessage=False)
    rule.add(f"{letter}2:{letter}{LAST_ROW}")
    sheet.add_data_validation(rule)


def _explained(book: Workbook, register: Register, names: tuple[str, ...]) -> None:
    sheet = book.create_sheet("Columns")
    sheet.append(["column", "what it is", "required", "what is accepted"])
    for name in names:
        field = leaf(register, name)
        if field is not None:
            required = "yes" if field.required and "." not in name else ""
            sheet.append([harmless(cell) for cell in (name, field.label, required, field.kind.accepted)])
    for letter, width in zip("ABCD", (26, 40, 10, 90), strict=True):
        sheet.column_dimensions[letter].width = width
