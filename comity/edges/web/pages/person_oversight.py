"""What purposes ask of a search for persons, and how often somebody searched by nothing but a name: for supervisors and auditors."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Final

import htpy as h
from htpy import Element, Node

from comity.edges.web import paths
from comity.edges.web.elements import Column, Row, Table, empty, head, link_button, purpose_name, say, table_card
from comity.edges.web.forms import Field, Widget, errors, hidden, post, submit
from comity.edges.web.forms import field as asked_field
from comity.edges.web.frame import Frame, framed
from comity.edges.web.i18n import Message, Translator, mark
from comity.edges.web.names import PURPOSES
from comity.kernel.purposes import Purpose


@dataclass(frozen=True, slots=True)
class SettingLine:
    """What one purpose asks. Probabilities in figures. `at`, `reason`: where it was changed. `searches`: whether it ever does."""

    purpose: Purpose
    prior: str
    possible: str
    likely: str
    alarm: str
    lists: bool
    reason: str = ""
    at: datetime | None = None
    searches: bool = True


@dataclass(frozen=True, slots=True)
class SettingsView:
    """`changing`: the purpose whose form is open; `values`: what stands in it, by field, with `errors` where something is wrong."""

    frame: Frame
    lines: tuple[SettingLine, ...]
    may_change: bool = False
    changing: Purpose | None = None
    values: dict[str, str] = field(default_factory=dict)
    errors: dict[str, Message] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class BareLine:
    """Searches by name alone of one officer, or of one national system, at one unit on one day."""

    day: date
    who: str
    unit: str
    count: int


@dataclass(frozen=True, slots=True)
class BareView:
    """`since` and `until` as they stand in the form; `officers`: sums over the days, most first."""

    frame: Frame
    bureau: str
    since: str
    until: str
    lines: tuple[BareLine, ...] = ()
    officers: tuple[tuple[str, int], ...] = ()
    errors: dict[str, Message] = field(default_factory=dict)
    more: bool = False


NUMBERS: Final = ("prior", "possible", "likely", "alarm")
_ASKED: Final = (
    ("prior", mark("Prior"), Widget.CODE, mark("How probable it is, before anything is compared, that a record is the person")),
    ("possible", mark("Possible from"), Widget.CODE, mark("From here on a record is shown")),
    ("likely", mark("Likely from"), Widget.CODE, mark("From here on it is graded likely")),
    ("alarm", mark("Owner told from"), Widget.CODE, mark("From here on it is a positive result")),
    ("lists", mark("Whole lists may be searched"), Widget.TICK, ""),
    ("reason", mark("Reason"), Widget.LONG, mark("It names nobody. The audit keeps it.")),
)


def settings_page(view: SettingsView, t: Translator) -> Element:
    """Nine purposes, a row each; for the secretariat's supervisors a form for one of them."""
    title = t("How persons are searched for")
    fields = _fields(view)
    columns = (
        *(Column(t("Purpose")), Column(t("Prior"), number=True), Column(t("Possible from"), number=True)),
        *(Column(t("Likely from"), number=True), Column(t("Owner told from"), number=True), Column(t("Whole lists"))),
    )
    told = t("Numbers are probabilities. From the last one on, the owner is told; below it the officer sees a candidate, and decides.")
    return framed(
        view.frame,
        t,
        title,
        errors(fields, t),
        head(title, lead=told),
        _form(view, fields, t),
        table_card(Table(t("By purpose"), columns, tuple(_setting(view, each, t) for each in view.lines))),
        not view.may_change
        and say("", "lock", h.p[t("Only a supervisor of the secretariat changes this, with a reason that the audit keeps.")]),
    )


def _setting(view: SettingsView, line: SettingLine, t: Translator) -> Row:
    changed: Node = None
    if line.at is not None:
        changed = h.span(".quiet")[t("Changed {moment}:", moment=t.moment(line.at, seconds=False)), " ", h.bdi(dir="auto")[line.reason]]
    address = f"{paths.PERSON_SETTINGS}?purpose={line.purpose.code}"
    change = view.may_change and h.span(".quiet")[h.a(href=address)[t("Change"), h.span(".vh")[" ", t(PURPOSES[line.purpose])]]]
    lists = t("Searched") if line.lists and line.searches else t("Not searched")
    name: Node = [purpose_name(line.purpose, t), changed, change]
    if not line.searches:
        never = h.span(".quiet")[t("This purpose never searches for one person.")]
        return Row(([purpose_name(line.purpose, t), never], "–", "–", "–", "–", lists))
    return Row((name, *(h.bdi(dir="ltr")[getattr(line, each)] for each in NUMBERS), lists))


def _fields(view: SettingsView) -> tuple[Field, ...]:
    if view.changing is None:
        return ()
    return tuple(
        Field(name, label, widget, view.values.get(name, ""), hint, required=widget is not Widget.TICK, error=view.errors.get(name))
        for name, label, widget, hint in _ASKED
    )


def _form(view: SettingsView, fields: tuple[Field, ...], t: Translator) -> Node:
    if view.changing is None:
        return None
    name = t(PURPOSES[view.changing])
    effect = t("It holds from the next search on. A lower threshold for telling owners alarms them of more people who are not meant.")
    return post(
        paths.PERSON_SETTINGS,
        view.frame.csrf,
        hidden("purpose", view.changing.code),
        h.h2[t("Change: {purpose}", purpose=name)],
        h.div(".trio.trio--s")[(asked_field(each, t) for each in fields[:4])],
        [asked_field(each, t) for each in fields[4:]],
        h.p(".small.quiet")[effect],
        h.div(".acts")[submit(t("Change it for everybody")), link_button(paths.PERSON_SETTINGS, t("Leave it as it is"))],
        class_="card stack-l",
    )


def bare_page(view: BareView, t: Translator) -> Element:
    """How often somebody of the bureau searched by a name alone: no names that were searched, and no judgement."""
    title = t("Searches by a name alone")
    lead = t("A name alone finds namesakes, and is how a neighbour is looked up. Ask why; a number by itself proves nothing.")
    fields = (
        Field("since", mark("From day"), Widget.DAY, view.since, plain=True, error=view.errors.get("since")),
        Field("until", mark("To day"), Widget.DAY, view.until, plain=True, error=view.errors.get("until")),
    )
    return framed(
        view.frame,
        t,
        title,
        errors(fields, t),
        head(title, lead=[h.bdi[view.bureau], ". ", lead]),
        h.form(".card.filter", method="get", action=paths.BARE_NAMES)[(asked_field(each, t) for each in fields), submit(t("Show"))],
        _tables(view, t),
    )


def _tables(view: BareView, t: Translator) -> Node:
    if not view.lines:
        return empty(
            t("Nobody searched by a name alone"), t("Searches with a birth year, a country or anything else are not counted here.")
        )
    count = Column(t("Searches"), number=True)
    sums = tuple(Row((h.bdi[who], t.number(number))) for who, number in view.officers)
    days = tuple(Row((t.day(each.day), h.bdi[each.who], h.bdi[each.unit], t.number(each.count))) for each in view.lines)
    columns = (Column(t("Day (UTC)")), Column(t("Officer or system")), Column(t("Unit")), count)
    return [
        table_card(Table(t("In all these days"), (Column(t("Officer or system")), count), sums)),
        table_card(Table(t("By day"), columns, days)),
        view.more and h.p(".small.quiet")[t("Only the newest thousand lines are shown. Choose fewer days.")],
    ]
