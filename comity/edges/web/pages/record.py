"""One record: its particulars, its owner's conditions, its versions; for the owner, what may be done with it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Final

import htpy as h
from htpy import Element, Node

from comity.edges.web import paths
from comity.edges.web.elements import (
    Column,
    Fact,
    Row,
    Table,
    facts,
    free,
    head,
    identifier,
    level,
    link_button,
    purpose_name,
    say,
    state,
    table_card,
)
from comity.edges.web.forms import Field, Option, Widget, field, or_none, post, submit
from comity.edges.web.frame import Frame, framed
from comity.edges.web.i18n import Message, Translator, mark
from comity.edges.web.icons import icon
from comity.edges.web.names import REGISTER
from comity.edges.web.pages.record_files import FilesView
from comity.edges.web.pages.record_files import card as files_card
from comity.kernel.levels import Level
from comity.kernel.purposes import Purpose
from comity.kernel.records import RecordState
from comity.registers.life import Outcome


class Action(StrEnum):
    """What an owner may do with a record; only those permitted are in the view."""

    RELEASE = "release"
    CORRECT = "correct"
    RESTRICT = "restrict"
    BLOCK = "block"
    UNBLOCK = "unblock"
    CONFIRM = "confirm"
    CLOSE = "close"
    WITHDRAW = "withdraw"


@dataclass(frozen=True, slots=True)
class FactGroup:
    """A repeated field: particulars item by item. `label` is a message id."""

    label: str
    rows: tuple[tuple[Fact, ...], ...]


@dataclass(frozen=True, slots=True)
class Section:
    """Particulars under one heading (a message id)."""

    title: str
    facts: tuple[Fact, ...]
    groups: tuple[FactGroup, ...] = ()


@dataclass(frozen=True, slots=True)
class Version:
    """One earlier or present form of the record; shown to its owner alone."""

    number: int
    at: datetime
    what: str
    by: str
    reason: str = ""


@dataclass(frozen=True, slots=True)
class RecordView:
    """`title`: the kind of thing, a message id, empty where the register's name says it. `named`: what it is called, as it was written.

    `seen_by` is a sentence about who may see it; `versions`, `seen_by` and `actions` are empty for anyone but the owner.

    `protected`: the owner is not told of this reading. `made_from`: the page of the record that this one was made from.
    """

    frame: Frame
    record: str
    record_id: str
    register: int
    title: str
    named: str
    owner: str
    own: bool
    state: RecordState
    level: Level
    purposes: tuple[Purpose, ...]
    ends: date | None
    sections: tuple[Section, ...]
    conditions: tuple[Message, ...] = ()
    seen_by: Message | None = None
    versions: tuple[Version, ...] = ()
    actions: tuple[Action, ...] = ()
    authorities: tuple[Option, ...] = ()
    kinds: tuple[Option, ...] = ()
    entry: str = ""
    errors: tuple[tuple[Action, Message], ...] = ()
    protected: bool = False
    stale_days: int = 0
    history: str = ""
    made_from: str = ""
    files: FilesView | None = None
    onward: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class ActionFacts:
    """How an action is offered: label, sign, and what it does, said before it is done."""

    label: str
    sign: str
    effect: str


ACTIONS: Final = {
    Action.RELEASE: ActionFacts(mark("Release"), "clear", mark("Other bureaus find it from this moment on.")),
    Action.CORRECT: ActionFacts(mark("Correct"), "doc", mark("A new version; the one before it is kept for you.")),
    Action.RESTRICT: ActionFacts(mark("Restrict"), "lock", mark("Those named here no longer find it, at once.")),
    Action.BLOCK: ActionFacts(mark("Block"), "stop", mark("Nobody finds it until you lift the block. It stays in your list.")),
    Action.UNBLOCK: ActionFacts(mark("Lift the block"), "clear", mark("Other bureaus find it again, at once.")),
    Action.CONFIRM: ActionFacts(mark("Confirm"), "eq", mark("You say that it still holds. Nothing else changes.")),
    Action.CLOSE: ActionFacts(mark("Purpose met"), "eq", mark("It is erased at once. This cannot be undone.")),
    Action.WITHDRAW: ActionFacts(
        mark("Withdraw"), "off", mark("Nobody finds it any more. This cannot be undone; enter it anew if it was a mistake.")
    ),
}


OUTCOMES: Final = {
    Outcome.ACQUITTED: mark("Acquitted"),
    Outcome.CHARGE_DROPPED: mark("The charge was dropped"),
    Outcome.FOUND: mark("Found"),
    Outcome.IDENTIFIED: mark("Identified"),
    Outcome.RECOVERED: mark("Recovered"),
    Outcome.SURRENDERED: mark("Arrested and surrendered"),
}
REASONED: Final = frozenset({Action.BLOCK, Action.UNBLOCK, Action.WITHDRAW})  # what the audit keeps a reason with


def page(view: RecordView, t: Translator) -> Element:
    """Particulars at the start side, the owner's conditions and actions beside them."""
    return framed(
        view.frame,
        t,
        f"{t(REGISTER[view.register].name)} {view.record}",  # a browser keeps titles: what a person or a thing is called stays out of them
        head(_heading(view, t), *_head_acts(view, t), lead=[identifier(view.record), " · ", t(REGISTER[view.register].name)]),
        view.protected and say("", "seal", h.p[t("Protected: the owner is not told that you read this record.")]),
        _conditions(view, t),
        view.stale_days > 0 and say("wait", "wait", h.p[t("Not confirmed for {days} days.", days=view.stale_days)]),
        not view.own and say("wait", "wait", h.p[t("Ask {owner} whether this still stands before you act on it.", owner=view.owner)]),
        h.div(".split")[
            h.div(".stack-l")[(_section(each, t) for each in view.sections), files_card(view.files, t), _versions(view, t)],
            _aside(view, t),
        ],
    )


def _heading(view: RecordView, t: Translator) -> Node:
    """What it is: *Stolen travel document C0118832 XBM*, *Arvenwerk K9 K400000004*; the register's name where nothing more may be seen."""
    kind = t(view.title) if view.title else ""
    return [kind, kind and view.named and " ", view.named and free(view.named)] if kind or view.named else t(REGISTER[view.register].name)


def _head_acts(view: RecordView, t: Translator) -> list[Node]:
    history: list[Node] = [link_button(address, t(label)) for address, label in view.onward]
    history += [link_button(view.history, t("Versions"))] if view.history else []
    if view.made_from:  # it changes with that one alone
        return [link_button(view.made_from, t("Open the notice"), sign="doc")]
    if Action.CORRECT not in view.actions:
        return history
    return [link_button(paths.at(paths.RECORD_ACT, record=view.record_id, action=Action.CORRECT), t("Correct"), sign="doc"), *history]


def _conditions(view: RecordView, t: Translator) -> Node:
    return [say("", "lock", h.p[t.say(each)]) for each in view.conditions]


def _section(section: Section, t: Translator) -> Element:
    groups = ([h.h3[t(each.label)], (facts(row, t) for row in each.rows)] for each in section.groups)
    return h.section(".card")[h.h2[t(section.title)], bool(section.facts) and facts(section.facts, t), groups]


def _versions(view: RecordView, t: Translator) -> Node:
    if not view.versions:
        return None
    columns = (Column(t("Version")), Column(t("Time (UTC)")), Column(t("What")), Column(t("By")), Column(t("Reason")))
    rows = tuple(
        Row((t.number(each.number), t.moment(each.at), t(each.what), free(each.by), free(each.reason) if each.reason else "–"))
        for each in view.versions
    )
    return table_card(Table(t("Versions"), columns, rows))


def _aside(view: RecordView, t: Translator) -> Element:
    purposes = h.ul[(h.li[purpose_name(each, t)] for each in view.purposes)]
    rows = (
        (h.dt[t("Owner")], h.dd[h.bdi[view.owner]]),
        (h.dt[t("State")], h.dd[state(view.state, t)]),
        (h.dt[t("Handling")], h.dd[level(view.level, t)]),
        (h.dt[t("Purposes")], h.dd[purposes]),
        view.ends is not None and (h.dt[t("Kept until")], h.dd[t.day(view.ends)]),
        view.seen_by is not None and (h.dt[t("Who may see it")], h.dd[t.say(view.seen_by)]),
        bool(view.entry) and (h.dt[t("Audit entry")], h.dd[identifier(view.entry)]),
    )
    actions = [each for each in view.actions if each is not Action.CORRECT]
    return h.aside(".stack-l")[h.section(".card")[h.dl(".facts")[rows]], bool(actions) and _acts(view, actions, t)]


def _acts(view: RecordView, actions: Sequence[Action], t: Translator) -> Element:
    return h.section(".card.stack")[h.h2[t("As its owner you may")], (_act(view, each, t) for each in actions)]


def _act(view: RecordView, action: Action, t: Translator) -> Element:
    what = ACTIONS[action]
    wrong = dict(view.errors).get(action)
    prefix = f"{action}-"
    reason = Field("reason", "Reason", value="", hint="Kept with the record and in the audit.", required=True, error=wrong)
    to = paths.at(paths.RECORD_ACT, record=view.record_id, action=action)
    who: tuple[Field, ...] = _who(view) if action is Action.RESTRICT else (_outcome(t),) if action is Action.CLOSE else ()
    asked = (*who, reason) if action in REASONED else who
    return h.details(".act", open=wrong is not None)[
        h.summary[icon(what.sign), " ", t(what.label)],
        post(
            to,
            view.frame.csrf,
            h.p(".small.quiet")[t(what.effect)],
            (field(each, t, prefix) for each in asked),
            wrong is not None and action not in REASONED and h.p(".why-bad")[icon("bang"), " ", t.say(wrong)],
            submit(t(what.label), primary=False),
            class_="stack",
        ),
    ]


def _outcome(t: Translator) -> Field:
    options = tuple(Option(one, t(label)) for one, label in OUTCOMES.items())
    return Field("outcome", mark("What met its purpose"), Widget.SELECT, options=options, required=True)


def _who(view: RecordView) -> tuple[Field, ...]:
    return (
        Field("authority", "From a country or body", Widget.SELECT, options=or_none(view.authorities)),
        Field("kind", "From a kind of body", Widget.SELECT, options=or_none(view.kinds)),
    )
