"""A record about an organisation weighed against a question: how like, how probable, and why. Pure; to be called in a thread."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from comity.kernel.results import Evidence, Side
from comity.names.entities.assessment import BodyAssessment, BodyFacts, assess_body
from comity.names.entities.model import Comparison, Entity, Token
from comity.registers.lookup import Candidate
from comity.search.bodies.facts import facts_of, is_body
from comity.search.persons.model import PersonSetting
from comity.search.persons.weighing import Weighed


def weigh(asked: BodyFacts, candidate: Candidate, setting: PersonSetting) -> Weighed | None:
    """The record weighed; None where it is about no body. Cost: 50 us a name of the record, and 200 us to read one not met before."""
    if not is_body(candidate.values):
        return None
    held = facts_of(candidate.values)
    return _told(candidate, asked, held, assess_body(asked, held, setting.prior)) if held.names else None


def _told(candidate: Candidate, asked: BodyFacts, held: BodyFacts, said: BodyAssessment) -> Weighed:
    one, other = asked.names[said.asked], held.names[said.best]
    evidence = tuple(Evidence(told.name, told.log_odds, (told.sentence, dict(told.values))) for told in said.contributions)
    sides = tuple(_sides(one, other, said.matched))
    return Weighed(candidate, said.likeness, said.probability, other.written, evidence, sides, body=True)


def _sides(one: Entity, other: Entity, matched: Comparison) -> Iterator[Side]:
    """Words that stand for each other, in the order of the name asked; then those that only one of the two has."""
    for match in sorted(matched.matches, key=lambda match: match.left):
        yield Side(_written(one.tokens, match.left), _written(other.tokens, match.right), match.score, match.why)
    yield from (Side(one.tokens[at].text, "", 0.0, "") for at in matched.left)
    yield from (Side("", other.tokens[at].text, 0.0, "") for at in matched.right)


def _written(tokens: Sequence[Token], places: Sequence[int]) -> str:
    return " ".join(tokens[place].text for place in places)
