"""The values of access. Numbers and codes are stored: never renumber, never rename."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Final

from comity.engines.store import Context, Mode
from comity.kernel.codes import Coded
from comity.kernel.errors import Refused
from comity.kernel.levels import Level
from comity.kernel.purposes import Purpose, seen_by
from comity.kernel.records import RecordState


class AuthorityKind(Coded):
    """What an owner of data is: a member country, an international entity, or the secretariat."""

    COUNTRY = 1
    ENTITY = 2
    SECRETARIAT = 3


class UnitKind(Coded):
    """The kind of place an officer works at: it decides which purposes may be chosen."""

    BORDER_POST = 1
    AIRPORT = 2
    PORT = 3
    DESK = 4
    POLICE_STATION = 5
    DUTY_DESK = 6
    COMMAND_CENTRE = 7


class Role(StrEnum):
    """What an officer is there for. An officer may hold several; the permissions add up."""

    ANALYST = "analyst"
    AUDITOR = "auditor"
    CENTRE = "centre"
    OFFICER = "officer"
    REGISTRAR = "registrar"
    SECURITY = "security"
    SPECIALIST = "specialist"
    SUPERVISOR = "supervisor"


class Permission(StrEnum):
    """Each thing that can be allowed: `subject:thing:action`, alphabetical."""

    ACCESS_OFFICER_CHANGE = "access:officer:change"
    ACCESS_OFFICER_LIST = "access:officer:list"
    ACCESS_TOKEN_ISSUE = "access:token:issue"  # noqa: S105 - the name of a permission
    ACCESS_TOKEN_LIST = "access:token:list"  # noqa: S105 - the name of a permission
    ACCESS_TOKEN_REVOKE = "access:token:revoke"  # noqa: S105 - the name of a permission
    AUDIT_ENTRY_OPEN = "audit:entry:open"
    AUDIT_ENTRY_SEARCH = "audit:entry:search"
    AUDIT_SIGHTING_LIST = "audit:sighting:list"
    CHECK_BATCH_ASK = "check:batch:ask"
    CHECK_PROTECTED_RELEASE = "check:protected:release"
    CHECK_SINGLE_ASK = "check:single:ask"
    CLEARANCE_CONFIRM = "clearance:document:confirm"
    CLEARANCE_END = "clearance:document:end"
    CLEARANCE_LIST = "clearance:document:list"
    CLEARANCE_OBJECT = "clearance:document:object"
    CLEARANCE_PROPOSE = "clearance:document:propose"
    HIT_INBOX_ANSWER = "hit:inbox:answer"
    HIT_INBOX_LIST = "hit:inbox:list"
    JOB_QUEUE_CANCEL = "job:queue:cancel"
    JOB_QUEUE_LIST = "job:queue:list"
    KEY_KEYRING_LIST = "key:keyring:list"
    PERSON_BARE_LIST = "person:bare:list"
    PERSON_SETTING_CHANGE = "person:setting:change"
    PERSON_SETTING_LIST = "person:setting:list"
    REGISTER_IMPORT_APPROVE = "register:import:approve"
    REGISTER_IMPORT_LIST = "register:import:list"
    REGISTER_IMPORT_PROPOSE = "register:import:propose"
    REGISTER_OWNER_RESTRICT = "register:owner:restrict"
    REGISTER_PERSONAL_EXPORT = "register:personal:export"
    REGISTER_RECORD_BLOCK = "register:record:block"
    REGISTER_RECORD_BULK = "register:record:bulk"
    REGISTER_RECORD_CORRECT = "register:record:correct"
    REGISTER_RECORD_CREATE = "register:record:create"
    REGISTER_RECORD_EXPORT = "register:record:export"
    REGISTER_RECORD_LIST = "register:record:list"
    REGISTER_RECORD_LOAD = "register:record:load"
    REGISTER_RECORD_READ = "register:record:read"
    REGISTER_RECORD_RELEASE = "register:record:release"
    REGISTER_RECORD_RESTRICT = "register:record:restrict"
    REGISTER_RECORD_WITHDRAW = "register:record:withdraw"
    REGISTER_VIEW_SAVE = "register:view:save"
    REVIEW_MEASURE_SET = "review:measure:set"
    REVIEW_QUEUE_LIST = "review:queue:list"
    REVIEW_RECORD_SIGN = "review:record:sign"
    STATISTICS_COUNT_READ = "statistics:count:read"
    TRACE_REQUEST_ANSWER = "trace:request:answer"
    TRACE_REQUEST_ASK = "trace:request:ask"
    TRACE_REQUEST_LIST = "trace:request:list"


@dataclass(frozen=True, slots=True)
class Decision:
    """What a rule said: the rule's id, its sentence, and for a refusal who can grant it."""

    allowed: bool
    rule: str
    sentence: str
    granted_by: str = ""

    def enforce(self) -> None:
        """Raises `Refused` with this rule where it did not allow."""
        if not self.allowed:
            raise Refused(self.rule, self.sentence, self.granted_by)


@dataclass(frozen=True, slots=True)
class Audience:
    """Whom an owner keeps from a record. Empty sets: all read."""

    denied_authorities: frozenset[int] = frozenset()
    denied_kinds: frozenset[AuthorityKind] = frozenset()


EVERYBODY = Audience()


@dataclass(frozen=True, slots=True)
class RecordFacts:
    """All that access knows of a record. `purposes` is a mask of record purposes."""

    owner: int
    audience: Audience
    state: RecordState
    purposes: int
    level: Level
    discreet: bool


# The mask of record purposes that a query for a purpose may see: nine answers in all.
SEES: Final = {purpose: seen_by(purpose) for purpose in Purpose}


@dataclass(frozen=True, slots=True)
class Reader:
    """Who asks: an officer in a session, or a system's token that names officer, unit and purpose.

    `system` is 0 for an officer in a session, `officer` is 0 for a system, whose officer stands in `officer_name` as that
    bureau's own reference. `registers` is the scope: empty means nothing. `loads`: a system that hands in a file, and does nothing else.
    """

    authority: int
    kind: AuthorityKind
    bureau: int
    unit: int
    unit_kind: UnitKind
    officer: int
    officer_name: str
    system: int
    roles: frozenset[Role]
    clearance: Level
    purpose: Purpose
    registers: frozenset[int]
    loads: bool = False

    @property
    def hand(self) -> int:
        """Whose act it is, where one number says so: an officer's, or a system's below nought."""
        return self.officer or -self.system

    def context(self, mode: Mode) -> Context:
        """This reader as the database's context."""
        return Context(self.authority, int(self.kind), int(self.clearance), SEES[self.purpose], mode, self.bureau)


@dataclass(frozen=True, slots=True)
class Authority:
    """An owner of data. `names`: language code to name."""

    number: int
    code: str
    kind: AuthorityKind
    names: dict[str, str]


@dataclass(frozen=True, slots=True)
class Bureau:
    """The office of one authority."""

    number: int
    authority: int
    code: str
    names: dict[str, str]


@dataclass(frozen=True, slots=True)
class Unit:
    """A place of a bureau at which officers work and systems stand."""

    number: int
    code: str
    kind: UnitKind
    names: dict[str, str]


@dataclass(frozen=True, slots=True)
class OfficerFacts:
    """One line of a bureau's own list of officers; never anything that opens the account."""

    number: int
    login: str
    name: str
    roles: frozenset[Role]
    clearance: Level
    active: bool


@dataclass(frozen=True, slots=True)
class Session:
    """A signed-in officer. `unit` and `purpose` are chosen by the officer, never guessed (PUR-01).

    `id` is the keyed hash of the session's token: it opens nothing.
    """

    id: bytes
    officer: int
    officer_name: str
    login: str
    roles: frozenset[Role]
    clearance: Level
    authority: int
    authority_code: str
    kind: AuthorityKind
    bureau: int
    bureau_code: str
    bureau_names: dict[str, str]
    units: tuple[Unit, ...]
    unit: Unit | None
    purpose: Purpose | None
    started: datetime
    ends: datetime
    demo: bool = False


@dataclass(frozen=True, slots=True, eq=False)
class TokenFacts:
    """What a system's token allows, as the memo of the hot path holds it. `units`: by number and by code. Equal to itself alone."""

    number: int
    system: int
    authority: int
    kind: AuthorityKind
    bureau: int
    roles: frozenset[Role]
    clearance: Level
    registers: frozenset[int]
    purposes: frozenset[Purpose]
    units: dict[str, Unit]
    expires: datetime
    loads: bool = False
