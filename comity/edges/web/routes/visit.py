"""One request of a signed-in officer: who, where, in which language, with what; and the frame around its page."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from comity.access.model import AuthorityKind, Bureau, Permission, Reader, Role, Session
from comity.access.rules import granted
from comity.access.sessions import purposes_open, reader_of
from comity.app import Comity
from comity.edges.web.elements import Done
from comity.edges.web.frame import Entry, Frame
from comity.edges.web.i18n import Message, Translator, message
from comity.edges.web.names import ROLES
from comity.edges.web.routes.manners import Manners
from comity.edges.web.routes.posted import NOTHING, Posted, number_in
from comity.imports.rules import KEEPERS
from comity.kernel.errors import Absent

# What an officer needs to see an entry of the rail at all: what its page asks of whoever opens it.
OPENS: Final = {
    Entry.CHECK: Permission.CHECK_SINGLE_ASK,
    Entry.INBOX: Permission.HIT_INBOX_LIST,
    Entry.HELD: Permission.CHECK_PROTECTED_RELEASE,
    Entry.REGISTERS: Permission.REGISTER_RECORD_LIST,
    Entry.IMPORTS: Permission.REGISTER_IMPORT_LIST,
    Entry.LIFE: Permission.REGISTER_RECORD_LIST,
    Entry.REVIEW: Permission.REGISTER_RECORD_LIST,  # one's own that wait (REV-05); reviewers see their queue there as well
    Entry.TRACES: Permission.TRACE_REQUEST_LIST,
    Entry.CLEARANCES: Permission.CLEARANCE_LIST,
    Entry.RESTRICTIONS: Permission.REGISTER_OWNER_RESTRICT,
    Entry.WHO_LOOKED: Permission.AUDIT_SIGHTING_LIST,
    Entry.STATISTICS: Permission.STATISTICS_COUNT_READ,
    Entry.AUDIT: Permission.AUDIT_ENTRY_SEARCH,
    Entry.TOKENS: Permission.ACCESS_TOKEN_LIST,
}
# What the last act did, by the word in the address: fixed sentences, so that no address can put words into our mouth.
DONE: Final[dict[str, Message]] = {
    "entered": message("Recorded. Other bureaus find it now."),
    "waiting": message("Recorded. It waits for a second officer; nobody else sees it yet."),
    "corrected": message("Corrected. The version before it is kept."),
    "released": message("Released. Other bureaus find it now."),
    "restricted": message("Restricted, from the next check on."),
    "unrestricted": message("The restriction of this record alone is lifted."),
    "blocked": message("Blocked. Nobody else finds it."),
    "unblocked": message("The block is lifted. Other bureaus find it now."),
    "withdrawn": message("Withdrawn and erased. Only the audit still knows that it was there."),
    "attached": message("The file is added."),
    "detached": message("The file is erased."),
    "confirmed": message("Confirmed: the record still holds."),
    "extension_asked": message("Asked. Another officer decides; without that it is erased at its end."),
    "not_needed": message("Noted. It is erased at its end."),
    "extended": message("Approved. The record lives on."),
    "not_extended": message("Not extended. It is erased at its end, unless it is asked for again."),
    "signed": message("Signed. It waits for the other desk, for its owner, or for nobody any more."),
    "supervised": message("What this authority enters waits for review from now on."),
    "lifted": message("Lifted, from the next check on."),
    "told": message("Released. The owner is told now."),
    "revoked": message("Revoked. The token opens nothing any more."),
    "kept": message("Kept."),
    "asked": message("Asked. Each authority answers for itself; you see it here."),
    "answer": message("Answered. Who asked sees it now."),
    "further": message("Asked too."),
    "close": message("Closed."),
    "proposed": message("Proposed. Nobody else sees it before another officer of yours approves it."),
    "clearance_proposed": message("Proposed. It is shown to nobody else before another officer of your bureau confirms it."),
    "clearance_confirm": message("Confirmed. The next officer sees it beside the hit; the record's owner is told."),
    "clearance_object": message("Noted. The clearance has ended."),
    "clearance_end": message("The clearance has ended."),
    "import_approved": message("Approved. Other bureaus find the records now."),
    "import_refused": message("Refused. Nothing of it became a record."),
    "many_signed": message("Signed. It is done in the background now."),
    "many_refused": message("Refused. Nothing was done to any record."),
    "settled_record": message("Noted: the document reads as the record does. Ask the owner to confirm before you act."),
    "settled_asked": message("Noted: the document reads as you asked. That record is about another one."),
    "persons_set": message("Changed. Searches follow it from the next one on."),
    "settled_this_person": message("Noted: this person. The owner is told. Ask it to confirm before you act on the person."),
    "settled_not_this_person": message("Noted: not this person. Nobody is told."),
    "settled_unreadable": message("Noted: it cannot be read. Nothing is known either way."),
}
_OUTSTANDING: Final = frozenset({"waiting", "proposed", "clearance_proposed", "settled_unreadable"})


@dataclass(frozen=True, slots=True)
class Visit:
    """`places` are the parts of the path, `query` the first value of each parameter, `path` the page's own address for coming back."""

    comity: Comity
    session: Session
    token: str
    csrf: str
    manners: Manners
    path: str
    places: Mapping[str, str]
    query: Mapping[str, str]
    posted: Posted = NOTHING
    waiting: Mapping[Entry, int] = field(default_factory=dict)

    @property
    def t(self) -> Translator:
        """The translator to the visitor's language."""
        return self.manners.translator

    @property
    def reader(self) -> Reader:
        """Raises: Refused, while unit or purpose are not chosen."""
        return reader_of(self.session)

    def may(self, permission: Permission) -> bool:
        """Whether the officer has the permission at all: what to offer, never what is allowed."""
        return granted(self.session.roles, permission).allowed

    def name(self, names: Mapping[str, str]) -> str:
        """A name in the officer's language, else in English."""
        return names.get(self.manners.language.value) or names.get("en", "")

    def place(self, name: str) -> str:
        """A part of the path."""
        return self.places.get(name, "")

    def number(self, name: str) -> int:
        """A part of the path that is a number. Raises: Absent for one that is none."""
        return whole(self.place(name))

    def bureau_name(self, number: int) -> str:
        """The name of a bureau of the directory; its number where it came after this process began."""
        bureau: Bureau | None = self.comity.directory.bureaus.get(number)
        return self.name(bureau.names) if bureau else str(number)

    def authority_name(self, number: int) -> str:
        """The name of an authority of the directory."""
        authority = self.comity.directory.authorities.get(number)
        return self.name(authority.names) if authority else str(number)

    @property
    def bureau(self) -> str:
        """The name of the officer's bureau, in the visitor's language."""
        return self.name(self.session.bureau_names)

    @property
    def owner(self) -> str:
        """The officer's own authority."""
        return self.authority_name(self.session.authority)

    def frame(self, current: Entry | None = None, done: Done | None = None) -> Frame:
        """The frame of a page. Holds only entries that this officer may open."""
        session = self.session
        return Frame(
            path=self.path,
            csrf=self.csrf,
            bureau=self.bureau,
            unit=self.name(session.unit.names) if session.unit else self.t("No unit chosen"),
            officer=session.officer_name,
            role=ROLES[first_role(session.roles)],
            clearance=session.clearance,
            purpose=session.purpose,
            purposes=purposes_open(session),
            entries=tuple(entry for entry in Entry if self.may(OPENS[entry]) and entry not in _closed(session.kind)),
            now=self.comity.clock.now(),
            theme=self.manners.theme,
            keys=self.manners.keys,
            demo=session.demo,
            current=current,
            waiting=self.waiting,
            done=done or done_of(self.query.get("done", "")),
        )


def _closed(kind: AuthorityKind) -> frozenset[Entry]:
    """What is closed to officers of this kind of authority: countries keep no list of others (OWN-02)."""
    return frozenset() if kind in KEEPERS else frozenset({Entry.IMPORTS})


def first_role(roles: frozenset[Role]) -> Role:
    """The role that names an officer who has several."""
    return min(roles, key=lambda role: list(ROLES).index(role))


def done_of(word: str) -> Done | None:
    """The sentence for a word in the address; none for a word that is not ours."""
    return Done(DONE[word], outstanding=word in _OUTSTANDING) if word in DONE else None


def whole(text: str) -> int:
    """A positive number of a few digits. Raises: Absent."""
    number = number_in(text, 18)
    if number is None:
        raise Absent
    return number
