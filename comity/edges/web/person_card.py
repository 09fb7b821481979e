"""The card of a hit: a person's, or a thing's. A machine identifies nobody: a candidate has two plain buttons, and none is chosen."""

from __future__ import annotations

from typing import Final

import htpy as h
from htpy import Element, Node, svg
from markupsafe import Markup

from comity.edges.web import paths
from comity.edges.web.answer import HitView, confirm, hit_card, question, todo, warnings
from comity.edges.web.cleared import note
from comity.edges.web.elements import Fact, FactKind, grade, identifier, level, shown, tag
from comity.edges.web.forms import hidden, post
from comity.edges.web.i18n import Message, Translator, mark
from comity.edges.web.icons import icon
from comity.edges.web.names import REGISTER
from comity.edges.web.person import PersonView, Written
from comity.edges.web.person_evidence import comparison, names_beside, why, written
from comity.edges.web.person_said import Candidate, encoded
from comity.kernel.results import Grade

# The colours of notices, each with a shape of its own and its name.
NOTICES: Final = {
    "red": ('<path d="M6.2 1.5h5.6l4.7 4.7v5.6l-4.7 4.7H6.2l-4.7-4.7V6.2z"/>', mark("Red notice")),
    "blue": ('<circle cx="9" cy="9" r="7"/>', mark("Blue notice")),
    "green": ('<path d="M9 1.8 17 16H1z"/>', mark("Green notice")),
    "yellow": ('<path d="M1 2.5h16L9 16.5z"/>', mark("Yellow notice")),
    "black": ('<path d="M2 2h14v14H2z"/>', mark("Black notice")),
    "orange": ('<path d="M9 1 16 5v8l-7 4-7-4V5z"/>', mark("Orange notice")),
    "purple": ('<path d="M9 1.2 17 7l-3 9.3H4L1 7z"/>', mark("Purple notice")),
    "silver": ('<path d="M1.5 5.5h15v3h-15zM1.5 10.5h15v3h-15z"/>', mark("Silver notice")),
    "un": (
        '<path fill-rule="evenodd" d="M9 1.5a7.5 7.5 0 1 0 0 15 7.5 7.5 0 0 0 0-15zM9 6a3 3 0 1 1 0 6 3 3 0 0 1 0-6z"/>',
        mark("Special notice of the United Nations"),
    ),
}
_FACE: Final = '<g fill="currentColor" opacity=".35"><circle cx="20" cy="19" r="9"/><path d="M3 50c1-13 8-18 17-18s16 5 17 18z"/></g>'

_HOUSE: Final = (
    '<g fill="currentColor" opacity=".35"><path fill-rule="evenodd" d="M8 8h24v38H8zM13 14h4v5h-4zM23 14h4v5h-4zM13 24h4v5h-4z'
    'M23 24h4v5h-4zM17 36h6v10h-6z"/></g>'
)


def card(hit: HitView, entry: str, csrf: str, t: Translator, *kept: Node, opened: bool = False) -> Element:
    """The card of any hit. `entry`: of the check, with its time; `kept`: what its forms carry along; `opened`: its reasons are unfolded."""
    if hit.person is None:
        return hit_card(hit, entry, csrf, t, *kept)
    return _person_card(hit, hit.person, entry, csrf, t, *kept, opened=opened)


def _person_card(hit: HitView, person: PersonView, entry: str, csrf: str, t: Translator, *kept: Node, opened: bool) -> Element:
    read_again = question(hit, hit.confusable, entry, csrf, t, *kept) if hit.confusable else None
    return h.article(class_="hit" if person.positive else "hit hit--possible", id=hit.anchor, aria_labelledby=f"{hit.anchor}-title")[
        h.header[
            h.span(".strong")[h.span(".vh")[t("Rank"), " "], t.number(person.rank)],
            _kind(hit, t),
            _standing(person, t),
            h.span(".push"),
            level(hit.level, t),
        ],
        h.div(".person.stack-l")[
            _who(hit, person, t),
            read_again,
            _do(hit, person, entry, t),
            clearance_note(hit, t),
            h.details(".more.why", open=opened)[
                h.summary[t(_WHY[person.organisation], probability=person.shown_probability)],
                h.div(".stack-l")[
                    h.div(".split.split--even")[names_beside(person, t), why(person, t)], comparison(person, t), _rest(hit, t)
                ],
            ],
        ],
    ]


_WHY: Final = {
    False: mark("Why {probability}: the names, what adds up, the traveller beside the record"),
    True: mark("Why {probability}: the names, what adds up, the organisation beside the record"),
}


def clearance_note(hit: HitView, t: Translator) -> Node:
    """What was said before of a traveller who is not this person: a note beside the hit, which is never hidden by it."""
    return note(hit.cleared, t)


def _kind(hit: HitView, t: Translator) -> Element:
    shape, name = NOTICES.get(hit.colour, ("", ""))
    if not shape:
        return h.span(".tag")[icon("people"), t(REGISTER[hit.register].name)]
    return h.span(".tag")[svg(class_=f"shape n-{hit.colour}", viewBox="0 0 18 18", aria_hidden="true")[Markup(shape)], t(name)]  # noqa: S704  (drawn above)


def _standing(person: PersonView, t: Translator) -> Element:
    return tag("hit", "hit", t("Positive result")) if person.positive else tag("wait", "user", t("Candidate"))


def _who(hit: HitView, person: PersonView, t: Translator) -> Element:
    record = h.a(href=hit.href)[identifier(hit.record)] if hit.href else identifier(hit.record)
    return h.div(".who")[
        _face(person, t),
        h.div(".stack")[
            h.h2(".two-names", id=f"{hit.anchor}-title")[[[written(name), " "] for name in person.names]],
            h.p(".bits.small")[(_fact(each, t) for each in person.about)],
            h.p(".bits.small")[
                h.span[h.span(".quiet")[t("Owner")], " ", h.bdi[hit.owner]], h.span[h.span(".quiet")[t("Record")], " ", record]
            ],
        ],
        h.div(".stack")[
            h.p(".score")[h.b[h.bdi(dir="ltr")[person.shown_probability]], " ", h.span(".small.quiet")[t("probability")]],
            h.p(".bits")[grade(person.grade, t, positive=person.positive), _by_number(hit) and grade(hit.grade, t)],
        ],
    ]


def _face(person: PersonView, t: Translator) -> Element:
    """The place of the photograph; of an organisation, a house, which says nothing more."""
    if person.organisation:
        return svg(class_="face", viewBox="0 0 40 50", aria_hidden="true")[Markup(_HOUSE)]  # noqa: S704  (drawn above)
    face = svg(class_="face", viewBox="0 0 40 50", role="img", aria_label=t("Place of the photograph: open the record to see it"))
    return face[Markup(_FACE)]  # noqa: S704  (drawn above)


def _by_number(hit: HitView) -> bool:
    """Whether the record was met by a number too, beside its person."""
    return hit.grade in (Grade.EXACT, Grade.CONFUSABLE)


def _fact(fact: Fact, t: Translator) -> Element:
    return h.span[h.span(".quiet")[t(fact.label)], " ", shown(fact, t)]


def _do(hit: HitView, person: PersonView, entry: str, t: Translator) -> Element:
    """What to do: of a positive result as of any hit; of a candidate, to compare and to say."""
    if person.noted:
        return h.p[h.b[t.say(person.noted)]]
    if person.says is None:
        met = _by_number(hit) and h.p[h.b[t("Why:")], " ", t.say(hit.sentence)]
        return h.div(".stack")[h.p[h.b[t.say(person.standing)]], met, h.div(".split.split--even")[todo(hit, t), confirm(hit, t)]]
    return h.div(".todo.todo--wait.stack")[
        warnings(hit, t),
        h.h3[t(_COMPARE[person.organisation])],
        [h.p[h.b[t.say(each)]] for each in hit.steps[:1]],
        h.p[t.say(person.standing)],
        say_buttons(entry, person.rank, person.says, t, organisation=person.organisation),
    ]


_COMPARE: Final = {
    False: mark("Compare with the person before you, then say"),
    True: mark("Compare the organisation with the record, then say"),
}
_ANSWERS: Final = {
    False: (("this_person", mark("This person")), ("not_this_person", mark("Not this person"))),
    True: (("this_organisation", mark("This organisation")), ("not_this_organisation", mark("Not this organisation"))),
}


def say_buttons(entry: str, rank: int, says: tuple[Message, Message], t: Translator, *, organisation: bool = False) -> Element:
    """Two plain buttons, each with what it does. They send the form that `answers_form` makes, which asks once more."""
    rows = zip(_ANSWERS[organisation], says, strict=True)
    return h.dl(".says")[(h.div[h.dt[_say(entry, word, rank, t(label))], h.dd(".small")[t.say(does)]] for (word, label), does in rows)]


def _say(entry: str, word: str, rank: int, label: str) -> Element:
    return h.button(".btn", form=f"say-{entry}", name="says", value=f"{word}.{rank}")[label, h.span(".vh")[" ", str(rank)]]


def answers_form(entry: str, csrf: str, candidates: tuple[Candidate, ...], *kept: Node) -> Node:
    """The form behind the buttons of all candidates of one check: it carries them along, for nothing of them is kept on the server."""
    if not candidates:
        return None
    rows = (hidden("candidate", encoded(each)) for each in candidates)
    return post(paths.at(paths.CHECK_PERSONS, entry=entry), csrf, kept, rows, class_="", key=f"say-{entry}")


def candidates_of(hits: tuple[HitView, ...], t: Translator) -> tuple[Candidate, ...]:
    """What the form carries of those that wait for the officer's word."""
    return tuple(_candidate(hit, hit.person, t) for hit in hits if hit.person is not None and hit.person.says is not None)


def _candidate(hit: HitView, person: PersonView, t: Translator) -> Candidate:
    main, other = (*person.names, Written(""), Written(""))[:2]
    return Candidate(
        rank=person.rank,
        mark=person.mark,
        record=hit.record_id,
        name=main.text,
        lang=main.lang,
        about=tuple(f"{t(each.label)} {each.more or shown_text(each, t)}" for each in person.about),
        owner=hit.owner,
        probability=person.shown_probability,
        href=hit.href,
        own=person.own,
        other=other.text,
        other_lang=other.lang,
        organisation=person.organisation,
    )


def shown_text(fact: Fact, t: Translator) -> str:
    """The value of a fact as text alone."""
    return t(fact.value) if fact.kind is FactKind.TEXT else fact.value


def _rest(hit: HitView, t: Translator) -> Node:
    """What else the record says, of which nothing was typed."""
    if not hit.facts:
        return None
    rows = ((h.dt[t(each.label)], h.dd[shown(each, t)]) for each in hit.facts)
    return h.section(".stack")[h.h3[t("What else the record says")], h.dl(".facts")[rows]]
