"""From the answer of a check to its page."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, datetime
from typing import Final

from comity.access.model import Permission
from comity.access.rules import may
from comity.edges.web.answer import Confusable, HitView, RegisterAnswer, Said
from comity.edges.web.elements import Fact, FactKind
from comity.edges.web.i18n import Message, mark, message
from comity.edges.web.pages.check import CheckValues
from comity.edges.web.pages.result import PersonSaid, ResultView
from comity.edges.web.routes.asking import Asking, holder_of
from comity.edges.web.routes.cleared import cleared_of
from comity.edges.web.routes.naming import title
from comity.edges.web.routes.person_hits import compared, in_words, person_of
from comity.edges.web.routes.visit import Visit
from comity.edges.web.routes.words import address_of, country, fact, record_page, short
from comity.kernel.kinds.model import BadValue
from comity.kernel.levels import Level
from comity.kernel.results import Answer, Grade, Hit, Outcome
from comity.registers.catalogue import BY_NAME
from comity.registers.model import Register
from comity.registers.paths import each, leaf
from comity.search.model import Result
from comity.search.persons.model import PersonSetting
from comity.search.persons.rules import may_search
from comity.search.shielding import of_refugee
from comity.search.sources import LOCAL

LOCKED: Final = message("Nothing that touches the person before the owner confirms.")
_LOCKED_BODY: Final = message("Nothing that touches the organisation before the owner confirms.")
_COMPARED: Final = {
    "travel_documents": mark("Number and issuing country"),
    "vehicles": mark("Vehicle number, plate, engine"),
    "persons": mark("Documents, telephone, e-mail"),
    "notices": mark("Documents, telephone, e-mail, accounts, things"),
    "administrative_documents": mark("Number and country, vehicle number"),
    "linked_documents": mark("Number and issuing country"),
    "counterfeits": mark("Number and country"),
    "vessels": mark("Numbers of hull and radio, registration, name, engines"),
    "firearms": mark("Serial numbers"),
    "hash_lists": mark("Hashes of files"),
    "piracy": mark("Vessels, documents, telephone, accounts"),
}
# Said last wins in the strip: what must not be overlooked comes last.
_LOUDER: Final = (Said.NO_HIT, Said.NO_ANSWER, Said.CANDIDATE, Said.POSSIBLE, Said.HIT)


def view_of(
    visit: Visit, result: Result, asked: Asking, values: CheckValues, took_ms: int, setting: PersonSetting | None = None
) -> ResultView:
    """The page's values. A register that several sources keep has a line for each of them. `setting`: the purpose's, for persons."""
    protected = values.protected or of_refugee(asked.identifiers, asked.person, visit.comity.checks.planner.countries)
    of_person = result.person.registers if result.person else ()
    entry = f"{result.check}-{result.at_us // 1_000_000}"
    hits = tuple(sorted(_hits(visit, result.answers, asked, entry, protected=protected), key=_rank))
    answers = sorted((_answer(visit, answer, of_person) for answer in result.answers), key=lambda one: _LOUDER.index(one.said))
    return ResultView(
        frame=visit.frame(),
        asked=tuple(replace(one, parts=in_words(visit, one.parts)) for one in asked.shown),
        at=datetime.fromtimestamp(result.at_us / 1e6, UTC),
        purpose=visit.reader.purpose,
        answers=tuple(answers),
        hits=hits,
        entry=result.check,
        took_ms=took_ms,
        again=values,
        protected=protected,
        person=_person(result, asked, setting),
        other=asked.other,
        holder=_holder(visit, asked),
    )


def _holder(visit: Visit, asked: Asking) -> CheckValues | None:
    """The holder of a scanned document, where this purpose searches persons and none was asked about beside it."""
    if asked.zone is None or asked.person is not None or not may_search(visit.reader.purpose).allowed:
        return None
    return holder_of(asked.zone, visit.comity.clock.now().date())


def _rank(hit: HitView) -> int:
    """What was met by number first, then persons, the likeliest first."""
    return hit.person.rank if hit.person else 0


def _person(result: Result, asked: Asking, setting: PersonSetting | None) -> PersonSaid | None:
    """What the check says of the person as a whole; None where none was asked about."""
    told = result.person
    if told is None or asked.person is None:
        return None
    latin = " ".join(word.latin for word in told.words if word.latin)
    foreign = any(word.latin and word.latin != word.text for word in told.words)
    return PersonSaid(
        why=message(told.why) if told.why else None,
        more=told.more,
        bare=asked.person.bare,
        latin=latin if foreign else "",
        shown_from=f"{setting.possible:.2f}" if setting else "",
        told_from=f"{setting.alarm:.2f}" if setting else "",
        registers=told.registers,
        bodies=told.bodies,
    )


def _answer(visit: Visit, answer: Answer, of_person: tuple[int, ...]) -> RegisterAnswer:
    number = BY_NAME[answer.register].number
    return RegisterAnswer(number, _said(answer), _COMPARED.get(answer.register, ""), _why(visit, answer), number in of_person)


def _said(answer: Answer) -> Said:
    if answer.outcome is Outcome.NO_ANSWER:
        return Said.NO_ANSWER
    if answer.outcome is Outcome.NO_HIT:
        return Said.NO_HIT
    if any(hit.positive for hit in answer.hits):
        return Said.HIT
    return Said.POSSIBLE if any(hit.grade is Grade.CONFUSABLE for hit in answer.hits) else Said.CANDIDATE


def _why(visit: Visit, answer: Answer) -> Message | None:
    if not answer.why:
        return None if answer.source == LOCAL else ("{source}", {"source": answer.source})
    return (answer.why, {}) if answer.source == LOCAL else ("{source}: {why}", {"source": answer.source, "why": visit.t(answer.why)})


def _hits(visit: Visit, answers: Iterable[Answer], asked: Asking, entry: str, *, protected: bool) -> Iterable[HitView]:
    number = 0
    for answer in answers:
        for hit in answer.hits:
            number += 1
            of = BY_NAME[hit.opens].number
            local = answer.source == LOCAL and may(visit.reader, Permission.REGISTER_RECORD_READ, of).allowed
            at = record_page(of, hit.record, protected=protected) if local else ""
            told = _hit(visit, hit, asked, f"hit-{number}", at, protected=protected)
            cleared = cleared_of(visit, hit, asked, entry, protected=protected) if answer.source == LOCAL else None
            yield replace(told, cleared=cleared)


def _hit(visit: Visit, hit: Hit, asked: Asking, anchor: str, href: str, *, protected: bool) -> HitView:
    register = BY_NAME[hit.register]
    labels = {warning.name: warning.label for warning in register.warnings}
    owner = country(visit, hit.owner) or hit.owner
    person = person_of(visit, register, hit, asked.person, protected=protected) if asked.person else None
    return HitView(
        anchor=anchor,
        record=short(hit.record),
        record_id=address_of(BY_NAME[hit.opens].number, hit.record),
        register=register.number,
        title=title(register, hit.facts),
        owner=owner,
        level=Level(hit.level),
        grade=hit.grade,
        sentence=hit.sentence,
        facts=tuple(_facts(visit, register, hit, beside_a_person=person is not None)),
        warnings=tuple((labels.get(warning, warning), {}) for warning in hit.warnings),
        steps=tuple((step, {}) for step in hit.first_step),
        locked=(_LOCKED_BODY if person and person.organisation else LOCKED,),
        confirm=(hit.confirm[0], {**hit.confirm[1], "owner": owner}),
        href=href,
        confusable=_confusable(register, hit, asked) if hit.grade is Grade.CONFUSABLE else None,
        person=person,
        colour=_colour(register, hit),
    )


def _colour(register: Register, hit: Hit) -> str:
    """The code of a notice's colour; empty for anything else."""
    colour = next((field for field in register.fields if field.name == "colour"), None)
    return next((code for code, name in colour.kind.choices if hit.facts.get("colour") in (code, name)), "") if colour else ""


def _facts(visit: Visit, register: Register, hit: Hit, *, beside_a_person: bool) -> Iterable[Fact]:
    """The particulars of a hit, which come as people read them. `beside_a_person`: those alone that its comparison has not."""
    for path, value in hit.facts.items():
        field = leaf(register, path)
        if field is None or not value or (beside_a_person and compared(path)):
            continue
        try:
            yield fact(visit, field.label, field.kind, field.kind.clean(value))
        except BadValue:  # another installation's spelling
            yield Fact(field.label, value, FactKind.FREE)


def _confusable(register: Register, hit: Hit, asked: Asking) -> Confusable:
    """What was asked beside the stored value that looks most like it."""
    stored = [value for key in register.keys for (value,) in each(hit.facts, key.field) if value]
    pairs = [(one.text, _plain(value)) for one in asked.shown for value in stored]
    if not pairs:  # what was met is not among the particulars of the first line: the sentence of the hit alone says it
        return Confusable(_plain(asked.shown[0].text), "\u2013")
    text, value = max(pairs, key=lambda pair: _alike(_plain(pair[0]), pair[1]))
    return Confusable(_plain(text), value)


def _plain(value: str) -> str:
    return "".join(character for character in value.upper() if character.isalnum() or character in "?*")


def _alike(one: str, other: str) -> int:
    return sum(a == b for a, b in zip(one, other, strict=False)) - abs(len(one) - len(other))
