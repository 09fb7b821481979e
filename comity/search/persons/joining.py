"""What was found of a person joined with what its check met by number: one record is one hit. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

import msgspec

from comity.kernel.results import Grade, Message, PersonMatch
from comity.search.persons.model import MOST_SHOWN, PersonOutcome, PersonResult, PersonSetting, Word
from comity.search.persons.rules import is_positive
from comity.search.persons.weighing import Weighed
from comity.search.verify import Found, Match

_LIKE: Final = "{name} is like the name asked about. With all that is known, the probability that it is this person is {probability} %."
_LIKE_BODY: Final = (
    "{name} is an organisation of a name like it. With all that is known, the probability that it is this one is {probability} %."
)


class Looked(msgspec.Struct, frozen=True, gc=False):
    """What the search for a person gave, before it is known what the check meets by number.

    `registers`: numbers of those asked for the person. `seen`: records in the asker's sight, `silent`: discreet ones, each likest first.
    `why`: why persons could not be asked; empty where they were. `bodies`: organisations were looked for too, and are among them.
    """

    words: tuple[Word, ...]
    registers: tuple[int, ...]
    setting: PersonSetting
    seen: tuple[Weighed, ...] = ()
    silent: tuple[Weighed, ...] = ()
    why: str = ""
    bodies: bool = False


def joined(pairs: Sequence[Found], looked: Looked) -> tuple[list[Found], bool]:
    """What was met by number, with the persons that are shown beside it, ranked; and whether more were like it than are shown.

    A record that was met by number too is shown however improbable its person is; met exactly, it is a positive result. A person met in
    its own register and by number is one hit there.
    """
    exact = {candidate.id for candidate, matched in pairs if matched.grade is Grade.EXACT}
    met = {candidate.id for candidate, _ in pairs}
    shown = [one for one in looked.seen if one.candidate.id in met or looked.setting.grade(one.probability)]
    shown.sort(key=lambda one: (one.candidate.id not in exact, -one.probability, -one.likeness, one.candidate.id.bytes))
    ranked = {one.candidate.id: (rank, one) for rank, one in enumerate(shown[:MOST_SHOWN], 1)}
    found: list[Found] = []
    for candidate, matched in pairs:
        rank, one = ranked.get(candidate.id, (0, None))
        if one is not None and one.candidate.register == candidate.register:
            del ranked[candidate.id]
            found.append((candidate, replace(matched, person=person(one, rank, looked.setting, exact=candidate.id in exact))))
        else:
            found.append((candidate, matched))
    found += [(one.candidate, _match(one, rank, looked.setting, exact=one.candidate.id in exact)) for rank, one in ranked.values()]
    return found, len(shown) > MOST_SHOWN


def silent(pairs: Sequence[Found], looked: Looked) -> list[Found]:
    """Discreet records: what was met by number, and the persons from the alarm threshold on, of whom their owners alone learn (HIT-11)."""
    told = [one for one in looked.silent if is_positive(one.probability, looked.setting, exact=False)]
    return [*pairs, *((one.candidate, _match(one, 0, looked.setting, exact=False)) for one in told)]


def result(looked: Looked, pairs: Sequence[Found], *, more: bool) -> PersonResult:
    """What the check says of the person."""
    persons = [matched.person for _, matched in pairs if matched.person is not None]
    if persons:
        outcome = PersonOutcome.POSITIVE if any(one.positive for one in persons) else PersonOutcome.CANDIDATES
    else:
        outcome = PersonOutcome.NO_ANSWER if looked.why else PersonOutcome.NO_HIT
    return PersonResult(outcome, looked.words, looked.registers, more, looked.why, looked.bodies)


def person(one: Weighed, rank: int, setting: PersonSetting, *, exact: bool) -> PersonMatch:
    """The record's person as the asker is told of it."""
    grade = setting.grade(one.probability) or Grade.POSSIBLE
    positive = is_positive(one.probability, setting, exact=exact)
    return PersonMatch(rank, grade, positive, one.likeness, one.probability, one.name, one.evidence, one.sides, organisation=one.body)


def _match(one: Weighed, rank: int, setting: PersonSetting, *, exact: bool) -> Match:
    told = person(one, rank, setting, exact=exact)
    return Match(told.grade, sentence(told), told)


def sentence(told: PersonMatch) -> Message:
    """Why it is shown, in one sentence; never more certain than ninety-nine in a hundred."""
    return _LIKE_BODY if told.organisation else _LIKE, {
        "name": told.name,
        "probability": str(min(99, max(1, round(100 * told.probability)))),
    }
