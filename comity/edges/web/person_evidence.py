"""Why a person was found: names part by part on both sides of a line, what each comparison adds, the traveller beside the record."""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import Final

import htpy as h
from htpy import Element, Node, svg
from markupsafe import Markup

from comity.edges.web.elements import Column, Fact, Row, Table, shown, table, tag
from comity.edges.web.i18n import Translator, mark
from comity.edges.web.person import Beside, Compared, Like, PersonView, Weight, Written

_ALIKE: Final = 0.95  # as good as the same
_NEAR: Final = 0.7
_LIKES: Final = {
    Like.SAME: ("same", "eq", mark("Agrees")),
    Like.CLOSE: ("", "eq", mark("Close to it")),
    Like.DIFFERS: ("", "neq", mark("Differs")),
    Like.UNKNOWN: ("wait", "wait", mark("Unknown")),
}
_HIGH: Final = ".4"  # of a bar, in a row of 4
_TALL: Final = "3.2"


def written(what: Written) -> Element:
    """A name in its own direction and language."""
    return h.bdi(dir="auto", lang=what.lang or None)[what.text]


def names_beside(person: PersonView, t: Translator) -> Element:
    """One part a row: as typed at the start side, as the record has it at the end side, how alike they are between."""
    held = t("The record says, in {script}", script=t(person.script)) if person.script else t("The record says")
    return h.section[
        h.h3[t("Name, part by part")],
        h.div(".meet")[h.div(".cap.l")[t("You typed")], h.div(".cap"), h.div(".cap.r")[held], (_beside(each, t) for each in person.beside)],
    ]


def _beside(pair: Beside, t: Translator) -> Iterator[Element]:
    yield h.div(".l")[_side(pair.asked, "", t) if pair.asked else h.span(".alt")[t("not typed")]]
    yield h.div(".m")[_disc(pair)]
    yield h.div(".r")[_side(pair.held, pair.why, t) if pair.held else h.span(".alt")[t("not in the record")]]


def _disc(pair: Beside) -> Element:
    if pair.asked is None or pair.held is None:
        return h.b(".un")["?"]
    if "particle" in (pair.asked.role, pair.held.role):
        return h.b(".un")[h.bdi(dir="ltr")["="]]
    kind = None if pair.score >= _ALIKE else ".half" if pair.score >= _NEAR else ".no"
    number = h.bdi(dir="ltr")[f"{pair.score:.2f}"]
    return h.b(kind)[number] if kind else h.b[number]


def _side(one: Written, why: str, t: Translator) -> Node:
    words = [t(ROLES[one.role])] if one.role in ROLES else []
    words += [t(why)] if why else []
    latin = one.latin and one.latin != one.text.casefold()
    return [
        written(one),
        bool(latin or words)
        and h.span(".alt")[latin and h.bdi(".id", dir="ltr")[one.latin], bool(latin and words) and " · ", " · ".join(words)],
    ]


ROLES: Final = {
    "given": mark("given name"),
    "father": mark("father's name"),
    "family": mark("family name"),
    "particle": mark("particle, carries no weight"),
    "title": mark("title, no part of the name"),
    "generation": mark("generation"),
    "initial": mark("initial"),
}


def why(person: PersonView, t: Translator) -> Element:
    """Bars that walk from the starting point to the sum; filled adds, outlined takes away. The last row adds up."""
    total = sum(each.log_odds for each in person.weights)
    low, high = _span(person.weights)
    starts = _starts(person.weights)
    rows = (_weight(each, start, low, high, t) for each, start in zip(person.weights, starts, strict=True))
    said: Node = [h.bdi(dir="ltr")[_signed(total)], " = ", h.bdi(dir="ltr")[person.shown_probability]]
    return h.section[
        h.h3[t("Why {probability}", probability=person.shown_probability)],
        h.table(".parts")[
            h.caption(".vh")[t("What each comparison adds")],
            h.tbody[rows],
            h.tfoot[h.tr[h.th(scope="row", colspan="2")[_sum(total, t)], h.td(".num")[said]]],
        ],
    ]


def _starts(weights: tuple[Weight, ...]) -> list[float]:
    """Where each bar begins: the sum of those before it."""
    starts = [0.0]
    for each in weights:
        starts.append(starts[-1] + each.log_odds)
    return starts[:-1]


def _span(weights: tuple[Weight, ...]) -> tuple[float, float]:
    reached = [0.0, *(start + each.log_odds for start, each in zip(_starts(weights), weights, strict=True))]
    return min(reached) - 0.4, max(reached) + 0.4


def _weight(weight: Weight, start: float, low: float, high: float, t: Translator) -> Element:
    return h.tr[
        h.th(scope="row")[t.say(weight.sentence)],
        h.td[_bar(weight.log_odds, start, low, high)],
        h.td(".num")[h.bdi(dir="ltr")[_signed(weight.log_odds)]],
    ]


def _bar(adds: float, start: float, low: float, high: float) -> Element:
    kind = "minus" if adds < 0 else "plus"
    drawn = (
        '<line class="axis" x1="0" x2="0" y1="-1" y2="5" stroke-width=".06"/>'
        f'<rect class="{kind}" x="{min(start, start + adds):.2f}" y="{_HIGH}" width="{max(0.08, abs(adds)):.2f}" height="{_TALL}"/>'
    )
    box = f"{low:.2f} 0 {high - low:.2f} 4"
    return svg(class_="flip", viewBox=box, preserveAspectRatio="none", aria_hidden="true")[Markup(drawn)]  # noqa: S704  (numbers of our own)


def _signed(value: float) -> str:
    shown = f"{abs(value):.1f}"
    return shown if shown == "0.0" else f"{'+' if value > 0 else '−'}{shown}"


def _sum(total: float, t: Translator) -> str:
    odds = math.exp(min(12.0, abs(total)))
    figure = t.number(round(odds)) if odds >= 10 else f"{odds:.1f}"
    said = t("{figure} to 1", figure=figure) if total >= 0 else t("1 to {figure}", figure=figure)
    return t("Sum, as odds {odds}: probability", odds=said)


def comparison(person: PersonView, t: Translator) -> Element:
    """The traveller beside the record, particular by particular: what agrees, what differs, what nobody has looked at yet."""
    title = t("Compare with the organisation") if person.organisation else t("Compare with the traveller")
    who = t("As you know it") if person.organisation else t("Traveller before you")
    columns = (Column(t("Particular")), Column(who), Column(t("Record")), Column(t("Comparison")))
    rows = tuple(_compared(each, t) for each in person.compared)
    return h.section(".stack")[h.h3[title], table(Table(title, columns, rows))]


def _compared(one: Compared, t: Translator) -> Row:
    kind, sign, word = _LIKES[one.like]
    typed: Node = _facts(one.typed, t) if one.typed else h.span(".quiet")[t("not typed: look, or ask")]
    held: Node = _facts(one.held, t) if one.held else h.span(".quiet")[t("not in the record")]
    return Row((t(one.label), typed, held, tag(kind, sign, t(word))))


def _facts(facts: tuple[Fact, ...], t: Translator) -> Node:
    return [h.div[shown(each, t)] for each in facts]
