"""Acting on many records: what, to which; then how many and ten of them; then the same number again. And what waits for a signature."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import htpy as h
from htpy import Element, Node

from comity.edges.web import paths
from comity.edges.web.elements import Column, Row, Table, empty, free, head, identifier, say, table_card
from comity.edges.web.forms import Field, errors, field, hidden, post, submit
from comity.edges.web.frame import Frame, framed
from comity.edges.web.i18n import Translator


@dataclass(frozen=True, slots=True)
class Sampled:
    """One of the records shown: what it is (a message id), what it is called, the identifier it is found by, its page."""

    key: str
    title: str
    href: str
    named: str = ""


@dataclass(frozen=True, slots=True)
class Looked:
    """What would be done (a message id; its particulars, a message id and a value each), and to what."""

    act: str
    particulars: tuple[tuple[str, str], ...]
    count: int
    sample: tuple[Sampled, ...]
    signed: bool


@dataclass(frozen=True, slots=True)
class ManyView:
    """`carried`: the hidden fields that say which records. `says`: the conditions, in words. `looked` None: nothing was counted yet."""

    frame: Frame
    back: str
    carried: tuple[tuple[str, str], ...]
    says: tuple[str, ...]
    fields: tuple[Field, ...]
    looked: Looked | None = None


@dataclass(frozen=True, slots=True)
class Waits:
    """An act that is to be signed, or under way: what (a message id), of which register (a message id), to how many.

    `particulars`: why, until when, from whom it is kept: a message id and a value each. `sample`: some of the records, for who signs.
    """

    id: str
    act: str
    register: str
    total: int
    at: datetime
    own: bool
    signed: bool
    particulars: tuple[tuple[str, str], ...] = ()
    sample: tuple[Sampled, ...] = ()


@dataclass(frozen=True, slots=True)
class WaitingView:
    """Those of one's authority."""

    frame: Frame
    acts: tuple[Waits, ...]


def page(view: ManyView, t: Translator) -> Element:
    """First the particulars, then what they come to."""
    title = t("Act on many records")
    return framed(
        view.frame,
        t,
        title,
        head(title, h.a(".btn", href=view.back)[t("Back to the list")]),
        errors(view.fields, t),
        _which(view, t),
        _form(view, t) if view.looked is None else _confirm(view, view.looked, t),
    )


def _which(view: ManyView, t: Translator) -> Element:
    if not view.says:
        return h.p[t("All records of this register that are yours.")]
    return h.div(".bits")[h.span[t("Of your records, those that fit:")], (h.span(".tag")[one] for one in view.says)]


def _form(view: ManyView, t: Translator) -> Element:
    return post(paths.MANY, view.frame.csrf, _carried(view), hidden("step", "look"), _fields(view.fields, t), submit(t("Count and look")))


def _fields(fields: Sequence[Field], t: Translator) -> Element:
    return h.div(".card.stack")[(field(each, t) for each in fields)]


def _carried(view: ManyView) -> list[Node]:
    return [hidden(name, value) for name, value in view.carried]


def _confirm(view: ManyView, looked: Looked, t: Translator) -> Element:
    """The number stands in a sentence and is typed again, so that nobody acts on more than was read."""
    counted = t.plural("This is done to one record.", "This is done to {n} records.", looked.count)
    second = looked.signed and h.p[t("Nothing is done before a second officer signs.")]
    return post(
        paths.MANY,
        view.frame.csrf,
        _carried(view),
        hidden("step", "do"),
        say("wait", "bang", h.p[h.b[t(looked.act)]], h.p[counted], _particulars(looked.particulars, t), second),
        table_card(_sample(looked.sample, t)),
        _fields(view.fields, t),
        submit(t(looked.act)),
    )


def _sample(sample: tuple[Sampled, ...], t: Translator) -> Table:
    return Table(t("Ten of them, or all"), (Column(t("What")), Column(t("Identifier"))), tuple(_row(each, t) for each in sample))


def _particulars(particulars: tuple[tuple[str, str], ...], t: Translator) -> Node:
    if not particulars:
        return None
    return h.dl(".facts")[((h.dt[t(label)], h.dd[free(value)]) for label, value in particulars)]


def _row(each: Sampled, t: Translator) -> Row:
    return Row((h.a(href=each.href)[_called(each, t)], identifier(each.key)))


def _called(each: Sampled, t: Translator) -> Node:
    return free(each.named) if each.named else t(each.title)


def waiting(view: WaitingView, t: Translator) -> Element:
    """Acts on many records that wait for a second officer, or are under way."""
    title = t("Acts on many records")
    if not view.acts:
        listed: Node = empty(t("Nothing waits"), t("Acts on more than 500 records appear here until a second officer signs."))
    else:
        columns = (Column(t("What")), Column(t("Register")), Column(t("Records"), number=True), Column(t("Asked for")), Column(t("State")))
        listed = table_card(Table(title, columns, tuple(_waits(each, view.frame.csrf, t) for each in view.acts)))
    return framed(view.frame, t, title, head(title), listed)


def _waits(each: Waits, csrf: str, t: Translator) -> Row:
    if each.signed:
        state: Node = h.a(href=paths.at(paths.JOB, job=each.id))[t("Under way")]
    elif each.own:
        state = t("Waits for another officer")
    else:
        buttons = (
            h.button(".btn.btn--go", name="says", value="sign")[t("Sign")],
            h.button(".btn", name="says", value="refuse")[t("Refuse")],
        )
        state = post(paths.at(paths.MANY_SIGN, act=each.id), csrf, h.div(".acts")[buttons])
    what: list[Node] = [t(each.act), _particulars(each.particulars, t)]
    if each.sample:
        links = (h.li[h.a(href=one.href)[_called(one, t)], " ", identifier(one.key)] for one in each.sample)
        what.append(h.details(".more")[h.summary[t("Ten of them, or all")], h.ul[links]])
    return Row((what, t(each.register), t.number(each.total), t.moment(each.at, seconds=False), state))
