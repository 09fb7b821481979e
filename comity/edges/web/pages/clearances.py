"""Clearances: those of our bureau with the second signature, those against our records with the objection, and a new one."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Final

import htpy as h
from htpy import Element, Node

from comity.edges.web import paths
from comity.edges.web.elements import Column, Row, Table, empty, head, identifier, link_button, listed, newer_older, say, tag
from comity.edges.web.forms import Field, Option, Widget, errors, field, hidden, post, submit
from comity.edges.web.frame import Frame, framed
from comity.edges.web.i18n import Message, Translator, mark
from comity.edges.web.names import REGISTER
from comity.search.clearances.model import Ending, Ground, Objection, State

GROUNDS: Final = {
    Ground.BIRTH: mark("Birth date"),
    Ground.FACE: mark("Face"),
    Ground.FINGERPRINTS: mark("Fingerprints"),
    Ground.DNA: mark("DNA"),
    Ground.BUILD: mark("Height, build or marks"),
    Ground.OWNER: mark("The record's owner said so"),
    Ground.OTHER: mark("Something else"),
}
ENDINGS: Final = {
    Ending.RECORD_CHANGED: mark("The record changed"),
    Ending.OBJECTED: mark("The owner objected"),
    Ending.BY_BUREAU: mark("By the bureau that gave it"),
    Ending.PERSON_WITHDREW: mark("The person did not want it any more"),
    Ending.NOT_CONFIRMED: mark("Not confirmed"),
    Ending.EXPIRED: mark("Its time was over"),
}
OBJECTIONS: Final = {
    Objection.SAME_PERSON: mark("It is the person of our record"),
    Objection.NOT_SHOWN: mark("It is not shown that they are two persons"),
    Objection.UNDER_INQUIRY: mark("We are still finding out"),
}


@dataclass(frozen=True, slots=True)
class ClearanceLine:
    """One clearance. `acts`: what this officer may do with it now. `wrong`: (field, what is wrong) of the form that was sent for it."""

    clearance: str
    at: datetime
    who: str
    register: int
    record: str
    href: str
    ground: Ground
    state: State
    until: datetime
    ending: Ending | None = None
    objection: Objection | None = None
    acts: tuple[str, ...] = ()
    typed: tuple[str, str] = ("", "")
    wrong: Message | None = None


@dataclass(frozen=True, slots=True)
class ClearancesView:
    """`against`: those against records of our authority, else those of our bureau. `both`: this officer may see both sides."""

    frame: Frame
    against: bool
    both: bool
    lines: tuple[ClearanceLine, ...]
    older: str = ""
    newer: str = ""


@dataclass(frozen=True, slots=True)
class ProposeView:
    """A new one: `entry` of the check with its time, `record` as in addresses, `shown` its short number."""

    frame: Frame
    entry: str
    record: str
    shown: str
    register: int
    fields: tuple[Field, ...]


def page(view: ClearancesView, t: Translator) -> Element:
    """The list of one side."""
    title = t("Clearances")
    sides = ((False, t("Given by our bureau"), paths.CLEARANCES), (True, t("Against our records"), f"{paths.CLEARANCES}?side=against"))
    nav = (
        view.both
        and h.nav(".tabs", aria_label=t("Whose clearances"))[
            (h.a(href=href, aria_current="page" if side is view.against else None)[name] for side, name, href in sides)
        ]
    )
    who = t("Given by") if view.against else t("Owner")
    columns = tuple(map(Column, (t("Time (UTC)"), who, t("Record"), t("Told apart by"), t("State"), t("Do"))))
    if view.against:
        why = t("A document that another bureau cleared of a record of yours appears here.")
    else:
        why = t("A hit whose person is another one leads to a clearance, and appears here.")
    body = listed(Table(title, columns, tuple(_row(view, each, t) for each in view.lines)), empty(t("No clearance here"), why))
    lead = t("A document whose holder is not a record's person, by two officers. It hides no hit.")
    return framed(view.frame, t, title, head(title, lead=lead), nav, body, newer_older(t, view.older, view.newer))


def _row(view: ClearancesView, line: ClearanceLine, t: Translator) -> Row:
    number = h.a(href=line.href)[identifier(line.record)] if line.href else identifier(line.record)
    record: Node = [number, " ", h.span(".quiet")[t(REGISTER[line.register].name)]]
    acts: Node = [_act(view, line, act, t) for act in line.acts] or "–"
    waits = "confirm" in line.acts
    return Row((t.moment(line.at), h.bdi[line.who], record, t(GROUNDS[line.ground]), _state(line, t), acts), on=waits)


def _state(line: ClearanceLine, t: Translator) -> Node:
    if line.state is State.PROPOSED:
        return [tag("wait", "wait", t("Proposed")), _small(t("waits until {day}", day=t.day(line.until)))]
    if line.state is State.IN_FORCE:
        return [tag("clear", "clear", t("In force")), _small(t("until {day}", day=t.day(line.until)))]
    why = _small(t(ENDINGS[line.ending])) if line.ending else None
    return [tag("", "off", t("Over")), why, _small(t(OBJECTIONS[line.objection])) if line.objection else None]


def _small(text: str) -> Element:
    return h.div(".quiet.small")[text]


def _act(view: ClearancesView, line: ClearanceLine, act: str, t: Translator) -> Element:
    """One form, folded until it is wanted. `act`: confirm, end, object."""
    key = f"{line.clearance}-{act}-"
    label, inside = _form(line, act, key, t)
    return h.details(".act", open=line.wrong is not None and act == "confirm")[
        h.summary[label, h.span(".vh")[" ", line.record]],
        post(paths.at(paths.CLEARANCE, clearance=line.clearance), view.frame.csrf, hidden("act", act), inside, class_="stack"),
    ]


def _form(line: ClearanceLine, act: str, key: str, t: Translator) -> tuple[str, Node]:
    if act == "confirm":
        hint = mark("Read the document again: nobody can show you its number.")
        number = Field("number", "Document number", Widget.IDENTIFIER, line.typed[0], hint=hint, error=line.wrong, required=True)
        issuer = Field("issuer", "Issued by", Widget.TEXT, line.typed[1], required=True)
        return t("Confirm"), [field(number, t, key), field(issuer, t, key), submit(t("Confirm: not this person"), primary=False)]
    if act == "object":
        options = tuple(Option(one.code, t(word)) for one, word in OBJECTIONS.items())
        why = Field("why", "Why", Widget.SELECT, options=options, required=True)
        return t("Object to it"), [field(why, t, key), h.p(".small")[t("It ends at once.")], submit(t("Object to it"), primary=False)]
    withdrew = Field("person_withdrew", "The person does not want it any more", Widget.TICK)
    if line.state is State.PROPOSED:
        return t("Refuse"), submit(t("Refuse this proposal"), primary=False)
    return t("End"), [field(withdrew, t, key), submit(t("End this clearance"), primary=False)]


def propose_page(view: ProposeView, t: Translator) -> Element:
    """Says *not this person*, with the ground and the person's word."""
    title = t("Propose a clearance")
    lead = [t("The holder of the document that you checked is not the person of"), " ", identifier(view.shown), " · "]
    return framed(
        view.frame,
        t,
        title,
        errors(view.fields, t),
        head(title, lead=[*lead, t(REGISTER[view.register].name)]),
        say(
            "",
            "bang",
            h.p[
                t("Another officer of your bureau reads the document again and confirms. Then the record's owner is told, and may object.")
            ],
            h.p[t("It hides no hit: the next officer who checks this document sees it beside the hit, for a year at most.")],
        ),
        post(
            paths.CLEARANCE_NEW,
            view.frame.csrf,
            hidden("entry", view.entry),
            hidden("record", view.record),
            (field(each, t) for each in view.fields),
            h.div(".acts")[submit(t("Propose: not this person")), link_button(paths.CHECK, t("Next check"))],
            class_="card stack-l",
        ),
    )
