"""Traces of firearms by page: ask, look, answer, ask further, close."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final
from uuid import UUID

from comity.access.model import Permission
from comity.edges.web import paging, paths
from comity.edges.web.elements import Fact
from comity.edges.web.forms import Field, Option, Widget, or_none
from comity.edges.web.frame import Entry
from comity.edges.web.i18n import mark
from comity.edges.web.pages import traces as drawn
from comity.edges.web.pages.traces import ANSWERS, OUTCOMES, LegLine, TraceLine, TracesView, TraceView
from comity.edges.web.routes.answers import Answer as Page
from comity.edges.web.routes.answers import go, page
from comity.edges.web.routes.application import Open, Route
from comity.edges.web.routes.visit import Visit
from comity.edges.web.routes.words import COUNTRIES, authorities, authority_of, by_field, countries, country, fact, record_page, short
from comity.kernel.errors import Absent, Fault, Invalid
from comity.registers.declarations.firearms import FIREARMS
from comity.registers.paths import leaf
from comity.traces import rules, service
from comity.traces.model import Answer, Leg, NoSuchTrace, Outcome, Reply, State, Trace, Why, WrongTrace

_ASKED: Final = ("type", "make", "model", "calibre", "serial", "made_in", "made_year", "imported_to", "imported_year", "importer")
_REPLY: Final = ("dealer", "country", "date", "reference", "words")
_LABELS: Final = {
    "dealer": mark("Sold to"),
    "country": mark("Exported to"),
    "date": mark("Date"),
    "reference": mark("Reference of the sale or licence"),
    "words": mark("More, or the reason"),
}


async def listed(visit: Visit) -> Page:
    """One's own, or those that one was asked."""
    return await _listed(visit)


async def _listed(visit: Visit, problem: Invalid | None = None) -> Page:
    own, after = visit.query.get("side") != "asked", visit.query.get("after", "")
    found = await service.listed(visit.comity.records, visit.reader, own=own, before=paging.after(after))
    last, side = found[-1] if len(found) == service.PAGE else None, "own" if own else "asked"
    view = TracesView(
        frame=visit.frame(Entry.TRACES),
        own=own,
        lines=tuple(_line(visit, one) for one in found),
        fields=_weapon(visit, problem) if own and visit.may(Permission.TRACE_REQUEST_ASK) else (),
        of=_leads(visit),
        older=f"{paths.TRACES}?side={side}&after={paging.mark(last.at, last.id)}" if last else "",
        newer=f"{paths.TRACES}?side={side}" if after else "",
    )
    return page(drawn.page(view, visit.t), 422 if problem else 200)


def _line(visit: Visit, one: Trace) -> TraceLine:
    values = one.question.values
    weapon = " ".join(filter(None, (values.get(name, "") for name in ("make", "model", "calibre", "serial"))))
    answered = sum(leg.answer is not None for leg in one.legs)
    waits = one.asker != visit.session.authority and one.state is State.OPEN and not answered
    asker = visit.authority_name(one.asker)
    return TraceLine(str(one.id), one.at, asker, weapon, one.state, one.outcome, answered, len(one.legs), waits)


def _weapon(visit: Visit, problem: Invalid | None) -> tuple[Field, ...]:
    """The form for a new trace, of one's own record or of what is typed. A field is called as the register of firearms calls it."""
    wrong, given = by_field(problem) if problem else {}, visit.posted
    fields: list[Field] = []
    if record := _record(visit):
        fields.append(Field("record", "Our record of it", Widget.HIDDEN, record, error=wrong.get("record")))
    for name in _ASKED if not record or set(wrong) & set(_ASKED) else ():
        declared = FIREARMS.field(name)
        choices = tuple(Option(code, visit.t(title)) for code, title in declared.kind.choices)
        options = countries(visit) if declared.kind.name in COUNTRIES else choices
        widget = Widget.SELECT if options else Widget.TEXT
        shown = or_none(options) if options else ()
        fields.append(Field(name, declared.label, widget, given.one(name), options=shown, plain=True, error=wrong.get(name)))
    others = or_none(authorities(visit))
    also = Field("ask", "Ask another authority too", Widget.SELECT, given.one("ask"), options=others, plain=True, error=wrong.get("ask"))
    words = "What happened, and what you ask"
    return (*fields, also, Field("words", words, Widget.LONG, given.one("words"), error=wrong.get("words")))


def _record(visit: Visit) -> str:
    """The id of the record that the trace is to be of."""
    return visit.posted.one("record") or visit.query.get("record", "")


def _leads(visit: Visit) -> tuple[str, str]:
    """That record's number and page; nothing where there is none."""
    try:
        record = UUID(_record(visit))
    except ValueError:
        return ("", "")
    return short(record), record_page(FIREARMS.number, record)


async def asked(visit: Visit) -> Page:
    """A new trace."""
    given = visit.posted
    typed = {name: given.one(name) for name in _ASKED if given.one(name)}
    try:
        record = _uuid_of_form(given.one("record"))
        more = {_authority(visit, given.one("ask")): Why.OTHER} if given.one("ask") else {}
        issuing, words = visit.comity.directory.issuing, given.one("words")
        made = await service.ask(visit.comity.records, visit.reader, issuing, record=record, typed=typed, more=more, words=words)
    except Invalid as problem:
        return await _listed(visit, problem)
    return go(f"{paths.at(paths.TRACE, trace=str(made.id))}?done=asked")


def _uuid_of_form(text: str) -> UUID | None:
    try:
        return UUID(text.rpartition(".")[2]) if text else None  # the address of its page names the register before the id
    except ValueError:
        raise WrongTrace(Fault("record", "not_accepted", "This is not the id of a record.", "As on the record's page.")) from None


def _authority(visit: Visit, code: str) -> int:
    number = authority_of(visit, code)
    if number is None:
        raise WrongTrace(Fault("ask", "unknown", "There is no such authority."))
    return number


async def shown(visit: Visit) -> Page:
    """One trace."""
    return await _shown(visit)


async def _shown(visit: Visit, problem: Invalid | None = None) -> Page:
    one = await service.shown(visit.comity.records, visit.reader, _which(visit))
    wrong, act = by_field(problem) if problem else {}, visit.posted.one("act")
    own = rules.may_change(visit.reader, one).allowed and visit.may(Permission.TRACE_REQUEST_ASK)
    answers = rules.may_answer(visit.reader, one).allowed and visit.may(Permission.TRACE_REQUEST_ANSWER)
    names = {number: visit.authority_name(number) for number in rules.next_asked(one, visit.comity.directory.issuing)} if own else {}
    codes = {number: visit.comity.directory.authorities[number].code for number in names}
    others = or_none(authorities(visit))
    view = TraceView(
        frame=visit.frame(Entry.TRACES),
        line=_line(visit, one),
        bureau=visit.bureau_name(one.bureau),
        facts=tuple(_facts(visit, one)),
        words=one.question.words,
        legs=tuple(_leg(visit, leg) for leg in one.legs),
        answer=_reply(visit, problem if act == "answer" else None) if answers else (),
        further=(Field("authority", "Authority", Widget.SELECT, options=others, error=wrong.get("ask") if act == "further" else None),)
        if own
        else (),
        close=_close(visit, problem if act == "close" else None) if own else (),
        next=tuple((codes[number], name) for number, name in names.items()),
    )
    return page(drawn.trace_page(view, visit.t), 422 if problem else 200)


def _which(visit: Visit) -> UUID:
    try:
        return UUID(visit.place("trace"))
    except ValueError:
        raise NoSuchTrace from None


def _facts(visit: Visit, one: Trace) -> Iterator[Fact]:
    for path, value in one.question.values.items():
        declared = leaf(FIREARMS, path)
        if declared:
            yield fact(visit, declared.label, declared.kind, value)


def _leg(visit: Visit, leg: Leg) -> LegLine:
    given = {name: value for name in _REPLY if (value := getattr(leg.reply, name, ""))}
    said = tuple((_LABELS[name], country(visit, value) or value if name == "country" else value) for name, value in given.items())
    return LegLine(visit.authority_name(leg.asked), leg.why, leg.due_at, leg.late(visit.comity.clock.now()), leg.answer, said)


def _reply(visit: Visit, problem: Invalid | None) -> tuple[Field, ...]:
    wrong, given = by_field(problem) if problem else {}, visit.posted
    answers = tuple(Option(answer.code, visit.t(word)) for answer, word in ANSWERS.items())
    first = Field("answer", "Answer", Widget.SELECT, given.one("answer"), options=answers, required=True, error=wrong.get("answer"))
    widgets = {"words": Widget.LONG, "country": Widget.SELECT, "date": Widget.DATE}
    options = {"country": or_none(countries(visit))}
    hints = {"date": mark("As 2026-11-21, 2026-11 or 2026")}
    others = tuple(
        Field(
            name,
            _LABELS[name],
            widgets.get(name, Widget.TEXT),
            given.one(name),
            hints.get(name, ""),
            options.get(name, ()),
            wrong.get(name),
        )
        for name in _REPLY
    )
    return (first, *others)


def _close(visit: Visit, problem: Invalid | None) -> tuple[Field, ...]:
    wrong = by_field(problem) if problem else {}
    outcomes = tuple(Option(outcome.code, visit.t(word)) for outcome, word in OUTCOMES.items())
    return (
        Field(
            "outcome", "Outcome", Widget.SELECT, visit.posted.one("outcome"), options=outcomes, required=True, error=wrong.get("outcome")
        ),
    )


async def acted(visit: Visit) -> Page:
    """Answers, asks further, or closes."""
    which, given = _which(visit), visit.posted
    try:
        match given.one("act"):
            case "answer":
                reply = Reply(**{name: given.one(name) for name in _REPLY})
                await service.answer(visit.comity.records, visit.reader, which, _answer(given.one("answer")), reply)
            case "further":
                why = Why.EXPORTED if given.one("why") == "exported" else Why.OTHER
                await service.ask_further(visit.comity.records, visit.reader, which, {_authority(visit, given.one("authority")): why})
            case "close":
                await service.close(visit.comity.records, visit.reader, which, _outcome(given.one("outcome")))
            case _:
                raise Absent
    except Invalid as problem:
        return await _shown(visit, problem)
    return go(f"{paths.at(paths.TRACE, trace=str(which))}?done={given.one('act')}")


def _answer(code: str) -> Answer:
    found = next((one for one in Answer if one.code == code), None)
    if found is None:
        raise WrongTrace(Fault("answer", "required", "Choose an answer."))
    return found


def _outcome(code: str) -> Outcome:
    found = next((one for one in Outcome if one.code == code), None)
    if found is None:
        raise WrongTrace(Fault("outcome", "required", "Choose what came of it."))
    return found


ROUTES: Final[tuple[Route | Open, ...]] = (
    Route("GET", paths.TRACES, listed),
    Route("POST", paths.TRACES, asked),
    Route("GET", paths.TRACE, shown),
    Route("POST", paths.TRACE, acted),
)
