"""The result of a check: readable in two seconds, then what to do, then what is known."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final

import htpy as h
from htpy import Element, Node

from comity.edges.web import paths
from comity.edges.web.answer import HitView, RegisterAnswer, Said, banner, strip
from comity.edges.web.elements import Column, Fact, Row, Table, identifier, link_button, purpose_name, say, table_card, tag
from comity.edges.web.forms import hidden, post, submit
from comity.edges.web.frame import Frame, framed
from comity.edges.web.i18n import Message, Translator
from comity.edges.web.icons import icon
from comity.edges.web.names import REGISTER
from comity.edges.web.pages.check import ANSWERS, EMPTY, CheckValues, Seen, seen_line, turn
from comity.edges.web.person_card import answers_form, candidates_of, card
from comity.edges.web.person_evidence import written
from comity.kernel.purposes import Purpose

_LINKS: Final = 6  # in the banner; the cards stand below in the same order


@dataclass(frozen=True, slots=True)
class Asked:
    """One subject as it was asked: `kind` a message id, `more` data (country), `notes` what was read differently or left open.

    Of a person: `parts` as they were understood.
    """

    text: str
    kind: str
    more: str = ""
    notes: tuple[Message, ...] = ()
    parts: tuple[Fact, ...] = ()
    person: bool = False


@dataclass(frozen=True, slots=True)
class PersonSaid:
    """What the check says of the person as a whole. `why`: names could not be searched. `more`: others were like it, beyond those shown.

    `bare`: it was asked by nothing but a name. `latin`: how a name of another script was read. `shown_from`, `told_from`: probabilities of
    this purpose, in figures; empty where they could not be read. `registers`: numbers of those asked for the person. `bodies`:
    organisations of that name were looked for too.
    """

    why: Message | None = None
    more: bool = False
    bare: bool = False
    latin: str = ""
    shown_from: str = ""
    told_from: str = ""
    registers: tuple[int, ...] = ()
    bodies: bool = False


@dataclass(frozen=True, slots=True)
class ResultView:
    """`entry` is the number of the audit entry; `again` is what a second try would post; `took_ms` the whole time.

    `person`: of the person asked about. `other`: what the box could hold as well. `holder`: of a scanned document, to be searched by name
    too.
    """

    frame: Frame
    asked: tuple[Asked, ...]
    at: datetime
    purpose: Purpose
    answers: tuple[RegisterAnswer, ...]
    hits: tuple[HitView, ...]
    entry: str
    took_ms: int
    again: CheckValues = EMPTY
    protected: bool = False
    person: PersonSaid | None = None
    other: str = ""
    holder: CheckValues | None = None


def page(view: ResultView, t: Translator) -> Element:
    """Answer first; a register that did not answer is named in the banner above as well."""
    sure = tuple(hit for hit in view.hits if _sure(hit))
    candidates = tuple(hit for hit in view.hits if not _sure(hit) and hit.confusable is None)
    possible = tuple(hit for hit in view.hits if hit.confusable is not None and not _sure(hit))
    silent = tuple(answer for answer in view.answers if answer.said is Said.NO_ANSWER)
    met = Met(sure, candidates, possible, silent)
    first, title = _first(view, met, t)
    entry = f"{view.entry}-{int(view.at.timestamp())}"  # the log is kept by days
    kept = (hidden("protected", "yes"),) if view.protected else ()
    return framed(
        view.frame,
        t,
        title,
        _asked(view, title, t),
        first,
        strip(view.answers, t),
        [say("", "bang", h.p[t.say(note)]) for each in view.asked for note in each.notes],
        bool(view.hits) and _of_persons(view, t),
        _cards(view, sure, entry, t),
        bool(sure and candidates) and _candidates_banner(candidates, t, focus=False),
        _cards(view, candidates, entry, t, first=not sure),
        bool((sure or candidates) and possible) and _possible_banner(possible, t, focus=False),
        _cards(view, possible, entry, t),
        answers_form(entry, view.frame.csrf, candidates_of(view.hits, t), *kept),
        bool(_left_open(view, silent) and view.hits) and _silent_banner(view, silent, t, focus=False),
        _next(view, t),
        _below(view, t, clear=not view.hits and not silent),
    )


@dataclass(frozen=True, slots=True)
class Met:
    """What a check met, sorted by what the officer has to do about it."""

    sure: tuple[HitView, ...]
    candidates: tuple[HitView, ...]
    possible: tuple[HitView, ...]
    silent: tuple[RegisterAnswer, ...]


def _sure(hit: HitView) -> bool:
    """Whether it is a positive result already: nobody has to read or compare anything first."""
    return hit.person.positive if hit.person is not None else hit.confusable is None


def _left_open(view: ResultView, silent: tuple[RegisterAnswer, ...]) -> bool:
    return bool(silent) or (view.person is not None and view.person.why is not None)


def _cards(view: ResultView, hits: tuple[HitView, ...], entry: str, t: Translator, *, first: bool = True) -> Iterator[Element]:
    """One a hit; the reasons of the first person are unfolded."""
    likeliest = next((hit.anchor for hit in hits if hit.person is not None), "") if first else ""
    return (card(hit, entry, view.frame.csrf, t, opened=hit.anchor == likeliest) for hit in hits)


def _of_persons(view: ResultView, t: Translator) -> Node:
    """Under the banner: that no machine identifies anybody, where the thresholds lie, and whether more were like it."""
    if view.person is None or not any(hit.person for hit in view.hits):
        return None
    lines = [
        t("No machine identifies anybody: you compare the person before you, and the owner confirms.")
        if any(hit.person and not hit.person.organisation for hit in view.hits)
        else t("No machine decides: you compare the organisation with the record, and the owner confirms.")
    ]
    if view.person.shown_from:
        lines.append(
            t(
                "Shown from a probability of {shown} on; the owner is told from {told} on.",
                shown=view.person.shown_from, told=view.person.told_from,
            )
        )  # fmt: skip
    more = view.person.more and say(
        "wait", "wait", h.p[t("More records are like it than are shown here. A birth date, a nationality or a sex tells them apart.")]
    )
    return [h.p(".small.quiet")[" ".join(lines)], more]


def _first(view: ResultView, met: Met, t: Translator) -> tuple[Element, str]:
    if met.sure:
        return _hit_banner(met, t), t("Result: hit")
    if met.candidates:
        return _candidates_banner(met.candidates, t), t("Result: candidates, not settled")
    if met.possible:
        return _possible_banner(met.possible, t), t("Result: look-alike, not settled")
    if _left_open(view, met.silent):
        return _silent_banner(view, met.silent, t), t("Result: no answer")
    sentence = t.plural(
        "The one register asked has answered. It holds nothing of this.",
        "All {n} registers asked have answered. None holds this.",
        len(view.answers),
    )
    took = h.p(".quiet.small")[h.bdi(dir="ltr")[t.number(view.took_ms), " ms"]]
    return banner("clear", "clear", t("No hit"), sentence, took, focus=True), t("Result: no hit")


def _hit_banner(met: Met, t: Translator) -> Element:
    registers = len({hit.register for hit in met.sure})
    word = t.plural("Hit in {n} register", "Hit in {n} registers", registers)
    of_bodies = all(hit.person and hit.person.organisation for hit in met.sure)
    more = [t("Ask the owner to confirm before you act.") if of_bodies else t("Ask the owner to confirm before you act on the person.")]
    if met.silent:
        more.append(t.plural("{n} register has not answered.", "{n} registers have not answered.", len(met.silent)))
    links = (_link(hit, t) for hit in (*met.sure, *met.candidates, *met.possible)[:_LINKS])
    return banner("hit", "hit", word, " ".join(more), h.ol(".hits")[links], focus=True)


def _link(hit: HitView, t: Translator) -> Element:
    named: Node = written(hit.person.names[0]) if hit.person and hit.person.names else t(hit.title)
    return h.li[icon("user" if hit.person else "doc"), h.a(href=f"#{hit.anchor}")[named], " ", h.bdi[hit.owner]]


def _candidates_banner(candidates: tuple[HitView, ...], t: Translator, *, focus: bool = True) -> Element:
    word = t.plural("{n} candidate: compare", "{n} candidates: compare", len(candidates))
    if any(hit.person and hit.person.organisation for hit in candidates):
        sentence = t("Neither a hit nor a no-hit until you have compared each with its record.")
    else:
        sentence = t("Neither a hit nor a no-hit until you have compared each with the person before you.")
    return banner("wait", "user", word, sentence, focus=focus)


def _possible_banner(possible: tuple[HitView, ...], t: Translator, *, focus: bool = True) -> Element:
    sentence = t.plural(
        "A record resembles this and is not the same. Neither a hit nor a no-hit until you have read the document again.",
        "{n} records resemble this and are not the same. Neither a hit nor a no-hit until you have read the document again.",
        len(possible),
    )
    return banner("wait", "neq", t("Read the document again"), sentence, focus=focus)


def _silent_banner(view: ResultView, silent: tuple[RegisterAnswer, ...], t: Translator, *, focus: bool = True) -> Element:
    said: list[str] = []
    if view.person is not None and view.person.why is not None:
        word = t("Names were not searched")
        said += [t("This is not a no-hit: nothing is known of the person either way."), t.say(view.person.why)]
        silent = tuple(answer for answer in silent if not answer.of_person)
    else:
        word = t.plural("No answer from {n} register", "No answer from {n} registers", len(silent))
    if silent:
        names = t(", ").join(t(REGISTER[answer.register].name) for answer in silent)
        said.append(t("{registers}: no answer. This is not a no-hit: nothing is known either way.", registers=names))
    return banner("wait", "wait", word, " ".join(said), _again(view, t), focus=focus)


_TEXTS: Final = (
    *("q", "number", "issuer", "vin", "plate", "plate_country", "kind", "value", "beside", "protected_reason"),
    *("name", "born", "nationality", "sex", "birth_place"),
)  # fmt: skip


def _again(view: ResultView, t: Translator) -> Element:
    meant = view.again.meant
    return _asked_again(view, view.again, meant and hidden("meant", meant), submit(t("Ask again now"), primary=False))


def _asked_again(view: ResultView, values: CheckValues, *content: Node) -> Element:
    """A question as a form of one button: the same once more, or another that follows from it."""
    kept = (hidden(name, getattr(values, name)) for name in _TEXTS if getattr(values, name))
    return post(paths.CHECK, view.frame.csrf, kept, values.protected and hidden("protected", "yes"), content, class_="")


def _asked(view: ResultView, title: str, t: Translator) -> Element:
    here = t.local(view.at)
    by = h.p(".quiet.small.bits")[
        h.span[t("by you at {unit}, {time}", unit=view.frame.unit, time=t.time(view.at))],
        here and h.span[here],
        purpose_name(view.purpose, t),
    ]
    protected = view.protected and say("", "seal", h.p[t("Protected check: the owner learns nothing until your supervisor releases it.")])
    other = view.other and _asked_again(view, view.again, turn(view.other, t))
    return h.div(".stack")[h.h1(".vh")[title], (_line(each, t) for each in view.asked), _heard(view, t), other, by, protected]


def _line(asked: Asked, t: Translator) -> Element:
    if asked.person:
        return h.div(".asked")[h.span(".quiet")[t("Asked")], seen_line(Seen(asked.kind, "people", asked.parts), t, linked=False)]
    text = [identifier(asked.text), h.span[t(asked.kind), asked.more and [t(", "), h.bdi[asked.more]]]]
    return h.p(".asked")[h.span(".quiet")[t("Asked")], text]


def _heard(view: ResultView, t: Translator) -> Node:
    """How a name of another script was read, and that it was a name alone."""
    if view.person is None:
        return None
    latin = view.person.latin and h.p(".small.quiet")[t("Read in Latin letters as:"), " ", h.bdi(".id", dir="ltr")[view.person.latin]]
    bare = (
        view.person.bare
        and h.p(".small.quiet")[t("You searched by a name alone. Such searches are counted, and your supervisor sees how many.")]
    )
    return [latin, bare]


def _next(view: ResultView, t: Translator) -> Element:
    return h.div(".acts")[
        link_button(paths.CHECK, t("Next check"), primary=True, key="n"),
        _by_name(view, t),
        h.button(".btn", type="button", data_print=True, hidden=True)[icon("print"), t("Print")],
    ]


def _by_name(view: ResultView, t: Translator) -> Node:
    """The holder of a scanned document is searched by name only where the officer wants it: thousands share a name."""
    if view.holder is None:
        return None
    values = replace(view.holder, protected=view.again.protected, protected_reason=view.again.protected_reason)
    return _asked_again(view, values, submit(t("Search its holder by name too"), sign="people", primary=False))


def _below(view: ResultView, t: Translator, *, clear: bool) -> Element:
    return h.div(".split")[
        table_card(_table(view, t)),
        h.aside(".stack-l")[
            clear and _meaning(view.person, t),
            h.section(".card.stack")[
                h.h2[t("Audit entry")],
                h.p[identifier(view.entry)],
                h.p(".small.quiet")[t("This check was recorded before you saw its answer.")],
            ],
        ],
    ]


def _meaning(person: PersonSaid | None, t: Translator) -> Element:
    if person is not None:
        return h.section(".card.stack")[
            h.h2[t("What this does not prove")],
            h.p[t("Nobody has reported a person who is like this where you may see it, as far as names can be compared.")],
            h.p[t("A name misheard, another name of the person, or a wrong birth date is not found by it. Try the name as it may sound.")],
            h.p[
                t("Organisations of that name were looked for too.")
                if person.bodies
                else t("No organisation was looked for: what you gave, only a person has, or none may be seen. Ask by the name alone.")
            ],
        ]
    return h.section(".card.stack")[
        h.h2[t("What this does not prove")],
        h.p[t("Nobody has reported this where you may see it.")],
        h.p[t("It does not show that a document is genuine, that its bearer is its holder, or that a vehicle is not stolen.")],
        h.p(".quiet.small")[t("Look-alike characters were tried as well (O and 0, I and 1, S and 5, B and 8, Z and 2, G and 6).")],
    ]


def _table(view: ResultView, t: Translator) -> Table:
    columns = (Column(t("Register")), Column(t("Compared")), Column(t("Answer")))
    has_things = any(not one.person for one in view.asked) or bool(view.again.number)
    rows = tuple(_row(answer, t, has_things=has_things) for answer in view.answers)
    return Table(t("What each register said"), columns, rows)


def _row(answer: RegisterAnswer, t: Translator, *, has_things: bool) -> Row:
    kind, sign, word = ANSWERS[answer.said]
    why: Node = answer.why and h.span(".quiet")[t.say(answer.why)]
    what = [t(answer.compared)] if answer.compared else []
    named = [t("Names, birth date, nationality, sex")] if answer.of_person else []
    compared = named if answer.of_person and not has_things else [*named, *what]
    return Row((t(REGISTER[answer.register].name), t("; ").join(compared) or "–", [tag(kind, sign, t(word)), why]))
