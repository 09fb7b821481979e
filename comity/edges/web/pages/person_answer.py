"""What an officer says of a candidate, asked once more before it is done; and what was noted, with the candidates that are left."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Final

import htpy as h
from htpy import Element, Node
from msgspec import structs

from comity.edges.web import paths
from comity.edges.web.cleared import address
from comity.edges.web.elements import Done, head, link_button, say, tag
from comity.edges.web.elements import done as noted
from comity.edges.web.forms import hidden, post, submit
from comity.edges.web.frame import Frame, framed
from comity.edges.web.i18n import Message, Translator, mark
from comity.edges.web.person import Written
from comity.edges.web.person_card import say_buttons
from comity.edges.web.person_evidence import written
from comity.edges.web.person_said import Candidate, encoded
from comity.search.persons.model import Says

# What is said, by its word: as a question, as the button that does it, as what was said.
WORDS: Final = {
    Says.THIS_PERSON: (mark("Is this the person?"), mark("Yes, this person"), mark("This person")),
    Says.NOT_THIS_PERSON: (mark("Is it not this person?"), mark("Yes, not this person"), mark("Not this person")),
    Says.THIS_ORGANISATION: (mark("Is it this organisation?"), mark("Yes, this organisation"), mark("This organisation")),
    Says.NOT_THIS_ORGANISATION: (mark("Is it not this organisation?"), mark("Yes, not this organisation"), mark("Not this organisation")),
}

_COMPARED: Final = {
    False: mark("You have compared the person before you with the record. No machine has."),
    True: mark("You have compared the organisation with the record. No machine has."),
}


@dataclass(frozen=True, slots=True)
class AnswerView:
    """`entry`: of the check, with its time. `one`: the candidate spoken of. `does`: what each of the two words does, by rank.

    `kept`: fields that the form carries along.
    """

    frame: Frame
    entry: str
    candidates: tuple[Candidate, ...]
    does: Mapping[int, tuple[Message, Message]]
    kept: tuple[tuple[str, str], ...] = ()
    one: Candidate | None = None
    says: Says = Says.NOT_THIS_PERSON
    done: Done | None = None


def page(view: AnswerView, t: Translator) -> Element:
    """The candidate, what the word does, and two buttons of equal weight: to say it, or to go back."""
    question, yes, _ = WORDS[view.says]
    one = view.one or view.candidates[0]
    this, other = view.does[one.rank]
    does = this if view.says.tells else other
    return framed(
        view.frame,
        t,
        t(question),
        head(t(question)),
        h.section(".card.stack")[_who(one, t)],
        say("", "bang", h.p[h.b[t.say(does)]], h.p(".small")[t(_COMPARED[one.organisation])]),
        _form(
            view,
            h.div(".acts")[
                hidden("sure", f"{view.says}.{one.rank}"),
                submit(t(yes), primary=False, name="says", value=f"{view.says}.{one.rank}"),
                submit(t("Back to the candidates"), primary=False, name="says", value=""),
            ],
        ),
    )


def left_page(view: AnswerView, t: Translator) -> Element:
    """What was noted, and every candidate of the check with what was said of it."""
    title = t("Candidates of this check")
    waiting = any(not one.says for one in view.candidates)
    again = t("To compare again, open the record; a new check shows the whole comparison.")
    return framed(
        replace(view.frame, done=None),
        t,
        title,
        noted(view.done, t),
        head(title),
        h.div(".stack")[(_left(view, one, t) for one in view.candidates)],
        _form(view, key=f"say-{view.entry}"),
        waiting and h.p(".small.quiet")[again],
        h.div(".acts")[link_button(paths.CHECK, t("Next check"), primary=not waiting, key="n")],
    )


def _left(view: AnswerView, one: Candidate, t: Translator) -> Element:
    said = Says(one.says) if one.says in set(Says) else None
    badge: Node = tag("wait", "user", t("Candidate")) if said is None else tag("", "clear", t(WORDS[said][2]))
    return h.article(class_="hit hit--possible" if said is None else "hit hit--said", aria_labelledby=f"left-{one.rank}")[
        h.header[h.span(".strong")[t.number(one.rank)], badge],
        h.div(".person.stack")[
            _who(one, t, key=f"left-{one.rank}"),
            said is None and say_buttons(view.entry, one.rank, view.does[one.rank], t, organisation=one.organisation),
            _clear(view, one, t),
        ],
    ]


def _clear(view: AnswerView, one: Candidate, t: Translator) -> Node:
    """The way to spare the person the next false stop; none of a protected check (HIT-12)."""
    if one.says != Says.NOT_THIS_PERSON or ("protected", "yes") in view.kept:
        return None
    return h.p[link_button(address(view.entry, one.record), t("Propose a clearance"), sign="clear")]


def _who(one: Candidate, t: Translator, key: str = "") -> Element:
    record = one.href and h.p[link_button(one.href, t("Open the record"), sign="doc")]
    return h.div(".stack")[
        h.h2(".two-names", id=key or None)[
            written(Written(one.name, one.lang)), bool(one.other) and [" ", written(Written(one.other, one.other_lang))]
        ],
        h.p(".bits.small")[(h.span[h.bdi(dir="auto")[each]] for each in one.about)],
        h.p(".bits.small")[
            h.span[h.span(".quiet")[t("Owner")], " ", h.bdi[one.owner]],
            h.span[h.span(".quiet")[t("probability")], " ", h.bdi(dir="ltr")[one.probability]],
        ],
        record,
    ]


def _form(view: AnswerView, *content: Node, key: str = "") -> Element:
    """Carries the candidates along: the server keeps none of them."""
    kept = (hidden(name, value) for name, value in view.kept)
    rows = (hidden("candidate", encoded(each)) for each in view.candidates)
    return post(paths.at(paths.CHECK_PERSONS, entry=view.entry), view.frame.csrf, kept, rows, content, class_="", key=key)


def said_of(candidates: tuple[Candidate, ...], rank: int, says: Says) -> tuple[Candidate, ...]:
    """The candidates with what was said of one of them."""
    return tuple(structs.replace(one, says=says.value) if one.rank == rank else one for one in candidates)
