"""Who may propose an import and who may approve one. Pure."""

from __future__ import annotations

from typing import Final

from comity.access.model import AuthorityKind, Decision, Reader
from comity.imports.compare import Counts, needs_reason
from comity.imports.model import Proposal, State
from comity.kernel.errors import Fault

SHORTEST_REASON: Final = 10  # characters
KEEPERS: Final = frozenset({AuthorityKind.ENTITY, AuthorityKind.SECRETARIAT})  # countries keep no list of others
_PROPOSES: Final = Decision(True, "OWN-02", "The list is the authority's own, or it writes on its keeper's behalf.")
_COUNTRY: Final = Decision(
    False, "OWN-02", "A country does not keep this list.", "the international entity that keeps it, or the secretariat"
)
_SAME: Final = Decision(False, "ACC-09", "Who proposed an import cannot approve it.", "another officer of your bureau")
_NO_OFFICER: Final = Decision(False, "ACC-09", "A system cannot approve an import: an officer answers for it.", "an officer of your bureau")
_OTHER: Final = Decision(False, "OWN-02", "Only the authority that proposed an import decides about it.", "the owner")
_DECIDED: Final = Decision(False, "REV-01", "This import is decided already.")
_SUPERVISED: Final = Decision(
    False, "COR-03", "What your authority enters passes the secretariat first: no import goes past it.", "the secretariat"
)
_ENDS: Final = Decision(True, "REV-05", "Nothing of it becomes a record.")
_SECOND: Final = Decision(True, "ACC-09", "A second officer has looked at the differences.")


def may_propose(reader: Reader) -> Decision:
    """An international entity its own list; the secretariat on the behalf of one, which it names (OWN-02). No country."""
    return _PROPOSES if reader.kind in KEEPERS else _COUNTRY


def on_behalf(reader: Reader, behalf: str) -> Fault | None:
    """The secretariat says for whom it writes, and by which mandate (OWN-02)."""
    if reader.kind is AuthorityKind.SECRETARIAT and len(behalf.strip()) < SHORTEST_REASON:
        sentence = "State for whom the secretariat writes, and the mandate (OWN-02)."
        return Fault("behalf", "required", sentence, f"At least {SHORTEST_REASON} characters.")
    return None


def may_refuse(reader: Reader, proposal: Proposal) -> Decision:
    """Any officer of the authority who sees imports, while nobody has decided; who proposed it may take it back."""
    if reader.authority != proposal.owner:
        return _OTHER
    return _ENDS if proposal.state is State.PROPOSED else _DECIDED


def may_decide(reader: Reader, proposal: Proposal) -> Decision:
    """A second officer of the same authority, while nobody has decided (ACC-09)."""
    if reader.authority != proposal.owner or not may_propose(reader).allowed:
        return _OTHER
    if reader.officer == 0:
        return _NO_OFFICER
    if proposal.state is not State.PROPOSED:
        return _DECIDED
    return _SAME if reader.officer == proposal.officer else _SECOND


def may_publish(*, supervised: bool) -> Decision:
    """Records of an import are visible at once: not while a measure lays what the authority enters before others (COR-03)."""
    return _SUPERVISED if supervised else _SECOND


def lacks_reason(counts: Counts, reason: str) -> Fault | None:
    """Many withdrawals need their reason (REC-18)."""
    if not needs_reason(counts.withdrawn, counts.before) or len(reason.strip()) >= SHORTEST_REASON:
        return None
    sentence = f"This withdraws {counts.withdrawn} of {counts.before} records: state why (REC-18)."
    return Fault("reason", "required", sentence, f"At least {SHORTEST_REASON} characters.")
