"""The permission table, as data that a lawyer can read. `rules` compiles it; nothing else decides.

Three questions, three tables, and one scope. Whatever a table does not list is refused.

1. `GRANTS`: what may a role do at all?
2. `CHOICES`: which purposes may a role choose at which kind of place?
3. `OPENINGS`: which registers may be asked for a purpose? Read from the top; the first row that fits decides.

A system whose token has the scope to load does what `LOADING` lists, and nothing of the tables above with it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from comity.access.model import Permission, Role, UnitKind
from comity.kernel.purposes import Purpose
from comity.kernel.strip import Strip

_M = Permission
_P = Purpose
_R = Role
_U = UnitKind

BUREAU_HEAD: Final = "the head of your bureau"
SECURITY_OFFICER: Final = "the security officer of your bureau"
OWNER: Final = "the owner"

ASKING: Final = frozenset({_M.CHECK_SINGLE_ASK, _M.CHECK_BATCH_ASK, _M.REGISTER_RECORD_READ})
_INBOX: Final = frozenset({_M.HIT_INBOX_LIST, _M.HIT_INBOX_ANSWER})
# Jobs of colleagues; one's own are always one's own.
_JOBS: Final = frozenset({_M.JOB_QUEUE_LIST, _M.JOB_QUEUE_CANCEL})

# Lists of one's own records, and what is counted.
_LISTS: Final = frozenset({_M.REGISTER_RECORD_LIST, _M.REGISTER_VIEW_SAVE, _M.STATISTICS_COUNT_READ})
# Files of one's own records leave the installation; with them, where a file says so, what they hold on persons.
_FILES: Final = frozenset({_M.REGISTER_RECORD_EXPORT, _M.REGISTER_PERSONAL_EXPORT})

# Who said *not this person* proposes; another officer of the bureau, who answers for it, signs and ends; an owner's own object.
_CLEARS: Final = frozenset({_M.CLEARANCE_LIST, _M.CLEARANCE_PROPOSE})
_SIGNS: Final = _CLEARS | {_M.CLEARANCE_CONFIRM, _M.CLEARANCE_END, _M.CLEARANCE_OBJECT}

_TRACES: Final = frozenset({_M.TRACE_REQUEST_ANSWER, _M.TRACE_REQUEST_ASK, _M.TRACE_REQUEST_LIST})

# Table 1. What a role may do.
GRANTS: Final[dict[Role, frozenset[Permission]]] = {
    _R.OFFICER: ASKING | _CLEARS,
    _R.ANALYST: ASKING | _LISTS | {_M.HIT_INBOX_LIST},
    _R.REGISTRAR: ASKING
    | _INBOX
    | _SIGNS
    | _TRACES
    | _JOBS
    | _LISTS
    | _FILES
    | {
        _M.AUDIT_SIGHTING_LIST,
        _M.REGISTER_IMPORT_LIST,
        _M.REGISTER_IMPORT_PROPOSE,
        _M.REGISTER_OWNER_RESTRICT,
        _M.REGISTER_RECORD_BLOCK,
        _M.REGISTER_RECORD_CORRECT,
        _M.REGISTER_RECORD_CREATE,
        _M.REGISTER_RECORD_BULK,
        _M.REGISTER_RECORD_LOAD,
        _M.REGISTER_RECORD_RESTRICT,
        _M.REGISTER_RECORD_WITHDRAW,
    },
    _R.SUPERVISOR: ASKING
    | _INBOX
    | _SIGNS
    | _TRACES
    | _JOBS
    | _LISTS
    | _FILES
    | {
        _M.ACCESS_OFFICER_LIST,
        _M.AUDIT_SIGHTING_LIST,
        _M.CHECK_PROTECTED_RELEASE,
        _M.PERSON_BARE_LIST,
        _M.PERSON_SETTING_CHANGE,
        _M.PERSON_SETTING_LIST,
        _M.REGISTER_IMPORT_APPROVE,
        _M.REGISTER_IMPORT_LIST,
        _M.REGISTER_OWNER_RESTRICT,
        _M.REGISTER_RECORD_BLOCK,
        _M.REGISTER_RECORD_BULK,
        _M.REGISTER_RECORD_RELEASE,
        _M.REGISTER_RECORD_RESTRICT,
        _M.REVIEW_MEASURE_SET,
        _M.REVIEW_QUEUE_LIST,
        _M.REVIEW_RECORD_SIGN,
    },
    _R.AUDITOR: frozenset(
        {_M.AUDIT_ENTRY_OPEN, _M.AUDIT_ENTRY_SEARCH, _M.AUDIT_SIGHTING_LIST, _M.PERSON_BARE_LIST, _M.PERSON_SETTING_LIST}
    ),
    _R.SECURITY: frozenset(
        {
            _M.ACCESS_OFFICER_CHANGE,
            _M.ACCESS_OFFICER_LIST,
            _M.ACCESS_TOKEN_ISSUE,
            _M.ACCESS_TOKEN_LIST,
            _M.ACCESS_TOKEN_REVOKE,
            _M.KEY_KEYRING_LIST,
        }
    ),
    # Cleared for the registers of specialists; who keeps one is a registrar or supervisor as well.
    _R.SPECIALIST: ASKING | {_M.REGISTER_RECORD_LIST},
    _R.CENTRE: ASKING | _INBOX | _CLEARS,
}

FIRST_LINE: Final = frozenset({_U.BORDER_POST, _U.AIRPORT, _U.PORT})
DESKS: Final = frozenset({_U.DESK, _U.DUTY_DESK})
ANY_UNIT: Final = frozenset(UnitKind)
ANY_PURPOSE: Final = frozenset(Purpose)
_OPERATIONAL: Final = frozenset({_P.WANTED, _P.WHEREABOUTS, _P.WARNING, _P.MISSING})


@dataclass(frozen=True, slots=True)
class Choice:
    """These roles, at these kinds of place, may choose these purposes; under which rule, and why."""

    roles: frozenset[Role]
    units: frozenset[UnitKind]
    purposes: frozenset[Purpose]
    rule: str
    reason: str


# Table 2. Which purposes may be chosen. The rows add up.
CHOICES: Final[tuple[Choice, ...]] = (
    Choice(
        frozenset({_R.OFFICER, _R.SUPERVISOR, _R.REGISTRAR}),
        FIRST_LINE,
        _OPERATIONAL | {_P.BORDER},
        "PUR-06",
        "At the first line people are checked as they cross: border management, and what a crossing may bring to light.",
    ),
    Choice(
        frozenset({_R.OFFICER, _R.SUPERVISOR, _R.REGISTRAR}),
        frozenset({_U.POLICE_STATION}),
        _OPERATIONAL | {_P.INTELLIGENCE},
        "ACC-01",
        "A police station looks for persons and works on its own cases.",
    ),
    Choice(
        frozenset({_R.OFFICER, _R.SUPERVISOR, _R.REGISTRAR, _R.ANALYST, _R.SPECIALIST}),
        DESKS,
        _OPERATIONAL | {_P.INTELLIGENCE, _P.FORENSIC, _P.BORDER},
        "ACC-01",
        "The desks of a bureau serve all its national entities.",
    ),
    Choice(
        frozenset({_R.ANALYST}),
        DESKS | {_U.COMMAND_CENTRE},
        frozenset({_P.INTELLIGENCE, _P.TRENDS}),
        "PUR-07",
        "Trends are work of analysts: about groups, never a forecast about one person.",
    ),
    Choice(
        frozenset({_R.SUPERVISOR}),
        frozenset({_U.DESK}),
        frozenset({_P.ACCREDITATION}),
        "PUR-05",
        "A security check needs an event or a post and a legal basis, which a supervisor at a desk answers for.",
    ),
    Choice(
        frozenset({_R.CENTRE, _R.OFFICER, _R.SUPERVISOR}),
        frozenset({_U.COMMAND_CENTRE}),
        _OPERATIONAL | {_P.INTELLIGENCE, _P.FORENSIC, _P.BORDER},
        "ACC-01",
        "The command centre helps every bureau at every hour.",
    ),
    Choice(
        frozenset({_R.AUDITOR, _R.SECURITY}),
        ANY_UNIT,
        ANY_PURPOSE,
        "PUR-01",
        "Oversight names the purpose of what it examines; it asks no register.",
    ),
)

# For specialists alone, whatever they do with it: ask, read, list, enter, release. A declaration says so too; a test compares.
CLEARED_ONLY: Final = frozenset({Strip.BALLISTICS, Strip.HASH_LISTS})
# Opened to border use: documents, things that cross, and the persons sought; no analysis, no laboratory.
BORDER_SETS: Final = frozenset(
    {
        Strip.PERSONS,
        Strip.NOTICES,
        Strip.TRAVEL_DOCUMENTS,
        Strip.ADMINISTRATIVE_DOCUMENTS,
        Strip.LINKED_DOCUMENTS,
        Strip.SPECIMENS,
        Strip.COUNTERFEITS,
        Strip.VEHICLES,
        Strip.VESSELS,
        Strip.ART,
        Strip.FIREARMS,
        Strip.FINGERPRINTS,
        Strip.FACES,
    }
)
ANY_REGISTER: Final = frozenset(Strip)


@dataclass(frozen=True, slots=True)
class Opening:
    """For these purposes these registers are open, or are not; under which rule, and why. `but`: the row is not for these roles."""

    purposes: frozenset[Purpose]
    registers: frozenset[Strip]
    allowed: bool
    rule: str
    reason: str
    granted_by: str = ""
    but: frozenset[Role] = frozenset()


# Table 3. Which registers may be asked for a purpose. The first row that fits decides.
OPENINGS: Final[tuple[Opening, ...]] = (
    Opening(
        ANY_PURPOSE,
        CLEARED_ONLY,
        False,
        "ACC-08",
        "This register is for specialists cleared for it.",
        BUREAU_HEAD,
        but=frozenset({_R.SPECIALIST}),
    ),
    Opening(
        ANY_PURPOSE - {_P.MISSING},
        frozenset({Strip.KINSHIP}),
        False,
        "PUR-04",
        "Relatives gave their profiles to find the missing, and for nothing else.",
        OWNER,
    ),
    Opening(
        frozenset({_P.BORDER}),
        ANY_REGISTER - BORDER_SETS,
        False,
        "PUR-06",
        "This register is not opened to border checks.",
        "an officer of the second line, under another purpose",
    ),
    Opening(
        frozenset({_P.TRENDS}),
        frozenset({Strip.FINGERPRINTS, Strip.FACES, Strip.DNA}),
        False,
        "PUR-07",
        "Work on trends looks at groups: it does not identify one person.",
    ),
    Opening(ANY_PURPOSE, ANY_REGISTER, True, "PUR-03", "What is seen of the records is decided by their purposes."),
)


@dataclass(frozen=True, slots=True)
class Scope:
    """What a token may do besides asking, where its issuer added that to it; under which rule, and why."""

    permissions: frozenset[Permission]
    rule: str
    reason: str


# A national system hands on its register, night by night. What it changes is its own authority's; whatever waits, waits for an officer.
LOADING: Final = Scope(
    frozenset({_M.REGISTER_RECORD_LOAD, _M.REGISTER_RECORD_CORRECT, _M.REGISTER_RECORD_WITHDRAW}),
    "ACC-08",
    "The security officer of the bureau gave this system's token the scope to load.",
)
