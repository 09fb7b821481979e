"""Tokens of national systems: issued with a scope and an end, shown once, revoked at once."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

import htpy as h
from htpy import Element, Node

from comity.edges.web import paths
from comity.edges.web.elements import Column, Row, Table, empty, head, identifier, say, table_card, tag
from comity.edges.web.forms import Field, Option, Widget, errors, field, post, submit
from comity.edges.web.frame import Frame, framed
from comity.edges.web.i18n import Message, Translator
from comity.edges.web.icons import icon
from comity.edges.web.names import PURPOSES, REGISTER
from comity.kernel.purposes import Purpose


@dataclass(frozen=True, slots=True)
class TokenLine:
    """One system's token; its secret is stored nowhere."""

    token: str
    system: str
    registers: tuple[int, ...]
    purposes: tuple[Purpose, ...]
    ends: datetime
    last_used: datetime | None = None
    revoked: bool = False
    expired: bool = False
    loads: bool = False


@dataclass(frozen=True, slots=True)
class TokensView:
    """`issued` is the secret, on the one page that follows its issue; `registers`, `purposes` are what may be granted."""

    frame: Frame
    tokens: tuple[TokenLine, ...]
    registers: tuple[int, ...]
    purposes: tuple[Purpose, ...]
    fields: tuple[Field, ...]
    scope_error: Message | None = None
    issued: str = ""
    issued_for: str = ""
    ticked: frozenset[str] = frozenset()
    loads: bool = False


def issue_fields(
    systems: tuple[Option, ...], name: str = "", days: str = "90", wrong: dict[str, Message] | None = None
) -> tuple[Field, ...]:
    """The questions that have one answer; registers and purposes are ticks."""
    bad = (wrong or {}).get
    return (
        Field(
            "name",
            "System",
            Widget.SELECT,
            name,
            "It stands in every audit entry.",
            systems,
            required=True,
            error=bad("name"),
        ),
        Field("days", "Days until it ends", Widget.NUMBER, days, "At most 365", required=True, error=bad("days")),
    )


def page(view: TokensView, t: Translator) -> Element:
    """The secret, if one was just issued; the list; the form."""
    return framed(
        view.frame,
        t,
        t("Systems"),
        errors(view.fields, t),
        head(t("Systems and their tokens"), lead=t("Each check of a system names its officer, unit and purpose.")),
        _secret(view, t),
        _list(view, t),
        _issue(view, t),
    )


def _secret(view: TokensView, t: Translator) -> Node:
    if not view.issued:
        return None
    once = t("This token is shown once. Copy it into {system} now; nobody can show it again.", system=view.issued_for)
    return say("wait", "key", h.p[once], h.p[h.code(".secret", tabindex="0")[view.issued]], role="status")


def _list(view: TokensView, t: Translator) -> Element:
    if not view.tokens:
        return empty(t("No system has a token"), t("Issue one below; it appears here with its last use."))
    columns = (Column(t("System")), Column(t("May ask")), Column(t("Ends")), Column(t("Last used")), Column(t("State")))
    return table_card(Table(t("Tokens"), columns, tuple(_row(view, each, t) for each in view.tokens)))


def _row(view: TokensView, token: TokenLine, t: Translator) -> Row:
    may = t(", ").join(t(REGISTER[each].name) for each in token.registers)
    purposes = t(", ").join(t(PURPOSES[each]) for each in token.purposes)
    loads = token.loads and h.span(".quiet")[t("Hands in files of records")]
    used = t.moment(token.last_used, seconds=False) if token.last_used else t("never")
    name = [h.bdi[token.system], h.span(".quiet")[identifier(token.token)]]
    return Row((name, [may, h.span(".quiet")[purposes], loads], t.moment(token.ends, seconds=False), used, _state(view, token, t)))


def _state(view: TokensView, token: TokenLine, t: Translator) -> Node:
    if token.revoked:
        return tag("", "off", t("Revoked"))
    if token.expired:
        return tag("", "off", t("Expired"))
    return h.details(".act")[
        h.summary[t("Revoke"), h.span(".vh")[" ", token.system]],
        post(
            paths.at(paths.SYSTEM_REVOKE, token=token.token),
            view.frame.csrf,
            h.p(".small.quiet")[t("It opens nothing from within a second on. This cannot be undone.")],
            submit(t("Revoke now"), primary=False),
            class_="stack",
        ),
    ]


def _issue(view: TokensView, t: Translator) -> Element:
    ticks = (_tick("registers", str(each), t(REGISTER[each].name), str(each) in view.ticked) for each in view.registers)
    purposes = (_tick("purposes", each.code, t(PURPOSES[each]), each.code in view.ticked) for each in view.purposes)
    wrong = view.scope_error and h.p(".why-bad")[icon("bang"), " ", t.say(view.scope_error)]
    return post(
        paths.TOKENS,
        view.frame.csrf,
        h.h2[t("Issue a token")],
        h.div(".trio")[(field(each, t) for each in view.fields)],
        wrong,
        h.fieldset[h.legend[t("Registers it may ask")], h.div(".bits")[ticks]],
        h.fieldset[h.legend[t("Purposes it may ask for")], h.div(".bits")[purposes]],
        h.fieldset[
            h.legend[t("Loading")],
            h.div(".bits")[_tick("loads", "1", t("It may hand in files of records of these registers"), view.loads)],
            h.p(".small.quiet")[t("It loads in its own name. You never release what it loads: another officer of your bureau does.")],
        ],
        submit(t("Issue the token"), sign="key"),
        class_="card stack-l",
    )


def _tick(name: str, value: str, label: str, ticked: bool) -> Element:
    return h.label(".opt")[h.input(type="checkbox", name=name, value=value, checked=ticked), label]
