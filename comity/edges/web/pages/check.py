"""The check page: one box that says what it understood, more fields where the box is not enough, my checks of this shift."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Final

import htpy as h
from htpy import Element, Node

from comity.edges.web import paths
from comity.edges.web.answer import RegisterAnswer, Said, strip
from comity.edges.web.elements import Column, Fact, Row, Table, empty, free, head, identifier, link_button, listed, shown, tag
from comity.edges.web.forms import Field, Option, Widget, errors, or_none, post
from comity.edges.web.forms import field as asked_field
from comity.edges.web.frame import Frame, framed
from comity.edges.web.i18n import Message, Translator, mark
from comity.edges.web.icons import icon


@dataclass(frozen=True, slots=True)
class Seen:
    """What the box was understood as. `kind` is a message id; `doubts` says what was repaired or does not fit."""

    kind: str
    sign: str
    parts: tuple[Fact, ...]
    doubts: tuple[Message, ...] = ()


@dataclass(frozen=True, slots=True)
class Example:
    """What may be typed: `text` as it is, `kind` as a message id."""

    kind: str
    text: str


@dataclass(frozen=True, slots=True)
class PastCheck:
    """A check of mine in this shift."""

    at: datetime
    subject: str
    kind: str
    said: Said
    href: str = ""
    person: bool = False


@dataclass(frozen=True, slots=True)
class CheckValues:
    """What stands in the form: kept after an error, never cleared.

    `meant`: what the officer says that the box holds, `person` or `thing`.
    """

    q: str = ""
    number: str = ""
    issuer: str = ""
    vin: str = ""
    plate: str = ""
    plate_country: str = ""
    kind: str = ""
    value: str = ""
    beside: str = ""
    protected: bool = False
    protected_reason: str = ""
    name: str = ""
    born: str = ""
    nationality: str = ""
    sex: str = ""
    birth_place: str = ""
    meant: str = ""


EMPTY: Final = CheckValues()


@dataclass(frozen=True, slots=True)
class CheckView:
    """`will_ask` are register numbers that this purpose and role may ask; `errors` are by field name; `others`: other ways to ask.

    `other`: what the box could hold as well, `person` or `thing`; empty where nothing else. `persons`: whether this purpose searches them.
    """

    frame: Frame
    will_ask: tuple[int, ...]
    countries: tuple[Option, ...]
    values: CheckValues = EMPTY
    seen: tuple[Seen, ...] = ()
    errors: dict[str, Message] = field(default_factory=dict)
    past: tuple[PastCheck, ...] = ()
    examples: tuple[Example, ...] = ()
    may_protect: bool = True
    kinds: tuple[Option, ...] = ()
    others: tuple[tuple[str, str], ...] = ()
    other: str = ""
    persons: bool = True


ANSWERS: Final = {
    Said.NO_HIT: ("clear", "clear", mark("No hit")),
    Said.HIT: ("hit", "hit", mark("Hit")),
    Said.POSSIBLE: ("wait", "neq", mark("Look-alike")),
    Said.CANDIDATE: ("wait", "user", mark("Candidate")),
    Said.NO_ANSWER: ("wait", "wait", mark("No answer")),
}
_PERSON: Final = ("name", "born", "nationality", "sex", "birth_place")
_DOCUMENT: Final = ("number", "issuer")
_VEHICLE: Final = ("vin", "plate", "plate_country")
_OTHER: Final = ("kind", "value", "beside")


def page(view: CheckView, t: Translator) -> Element:
    """Works without script: the box and every field are one form that posts."""
    fields = _fields(view, t)
    named = tuple(fields.values())
    return framed(
        view.frame,
        t,
        t("Check"),
        head(
            t("Check"),
            link_button(paths.CHECK_LISTS, t("Check a list"), sign="doc"),
            (link_button(href, t(label)) for href, label in view.others),
        ),
        errors((_box_field(view), *named), t),
        post(paths.CHECK, view.frame.csrf, _box(view, t), _ask(view, t), _more(view, fields, t), _protected(view, fields, t)),
        _past(view, t),
    )


def _box_field(view: CheckView) -> Field:
    return Field("q", mark("Is this known to anyone?"), value=view.values.q, error=view.errors.get("q"))


def _box(view: CheckView, t: Translator) -> Element:
    bad = view.errors.get("q")
    prompt = t("A name, a number, an address, or a scanned zone")
    described = {"aria-invalid": "true", "aria-describedby": "q-why"} if bad else {"aria-describedby": "q-hint"}
    box = h.textarea(
        "#q.id",
        described,
        name="q",
        rows="1",
        dir="auto",
        placeholder=prompt,
        autocomplete="off",
        autocapitalize="off",
        spellcheck="false",
        autofocus=not view.errors,
        data_slash=True,
    )
    return h.div(".box")[
        h.label(for_="q")[t("Is this known to anyone?")],
        bad and h.p(".why-bad", id="q-why")[icon("bang"), " ", t.say(bad)],
        h.div(".line")[box[view.values.q], h.button(".btn.btn--go")[t("Check"), h.kbd["↵"]]],
        h.p(".hint", id="q-hint")[
            t("A scanned MRZ is checked at its last line."),
            view.persons and [" ", t("A name in any script: a person's, with birth year and country, or an organisation's.")],
        ],
        h.div(".seen-all", role="status")[(seen_line(each, t) for each in view.seen), turn(view.other, t)],
        _examples(view, t),
    ]


TURNS: Final = {
    "person": ("people", mark("It is a name: search it")),
    "thing": ("doc", mark("It is no person: ask it as a number or plate")),
}


def turn(other: str, t: Translator) -> Node:
    """One click to say that the box holds the other: a person, or a thing. The button of the form that it stands in."""
    if other not in TURNS:
        return None
    sign, label = TURNS[other]
    return h.div(".seen")[h.button(".btn.btn--s", name="meant", value=other)[icon(sign), t(label)]]


def seen_line(seen: Seen, t: Translator, *, linked: bool = True) -> Element:
    """What the box was understood as, part by part, with what is in doubt."""
    parts = (h.span[h.span(".quiet")[t(each.label)], " ", shown(each, t)] for each in seen.parts)
    doubts = (h.span(".tag.tag--wait")[icon("bang"), t.say(each)] for each in seen.doubts)
    other = linked and h.a(href="#more")[t("Not that? Say what it is")]
    return h.div(".seen")[h.span(".chip")[icon(seen.sign), t(seen.kind)], parts, doubts, other]


def _examples(view: CheckView, t: Translator) -> Node:
    if not view.examples or view.seen:
        return None
    rows = (h.li[h.span[t(each.kind)], identifier(each.text)] for each in view.examples)
    return h.details(".more")[h.summary[t("What may be typed")], h.ul(".eg")[rows]]


def _ask(view: CheckView, t: Translator) -> Element:
    count = t.plural("{n} of 19 registers, for this purpose", "{n} of 19 registers, for this purpose", len(view.will_ask))
    return h.section(".stack", aria_label=t("Registers to ask"))[
        h.p(".bits")[h.b[t("Will be asked")], h.span(".quiet.small")[count]],
        strip([RegisterAnswer(number, Said.WILL_ASK) for number in view.will_ask], t),
    ]


def _sexes(t: Translator) -> tuple[Option, ...]:
    return (Option("male", t("Male")), Option("female", t("Female")), Option("other", t("Other")))


def _fields(view: CheckView, t: Translator) -> dict[str, Field]:
    """Every question of the form by its name."""
    return {row.name: row for rows in (_of_person(view, t), _of_thing(view), _of_protection(view)) for row in rows}


def _of_person(view: CheckView, t: Translator) -> tuple[Field, ...]:
    values, bad = view.values, view.errors.get
    known = mark("1984, 1984-03-?? or 12.3.1984")
    return (
        Field("name", mark("Name, in any script"), Widget.TEXT, values.name, error=bad("name")),
        Field("born", mark("Birth date, as far as it is known"), Widget.DATE, values.born, known, error=bad("born")),
        Field("nationality", mark("Nationality"), Widget.TEXT, values.nationality, mark("A country or its code"), error=bad("nationality")),
        Field("sex", mark("Sex"), Widget.SELECT, values.sex, "", or_none(_sexes(t)), bad("sex")),
        Field("birth_place", mark("Place of birth"), Widget.TEXT, values.birth_place, error=bad("birth_place")),
    )


def _of_thing(view: CheckView) -> tuple[Field, ...]:
    values, bad, countries = view.values, view.errors.get, or_none(view.countries)
    every, frame = mark("Left open, every country is asked."), mark("17 characters; from the frame, not from the papers")
    country = mark("Country of the plate")
    return (
        Field("number", mark("Document number"), Widget.IDENTIFIER, values.number, error=bad("number")),
        Field("issuer", mark("Issued by"), Widget.SELECT, values.issuer, every, countries, bad("issuer")),
        Field("vin", mark("VIN"), Widget.IDENTIFIER, values.vin, frame, error=bad("vin")),
        Field("plate", mark("Plate"), Widget.IDENTIFIER, values.plate, error=bad("plate")),
        Field("plate_country", country, Widget.SELECT, values.plate_country, "", countries, bad("plate_country")),
        Field("kind", mark("What it is"), Widget.SELECT, values.kind, "", or_none(view.kinds), bad("kind")),
        Field("value", mark("Number, address or name"), Widget.IDENTIFIER, values.value, error=bad("value")),
        Field("beside", mark("Country or maker"), Widget.IDENTIFIER, values.beside, mark("Where it is known"), error=bad("beside")),
    )


def _of_protection(view: CheckView) -> tuple[Field, ...]:
    values, told = view.values, "yes" if view.values.protected else ""
    until = mark("The owner learns nothing until your supervisor releases it: asylum, travel authorisation, victims, witnesses, refugees.")
    why, wrong = mark("Reason for the protection"), view.errors.get("protected_reason")
    return (
        Field("protected", mark("Protected check"), Widget.TICK, told, until),
        Field("protected_reason", why, Widget.TEXT, values.protected_reason, error=wrong, plain=True),
    )


def _more(view: CheckView, fields: dict[str, Field], t: Translator) -> Element:
    opened = any(getattr(view.values, name) or name in view.errors for name in _PERSON + _DOCUMENT + _VEHICLE + _OTHER)
    return h.details("#more.card", open=opened)[
        h.summary(".strong")[t("Add what else you know, or ask by form")],
        h.div(".stack-l")[
            view.persons and _persons(fields, t),
            _group(_DOCUMENT, t("Travel document"), "pass", fields, t),
            _group(_VEHICLE, t("Vehicle"), "car", fields, t),
            _group(_OTHER, t("Anything else"), "search", fields, t),
        ],
    ]


def _persons(fields: dict[str, Field], t: Translator) -> Element:
    counted = t(
        "Searches by a name alone are counted, and your supervisor sees how many. A birth year or a country makes it another search."
    )
    return h.div(".stack")[_group(_PERSON, t("Person"), "people", fields, t), h.p(".small.quiet")[counted]]


def _group(names: tuple[str, ...], title: str, sign: str, fields: dict[str, Field], t: Translator) -> Element:
    return h.fieldset[h.legend[icon(sign), " ", title], h.div(".trio")[(asked_field(fields[name], t) for name in names)]]


def _protected(view: CheckView, fields: dict[str, Field], t: Translator) -> Node:
    if not view.may_protect:
        return None
    opened = view.values.protected or "protected_reason" in view.errors
    return h.details(".card", open=opened)[
        h.summary(".strong")[icon("seal"), " ", t("Protect the person asked about")],
        h.div(".stack-l")[asked_field(fields["protected"], t), asked_field(fields["protected_reason"], t)],
    ]


def _past(view: CheckView, t: Translator) -> Element:
    title = t("My checks this shift")
    nothing = empty(t("No checks in this shift yet"), t("Your checks appear here, newest first, until you sign out."))
    columns = (Column(t("Time (UTC)")), Column(t("Subject")), Column(t("Kind")), Column(t("Answer")))
    return listed(Table(title, columns, tuple(_past_row(each, t) for each in view.past)), nothing)


def _past_row(past: PastCheck, t: Translator) -> Row:
    subject: Node = free(past.subject) if past.person else identifier(past.subject)
    kind, sign, word = ANSWERS[past.said]
    linked = h.a(href=past.href, data_row=True)[subject] if past.href else subject
    return Row((t.time(past.at).removesuffix("\u00a0UTC"), linked, t(past.kind), tag(kind, sign, t(word))))
