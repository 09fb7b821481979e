"""The answer to a check: register strip, banners, hit cards. No hit, hit and no answer never look alike."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

import htpy as h
from htpy import Element, Node

from comity.edges.web import paths
from comity.edges.web.cleared import ClearedView, note
from comity.edges.web.elements import Fact, grade, identifier, level, shown
from comity.edges.web.forms import hidden, post, submit
from comity.edges.web.i18n import Message, Translator, mark
from comity.edges.web.icons import icon, sign
from comity.edges.web.names import REGISTER, REGISTERS
from comity.edges.web.person import PersonView
from comity.kernel.levels import Level
from comity.kernel.results import Grade


class Said(StrEnum):
    """What one register said. POSSIBLE: only look-alikes, and the officer has not read the document again yet. CANDIDATE:
    persons of whom the officer has not said yet whether they are the one.
    """

    NO_HIT = "no_hit"
    HIT = "hit"
    POSSIBLE = "possible"
    CANDIDATE = "candidate"
    NO_ANSWER = "no_answer"
    NOT_ASKED = "not_asked"
    WILL_ASK = "will_ask"


_CELLS: Final = {  # class, sign, spoken word
    Said.NO_HIT: ("s-clear", "clear", mark("no hit")),
    Said.HIT: ("s-hit", "hit", mark("hit")),
    Said.POSSIBLE: ("s-wait", "neq", mark("look-alike: read the document again")),
    Said.CANDIDATE: ("s-wait", "user", mark("candidate: compare, then say")),
    Said.NO_ANSWER: ("s-wait", "wait", mark("no answer")),
    Said.NOT_ASKED: ("s-off", "off", mark("not asked")),
    Said.WILL_ASK: ("s-ask", "dot", mark("will be asked")),
}


@dataclass(frozen=True, slots=True)
class RegisterAnswer:
    """One register of those asked. `compared` and `why` are message ids; `why` is set where it did not answer.

    `of_person`: it was asked about a person.
    """

    register: int
    said: Said
    compared: str = ""
    why: Message | None = None
    of_person: bool = False


@dataclass(frozen=True, slots=True)
class Confusable:
    """A look-alike to be settled: what was asked, what the record holds."""

    asked: str
    stored: str


@dataclass(frozen=True, slots=True)
class HitView:
    """One positive result, as far as this officer may see it.

    `title`, `steps`, `warnings`, `locked` are message ids or messages; `record` is the short number shown, `href` its page
    where the officer may open it. `confusable` is set while the officer has not said what the document says. `person`: how its
    person is like the one asked about. `colour`: of a notice. `cleared`: what is said of clearances beside it.
    """

    anchor: str
    record: str
    record_id: str
    register: int
    title: str
    owner: str
    level: Level
    grade: Grade
    sentence: Message
    facts: tuple[Fact, ...] = ()
    warnings: tuple[Message, ...] = ()
    steps: tuple[Message, ...] = ()
    locked: tuple[Message, ...] = ()
    confirm: Message | None = None
    href: str = ""
    confusable: Confusable | None = None
    settled: bool = False
    person: PersonView | None = None
    colour: str = ""
    cleared: ClearedView | None = None


def strip(answers: Sequence[RegisterAnswer], t: Translator) -> Element:
    """All nineteen registers, always in the same order. One that is not among the answers was not asked."""
    said = {answer.register: answer.said for answer in answers}
    cells = (_cell(each.number, said.get(each.number, Said.NOT_ASKED), t) for each in REGISTERS)
    left_out = sum(said.get(each.number, Said.NOT_ASKED) is Said.NOT_ASKED for each in REGISTERS)
    more = h.li(".s-more")[h.span[t.plural("{n} not asked", "{n} not asked", left_out)]]
    return h.ol(".strip", aria_label=t("Answer of each register"))[cells, left_out > 0 and more]


def _cell(number: int, said: Said, t: Translator) -> Element:
    class_, drawn, word = _CELLS[said]
    return h.li(class_=class_)[icon(drawn), h.span[t(REGISTER[number].short)], h.span(".vh")[": ", t(word)]]


def banner(kind: str, drawn: str, word: str, sentence: Node, aside: Node = None, *, focus: bool = False) -> Element:
    """One word or short clause, one sentence. `focus`: the script puts the focus here, so that it is read first."""
    role = "alert" if kind == "hit" else "status"
    return h.div(class_=f"banner banner--{kind}", role=role, id="answer" if focus else None, tabindex="-1" if focus else None)[
        sign(drawn), h.div[h.span(".word")[word], h.p[sentence]], aside
    ]


def hit_card(hit: HitView, entry: str, csrf: str, t: Translator, *kept: Node) -> Element:
    """What it is, why, what to do now, how to confirm. Nothing that touches the person stands open before confirmation."""
    waiting = hit.confusable is not None
    middle = question(hit, hit.confusable, entry, csrf, t, *kept) if hit.confusable else todo(hit, t)
    return h.article(class_="hit hit--possible" if waiting else "hit", id=hit.anchor, aria_labelledby=f"{hit.anchor}-title")[
        h.header[
            icon(_sign_of(hit.register)),
            h.h2(id=f"{hit.anchor}-title")[t(hit.title)],
            grade(hit.grade, t),
            hit.settled and h.span(".small.quiet")[t("as you read it")],
            h.span(".push"),
            level(hit.level, t),
            h.span(".small.quiet")[t(REGISTER[hit.register].name)],
        ],
        h.div(".in")[_why(hit, t), middle, confirm(hit, t)],
        h.div(".person.stack")[note(hit.cleared, t)] if hit.cleared else None,
    ]


def _sign_of(register: int) -> str:
    return "car" if register == 8 else "doc"


def _why(hit: HitView, t: Translator) -> Element:
    record = h.a(href=hit.href)[identifier(hit.record)] if hit.href else identifier(hit.record)
    own = (h.dt[t("Owner")], h.dd[h.bdi[hit.owner]])
    rows = ((h.dt[t(each.label)], h.dd[shown(each, t)]) for each in hit.facts)
    return h.div(".stack")[h.p[h.b[t("Why:")], " ", t.say(hit.sentence)], h.dl(".facts")[own, rows, h.dt[t("Record")], h.dd[record]]]


def warnings(hit: HitView, t: Translator) -> Node:
    """What protects whoever stands before the person, first."""
    return bool(hit.warnings) and h.ul(".warnings")[(h.li[icon("bang"), h.span[t.say(each)]] for each in hit.warnings)]


def todo(hit: HitView, t: Translator) -> Element:
    """What to do now, in at most four steps, and what stays locked."""
    steps = (h.li[h.span[t.say(each)]] for each in hit.steps[:4])
    locked = (h.p(".locked")[icon("lock"), h.span[t.say(each)]] for each in hit.locked)
    return h.div(".todo.stack")[warnings(hit, t), h.h3[t("Do this now")], h.ol[steps], locked]


def confirm(hit: HitView, t: Translator) -> Element:
    """How the owner is asked."""
    told = t("Not a hit yet. Ask the owner only once you have said that the document reads as the record does.")
    return h.div(".stack")[
        h.h3[t("How to confirm")],
        h.p[told] if hit.confusable else h.p[t.say(hit.confirm) if hit.confirm else t("Ask the owner's bureau before you act.")],
    ]


def question(hit: HitView, pair: Confusable, entry: str, csrf: str, t: Translator, *kept: Node) -> Element:
    """What the document says, against a look-alike: asked before anything else."""
    return h.div(".todo.todo--wait.stack")[
        h.h3[t("Read the document again, character by character")],
        h.dl(".readings")[
            h.div[h.dt[t("You asked")], h.dd[_spelled(pair.asked, pair.stored)]],
            h.div[h.dt[t("The record holds")], h.dd[_spelled(pair.stored, pair.asked)]],
        ],
        post(
            paths.at(paths.CHECK_CONFIRM, entry=entry),
            csrf,
            hidden("record", hit.record_id),
            kept,
            h.p(".label")[t("What does the document say?")],
            submit(t("As the record holds it"), primary=False, name="says", value="record"),
            submit(t("As I asked it"), primary=False, name="says", value="asked"),
            submit(t("It cannot be read"), primary=False, name="says", value="unreadable"),
            class_="stack choices",
        ),
    ]


def _spelled(value: str, other: str) -> Element:
    """The number with its doubtful characters marked; by weight and line, not by colour alone."""
    same = len(value) == len(other)
    letters = (h.mark[one] if same and one != other[index] else one for index, one in enumerate(value))
    return h.bdi(".id.big", dir="ltr")[letters]
