"""The owner's restriction over all its records: by country or body, by kind of body, at once."""

from __future__ import annotations

from dataclasses import dataclass

import htpy as h
from htpy import Element

from comity.edges.web import paths
from comity.edges.web.elements import Column, Row, Table, empty, head, table_card
from comity.edges.web.forms import Field, Option, Widget, errors, field, hidden, or_none, post, submit
from comity.edges.web.frame import Frame, framed
from comity.edges.web.i18n import Message, Translator


@dataclass(frozen=True, slots=True)
class Restriction:
    """Whom the owner excludes: exactly one of `authority` and `kind` (codes) is set; `name` is shown."""

    name: str
    authority: str = ""
    kind: str = ""


@dataclass(frozen=True, slots=True)
class RestrictionsView:
    """Who finds nothing of `owner`'s records, and the form for another. `may_change`: this officer may restrict and lift."""

    frame: Frame
    owner: str
    restrictions: tuple[Restriction, ...]
    authorities: tuple[Option, ...]
    kinds: tuple[Option, ...]
    may_change: bool = False
    errors: tuple[tuple[str, Message], ...] = ()


def page(view: RestrictionsView, t: Translator) -> Element:
    """Who is excluded now; the form to exclude another."""
    wrong = dict(view.errors).get
    fields = (
        Field("authority", "From a country or body", Widget.SELECT, "", options=or_none(view.authorities), error=wrong("authority")),
        Field("kind", "From a kind of body", Widget.SELECT, "", options=or_none(view.kinds), error=wrong("kind")),
    )
    return framed(
        view.frame,
        t,
        t("Restrictions"),
        errors(fields, t),
        head(t("Restrictions over all our records"), lead=[t("Owner"), ": ", h.bdi[view.owner]]),
        h.p[t("Those named here find none of your records. They get the same answer as for a record that does not exist.")],
        h.p(".small.quiet")[t("A restriction holds from the next check on.")],
        _list(view, t),
        view.may_change and _add(view, fields, t),
    )


def _list(view: RestrictionsView, t: Translator) -> Element:
    if not view.restrictions:
        return empty(t("No restriction over all our records"), t("Every bureau finds them, within its purposes and clearance."))
    columns = (Column(t("Who finds nothing")), Column(t("Change")))
    return table_card(Table(t("Restrictions"), columns, tuple(_row(view, each, t) for each in view.restrictions)))


def _row(view: RestrictionsView, each: Restriction, t: Translator) -> Row:
    lift = post(
        paths.RESTRICTIONS,
        view.frame.csrf,
        hidden("action", "lift"),
        hidden("authority", each.authority),
        hidden("kind", each.kind),
        h.button(".btn.btn--s")[t("Lift"), h.span(".vh")[" ", each.name]],
        class_="",
    )
    return Row((h.bdi[each.name], lift if view.may_change else "–"))


def _add(view: RestrictionsView, fields: tuple[Field, ...], t: Translator) -> Element:
    return post(
        paths.RESTRICTIONS,
        view.frame.csrf,
        hidden("action", "add"),
        h.h2[t("Add a restriction")],
        h.div(".trio")[(field(each, t) for each in fields)],
        submit(t("Restrict now"), sign="lock"),
        class_="card stack-l",
    )
