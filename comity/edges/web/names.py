"""The trade's words for enums and numbers, as message ids: registers, purposes, levels, states, grades."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from comity.access.model import AuthorityKind, Role, UnitKind
from comity.audit.entry import Act
from comity.edges.web.i18n import mark
from comity.kernel.levels import Level
from comity.kernel.purposes import Purpose
from comity.kernel.records import RecordState
from comity.kernel.results import Grade


@dataclass(frozen=True, slots=True)
class RegisterName:
    """`number` is the place in the strip, `short` fits its cell."""

    number: int
    name: str
    short: str


REGISTERS: Final = tuple(
    RegisterName(number, name, short)
    for number, (name, short) in enumerate(
        (
            (mark("Persons"), mark("Persons")),
            (mark("Notices"), mark("Notices")),
            (mark("Travel documents"), mark("Travel")),
            (mark("Administrative documents"), mark("Admin")),
            (mark("Documents linked to notices"), mark("Linked")),
            (mark("Document specimens"), mark("Samples")),
            (mark("Counterfeit documents"), mark("Forged")),
            (mark("Vehicles"), mark("Vehicles")),
            (mark("Vessels and engines"), mark("Vessels")),
            (mark("Works of art"), mark("Art")),
            (mark("Firearms"), mark("Firearms")),
            (mark("Firearms reference"), mark("Models")),
            (mark("Ballistics"), mark("Ballistics")),
            (mark("Fingerprints"), mark("Prints")),
            (mark("Faces"), mark("Faces")),
            (mark("DNA"), mark("DNA")),
            (mark("Kinship"), mark("Kinship")),
            (mark("Child protection hash lists"), mark("Hashes")),
            (mark("Maritime piracy"), mark("Piracy")),
        ),
        start=1,
    )
)
REGISTER: Final = {each.number: each for each in REGISTERS}

PURPOSES: Final = {
    Purpose.WANTED: mark("Wanted persons"),
    Purpose.WHEREABOUTS: mark("Identity and whereabouts"),
    Purpose.INTELLIGENCE: mark("Criminal intelligence"),
    Purpose.TRENDS: mark("Threats, trends and networks"),
    Purpose.WARNING: mark("Warning of a threat"),
    Purpose.MISSING: mark("Missing persons and remains"),
    Purpose.FORENSIC: mark("Forensic examination"),
    Purpose.ACCREDITATION: mark("Security checks and accreditation"),
    Purpose.BORDER: mark("Border management"),
}
PURPOSE_SIGNS: Final = {
    Purpose.WANTED: "people",
    Purpose.WHEREABOUTS: "place",
    Purpose.INTELLIGENCE: "search",
    Purpose.TRENDS: "stats",
    Purpose.WARNING: "bang",
    Purpose.MISSING: "user",
    Purpose.FORENSIC: "finger",
    Purpose.ACCREDITATION: "seal",
    Purpose.BORDER: "pass",
}
LEVELS: Final = {
    Level.OFFICIAL: mark("Official use only"),
    Level.RESTRICTED: mark("Restricted"),
    Level.CONFIDENTIAL: mark("Confidential"),
}
STATES: Final = {
    RecordState.WAITING: mark("Waiting for review"),
    RecordState.RELEASED: mark("Released"),
    RecordState.BLOCKED: mark("Blocked"),
    RecordState.WITHDRAWN: mark("Withdrawn"),
    RecordState.EXPIRED: mark("Expired"),
}
GRADES: Final = {
    Grade.EXACT: mark("Exact"), Grade.CONFUSABLE: mark("Look-alike"), Grade.LIKELY: mark("Likely"), Grade.POSSIBLE: mark("Possible"),
}  # fmt: skip
ROLES: Final = {
    Role.ANALYST: mark("Analyst"),
    Role.AUDITOR: mark("Auditor"),
    Role.CENTRE: mark("Officer of the command centre"),
    Role.OFFICER: mark("First-line officer"),
    Role.REGISTRAR: mark("Registrar"),
    Role.SECURITY: mark("Security officer"),
    Role.SPECIALIST: mark("Specialist"),
    Role.SUPERVISOR: mark("Supervisor"),
}
UNIT_KINDS: Final = {
    UnitKind.BORDER_POST: mark("Border post"),
    UnitKind.AIRPORT: mark("Airport"),
    UnitKind.PORT: mark("Port"),
    UnitKind.DESK: mark("Desk"),
    UnitKind.POLICE_STATION: mark("Police station"),
    UnitKind.DUTY_DESK: mark("Duty desk"),
    UnitKind.COMMAND_CENTRE: mark("Command centre"),
}
AUTHORITY_KINDS: Final = {
    AuthorityKind.COUNTRY: mark("Member countries"),
    AuthorityKind.ENTITY: mark("International bodies"),
    AuthorityKind.SECRETARIAT: mark("The secretariat"),
}
ACTS: Final = {
    Act.CHECK: mark("Check"),
    Act.READ: mark("Record read"),
    Act.LIST: mark("List read"),
    Act.CREATE: mark("Record entered"),
    Act.CORRECT: mark("Record corrected"),
    Act.RESTRICT: mark("Restriction changed"),
    Act.BLOCK: mark("Block changed"),
    Act.WITHDRAW: mark("Record withdrawn"),
    Act.LOAD: mark("File loaded"),
    Act.SIGN_IN: mark("Sign-in"),
    Act.SIGN_OUT: mark("Sign-out"),
    Act.REFUSAL: mark("Refusal"),
    Act.AUDIT_SEARCH: mark("Audit searched"),
    Act.AUDIT_OPEN: mark("Question opened"),
    Act.TOKEN_ISSUED: mark("Token issued"),
    Act.TOKEN_REVOKED: mark("Token revoked"),
    Act.SETTING: mark("Setting changed"),
    Act.KEY: mark("Key changed"),
    Act.RELEASE: mark("Release"),
    Act.ERASURE: mark("Erasure"),
    Act.EXTEND: mark("Longer life asked or granted"),
    Act.EXPIRE: mark("End of life"),
    Act.ASKED: mark("Owner asked"),
    Act.HOLD: mark("Held for a second signature"),
    Act.IMPORT: mark("Import"),
    Act.DECIDE: mark("Decision"),
    Act.LIST_CHECK: mark("Check of a list"),
    Act.TRACE: mark("Trace request"),
    Act.EXPORT: mark("Export"),
    Act.STATISTICS: mark("Statistics"),
    Act.BULK: mark("Act on many records"),
    Act.ALERT: mark("Alert"),
    Act.INVENTORY: mark("Private inventory"),
    Act.VIEW: mark("Saved view"),
    Act.ATTACHMENT: mark("File of a record"),
    Act.PERSON_ANSWER: mark("Answer about a candidate"),
    Act.CLEARANCE: mark("Clearance of a document"),
}

GRANTS: Final = {  # who can grant what was refused, by the words of the decision
    "an officer of the second line": mark("An officer of the second line can grant it."),
    "an officer of the second line, under another purpose": mark("An officer of the second line can do it, under another purpose."),
    "an officer of the secretariat": mark("An officer of the secretariat can grant it."),
    "an officer of your bureau": mark("An officer of your bureau can grant it."),
    "another officer of your bureau": mark("Another officer of your bureau can do it."),
    "the authorities that keep it": mark("The authorities that keep it can grant it."),
    "the head of your bureau": mark("The head of your bureau can grant it."),
    "the international entity that keeps it, or the secretariat": mark(
        "The international entity that keeps it can do it, or the secretariat."
    ),
    "the named officer": mark("The named officer can do it."),
    "the owner": mark("The owner can grant it."),
    "the owner, on that record": mark("The owner can grant it, on that record."),
    "the secretariat": mark("The secretariat can grant it."),
    "the secretariat's legal desk": mark("The secretariat's legal desk can grant it."),
    "the secretariat, by the purpose's settings": mark("The secretariat can grant it, by the purpose's settings."),
    "the security officer of your bureau": mark("The security officer of your bureau can grant it."),
    "who asked": mark("Who asked can do it."),
    "who has blocked it": mark("Who has blocked it can do it."),
    "who was asked": mark("Who was asked can do it."),
    "you, by leaving the registers out": mark("You can go on by leaving the registers out."),
    "you, with a new check": mark("You can go on with a new check."),
    "you, with a reference": mark("You can go on with a reference."),
}
