"""Who may do what to a record, and what becomes of it. Pure: records and officers in, decisions out."""

from __future__ import annotations

from typing import Final

from comity.access.model import AuthorityKind, Decision, Reader
from comity.kernel.records import RecordState
from comity.registers.model import Register, Review
from comity.registers.record import BlockedBy, Draft, Record, Source

_NOT_OWNER: Final = Decision(False, "OWN-02", "Only its owner may change a record.", "the owner")
_MAY_ENTER: Final = Decision(True, "OWN-02", "An authority enters its own records.")
_OWNER: Final = Decision(True, "OWN-02", "The record is your own authority's.")
_FOLLOWS: Final = Decision(
    False, "OWN-02", "The record is made from another: what is done to that one is done to this one too.", "the owner, on that record"
)
_SAME_OFFICER: Final = Decision(
    False, "ACC-09", "Who entered or last changed a record cannot release it.", "another officer of your bureau"
)
_NO_OFFICER: Final = Decision(False, "ACC-09", "A system cannot release a record: an officer answers for it.", "an officer of your bureau")
_SECOND: Final = Decision(True, "ACC-09", "A second officer has looked at it.")
_SECRETARIAT: Final = 3
_OF_SECRETARIAT: Final = Decision(False, "REV-01", "Reviewers of the secretariat release this record.", "the secretariat")
_NAMED: Final = Decision(False, "COR-03", "Another officer was named to review what your bureau enters.", "the named officer")
_MAY_BLOCK: Final = Decision(True, "BLK-02", "The owner, the legal desk and the commission may block.")
_LIFT: Final = Decision(True, "BLK-02", "The block is of your own rank or a lower one.")
_OUTRANKED: Final = Decision(False, "BLK-02", "Another has blocked the record: the owner cannot lift that.", "who has blocked it")


def may_act(register: Register) -> Decision:
    """Whether anybody changes, blocks or ends records of this register by themselves: what is made from others changes with them alone."""
    return _FOLLOWS if register.derived else _OWNER


def may_enter(reader: Reader, register: Register) -> Decision:
    """Whether this kind of authority enters records of this register by hand (OWN-02)."""
    if register.derived:
        return Decision(False, "OWN-02", "The records of this register are made from others, never entered.", "")
    if register.writers and reader.kind not in register.writers:
        return Decision(False, "OWN-02", "Another kind of authority keeps this register.", "the authorities that keep it")
    return _MAY_ENTER


def may_write(reader: Reader, record: Record) -> Decision:
    """Only the owner writes (OWN-02). The database says the same."""
    return _OWNER if record.owner == reader.authority else _NOT_OWNER


def first_state(register: Register, draft: Draft) -> tuple[RecordState, str]:
    """Whether a new or corrected record is released at once or waits, and the rule that says so."""
    for review in register.reviewed:
        if _reviews(review, draft):
            return RecordState.WAITING, review.rule
    if draft.discreet:
        return RecordState.WAITING, "HIT-11"
    return RecordState.RELEASED, "REC-01"


def _reviews(review: Review, draft: Draft | Record) -> bool:
    """Whether this row of the declaration makes it wait."""
    if review.field and draft.values.get(review.field) not in review.values:
        return False
    if review.without and draft.values.get(review.without):
        return False
    return not (review.of_authority and draft.source is Source.HOLDER)


def state_after_correction(register: Register, before: Record, draft: Draft) -> tuple[RecordState, str]:
    """What was waiting goes on waiting; what has become a matter of review waits again."""
    if before.state is RecordState.WAITING:
        return RecordState.WAITING, "REV-01"
    return first_state(register, draft)


def may_correct(record: Record) -> Decision:
    """A record that was blocked or withdrawn stays as it is, for the decision about it."""
    if record.state in (RecordState.WAITING, RecordState.RELEASED):
        return _OWNER
    return Decision(False, "BLK-01", "A blocked or ended record stays as it is.", "who has blocked it")


def may_release(reader: Reader, record: Record, register: Register, route: int = 1, named: int | None = None) -> Decision:
    """A waiting record is released by a second officer, never by the one who entered or changed it (ACC-09).

    `route`, `named`: who lets it go where more than its register makes it wait (`holds.Route`). What asks for action against a person is
    released by both desks of the secretariat alone (REV-01).
    """
    if record.state is not RecordState.WAITING:
        return Decision(False, "REV-01", "The record does not wait for a release.")
    if reader.officer == 0:
        return _NO_OFFICER
    if route >= _SECRETARIAT or any(review.rule == "REV-01" and _reviews(review, record) for review in register.reviewed):
        return _OF_SECRETARIAT
    if named is not None and reader.officer != named:
        return _NAMED
    return _SAME_OFFICER if reader.officer in (record.author, record.changed_by) else _SECOND


def may_block(record: Record) -> Decision:
    """A released record can be blocked; a waiting one is not visible anyway, and stays for its review."""
    if record.state is RecordState.RELEASED:
        return _MAY_BLOCK
    return Decision(False, "BLK-01", "Only a released record can be blocked: nobody else sees this one.")


def may_order_block(reader: Reader) -> Decision:
    """Only the secretariat's legal desk blocks what another owns; the commission has no desk here yet (docs, limits)."""
    if reader.kind is AuthorityKind.SECRETARIAT:
        return _MAY_BLOCK
    return Decision(False, "BLK-02", "Only the secretariat blocks what another owns.", "the secretariat's legal desk")


def may_lift(by: BlockedBy, record_blocked_by: BlockedBy | None) -> Decision:
    """Who lifts a block has at least the rank of who set it; the commission's is lifted by the commission alone (BLK-02)."""
    if record_blocked_by is None:
        return Decision(False, "BLK-02", "The record is not blocked.")
    return _LIFT if by >= record_blocked_by else _OUTRANKED


def may_withdraw(record: Record) -> Decision:
    """The owner may withdraw at any time; what another has blocked stays, unseen, until that case ends (CCF-13)."""
    if record.state in (RecordState.WITHDRAWN, RecordState.EXPIRED):
        return Decision(False, "RET-04", "The record has ended already.")
    return _OWNER


def kept_for_case(record: Record) -> bool:
    """Whether a withdrawn record stays for the case that somebody else has opened about it."""
    return record.blocked_by is not None and record.blocked_by > BlockedBy.OWNER
