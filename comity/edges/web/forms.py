"""Forms that post plainly: fields with their own errors, a summary first, the CSRF value always."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

import htpy as h
from htpy import Element, Node, VoidElement

from comity.edges.web.i18n import Message, Translator
from comity.edges.web.icons import icon


class Widget(StrEnum):
    """How a value is entered."""

    TEXT = "text"
    IDENTIFIER = "identifier"
    DATE = "date"  # a text, since parts may be unknown: 2026-11-??
    DAY = "day"  # a known day, as 2026-11-21: a browser's own picker shows months and days in the order of its maker
    NUMBER = "number"
    PASSWORD = "password"  # noqa: S105 - a kind of input, not a secret
    CODE = "code"
    SELECT = "select"
    LONG = "long"
    TICK = "tick"
    FILE = "file"
    TICKS = "ticks"  # any of the options; the value is their words, parted by spaces
    HIDDEN = "hidden"  # what the page knows and nobody types: which file stands in a field
    NOTE = "note"  # nothing to fill in: what is wrong with the form as a whole


@dataclass(frozen=True, slots=True)
class Option:
    """One choice. `label` is shown as it is: translate names before, leave data alone."""

    value: str
    label: str


def or_none(options: Iterable[Option]) -> tuple[Option, ...]:
    """The choices after a dash, which says nothing: what a field offers that may be left open."""
    return (Option("", "–"), *options)


@dataclass(frozen=True, slots=True)
class Field:
    """One question. `label`, `hint` are message ids; `error` is what is wrong with `value`, which stays."""

    name: str
    label: str
    widget: Widget = Widget.TEXT
    value: str = ""
    hint: str = ""
    options: tuple[Option, ...] = ()
    error: Message | None = None
    required: bool = False
    plain: bool = False  # a filter: left open means any, so nothing is called optional
    autocomplete: str = "off"
    offered: str = ""  # the id of a list of suggestions in the page
    accept: str = ".csv,text/csv,.xlsx,.jsonl,.xml"  # of a file: what the browser offers first; empty: everything


def post(action: str, csrf: str, *content: Node, class_: str = "stack-l", upload: bool = False, key: str = "") -> Element:
    """A form that works without script. `key`: its id, where buttons stand outside it."""
    encoding = "multipart/form-data" if upload else None
    return h.form(class_=class_ or None, id=key or None, method="post", action=action, enctype=encoding)[hidden("csrf", csrf), content]


def hidden(name: str, value: str) -> VoidElement:
    """A value that a form carries and nobody sees. Never a secret: it stands in the page."""
    return h.input(type="hidden", name=name, value=value)


def submit(label: str, *, sign: str = "", primary: bool = True, wide: bool = False, name: str = "", value: str = "") -> Element:
    """The button of a form."""
    class_ = " ".join(("btn", *(("btn--go",) if primary else ()), *(("btn--wide",) if wide else ())))
    return h.button(class_=class_, name=name or None, value=value or None)[sign and icon(sign), label]


def errors(fields: Sequence[Field], t: Translator, prefix: str = "") -> Node:
    """The summary: first in the page, focused, each line a link to its field."""
    bad = [field for field in fields if field.error]
    if not bad:
        return None
    title = t.plural("One thing to mend", "{n} things to mend", len(bad))
    lines = (h.li[h.a(href=f"#{prefix}{each.name}")[t(each.label), " · ", each.error and t.say(shortly(each.error))]] for each in bad)
    return h.div(".errors", id="errors", role="alert", tabindex="-1")[h.h2[title], h.ul[lines]]


def shortly(error: Message) -> Message:
    """What is wrong, without what would be accepted: that stands beside the field."""
    return (error[1]["sentence"], {}) if "sentence" in error[1] else error


def field(what: Field, t: Translator, prefix: str = "") -> Element | VoidElement:
    """Label, hint, error and input, tied together for a screen reader."""
    key = prefix + what.name
    if what.widget is Widget.HIDDEN and not what.error:
        return hidden(what.name, what.value)
    if what.widget is Widget.TICK:
        return _tick(what, t, key)
    if what.widget is Widget.TICKS:
        return _ticks(what, t, key)
    if what.widget is Widget.NOTE:
        return h.div(".field.bad", id=key, tabindex="-1")[h.p(".why-bad")[icon("bang"), " ", what.error and t.say(what.error)]]
    return h.div(class_="field bad" if what.error else "field")[
        h.label(for_=key)[t(what.label), not (what.required or what.plain) and h.span(".hint")[" ", t("(optional)")]],
        what.hint and h.p(".hint", id=f"{key}-hint")[t(what.hint)],
        what.error and h.p(".why-bad", id=f"{key}-why")[icon("bang"), " ", t.say(_beside(what, what.error))],
        _input(what, t, key),
    ]


def _beside(what: Field, error: Message) -> Message:
    """What is wrong with a choice needs no list of codes: the choices stand below. A sentence on what is needed stays."""
    accepted = error[1].get("accepted", "")
    codes = accepted.startswith("One of: ") or not accepted.endswith(".")
    return shortly(error) if what.widget is Widget.SELECT and codes else error


def _described(what: Field, key: str) -> str | None:
    parts = ([f"{key}-hint"] if what.hint else []) + ([f"{key}-why"] if what.error else [])
    return " ".join(parts) or None


def _tick(what: Field, t: Translator, key: str) -> Element:
    checked = bool(what.value)
    return h.div(class_="field bad" if what.error else "field")[
        what.error and h.p(".why-bad", id=f"{key}-why")[icon("bang"), " ", t.say(what.error)],
        h.label(".opt", for_=key)[
            h.input(type="checkbox", id=key, name=what.name, value="yes", checked=checked, aria_describedby=_described(what, key)),
            t(what.label),
        ],
        what.hint and h.p(".hint", id=f"{key}-hint")[t(what.hint)],
    ]


def _ticks(what: Field, t: Translator, key: str) -> Element:
    chosen = what.value.split()
    ticks = (
        h.label(".opt")[h.input(type="checkbox", name=what.name, value=each.value, checked=each.value in chosen), each.label]
        for each in what.options
    )
    return h.fieldset(class_="field bad" if what.error else "field", id=key, tabindex="-1", aria_describedby=_described(what, key))[
        h.legend[t(what.label), not (what.required or what.plain) and h.span(".hint")[" ", t("(optional)")]],
        what.hint and h.p(".hint", id=f"{key}-hint")[t(what.hint)],
        what.error and h.p(".why-bad", id=f"{key}-why")[icon("bang"), " ", t.say(what.error)],
        h.div(".bits")[ticks],
    ]


def _input(what: Field, t: Translator, key: str) -> Element | VoidElement:
    common: dict[str, str | bool | None] = {
        "id": key,
        "name": what.name,
        "aria-invalid": "true" if what.error else None,
        "aria-describedby": _described(what, key),
        "required": what.required and what.widget is not Widget.TICK,
        "list": what.offered or None,
    }
    match what.widget:
        case Widget.SELECT:
            return h.select(common)[_options(what, t)]
        case Widget.LONG:
            return h.textarea({**common, "dir": "auto", "rows": "3"})[what.value]
        case Widget.FILE:
            return h.input({**common, "type": "file", "accept": what.accept or None})
        case Widget.PASSWORD:
            return h.input({**common, "type": "password", "autocomplete": what.autocomplete})
        case Widget.NUMBER | Widget.CODE:
            mode = {"inputmode": "numeric", "autocomplete": what.autocomplete}
            return h.input({**common, **mode, "class": "id", "dir": "ltr", "value": what.value})
        case Widget.IDENTIFIER | Widget.DATE | Widget.DAY:
            manners = {"autocomplete": what.autocomplete, "spellcheck": "false", "autocapitalize": "characters"}
            return h.input({**common, **manners, "class": "id", "dir": "ltr", "value": what.value})
        case _:
            return h.input({**common, "dir": "auto", "autocomplete": what.autocomplete, "value": what.value})


def _options(what: Field, t: Translator) -> Iterator[Element]:
    if not what.value and not any(option.value == "" for option in what.options):
        yield h.option(value="", selected=True)[t("Choose")]
    for option in what.options:
        yield h.option(value=option.value, selected=option.value == what.value)[option.label]
