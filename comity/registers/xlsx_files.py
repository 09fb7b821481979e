"""The empty spreadsheet of a register: columns in the first sheet, with lists to choose from; what each takes in the second."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Final

from comity.kernel.levels import Level
from comity.kernel.purposes import BY_CODE
from comity.registers.csv_files import columns, harmless
from comity.registers.model import Register
from comity.registers.paths import leaf

if TYPE_CHECKING:
    from openpyxl import Workbook
    from openpyxl.worksheet.worksheet import Worksheet

LAST_ROW: Final = 1_048_576  # a sheet's limit, ECMA-376
_UNLESS: Final = "unless stated for the whole file"
# The columns that stand behind a register's own.
_OF_EVERY_RECORD: Final = {
    "purposes": ("What the record may be used for", _UNLESS, f"One or more, separated by spaces: {', '.join(BY_CODE)}."),
    "law": ("The law under which it is kept", _UNLESS, "Words, such as an act and its article."),
    "source": ("Who found or reported it", _UNLESS, "authority, holder"),
    "level": ("Who may see it", "", ", ".join(level.name.lower() for level in Level)),
    "handling": ("What readers are to do and not to do", "", "Codes, separated by spaces."),
    "warnings": ("What readers are warned of", "", "Codes, separated by spaces."),
    "ends_at": ("The day of its end, where it is earlier than the register's own", "", "YYYY-MM-DD"),
}
_LISTED: Final = 255  # characters of a list within a cell's rule, ECMA-376 part 1, 18.3.1.33


def xlsx_template(register: Register) -> bytes:
    """A workbook with the columns of `csv_files.columns`. A closed list that is short enough is offered in its cells."""
    import openpyxl  # noqa: PLC0415 - 30 MB that only who asks for a spreadsheet needs

    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "Records"
    names = columns(register)
    sheet.append(list(names))
    _bold(sheet)
    sheet.freeze_panes = "A2"
    for place, name in enumerate(names, 1):
        letter = sheet.cell(1, place).column_letter
        sheet.column_dimensions[letter].width = max(12, len(name) + 2)
        _offer(sheet, letter, register, name)
    _explained(book, register, names)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _bold(sheet: Worksheet) -> None:
    from openpyxl.styles import Font  # noqa: PLC0415 - as above

    for cell in sheet[1]:
        cell.font = Font(bold=True)


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
    _bold(sheet)
    for name in names:
        field = leaf(register, name)
        if field is not None:
            required = "yes" if field.required and "." not in name else ""
            sheet.append([harmless(cell) for cell in (name, field.label, required, field.kind.accepted)])
        else:
            sheet.append([harmless(cell) for cell in (name, *_OF_EVERY_RECORD[name])])
    for letter, width in zip("ABCD", (26, 40, 10, 90), strict=True):
        sheet.column_dimensions[letter].width = width
