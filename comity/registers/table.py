"""The table of a register: its columns and the SQL that makes it. A test fails while a migrated table differs."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from comity.registers.model import Register


@dataclass(frozen=True, slots=True)
class Column:
    """One column as PostgreSQL names its type."""

    name: str
    type: str
    required: bool = True


HEADER: Final = (
    Column("id", "uuid"),
    Column("owner", "smallint"),
    Column("bureau", "integer"),
    Column("author", "integer"),
    Column("changed_by", "integer"),
    Column("reviewer", "integer", required=False),
    Column("audience", "integer"),
    Column("state", "smallint"),
    Column("blocked_by", "smallint", required=False),
    Column("purposes", "integer"),
    Column("level", "smallint"),
    Column("discreet", "boolean"),
    Column("handling_codes", "integer"),
    Column("warnings", "integer"),
    Column("law", "text"),
    Column("source", "smallint"),
    Column("created_at", "timestamp with time zone"),
    Column("changed_at", "timestamp with time zone"),
    Column("confirmed_at", "timestamp with time zone"),
    Column("ends_at", "date"),
    Column("version", "integer"),
    Column("identity", "bigint"),
    Column("sealed", "bytea"),
)


def columns(register: Register) -> tuple[Column, ...]:
    """The shared header, then the fields with a column of their own, in the declaration's order."""
    return HEADER + tuple(Column(field.name, field.kind.column_type, field.required) for field in register.columns)


def ddl(register: Register) -> str:
    """The text of CREATE TABLE for a migration that brings a new register; policies and indexes are the migration's own."""
    lines = [f"    {column.name} {column.type}{' not null' if column.required else ''}" for column in columns(register)]
    return f"create table registers.{register.name} (\n" + ",\n".join(lines) + ",\n    primary key (id)\n);"
