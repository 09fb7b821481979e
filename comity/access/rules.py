"""What the permission table says, as pure functions. Each answer names its rule.

Cost: `may_ask` and `may` are dictionary look-ups after the first call for one kind of asker (a memo over frozen values).
"""

from __future__ import annotations

from functools import lru_cache
from typing import Final

from comity.access.model import SEES, Audience, AuthorityKind, Decision, Permission, Reader, RecordFacts, Role, UnitKind
from comity.access.permissions import ANY_REGISTER, BUREAU_HEAD, CHOICES, CLEARED_ONLY, GRANTS, LOADING, OPENINGS, OWNER, SECURITY_OFFICER
from comity.engines.store import Mode
from comity.kernel.purposes import Purpose
from comity.kernel.records import RecordState

_OWN: Final = Decision(True, "OWN-02", "The data are your own authority's.")
_VISIBLE: Final = Decision(True, "PUR-03", "The record's purposes, level and owner allow it.")
_DISCREET_TOLD: Final = Decision(True, "HIT-11", "A discreet record: its owner alone is told.")
_NO_READING: Final = Decision(False, "PUR-01", "Without a purpose and a way of reading nothing is read.")
_NOT_RELEASED: Final = Decision(False, "REV-01", "The record is not released to others.")
_RESTRICTED: Final = Decision(False, "OWN-03", "The owner keeps the record from this reader.", OWNER)
_OTHER_PURPOSE: Final = Decision(False, "PUR-03", "The record is not kept for a purpose that this query may see.", OWNER)
_ABOVE_CLEARANCE: Final = Decision(False, "CLS-03", "The record's level is above the reader's clearance.", BUREAU_HEAD)
_DISCREET: Final = Decision(False, "HIT-11", "A discreet record gives its reader a true no hit.")
_NOT_CLEARED: Final = Decision(False, "ACC-08", "This register is for specialists cleared for it.", BUREAU_HEAD)
_NOT_DISCREET: Final = Decision(False, "HIT-11", "The silent look-up returns discreet records only.")


def permits(audience: Audience, authority: int, kind: AuthorityKind) -> bool:
    """Whether the owner's restriction lets this authority, being of this kind, read (OWN-03)."""
    return authority not in audience.denied_authorities and kind not in audience.denied_kinds


def may_read(reader: Reader, record: RecordFacts, mode: Mode) -> Decision:
    """Whether this reader sees this record. Exactly what the SQL function `access.may_read` says under `reader.context(mode)`.

    Which registers may be asked at all is `may_ask`'s question. A refusal is for audit and tests: a reader is told nothing (OWN-04).
    """
    if mode is Mode.OWN:
        return _OWN if record.owner == reader.authority else _RESTRICTED
    if mode is Mode.CHECK:
        return _OWN if record.owner == reader.authority else _checked(reader, record)
    if mode is Mode.DISCREET:
        return _silent(reader, record)
    return _NO_READING


def _checked(reader: Reader, record: RecordFacts) -> Decision:
    refusal = _closed(reader, record)
    if refusal:
        return refusal
    if record.level > reader.clearance:
        return _ABOVE_CLEARANCE
    return _DISCREET if record.discreet else _VISIBLE


def _silent(reader: Reader, record: RecordFacts) -> Decision:
    if not record.discreet:
        return _NOT_DISCREET
    return _closed(reader, record) or _DISCREET_TOLD


def _closed(reader: Reader, record: RecordFacts) -> Decision | None:
    """The conditions that both ways of checking share."""
    if record.state is not RecordState.RELEASED:
        return _NOT_RELEASED
    if not permits(record.audience, reader.authority, reader.kind):
        return _RESTRICTED
    return None if record.purposes & SEES[reader.purpose] else _OTHER_PURPOSE


@lru_cache(maxsize=4096)
def purposes_for(roles: frozenset[Role], unit: UnitKind) -> tuple[Purpose, ...]:
    """The purposes that somebody of these roles may choose at this kind of place, in the purposes' order."""
    open_ones: set[Purpose] = set()
    for row in CHOICES:
        if unit in row.units and roles & row.roles:
            open_ones |= row.purposes
    return tuple(sorted(open_ones))


@lru_cache(maxsize=4096)
def may_choose(roles: frozenset[Role], unit: UnitKind, purpose: Purpose) -> Decision:
    """Whether this purpose may be chosen, by the first row that grants it."""
    for row in CHOICES:
        if unit in row.units and roles & row.roles and purpose in row.purposes:
            return Decision(True, row.rule, row.reason)
    return Decision(False, "ACC-01", f"The purpose {purpose.code} is not open to your role at this kind of unit.", BUREAU_HEAD)


@lru_cache(maxsize=4096)
def granted(roles: frozenset[Role], permission: Permission) -> Decision:
    """Whether any of these roles has this permission."""
    for role in sorted(roles):
        if permission in GRANTS[role]:
            return Decision(True, "ACC-08", f"The role {role} has it.")
    return Decision(False, "ACC-08", f"None of your roles has the permission {permission}.", BUREAU_HEAD)


@lru_cache(maxsize=512)
def _opened(roles: frozenset[Role], purpose: Purpose, register: int) -> Decision:
    for row in OPENINGS:
        if purpose in row.purposes and register in row.registers and not roles & row.but:
            return Decision(row.allowed, row.rule, row.reason, row.granted_by)
    return Decision(False, "PUR-03", "An unlisted pair of purpose and register is refused.")


@lru_cache(maxsize=65536)
def _ask(roles: frozenset[Role], unit: UnitKind, purpose: Purpose, scope: frozenset[int], register: int) -> Decision:
    for decision in (granted(roles, Permission.CHECK_SINGLE_ASK), may_choose(roles, unit, purpose), _in_scope(scope, register)):
        if not decision.allowed:
            return decision
    return _opened(roles, purpose, register)


def _in_scope(scope: frozenset[int], register: int) -> Decision:
    if register in scope:
        return Decision(True, "ACC-01", "The register is within the scope that the bureau gave.")
    return Decision(False, "ACC-01", "The register is outside the scope that your bureau gave.", SECURITY_OFFICER)


def may_ask(reader: Reader, register: int) -> Decision:
    """Whether this reader may ask this register for the stated purpose: role, place, purpose, scope, then the register's opening."""
    return _ask(reader.roles, reader.unit_kind, reader.purpose, reader.registers, register)


def may(reader: Reader, permission: Permission, register: int | None = None) -> Decision:
    """Whether this reader may do this; with a register, whether within its scope too."""
    decision = _loading(permission) if reader.loads else granted(reader.roles, permission)
    if register is None or not decision.allowed:
        return decision
    scope = _in_scope(reader.registers, register)
    if not scope.allowed:
        return scope
    return _NOT_CLEARED if register in CLEARED_ONLY and Role.SPECIALIST not in reader.roles else decision


def _loading(permission: Permission) -> Decision:
    """What a system that hands in a file may do: that alone, whatever its roles."""
    if permission in LOADING.permissions:
        return Decision(True, LOADING.rule, LOADING.reason)
    return Decision(False, LOADING.rule, f"A system that loads does not have the permission {permission}.", "an officer of your bureau")


def askable(reader: Reader) -> tuple[int, ...]:
    """The registers that this reader may ask, in the strip's order."""
    return tuple(sorted(number for number in ANY_REGISTER if may_ask(reader, number).allowed))
