"""Finding an object by what it looks like. The question is posted, so that no address and no history holds it."""

from __future__ import annotations

from typing import Final

from comity.access.rules import may_ask
from comity.edges.web import paths
from comity.edges.web.frame import Entry
from comity.edges.web.i18n import message
from comity.edges.web.pages import find
from comity.edges.web.pages.find import DIMENSIONS, FindView, LikeLine, questions
from comity.edges.web.routes.answers import Answer, page
from comity.edges.web.routes.application import Open, Route
from comity.edges.web.routes.visit import Visit
from comity.edges.web.routes.words import record_page, register_of, said
from comity.kernel.errors import Absent, Invalid
from comity.registers.model import Register
from comity.search import objects
from comity.search.objects import Described, Like


def _register(visit: Visit) -> Register:
    """A register that is found by words and open to this officer. Raises: Absent."""
    register = register_of(visit.place("register"))
    if not any(key.spread for key in register.keys) or not may_ask(visit.reader, register.number).allowed:
        raise Absent
    return register


async def form(visit: Visit) -> Answer:
    """The form alone."""
    register = _register(visit)
    return page(find.page(FindView(visit.frame(Entry.CHECK), register.number, questions(visit.posted.one, {})), visit.t))


async def ask(visit: Visit) -> Answer:
    """What is like the description."""
    register = _register(visit)
    measures = tuple((name, visit.posted.one(name)) for name in DIMENSIONS if visit.posted.one(name))
    try:
        found = await objects.find(visit.comity.records, visit.reader, register, Described(visit.posted.one("words"), measures))
    except Invalid as problem:
        names = [name for name, _ in measures]
        wrong = {_field(fault.field, names): said(fault) for fault in problem.faults}
        return page(find.page(FindView(visit.frame(Entry.CHECK), register.number, questions(visit.posted.one, wrong)), visit.t), 422)
    asked = len(found.asked) + len(measures)
    lines = tuple(_line(visit, register, one, asked) for one in found.found)
    view = FindView(visit.frame(Entry.CHECK), register.number, questions(visit.posted.one, {}), lines, found.common, found.more)
    return page(find.page(view, visit.t))


def _field(path: str, names: list[str]) -> str:
    """The control that a fault is about: `measures.2.value` is the second measure that was given."""
    parts = path.split(".")
    return names[int(parts[1]) - 1] if parts[0] == "measures" else "words"


def _line(visit: Visit, register: Register, one: Like, asked: int) -> LikeLine:
    values, shown = one.shown.values, one.shown
    title = values.get("title") or values.get("object_name") or visit.t(_UNTITLED[0])
    return LikeLine(
        record_page(register.number, shown.id), title, values.get("maker", ""), visit.authority_name(shown.owner), one.words, one.measures,
        len(one.words) + len(one.measures), asked,
    )  # fmt: skip


_UNTITLED: Final = message("Without a title")

ROUTES: Final[tuple[Route | Open, ...]] = (Route("GET", paths.FIND, form), Route("POST", paths.FIND, ask))
