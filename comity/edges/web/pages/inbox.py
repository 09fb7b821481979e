"""The owner's inbox: who found our records, for what, and how to answer. Never the officer's name."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

import htpy as h
from htpy import Element

from comity.edges.web import paths
from comity.edges.web.elements import (
    Column,
    Fact,
    Row,
    Table,
    empty,
    facts,
    grade,
    head,
    identifier,
    listed,
    newer_older,
    purpose_name,
    tag,
)
from comity.edges.web.forms import post, submit
from comity.edges.web.frame import Frame, framed
from comity.edges.web.i18n import Message, Translator
from comity.edges.web.names import REGISTER
from comity.kernel.purposes import Purpose
from comity.kernel.results import Grade


@dataclass(frozen=True, slots=True)
class InboxLine:
    """One hit on a record of ours; without a grade, a document that was cleared of it. `place`: what the asking bureau allows, or empty."""

    entry: str
    at: datetime
    bureau: str
    place: str
    purpose: Purpose
    grade: Grade | None
    register: int
    record: str
    seen: bool = False


@dataclass(frozen=True, slots=True)
class InboxView:
    """One page of the hits on `owner`'s records. `older`, `newer`: addresses of the pages beside it, empty where there is none."""

    frame: Frame
    owner: str
    lines: tuple[InboxLine, ...]
    older: str = ""
    newer: str = ""


@dataclass(frozen=True, slots=True)
class InboxEntryView:
    """`answer` says how to answer; `record_href` leads to our record; `facts` are of our own record."""

    frame: Frame
    line: InboxLine
    record_href: str
    answer: tuple[Message, ...]
    facts: tuple[Fact, ...] = ()


def page(view: InboxView, t: Translator) -> Element:
    """Newest first."""
    lead = [t("Hits on the records of"), " ", h.bdi[view.owner]]
    nothing = empty(t("Nothing waits for you"), t("A hit on a record of yours appears here when it happens."))
    columns = (Column(t("Time (UTC)")), Column(t("Asked by")), Column(t("Record")), Column(t("Purpose")), Column(t("Grade")))
    body = listed(Table(t("Inbox"), columns, tuple(_row(each, t) for each in view.lines)), nothing)
    return framed(view.frame, t, t("Inbox"), head(t("Inbox"), lead=lead), body, newer_older(t, view.older, view.newer))


def _row(line: InboxLine, t: Translator) -> Row:
    link = h.a(href=paths.at(paths.INBOX_ENTRY, entry=line.entry), data_row=True)[t.moment(line.at)]
    new = not line.seen and [" ", tag("flash", "mail", t("New"))]
    who = [h.bdi[line.bureau], line.place and h.span(".quiet")[h.bdi[line.place]]]
    what = [identifier(line.record), h.span(".quiet")[t(REGISTER[line.register].name)]]
    return Row(([link, new], who, what, purpose_name(line.purpose, t), _grade(line, t)), on=not line.seen)


def _grade(line: InboxLine, t: Translator) -> Element:
    return grade(line.grade, t) if line.grade else tag("", "clear", t("Cleared"))


def entry_page(view: InboxEntryView, t: Translator) -> Element:
    """One hit: who, when, why, how to answer."""
    line = view.line
    title = t("Hit on our record") if line.grade else t("A document was cleared of our record")
    return framed(
        view.frame,
        t,
        title,
        head(title, lead=[identifier(line.record), " · ", t(REGISTER[line.register].name)]),
        h.div(".split")[
            h.div(".stack-l")[_who(line, t), bool(view.facts) and h.section(".card")[h.h2[t("Our record")], facts(view.facts, t)]],
            h.aside(".card.stack")[
                h.h2[t("How to answer")],
                h.ol(".numbered")[(h.li[t.say(each)] for each in view.answer)],
                h.a(".btn.btn--wide", href=view.record_href)[t("Open our record")],
                not line.seen
                and post(paths.at(paths.INBOX_ENTRY, entry=line.entry), view.frame.csrf, submit(t("Mark as read"), wide=True), class_=""),
            ],
        ],
        h.p[h.a(href=paths.INBOX)[t("Back to the inbox")]],
    )


def _who(line: InboxLine, t: Translator) -> Element:
    here = t.local(line.at)
    rows = (
        (h.dt[t("Asked by")], h.dd[h.bdi[line.bureau], line.place and [t(", "), h.bdi[line.place]]]),
        (h.dt[t("Time")], h.dd[t.moment(line.at), here and h.span(".quiet")[" · ", here]]),
        (h.dt[t("Purpose")], h.dd[purpose_name(line.purpose, t)]),
        (h.dt[t("Grade")], h.dd[_grade(line, t)]),
    )
    note = t("The officer's name stays with the asking bureau.")
    return h.section(".card")[h.h2[t("Who asked") if line.grade else t("Who cleared it")], h.dl(".facts")[rows], h.p(".small.quiet")[note]]
