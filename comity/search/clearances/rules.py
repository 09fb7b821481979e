"""Who may propose, confirm, object to and end a clearance, and when it ends. Pure; each decision names its rule."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Final

from comity.access.model import Decision, Reader
from comity.kernel.errors import Fault
from comity.search.clearances.model import Clearance, Ending, OneDocument, State

LIFE: Final = timedelta(days=365)  # DOMAIN: one year; a setting
WAITS: Final = timedelta(days=7)  # for the second signature (D)
KEPT: Final = timedelta(days=90)  # after its end, so that both sides see how it ended (D)

NOT_AGREED: Final = Fault(
    "agreed", "required", "The person knows of a clearance and wants it, or there is none.", "Yes, once the person has agreed."
)
_CLEARS: Final = Decision(True, "HIT-10", "A person who is not the record's is spared the next false stop.")
_SIGNED_IN: Final = Decision(False, "ACC-09", "A clearance is signed by officers who are signed in.", "an officer of your bureau")
_PROTECTED: Final = Decision(
    False, "HIT-12", "A protected check gives no clearance: its record's owner would learn that the document was checked."
)
_SAME_PERSON: Final = Decision(False, "HIT-10", "You said that it is this person.")
_CHANGED: Final = Decision(False, "HIT-10", "The record has changed since the check. Check the document again.", "you, with a new check")
_SIGNS: Final = Decision(True, "ACC-09", "Another officer of the same bureau signs.")
_OWN_PROPOSAL: Final = Decision(False, "ACC-09", "Who proposes a clearance does not confirm it.", "another officer of your bureau")
_NOT_WAITING: Final = Decision(False, "HIT-10", "This clearance does not wait for a signature any more.")
_OVER: Final = Decision(False, "HIT-10", "This clearance has ended already.")
_OBJECTS: Final = Decision(True, "OWN-02", "The record's owner objects, and the clearance ends.")
_ENDS: Final = Decision(True, "HIT-10", "The bureau that gave it ends it.")


def may_sign(reader: Reader) -> Decision:
    """Whether this reader signs anything: a person who is known, not a system with the name of one (ACC-09)."""
    return _CLEARS if reader.officer else _SIGNED_IN


def may_propose(*, protected: bool, said_same: bool, checked_at: datetime, changed_at: datetime) -> Decision:
    """Whether a check gives a clearance against a record. `said_same`: the officer said *this person*; `changed_at`: the record's."""
    if protected:
        return _PROTECTED
    if said_same:
        return _SAME_PERSON
    return _CHANGED if changed_at > checked_at else _CLEARS


def may_confirm(reader: Reader, one: Clearance, now: datetime) -> Decision:
    """Whether this reader gives the second signature: another officer of the same bureau, while it waits."""
    signs = may_sign(reader)
    if not signs.allowed:
        return signs
    if one.own_proposal:
        return _OWN_PROPOSAL
    return _SIGNS if one.state_at(now) is State.PROPOSED else _NOT_WAITING


def may_object(one: Clearance, now: datetime) -> Decision:
    """Whether the owner may still object: the database shows it to the owner alone, and only once it was in force."""
    return _OBJECTS if one.state_at(now) is State.IN_FORCE else _OVER


def may_end(one: Clearance, now: datetime) -> Decision:
    """Whether its bureau may still end it; a proposal too."""
    return _OVER if one.state_at(now) is State.ENDED else _ENDS


def ends_as(one: Clearance, *, person_withdrew: bool) -> Ending:
    """What is written down where its bureau ends it."""
    if one.state is State.PROPOSED:
        return Ending.NOT_CONFIRMED
    return Ending.PERSON_WITHDREW if person_withdrew else Ending.BY_BUREAU


def faults_of(documents: Sequence[OneDocument], *, agreed: bool) -> list[Fault]:
    """What a proposal lacks: exactly one document with its issuer, and the person's consent."""
    faults = []
    if len(documents) != 1:
        sentence = "A clearance is of one document." if documents else "The check asked about no document with its issuer."
        faults.append(Fault("check", "one_document", sentence, "A check of one document's number and issuer, with or without its holder."))
    if not agreed:
        faults.append(NOT_AGREED)
    return faults
