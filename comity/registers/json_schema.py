"""The JSON Schema (2020-12) of a register's values, and the pieces of OpenAPI that the API shows for it."""

from __future__ import annotations

from typing import TypeAlias

from comity.kernel.levels import Level
from comity.registers.model import Field, Register
from comity.registers.record import HandlingCode, Source

Json: TypeAlias = "dict[str, Json] | list[Json] | str | int | bool | None"


def json_schema(register: Register) -> dict[str, Json]:
    """The values of one record. Unknown fields are refused (REC-13: a name has no place to go)."""
    properties: dict[str, Json] = {field.name: _field(field) for field in register.fields}
    return {
        "type": "object",
        "title": register.title,
        "additionalProperties": False,
        "required": [field.name for field in register.fields if field.required],
        "properties": properties,
    }


def _field(field: Field) -> dict[str, Json]:
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
