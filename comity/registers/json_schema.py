"""The JSON Schema (2020-12) of a register's values, and the pieces of OpenAPI that the API shows for it."""

from __future__ import annotations

from typing import TypeAlias

from comity.kernel.levels import Level
from comity.registers.model import Field, Register
from comity.registers.record import HandlingCode, Source

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


def openapi(register: Register) -> dict[str, Json]:
    """The body that enters or corrects a record: `values` and the header (REC-02)."""
    return {
        "type": "object",
        "additionalProperties": False,
        "required": ["values", "purposes", "law", "source"],
        "properties": {
            "values": json_schema(register),
            "purposes": _list([purpose.code for purpose in register.purposes], least=1),
            "law": {"type": "string", "minLength": 1, "maxLength": 300, "description": "National law or authority (OWN-09)."},
            "source": {"type": "string", "enum": [source.code for source in Source]},
            "level": {"type": "string", "enum": [level.name.lower() for level in Level], "default": "official"},
            "handling": _list([code.code for code in HandlingCode]),
            "warnings": _list([warning.name for warning in register.warnings]),
            "discreet": {"type": "boolean", "default": False, "description": "Waits for a second officer; at most a year (HIT-11)."},
            "ends_at": {
                "type": "string",
                "description": f"Last day of its life, at most {register.retention_years} years from now (RET-01).",
            },
        },
    }


def _list(words: list[str], least: int = 0) -> dict[str, Json]:
    choices: list[Json] = list(words)
    item: dict[str, Json] = {"type": "string", "enum": choices} if choices else {"type": "string"}
    return {"type": "array", "items": item, "minItems": least, "maxItems": len(words), "uniqueItems": True}
