"""The nineteen registers: what each is for, what a record of one holds, the templates of its files."""

from __future__ import annotations

from typing import Any, Final

import msgspec
from litestar import Response, Router, get
from litestar.params import FromPath

from comity.edges.api.documented import reading
from comity.registers.catalogue import BY_NUMBER, STRIP, Entry
from comity.registers.catalogue import register as declared
from comity.registers.csv_files import columns, csv_template
from comity.registers.json_schema import json_schema
from comity.registers.model import Field, Register
from comity.registers.xlsx_files import xlsx_template

_XLSX: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


class RegisterLine(msgspec.Struct, frozen=True):
    """One place of the strip. `specialists`: only cleared specialists ask it; `derived`: the system alone enters its records."""

    number: int
    name: str
    title: str
    short: str
    declared: bool
    about: str
    persons: bool
    specialists: bool
    derived: bool


class RegistersOut(msgspec.Struct, frozen=True):
    """All nineteen, in their order: `next` is always empty."""

    items: tuple[RegisterLine, ...]
    next: str = ""


class PartOut(msgspec.Struct, frozen=True):
    """One part of a compound field. `level`: the clearance that sees it."""

    name: str
    label: str
    required: bool
    accepted: str
    hint: str
    choices: dict[str, str]
    first_line: bool
    level: str


class FieldOut(PartOut, frozen=True):
    """One field of a record. `many`: how often it may stand in a record, 0 for once; `parts`: of a compound field, else empty."""

    many: int
    section: str
    parts: tuple[PartOut, ...]


class RegisterOut(msgspec.Struct, frozen=True):
    """A register's declaration. `values_schema`: JSON Schema (2020-12) of a record's values. `columns`: those of its file."""

    number: int
    name: str
    title: str
    about: str
    legal_source: str
    retention_years: int
    purposes: tuple[str, ...]
    fields: tuple[FieldOut, ...]
    keys: tuple[str, ...]
    listed_by: str
    warnings: dict[str, str]
    first_step: tuple[str, ...]
    columns: tuple[str, ...]
    template: str
    template_xlsx: str
    values_schema: dict[str, Any]


def _line(entry: Entry) -> RegisterLine:
    one = BY_NUMBER[entry.number]
    facts = (one.about, one.persons, one.specialists, one.derived)
    return RegisterLine(entry.number, entry.name, entry.title, entry.short, True, *facts)


def _part(field: Field) -> dict[str, Any]:
    """What a field and a part of one have in common."""
    kind = field.kind
    return {
        "name": field.name, "label": field.label, "required": field.required, "accepted": kind.accepted, "hint": kind.hint,
        "choices": dict(kind.choices), "first_line": field.first_line, "level": field.level.name.lower(),
    }  # fmt: skip


def _field(field: Field) -> FieldOut:
    parts = tuple(PartOut(**_part(part)) for part in field.parts)
    return FieldOut(**_part(field), many=field.many, section=field.section, parts=parts)


def _out(one: Register) -> RegisterOut:
    return RegisterOut(
        number=one.number,
        name=one.name,
        title=one.title,
        about=one.about,
        legal_source=one.legal_source,
        retention_years=one.retention_years,
        purposes=tuple(purpose.code for purpose in one.purposes),
        fields=tuple(map(_field, one.fields)),
        keys=tuple(key.name for key in one.keys),
        listed_by=one.listed_by,
        warnings={warning.name: warning.label for warning in one.warnings},
        first_step=one.first_step,
        columns=columns(one),
        template=f"/api/v1/registers/{one.name}/template.csv",
        template_xlsx=f"/api/v1/registers/{one.name}/template.xlsx",
        values_schema=json_schema(one),
    )


@get("/registers", responses=reading())
async def registers() -> RegistersOut:
    """The strip."""
    return RegistersOut(tuple(map(_line, STRIP)))


@get("/registers/{register:str}", responses=reading(404))
async def register(register: FromPath[str]) -> RegisterOut:
    """One register's declaration; one that is not declared is not there."""
    return _out(declared(register))


@get("/registers/{register:str}/template.csv", media_type="text/csv; charset=utf-8", responses=reading(404))
async def template(register: FromPath[str]) -> Response[str]:
    """The first line of a file for a load, in UTF-8 with a byte order mark."""
    headers = {"content-disposition": f'attachment; filename="{declared(register).name}.csv"'}
    return Response(csv_template(declared(register)), media_type="text/csv; charset=utf-8", headers=headers)


@get("/registers/{register:str}/template.xlsx", media_type=_XLSX, responses=reading(404), sync_to_thread=True)
def spreadsheet(register: FromPath[str]) -> Response[bytes]:
    """The same as a spreadsheet, with lists to choose from and what each column takes."""
    headers = {"content-disposition": f'attachment; filename="{declared(register).name}.xlsx"'}
    return Response(xlsx_template(declared(register)), media_type=_XLSX, headers=headers)


ROUTES = Router("/", route_handlers=[registers, register, template, spreadsheet], tags=["Registers"])
