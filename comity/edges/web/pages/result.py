"""The result of a check: readable in two seconds, then what to do, then what is known."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

import htpy as h
from htpy import Element, Node

from comity.edges.web import paths
from comity.edges.web.answer import HitView, RegisterAnswer, Said, banner, hit_card, strip
from comity.edges.web.elements import Column, Row, Table, identifier, link_button, purpose_name, say, table_card, tag
from comity.edges.web.forms import hidden, post, submit
from comity.edges.web.frame import Frame, framed
from comity.edges.web.i18n import Message, Translator
from comity.edges.web.icons import icon
from comity.edges.web.names import REGISTER
from comity.edges.web.pages.check import ANSWERS, EMPTY, CheckValues
from comity.kernel.purposes import Purpose


@dataclass(frozen=True, slots=True)
class Asked:
    """One subject as it was asked: `kind` a message id, `more` data (country), `notes` what was read differently or left open."""

    text: str
    kind: str
    more: str = ""
    notes: tuple[Message, ...] = ()


@dataclass(frozen=True, slots=True)
class ResultView:
    """`entry` is the number of the audit entry; `again` is what a second try would post; `took_ms` the whole time."""

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


def page(view: ResultView, t: Translator) -> Element:
    """Answer first; a register that did not answer is named in the banner above as well."""
    sure = tuple(hit for hit in view.hits if hit.confusable is None)
    possible = tuple(hit for hit in view.hits if hit.confusable is not None)
    silent = tuple(answer for answer in view.answers if answer.said is Said.NO_ANSWER)
    first, title = _first(view, sure, possible, silent, t)
    entry = f"{view.entry}-{int(view.at.timestamp())}"  # the log is kept by days
    return framed(
        view.frame,
        t,
        title,
        _asked(view, title, t),
        first,
        strip(view.answers, t),
        [say("", "bang", h.p[t.say(note)]) for each in view.asked for note in each.notes],
        (hit_card(hit, entry, view.frame.csrf, t) for hit in sure),
        bool(sure and possible) and _possible_banner(possible, t, focus=False),
        (hit_card(hit, entry, view.frame.csrf, t) for hit in possible),
        bool(silent and (sure or possible)) and _silent_banner(view, silent, t, focus=False),
        _next(t),
        _below(view, t, clear=not view.hits and not silent),
    )


def _first(
    view: ResultView, sure: tuple[HitView, ...], possible: tuple[HitView, ...], silent: tuple[RegisterAnswer, ...], t: Translator
) -> tuple[Element, str]:
    if sure:
        return _hit_banner(sure, possible, silent, t), t("Result: hit")
    if possible:
        return _possible_banner(possible, t), t("Result: look-alike, not settled")
    if silent:
        return _silent_banner(view, silent, t), t("Result: no answer")
    sentence = t.plural(
        "The one register asked has answered. It holds nothing of this.",
        "All {n} registers asked have answered. None holds this.",
        len(view.answers),
    )
    took = h.p(".quiet.small")[h.bdi(dir="ltr")[t.number(view.took_ms), " ms"]]
    return banner("clear", "clear", t("No hit"), sentence, took, focus=True), t("Result: no hit")


def _hit_banner(sure: tuple[HitView, ...], possible: tuple[HitView, ...], silent: tuple[RegisterAnswer, ...], t: Translator) -> Element:
    registers = len({hit.register for hit in sure})
    word = t.plural("Hit in {n} register", "Hit in {n} registers", registers)
    more = [t("Ask the owner to confirm before you act on the person.")]
    if silent:
        more.append(t.plural("{n} register has not answered.", "{n} registers have not answered.", len(silent)))
    links = (h.li[icon("doc"), h.a(href=f"#{hit.anchor}")[t(hit.title)], " ", h.bdi[hit.owner]] for hit in (*sure, *possible))
    return banner("hit", "hit", word, " ".join(more), h.ol(".hits")[links], focus=True)


def _possible_banner(possible: tuple[HitView, ...], t: Translator, *, focus: bool = True) -> Element:
    sentence = t.plural(
        "A record resembles this and is not the same. Neither a hit nor a no-hit until you have read the document again.",
        "{n} records resemble this and are not the same. Neither a hit nor a no-hit until you have read the document again.",
        len(possible),
    )
    return banner("wait", "neq", t("Read the document again"), sentence, focus=focus)


def _silent_banner(view: ResultView, silent: tuple[RegisterAnswer, ...], t: Translator, *, focus: bool = True) -> Element:
    names = t(", ").join(t(REGISTER[answer.register].name) for answer in silent)
    word = t.plural("No answer from {n} register", "No answer from {n} registers", len(silent))
    sentence = t("{registers}: no answer. This is not a no-hit: nothing is known either way.", registers=names)
    return banner("wait", "wait", word, sentence, _again(view, t), focus=focus)


def _again(view: ResultView, t: Translator) -> Element:
    values = view.again
    texts = ("q", "number", "issuer", "vin", "plate", "plate_country", "kind", "value", "beside", "protected_reason")
    kept = (hidden(name, getattr(values, name)) for name in texts if getattr(values, name))
    return post(
        paths.CHECK,
        view.frame.csrf,
        kept,
        values.protected and hidden("protected", "yes"),
        submit(t("Ask again now"), primary=False),
        class_="",
    )


def _asked(view: ResultView, title: str, t: Translator) -> Element:
    lines = (
        h.p(".asked")[h.span(".quiet")[t("Asked")], identifier(each.text), h.span[t(each.kind), each.more and [t(", "), h.bdi[each.more]]]]
        for each in view.asked
    )
    here = t.local(view.at)
    by = h.p(".quiet.small.bits")[
        h.span[t("by you at {unit}, {time}", unit=view.frame.unit, time=t.time(view.at))],
        here and h.span[here],
        purpose_name(view.purpose, t),
    ]
    protected = view.protected and say("", "seal", h.p[t("Protected check: the owner learns nothing until your supervisor releases it.")])
    return h.div(".stack")[h.h1(".vh")[title], lines, by, protected]


def _next(t: Translator) -> Element:
    return h.div(".acts")[
        link_button(paths.CHECK, t("Next check"), primary=True, key="n"),
        h.button(".btn", type="button", data_print=True, hidden=True)[icon("print"), t("Print")],
    ]


def _below(view: ResultView, t: Translator, *, clear: bool) -> Element:
    return h.div(".split")[
        table_card(_table(view, t)),
        h.aside(".stack-l")[
            clear and _meaning(t),
            h.section(".card.stack")[
                h.h2[t("Audit entry")],
                h.p[identifier(view.entry)],
                h.p(".small.quiet")[t("This check was recorded before you saw its answer.")],
            ],
        ],
    ]


def _meaning(t: Translator) -> Element:
    return h.section(".card.stack")[
        h.h2[t("What this does not prove")],
        h.p[t("Nobody has reported this where you may see it.")],
        h.p[t("It does not show that a document is genuine, that its bearer is its holder, or that a vehicle is not stolen.")],
        h.p(".quiet.small")[t("Look-alike characters were tried as well (O and 0, I and 1, S and 5, B and 8, Z and 2, G and 6).")],
    ]


def _table(view: ResultView, t: Translator) -> Table:
    columns = (Column(t("Register")), Column(t("Compared")), Column(t("Answer")))
    return Table(t("What each register said"), columns, tuple(_row(answer, t) for answer in view.answers))


def _row(answer: RegisterAnswer, t: Translator) -> Row:
    kind, sign, word = ANSWERS[answer.said]
    why: Node = answer.why and h.span(".quiet")[t.say(answer.why)]
    return Row((t(REGISTER[answer.register].name), t(answer.compared) if answer.compared else "–", [tag(kind, sign, t(word)), why]))
