"""What an officer says of a candidate: asked on a page of its own first, done, and the other candidates shown again.

Nothing of a check's answer is kept on the server: the candidates travel in the officer's own form. A mark alone decides, sealed at the
check, bound to it, and good for who asked it (`comity.search.person_answers`).
"""

from __future__ import annotations

from typing import Final

from comity.edges.web import paths
from comity.edges.web.elements import Done
from comity.edges.web.frame import Entry
from comity.edges.web.i18n import message
from comity.edges.web.pages import person_answer
from comity.edges.web.pages.person_answer import AnswerView, said_of
from comity.edges.web.person_said import Candidate, decoded
from comity.edges.web.routes.answers import Answer, go, page
from comity.edges.web.routes.application import Open, Route
from comity.edges.web.routes.audit import named
from comity.edges.web.routes.list_checks import noted
from comity.edges.web.routes.person_hits import does_of
from comity.edges.web.routes.visit import Visit, whole
from comity.kernel.errors import Absent
from comity.search.persons.model import Says

_KEPT: Final = ("protected", "list", "line")
_THIS: Final = message("Noted: this person. The owner is told. Ask it to confirm before you act on the person.")
_THIS_PROTECTED: Final = message("Noted: this person. The owner is told only after your supervisor releases it.")
_OTHER: Final = message("Noted: not this person. Nobody is told.")
_THIS_BODY: Final = message("Noted: this organisation. The owner is told. Ask it to confirm before you act.")
_THIS_BODY_PROTECTED: Final = message("Noted: this organisation. The owner is told only after your supervisor releases it.")
_OTHER_BODY: Final = message("Noted: not this organisation. Nobody is told.")


async def say(visit: Visit) -> Answer:
    """Asks once more, then does what was said; without a word, the candidates again."""
    candidates = decoded(visit.posted.many("candidate"))
    word = visit.posted.one("says")
    if not candidates:
        raise Absent
    if not word:
        return page(person_answer.left_page(_view(visit, candidates), visit.t))
    says, one = _spoken(word, candidates)
    if visit.posted.one("sure") != word:
        return page(person_answer.page(_view(visit, candidates, one, says), visit.t))
    return await _said(visit, candidates, one, says)


async def _said(visit: Visit, candidates: tuple[Candidate, ...], one: Candidate, says: Says) -> Answer:
    check, _ = named(visit)
    protected = await visit.comity.person_answers.answer(visit.reader, check, one.mark, says)
    if back := noted(visit, one.record.partition(".")[2], says.value):
        return go(f"{back}?done=settled_{says}")
    this, later, other = (_THIS_BODY, _THIS_BODY_PROTECTED, _OTHER_BODY) if one.organisation else (_THIS, _THIS_PROTECTED, _OTHER)
    what = other if not says.tells else later if protected else this
    view = _view(visit, said_of(candidates, one.rank, says), done=Done(what))
    return page(person_answer.left_page(view, visit.t))


def _spoken(word: str, candidates: tuple[Candidate, ...]) -> tuple[Says, Candidate]:
    """What is said, and of whom: `this_person.3`. Raises: Absent."""
    says, _, rank = word.partition(".")
    one = next((each for each in candidates if each.rank == whole(rank)), None)
    if says not in set(Says) or one is None or Says(says).of_body is not one.organisation:
        raise Absent
    return Says(says), one


def _view(
    visit: Visit,
    candidates: tuple[Candidate, ...],
    one: Candidate | None = None,
    says: Says = Says.NOT_THIS_PERSON,
    done: Done | None = None,
) -> AnswerView:
    kept = tuple((name, value) for name in _KEPT if (value := visit.posted.one(name)))
    protected = visit.posted.one("protected") == "yes"
    named(visit)
    return AnswerView(
        frame=visit.frame(Entry.CHECK),
        entry=visit.place("entry"),
        candidates=candidates,
        does={each.rank: does_of(each.owner, own=each.own, protected=protected, organisation=each.organisation) for each in candidates},
        kept=kept,
        one=one,
        says=says,
        done=done,
    )


ROUTES: Final[tuple[Route | Open, ...]] = (Route("POST", paths.CHECK_PERSONS, say),)
