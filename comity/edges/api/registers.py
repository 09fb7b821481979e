"""The nineteen registers: which are declared, what a record of one holds, the template of its file."""

from __future__ import annotations

from typing import Any

import msgspec
from litestar import Response, Router, get
from litestar.params import FromPath

from comity.edges.api.documented import reading
from comity.registers.catalogue import BY_NUMBER, STRIP, Entry
from comity.registers.catalogue import register as declared
from comity.registers.csv_files import columns, csv_template
from comity.registers.json_schema import json_schema
from comity.registers.model import Register


class RegisterLine(msgspec.Struct, frozen=True):
    """One place of the strip. Only a declared register can be asked."""

    number: int
    name: str
    title: str
    short: str
    declared: bool


class RegistersOut(msgspec.Struct, frozen=True):
    """All nineteen, in their order: `next` is always empty."""

    items: tuple[RegisterLine, ...]
    next: str = ""


class FieldOut(msgspec.Struct, frozen=True):
    """One field of a record."""

    name: str
    label: str
    required: bool
    accepted: str
    hint: str
    choices: dict[str, str]
    first_line: bool


class RegisterOut(msgspec.Struct, frozen=True):
    """A register's declaration. `values_schema`: JSON Schema (2020-12) of a record's values. `columns`: those of its file."""

    number: int
    name: str
    title: str
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
    values_schema: dict[str, Any]


def _line(entry: Entry) -> RegisterLine:
    return RegisterLine(entry.number, entry.name, entry.title, entry.short, entry.number in BY_NUMBER)


def _out(one: Register) -> RegisterOut:
    fields = tuple(
        FieldOut(field.name, field.label, field.required, field.kind.accepted, field.kind.hint, dict(field.kind.choices), field.first_line)
        for field in one.fields
    )
    return RegisterOut(
        number=one.number,
        name=one.name,
        title=one.title,
        legal_source=one.legal_source,
        retention_years=one.retention_years,
        purposes=tuple(purpose.code for purpose in one.purposes),
        fields=fields,
        keys=tuple(key.name for key in one.keys),
        listed_by=one.listed_by,
        warnings={warning.name: warning.label for warning in one.warnings},
        first_step=one.first_step,
        columns=columns(one),
        template=f"/api/v1/registers/{one.name}/template.csv",
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


ROUTES = Router("/", route_handlers=[registers, register, template], tags=["Registers"])
