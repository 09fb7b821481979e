"""A candidate that matched, as the asker may see it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Final

from comity.kernel.levels import Level
from comity.kernel.results import Hit
from comity.registers.catalogue import BY_NUMBER
from comity.registers.life import stale_days
from comity.registers.lookup import Candidate
from comity.registers.model import Field, Register
from comity.registers.paths import leaf
from comity.registers.person_rules import PROTECTED
from comity.search.bodies.facts import is_body
from comity.search.verify import Match

GENTLY: Final = "A victim or a witness: nothing is done against this person."
# Where a record is about an organisation, in place of its register's, which speak of a person.
BODY_STEPS: Final = (
    "This is not proof and not a warrant: organisations share names, and some are named after others.",
    "Compare papers, addresses and who acts for the organisation with every detail of the record.",
    "Ask the owner to confirm before you act.",
)
CONFIRM: Final = "Ask {owner} to confirm that the record still stands. Until then it proves nothing."

# A year and a half after anybody said that it holds, its readers are told so (REC-16).
STALE: Final = "Not confirmed for {days} days. Ask {owner} to confirm that the record still stands. Until then it proves nothing."


def hit_of(candidate: Candidate, matched: Match, codes: dict[int, str], now: datetime) -> Hit:
    """Grade, sentence, owner, warnings, first step and the fields of the first line (HIT-03, HIT-06).

    Until the owner confirms, no more is shown than is needed to compare: the rest needs the record's own page, which is a read of its own.
    """
    register = BY_NUMBER[candidate.register]
    owner = codes.get(candidate.owner, str(candidate.owner))
    stale = stale_days(candidate.confirmed_at, now)
    return Hit(
        record=str(candidate.id),
        register=register.name,
        grade=matched.grade,
        sentence=matched.sentence,
        owner=owner,
        level=candidate.level,
        warnings=register.warning_names(candidate.warnings),
        first_step=_first_step(register, candidate),
        confirm=(STALE, {"owner": owner, "days": str(stale)}) if stale else (CONFIRM, {"owner": owner}),
        facts=dict(_facts(register, candidate)),
        stands_in=BY_NUMBER[register.speaks_of].name if register.made_from else "",
        person=matched.person,
    )


def _first_step(register: Register, candidate: Candidate) -> tuple[str, ...]:
    """What to do first; of a victim or witness, that nothing is done against them (REC-05)."""
    if is_body(candidate.values):
        return BODY_STEPS
    return (GENTLY, *register.first_step) if candidate.values.get("status") in PROTECTED else register.first_step


def _facts(register: Register, candidate: Candidate) -> Iterator[tuple[str, str]]:
    """The values that whoever may ask the register may see, as people read them, by path."""
    for path, value in candidate.values.items():
        field = leaf(register, path)
        if field is not None and _for_all(register, path, field):
            yield path, field.kind.format(value)


def _for_all(register: Register, path: str, part: Field) -> bool:
    """Whether whoever may ask the register may see the field: not kept for the second line, a clearance or a role."""
    field = register.field(path.partition(".")[0])
    return all(each.first_line and each.level is Level.OFFICIAL and not each.roles for each in (field, part))
