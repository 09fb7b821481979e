"""A candidate that matched, as the asker may see it."""

from __future__ import annotations

from typing import Final

from comity.kernel.results import Hit
from comity.registers.catalogue import BY_NUMBER
from comity.registers.lookup import Candidate
from comity.search.verify import Match

CONFIRM: Final = "Ask {owner} to confirm that the record still stands. Until then it proves nothing."


def hit_of(candidate: Candidate, matched: Match, codes: dict[int, str]) -> Hit:
    """Grade, sentence, owner, warnings, first step and the fields of the first line (HIT-03, HIT-06).

    Until the owner confirms, no more is shown than is needed to compare: the rest needs the record's own page, which is a read of its own.
    """
    register = BY_NUMBER[candidate.register]
    owner = codes.get(candidate.owner, str(candidate.owner))
    shown = [field for field in register.fields if field.first_line and field.name in candidate.values]
    return Hit(
        record=str(candidate.id),
        register=register.name,
        grade=matched.grade,
        sentence=matched.sentence,
        owner=owner,
        level=candidate.level,
        warnings=register.warning_names(candidate.warnings),
        first_step=register.first_step,
        confirm=(CONFIRM, {"owner": owner}),
        facts={field.name: field.kind.format(candidate.values[field.name]) for field in shown},
    )
