"""What of a record a reader gets to see: only the fields meant for where the reader stands (PUR-06), never who entered it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from comity.access.model import Reader
from comity.access.permissions import FIRST_LINE
from comity.kernel.purposes import Purpose
from comity.registers.model import Field, Register
from comity.registers.paths import in_order
from comity.registers.record import HandlingCode, Record, Values


@dataclass(frozen=True, slots=True)
class Shown:
    """A record as one reader sees it. Codes and names, ready to translate; `own` alone fills what only the owner sees.

    `left_out`: names of fields that are kept from this reader although the register has them; whether they are filled is not said.
    """

    id: UUID
    register: str
    owner: int
    own: bool
    values: dict[str, str]
    left_out: tuple[str, ...]
    level: int
    purposes: tuple[str, ...]
    warnings: tuple[str, ...]
    handling: tuple[str, ...]
    first_step: tuple[str, ...]
    confirmed_at: datetime
    created_at: datetime
    ends_at: date
    state: str = ""
    blocked_by: str = ""
    law: str = ""
    source: str = ""
    discreet: bool = False
    audience: int = 0
    version: int = 0


def first_line(reader: Reader) -> bool:
    """Whether the reader gets the first line's view: at such a place, or under the purpose of such places."""
    return reader.unit_kind in FIRST_LINE or reader.purpose is Purpose.BORDER


def may_see(field: Field, reader: Reader) -> bool:
    """Whether this reader of another owner's record sees the field, or the part: by place (PUR-06), clearance (CLS-03) and role."""
    if field.level > reader.clearance or (field.roles and not field.roles & reader.roles):
        return False
    return field.first_line or not first_line(reader)


def redact_values(register: Register, values: Values, reader: Reader) -> dict[str, str]:
    """The values of another owner's record that this reader may see, path by path, in the declaration's order."""
    hidden = set(left_out(register, reader))
    return {path: value for path, value in in_order(register, values).items() if not hidden & {named(path), path.partition(".")[0]}}


def named(path: str) -> str:
    """The field or part that a path belongs to, without the number of an item: `names.2.full` is `names.full`."""
    return ".".join(word for word in path.split(".") if not word.isdigit())


def left_out(register: Register, reader: Reader) -> tuple[str, ...]:
    """The fields, and the parts (`assets.iban`), that are kept from this reader of another owner's record."""
    hidden = []
    for field in register.fields:
        if not may_see(field, reader):
            hidden.append(field.name)
        else:
            hidden += [f"{field.name}.{part.name}" for part in field.parts if not may_see(part, reader)]
    return tuple(hidden)


def handling_names(bits: int) -> tuple[str, ...]:
    """The codes in a mask of handling codes."""
    return tuple(code.code for code in HandlingCode if bits & code)


def redact(register: Register, record: Record, reader: Reader) -> Shown:
    """The record for this reader. That the reader may see it at all was decided before."""
    own = record.owner == reader.authority
    values = dict(record.values) if own else redact_values(register, record.values, reader)
    hidden = () if own else left_out(register, reader)
    owners_part = _owners_part(record) if own else {}
    return Shown(
        id=record.id,
        register=register.name,
        owner=record.owner,
        own=own,
        values=values,
        left_out=hidden,
        level=int(record.level),
        purposes=tuple(sorted(purpose.code for purpose in record.purposes)),
        warnings=register.warning_names(record.warnings),
        handling=handling_names(record.handling_codes),
        first_step=register.first_step,
        confirmed_at=record.confirmed_at,
        created_at=record.created_at,
        ends_at=record.ends_at,
        **owners_part,  # type: ignore[arg-type]
    )


def _owners_part(record: Record) -> Mapping[str, object]:
    return {
        "state": record.state.name.lower(),
        "blocked_by": record.blocked_by.name.lower() if record.blocked_by else "",
        "law": record.law,
        "source": record.source.code,
        "discreet": record.discreet,
        "audience": record.audience,
        "version": record.version,
    }
