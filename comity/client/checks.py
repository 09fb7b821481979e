"""What is asked of a check, and what it answers. Fields that a newer server adds are ignored."""

from __future__ import annotations

from typing import Literal
from uuid import UUID

import msgspec

from comity.client.clearances import Cleared
from comity.client.persons import Person, PersonMatch, PersonResult

Outcome = Literal["hit", "no_hit", "no_answer"]
Says = Literal["record", "asked", "unreadable"]


class Identifier(msgspec.Struct, frozen=True, omit_defaults=True):
    """One thing asked about. `kind`: document, mrz, vin, vin_like, last8, plate, engine, imo, hin, mmsi, call_sign, vessel_registration,
    vessel_name, serial, imei, phone, email, iban, crypto_address, md5, sha256 or pdq. `issuer`: country, issuing code or maker, if known.
    """

    kind: str
    value: str
    issuer: str = ""


class Question(msgspec.Struct, frozen=True, omit_defaults=True):
    """One check: identifiers, a person, or both. A system names officer, unit and purpose; an officer's session has them already."""

    identifiers: tuple[Identifier, ...] = ()
    purpose: str = ""
    registers: tuple[str, ...] = ()
    officer: str = ""
    unit: str = ""
    protected: bool = False
    reference: str = ""
    person: Person | None = None


class BatchItem(msgspec.Struct, frozen=True, omit_defaults=True):
    """One check of a batch."""

    identifiers: tuple[Identifier, ...] = ()
    reference: str = ""
    person: Person | None = None


class Batch(msgspec.Struct, frozen=True, omit_defaults=True):
    """Up to 10,000 checks of one purpose, officer and unit."""

    checks: tuple[BatchItem, ...]
    purpose: str = ""
    registers: tuple[str, ...] = ()
    officer: str = ""
    unit: str = ""
    protected: bool = False


class Reading(msgspec.Struct, frozen=True, omit_defaults=True):
    """What the document says where a check met a look-alike. `check` and `at` as its answer gave them.

    A system names officer, unit and purpose, as in a check.
    """

    check: str
    at: str
    record: UUID | str
    says: Says
    purpose: str = ""
    officer: str = ""
    unit: str = ""


class Hit(msgspec.Struct, frozen=True):
    """One hit, as far as the asker may see it. `opens`: the register in which `record` is read; empty from older servers.

    `person`: how its person is like the one asked about, where one was and is. `cleared`: the document asked about was cleared of it.
    """

    record: str
    register: str
    grade: str
    sentence: str
    owner: str
    level: str = ""
    warnings: tuple[str, ...] = ()
    first_step: tuple[str, ...] = ()
    confirm: str = ""
    facts: dict[str, str] = {}
    opens: str = ""
    person: PersonMatch | None = None
    cleared: Cleared | None = None


class Answer(msgspec.Struct, frozen=True):
    """One register of one source. `why` with no answer only."""

    source: str
    register: str
    outcome: Outcome
    hits: tuple[Hit, ...] = ()
    why: str = ""


class CheckResult(msgspec.Struct, frozen=True):
    """The answer to a check. `check` names its audit entry."""

    check: str
    at: str
    outcome: Outcome
    answers: tuple[Answer, ...]
    notes: tuple[str, ...] = ()
    person: PersonResult | None = None


class BatchResult(CheckResult, frozen=True):
    """The answer to one check of a batch; `place` counts from 0."""

    place: int = 0
