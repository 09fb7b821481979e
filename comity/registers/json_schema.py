"""The JSON Schema (2020-12) of a register's values, and the pieces of OpenAPI that the API shows for it."""

from __future__ import annotations

from typing import TypeAlias

from comity.registers.model import Field, Register

Json: TypeAlias = "dict[str, Json] | list[Json] | str | int | bool | None"


def json_schema(register: Register) -> dict[str, Json]:
    """The values of one record. Unknown fields are refused (REC-13: a name has no place to go)."""
    return {"title": register.title, "description": register.about} | _object(register.fields)


def _object(fields: tuple[Field, ...]) -> dict[str, Json]:
    required: list[Json] = [field.name for field in fields if field.required]
    properties: dict[str, Json] = {field.name: _field(field) for field in fields}
    return {"type": "object", "additionalProperties": False, "required": required, "properties": properties}


def _field(field: Field) -> dict[str, Json]:
    """A repeated field is a list, a compound one an object: nested as the API has it (`paths`)."""
    one = _object(field.parts) | {"title": field.label} if field.parts else _leaf(field)
    if not field.many:
        return one
    return {"type": "array", "title": field.label, "items": one, "minItems": int(field.required), "maxItems": field.many}


def _leaf(field: Field) -> dict[str, Json]:
    kind = field.kind
    schema: dict[str, Json] = {"type": "string", "title": field.label, "description": kind.accepted}
    if kind.choices:
        return schema | {"enum": [code for code, _ in kind.choices]}
    examples: list[Json] = list(kind.examples)
    return schema | {"examples": examples, "maxLength": 4 * kind.longest}  # as typed: with spaces, hyphens and the like
