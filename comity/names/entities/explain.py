"""Two names of bodies beside each other, in words: what they share, what only one has, and how their legal forms stand."""

from __future__ import annotations

from typing import Final

from msgspec import structs

from comity.names.entities.forms import form_cost
from comity.names.entities.likeness import GIVEN_SHORT, compared, short_form
from comity.names.entities.model import Comparison, Entity, Kind, Match, Sentence, Token
from comity.names.entities.pairing import WORD

_TELLS: Final = {Kind.PLACE: "Only one name has the place {words}", Kind.NUMBER: "Only one name has the number {words}"}
_DIFFER: Final = {Kind.PLACE: "Another place: {left} and {right}", Kind.NUMBER: "Another number: {left} and {right}"}
_ONLY: Final = "Only one name has {words}"
_SHARED: Final = "Both have {words}"
_MATCHED: Final = "{why}: {left} and {right}"
_GIVEN: Final = "One name gives the other as its short form"
_LETTERS: Final = "One name may be the first letters of the other"
_NOTHING: Final = "Nothing in common"
_FORMS: Final = "Another legal form: {left} and {right}"
_SAME_FORMS: Final = "The same legal form, or one of its kind"


def _words(tokens: tuple[Token, ...], places: tuple[int, ...]) -> str:
    return " ".join(tokens[at].text for at in places)


def _matched(a: Entity, b: Entity, matches: tuple[Match, ...]) -> list[Sentence]:
    """One sentence of all words that are the same, and one of each pair that is not quite."""
    same = [match for match in matches if match.why == WORD]
    shared = " ".join(_words(a.tokens, match.left) for match in sorted(same, key=lambda match: match.left))
    other = [
        Sentence(_MATCHED, {"why": match.why, "left": _words(a.tokens, match.left), "right": _words(b.tokens, match.right)})
        for match in sorted(matches, key=lambda match: match.left)
        if match.why != WORD
    ]
    return [Sentence(_SHARED, {"words": shared}), *other] if shared else other


def _alone(a: Entity, b: Entity, found: Comparison) -> list[Sentence]:
    """What only one has: places and numbers by themselves, since they tell bodies of one name apart."""
    said: list[Sentence] = []
    for kind in (Kind.PLACE, Kind.NUMBER):
        left = tuple(at for at in found.left if a.tokens[at].kind == kind)
        right = tuple(at for at in found.right if b.tokens[at].kind == kind)
        if left and right:
            said.append(Sentence(_DIFFER[kind], {"left": _words(a.tokens, left), "right": _words(b.tokens, right)}))
        elif left or right:
            said.append(Sentence(_TELLS[kind], {"words": _words(a.tokens, left) or _words(b.tokens, right)}))
    for tokens, places in ((a.tokens, found.left), (b.tokens, found.right)):
        if rest := tuple(at for at in places if tokens[at].kind in (Kind.WORD, Kind.COMMON)):
            said.append(Sentence(_ONLY, {"words": _words(tokens, rest)}))
    return said


def _legal(a: Entity, b: Entity) -> list[Sentence]:
    if not a.forms or not b.forms:
        return []
    if form_cost(a.forms, b.forms):
        return [Sentence(_FORMS, {"left": " ".join(a.form_text), "right": " ".join(b.form_text)})]
    return [Sentence(_SAME_FORMS)]


def _letters(a: Entity, b: Entity) -> list[Sentence]:
    score = max(short_form(a, b), short_form(b, a))
    return [Sentence(_GIVEN if score == GIVEN_SHORT else _LETTERS)] if score else []


def explain_entity(a: Entity, b: Entity) -> Comparison:
    """The likeness of two names with the words that stand for each other and sentences. `score` is that of `entity_likeness`."""
    found = compared(a, b)
    said = [*_letters(a, b), *_matched(a, b, found.matches), *_alone(a, b, found), *_legal(a, b)]
    return structs.replace(found, sentences=tuple(said if found.score else [Sentence(_NOTHING)]))
