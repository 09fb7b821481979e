"""From the person of a hit to its card: names in their own script, what adds up, and the traveller beside the record."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from functools import lru_cache
from typing import Final

from babel import Locale

from comity.edges.web.elements import Fact, FactKind
from comity.edges.web.i18n import Message, mark, message
from comity.edges.web.person import Beside, Compared, Like, PersonView, Weight, Written
from comity.edges.web.routes.visit import Visit
from comity.edges.web.routes.words import country, fact
from comity.kernel.kinds import SEX
from comity.kernel.kinds.coded import ALPHA_2
from comity.kernel.kinds.model import BadValue
from comity.kernel.results import Hit, PersonMatch, Side
from comity.names.model import Name, Role, Script, Word
from comity.names.reading import read_name
from comity.registers.model import Register
from comity.registers.paths import each, leaf
from comity.search.persons.model import PersonAsked

POSITIVE: Final = message("Positive result. {owner} is told. Ask it to confirm before you act.")
_POSITIVE_PROTECTED: Final = message("Positive result. Protected check: {owner} is not told before your supervisor releases it.")
_POSITIVE_OWN: Final = message("Positive result, in a record of your own authority.")
_CANDIDATE_OWN: Final = message("A candidate is no hit. You see it, and you decide. The record is your own authority's.")
_CANDIDATE: Final = message("A candidate is no hit. You see it, and you decide: {owner} is not alerted before that.")
_TELLS: Final = message("{owner} is told that your bureau met this person.")
_TELLS_LATER: Final = message("Protected check: {owner} is told only after your supervisor releases it.")
_TELLS_SELF: Final = message("The record is your own authority's: nobody else is told. The audit keeps your word.")
_TELLS_OF_BODY: Final = message("{owner} is told that your bureau met this organisation.")
_TELLS_NOBODY: Final = message("Nobody is told. Other candidates stay as they are.")
_LANGUAGES: Final = {
    Script.ARABIC: "ar", Script.HEBREW: "he", Script.HAN: "zh", Script.HANGUL: "ko", Script.KANA: "ja", Script.CYRILLIC: "ru",
    Script.GREEK: "el", Script.THAI: "th", Script.DEVANAGARI: "hi", Script.BENGALI: "bn", Script.ARMENIAN: "hy", Script.GEORGIAN: "ka",
    Script.ETHIOPIC: "am", Script.KHMER: "km",
}  # fmt: skip
_LOOK: Final = ("age", "height", "weight", "build", "hair", "eyes", "languages", "marks", "description")  # what an officer sees or hears
_SHOWN: Final = frozenset({"names", "births", "nationalities", "sex", "documents", *_LOOK})
_SAME: Final = 0.95  # likeness of names that is as good as the same
_CLOSE: Final = 0.7
_MOST_LINES: Final = 4


def person_of(visit: Visit, register: Register, hit: Hit, asked: PersonAsked, *, protected: bool) -> PersonView | None:
    """How the hit's person is like the one asked about; None where no person was met."""
    match = hit.person
    if match is None:
        return None
    owner = country(visit, hit.owner) or hit.owner
    own = visit.comity.directory.issuing.get(hit.owner) == visit.session.authority
    held = read_name(match.name)
    return PersonView(
        rank=match.rank,
        grade=match.grade,
        positive=match.positive,
        probability=match.probability,
        likeness=match.likeness,
        standing=_standing(match, owner, own=own, protected=protected),
        names=tuple(_names(hit, match)),
        about=tuple(_about_body(visit, hit) if match.organisation else _about(visit, hit)),
        beside=tuple(
            beside(match.sides, asked.name, match.name) if match.organisation else _beside(match.sides, read_name(asked.name), held)
        ),
        weights=tuple(Weight(_as_said(one.sentence, asked.name, match.name), one.log_odds) for one in match.evidence),
        compared=tuple((_compared_body if match.organisation else _compared)(visit, register, hit, match, asked)),
        script="" if held.script is Script.LATIN else script_name(visit.manners.language.value, held.script),
        mark=match.mark,
        own=own,
        says=None if match.positive or not match.mark else does_of(owner, own=own, protected=protected, organisation=match.organisation),
        organisation=match.organisation,
    )


def compared(path: str) -> bool:
    """Whether the value at a path stands in the comparison of a person already."""
    return path.partition(".")[0] in _SHOWN


def _standing(match: PersonMatch, owner: str, *, own: bool, protected: bool) -> Message:
    positive = _POSITIVE_OWN if own else _POSITIVE_PROTECTED if protected else POSITIVE
    text = positive if match.positive else _CANDIDATE_OWN if own else _CANDIDATE
    return text[0], {"owner": owner} if "{owner}" in text[0] else {}


def does_of(owner: str, *, own: bool, protected: bool, organisation: bool = False) -> tuple[Message, Message]:
    """What each of the two words about a candidate does."""
    this = _TELLS_SELF if own else _TELLS_LATER if protected else _TELLS_OF_BODY if organisation else _TELLS
    return (this[0], {} if own else {"owner": owner}), _TELLS_NOBODY


# Names


def lang_of(script: Script, language: str = "") -> str:
    """The language to say a name in: as known, else the most usual of its script; empty for Latin letters."""
    return language or _LANGUAGES.get(script, "")


@lru_cache(maxsize=64)
def script_name(language: str, script: Script) -> str:
    """What a writing is called in a language. Source: Unicode CLDR, by babel."""
    return str(Locale.parse(language).scripts.get(script.value, "")) if script is not Script.OTHER else ""


def _names(hit: Hit, match: PersonMatch) -> Iterator[Written]:
    """The main name; one in another script; the one that was met, where it is neither. In Latin letters first, as officers spell them."""
    held = [
        (full, read_name(full, ALPHA_2.get(language, ""))) for full, language in each(hit.facts, "names.full", "names.language") if full
    ]
    latin = [full for full, name in held if name.script is Script.LATIN]
    own = [full for full, name in held if name.script is not Script.LATIN]
    languages = {full: lang_of(name.script, name.language) if name.script is not Script.LATIN else "" for full, name in held}
    for full in dict.fromkeys((*latin[:1], *own[:1], match.name)):
        yield Written(full, languages.get(full, ""))


def _beside(sides: Sequence[Side], asked: Name, held: Name) -> Iterator[Beside]:
    for side in sides:
        yield Beside(_written(side.asked, asked), _written(side.held, held), side.score, side.why)


def _written(words: str, name: Name) -> Written | None:
    """Words of a name as they were typed, with how they are said where they are written otherwise, and what they are in the name."""
    if not words:
        return None
    known = {word.text: word for word in name.words}
    parts = [known.get(text, Word(text, ())) for text in words.split()]
    script = parts[0].script
    latin = "" if script is Script.LATIN else " ".join(word.forms[0] for word in parts if word.forms)
    roles = {word.role for word in parts}
    role = roles.pop().name.lower() if len(roles) == 1 else ""
    lang = "" if script is Script.LATIN else lang_of(script, name.language)
    return Written(_as_typed(words, name.written), lang, latin, "" if role == Role.UNKNOWN.name.lower() else role)


def beside(sides: Sequence[Side], asked: str, held: str) -> Iterator[Beside]:
    """Words of an organisation's name: nothing in it is a given or a family name."""
    for side in sides:
        yield Beside(_in_name(side.asked, asked), _in_name(side.held, held), side.score, side.why)


def _in_name(words: str, name: str) -> Written | None:
    if not words:
        return None
    read = read_name(words)
    if read.script is Script.LATIN:
        return Written(_as_typed(words, name))
    latin = " ".join(word.forms[0] for word in read.words if word.forms)
    return Written(_as_typed(words, name), lang_of(read.script, read.language), latin)


def _as_said(sentence: Message, asked: str, held: str) -> Message:
    """A sentence about words of the names, with the words as they stand there."""
    text, values = sentence
    written = {"part": asked, "other": held}
    return text, {name: _as_typed(value, written[name]) if name in written else value for name, value in values.items()}


def _as_typed(words: str, written: str) -> str:
    """The words as they stand in the name, capitals and all."""
    pattern = r"[\s'’.,-]*".join(map(re.escape, words.split()))
    found = re.search(pattern, written, re.IGNORECASE)
    return found[0] if found else words


# What is known


def in_words(visit: Visit, parts: tuple[Fact, ...]) -> tuple[Fact, ...]:
    """What was typed of a person, with a country's code as its name and the sex as its word."""
    return tuple(_in_words(visit, one) for one in parts)


def _in_words(visit: Visit, one: Fact) -> Fact:
    if one.label == "nationality":
        return replace(one, value=country(visit, one.value) or one.value)
    return Fact(one.label, _sex(one.value)) if one.label == "sex" else one


def _about(visit: Visit, hit: Hit) -> Iterator[Fact]:
    """Born, nationality, sex: what is compared first."""
    births = [value for (value,) in each(hit.facts, "births.date") if value]
    if births:
        yield Fact(mark("born"), " / ".join(births[:2]), FactKind.IDENTIFIER)
    nationalities = [country(visit, value) or value for (value,) in each(hit.facts, "nationalities") if value]
    if nationalities:
        yield Fact(mark("nationality"), visit.t(", ").join(nationalities[:3]), FactKind.FREE)
    if hit.facts.get("sex"):
        yield Fact(mark("sex"), _sex(hit.facts["sex"]))


def _about_body(visit: Visit, hit: Hit) -> Iterator[Fact]:
    """Of an organisation: that it is one, and its country."""
    yield Fact(mark("subject"), mark("Organisation"))
    countries = _countries(visit, hit)
    if countries:
        yield Fact(mark("country"), visit.t(", ").join(one.value for one in countries[:3]), FactKind.FREE)


def _countries(visit: Visit, hit: Hit) -> tuple[Fact, ...]:
    return tuple(_free(country(visit, value) or value) for (value,) in each(hit.facts, "nationalities") if value)


def _compared_body(visit: Visit, register: Register, hit: Hit, match: PersonMatch, asked: PersonAsked) -> Iterator[Compared]:
    """What was typed of an organisation against the record."""
    del register
    said = {one.name: one.log_odds for one in match.evidence}
    name = Like.SAME if match.likeness >= _SAME else Like.CLOSE if match.likeness >= _CLOSE else Like.DIFFERS
    yield Compared(mark("Name"), (_free(asked.name),), (_free(match.name),), name)
    code = visit.comity.checks.planner.countries.code(asked.nationality) if asked.nationality else ""
    typed = _typed(country(visit, code) or asked.nationality)
    yield Compared(mark("Country"), typed, _countries(visit, hit), _like(said.get("nationality")))


def _sex(value: str) -> str:
    try:
        return dict(SEX.choices)[SEX.clean(value)]
    except BadValue:
        return value


def _compared(visit: Visit, register: Register, hit: Hit, match: PersonMatch, asked: PersonAsked) -> Iterator[Compared]:
    """What was typed against the record, then what only a look at the person tells."""
    said = {one.name: one.log_odds for one in match.evidence}
    sentences = {one.name: one.sentence[0] for one in match.evidence}
    name = Like.SAME if match.likeness >= _SAME else Like.CLOSE if match.likeness >= _CLOSE else Like.DIFFERS
    yield Compared(mark("Name"), (_free(asked.name),), (_free(match.name),), name)
    births = [Fact("", _born(*one), FactKind.IDENTIFIER) for one in each(hit.facts, "births.date", "births.until") if one[0]]
    exact = sentences.get("birth") == "Birth date the same"
    yield Compared(mark("Birth date"), _typed(asked.born, FactKind.IDENTIFIER), tuple(births), _like(said.get("birth"), exact=exact))
    held = tuple(_free(country(visit, value) or value) for (value,) in each(hit.facts, "nationalities") if value)
    code = visit.comity.checks.planner.countries.code(asked.nationality) if asked.nationality else ""
    yield Compared(mark("Nationality"), _typed(country(visit, code) or asked.nationality), held, _like(said.get("nationality")))
    sex = (Fact("", _sex(hit.facts["sex"])),) if hit.facts.get("sex") else ()
    yield Compared(mark("Sex"), (Fact("", _sex(asked.sex)),) if asked.sex else (), sex, _like(said.get("sex")))
    places = tuple(_free(value) for (value,) in each(hit.facts, "births.place") if value)
    yield Compared(mark("Place of birth"), _typed(asked.birth_place), places, _like(said.get("place")))
    documents = [f"{number} {issuer}".strip() for number, issuer in each(hit.facts, "documents.number", "documents.issuer") if number]
    papers = tuple(Fact("", one, FactKind.IDENTIFIER) for one in documents[:_MOST_LINES])
    typed = _typed(f"{asked.document} {asked.issuer}".strip(), FactKind.IDENTIFIER)
    yield Compared(mark("Document"), typed, papers, _like(said.get("document")))
    yield from _to_look_at(visit, register, hit)


def _born(date: str, until: str) -> str:
    return f"{date} – {until}" if until else date


def _like(log_odds: float | None, *, exact: bool = True) -> Like:
    """By what the comparison says; nothing said: it is not known."""
    if log_odds is None:
        return Like.UNKNOWN
    return Like.DIFFERS if log_odds < 0 else Like.SAME if exact else Like.CLOSE


def _free(text: str) -> Fact:
    return Fact("", text, FactKind.FREE)


def _typed(text: str, kind: FactKind = FactKind.FREE) -> tuple[Fact, ...]:
    return (Fact("", text, kind),) if text else ()


def _to_look_at(visit: Visit, register: Register, hit: Hit) -> Iterator[Compared]:
    """How the record says that the person looks."""
    for name in _LOOK:
        held = tuple(_read(visit, register, hit.facts, name))[:_MOST_LINES]
        if held:
            yield Compared(register.field(name).label, (), held, Like.UNKNOWN)


def _read(visit: Visit, register: Register, facts: Mapping[str, str], name: str) -> Iterator[Fact]:
    for path, value in facts.items():
        field = leaf(register, path)
        if path.partition(".")[0] != name or field is None or not value:
            continue
        try:
            yield fact(visit, field.label, field.kind, field.kind.clean(value))
        except BadValue:
            yield Fact(field.label, value, FactKind.FREE)
