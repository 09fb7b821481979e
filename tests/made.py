"""Values for tests of pure rules: an officer of Belmora who registers, a stolen passport of Belmora. No database, no clock."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

from comity.access.model import AuthorityKind, Reader, Role, UnitKind
from comity.kernel.levels import Level
from comity.kernel.purposes import Purpose
from comity.kernel.records import RecordState
from comity.kernel.strip import Strip
from comity.registers.record import Draft, Record, Source

XBM, XCS, XDV, XEM = 2, 3, 4, 5
NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
TODAY = NOW.date()
MARLOW, TOREN = 21, 22  # two officers of one bureau

_OFFICER = Reader(
    authority=XBM,
    kind=AuthorityKind.COUNTRY,
    bureau=20,
    unit=200,
    unit_kind=UnitKind.DESK,
    officer=MARLOW,
    officer_name="Ines Marlow",
    system=0,
    roles=frozenset({Role.REGISTRAR}),
    clearance=Level.OFFICIAL,
    purpose=Purpose.BORDER,
    registers=frozenset(int(strip) for strip in Strip),
)
_DRAFT = Draft(
    values={"number": "C0118832", "country": "XBM", "reason": "stolen", "report_reference": "R 12"},
    purposes=frozenset({Purpose.BORDER}),
    law="Act on documents",
    source=Source.AUTHORITY,
    level=Level.OFFICIAL,
    handling_codes=0,
    warnings=0,
    discreet=False,
    ends_at=date(2031, 11, 22),
)
_RECORD = Record(
    register=3,
    id=UUID("01000000-0000-8002-8000-000000000001"),
    owner=XBM,
    bureau=20,
    author=MARLOW,
    changed_by=MARLOW,
    reviewer=None,
    audience=1,
    state=RecordState.RELEASED,
    blocked_by=None,
    created_at=NOW,
    changed_at=NOW,
    confirmed_at=NOW,
    version=1,
    **{name: getattr(_DRAFT, name) for name in Draft.__slots__},
)


def officer(**changes: Any) -> Reader:
    """An officer, with what is said changed."""
    return replace(_OFFICER, **changes)


def system(**changes: Any) -> Reader:
    """A system of the same bureau, which no officer answers for."""
    return replace(_OFFICER, officer=0, officer_name="desk 4", system=7, **changes)


def draft(**changes: Any) -> Draft:
    """What an owner wants to record."""
    return replace(_DRAFT, **changes)


def record(**changes: Any) -> Record:
    """A record that others find."""
    return replace(_RECORD, **changes)
