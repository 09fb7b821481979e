"""Looking around a record, and comparing documents."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final
from uuid import UUID

from comity.access.rules import may_ask
from comity.edges.web import paths
from comity.edges.web.elements import Fact, FactKind
from comity.edges.web.forms import Field, Option, Widget
from comity.edges.web.frame import Entry
from comity.edges.web.i18n import Message, message
from comity.edges.web.pages import walking
from comity.edges.web.pages.walking import CompareView, Example, Linked, LinksView, Met
from comity.edges.web.routes.answers import Answer, page
from comity.edges.web.routes.application import Open, Route
from comity.edges.web.routes.visit import Visit
from comity.edges.web.routes.words import address_of, by_field, countries, record_of, record_page, short
from comity.kernel.errors import Absent, Invalid
from comity.registers.catalogue import register as declared
from comity.registers.model import Register
from comity.registers.paths import each
from comity.registers.redact import Shown
from comity.search.comparing import COUNTERFEITS, SPECIMENS, DocumentKind
from comity.search.comparing import compare as compared
from comity.search.links import MOST_STEPS, Edge, walk, walked

# What names a record of an analysis file, the first that is there.
_NAMES: Final = ("names.1.full", "phone", "vessel_name", "place", "iban", "reference")
_SEEN: Final = ("format", "material", "number_form", "chip", "zone", "forgery")


async def links(visit: Visit) -> Answer:
    """The records around one."""
    register, record = record_of(visit.place("record"))
    if not walked(register):
        raise Absent
    given = visit.query.get("steps", "2")
    steps = int(given) if given in {str(number) for number in range(1, MOST_STEPS + 1)} else 2
    found = await walk(visit.comity.records, visit.reader, register, record, steps)
    titles = {shown.id: _title(visit, shown) for _, shown in found.records}
    met = tuple(_met(visit, register, distance, shown, found.edges, titles) for distance, shown in found.records)
    choices = tuple((number, _walk(register, str(record), number)) for number in range(1, MOST_STEPS + 1))
    view = LinksView(visit.frame(Entry.CHECK), record_page(register.number, record), met, steps, choices, found.more)
    return page(walking.links(view, visit.t))


def _walk(register: Register, record: str, steps: int = 2) -> str:
    return paths.at(paths.RECORD_LINKS, record=address_of(register.number, record)) + f"?steps={steps}"


def _title(visit: Visit, shown: Shown) -> str:
    found = next((shown.values[name] for name in _NAMES if name in shown.values), "")
    return found or f"{visit.t('Record')} {short(shown.id)}"


def _met(visit: Visit, register: Register, distance: int, shown: Shown, edges: tuple[Edge, ...], titles: Mapping[UUID, str]) -> Met:
    linked = []
    for edge in edges:
        if shown.id in (edge.one, edge.other):
            other = edge.other if shown.id == edge.one else edge.one
            linked.append(Linked(titles[other], record_page(register.number, other), _how(visit, register, edge)))
    kinds = dict(register.field(register.listed_by).kind.choices)
    kind = kinds.get(shown.values.get(register.listed_by, ""), register.title)
    href = record_page(register.number, shown.id)
    return Met(titles[shown.id], kind, visit.authority_name(shown.owner), distance, href, _walk(register, str(shown.id)), tuple(linked))


def _how(visit: Visit, register: Register, edge: Edge) -> str:
    if edge.shared:
        key = next(key for key in register.keys if key.name == edge.shared)
        return visit.t("the same: {what}", what=visit.t(register.field(key.field).label))
    return f"{edge.role} ({edge.source_grade.upper()}{edge.fact_grade})"


async def compare(visit: Visit) -> Answer:
    """Documents beside one another. What is asked is no secret of a person, so it may stand in the address."""
    if not any(may_ask(visit.reader, declared(name).number).allowed for name in (SPECIMENS, COUNTERFEITS)):
        raise Absent
    asked = {name: visit.query.get(name, "").strip() for name in ("country", "type", "series")}
    missing = {name: message("This field is required.") for name in ("country", "type") if not asked[name]}
    if missing:
        started = len(missing) == 1 or asked["series"]
        fields = _fields(visit, asked, missing if started else {})
        return page(walking.compare(CompareView(visit.frame(Entry.CHECK), fields), visit.t), 422 if started else 200)
    try:
        found = await compared(visit.comity.records, visit.reader, DocumentKind(**asked))
    except Invalid as problem:
        view = CompareView(visit.frame(Entry.CHECK), _fields(visit, asked, by_field(problem)))
        return page(walking.compare(view, visit.t), 422)
    sides = [
        None if side is None else tuple(_example(visit, declared(name), one) for one in side)
        for name, side in ((SPECIMENS, found.genuine), (COUNTERFEITS, found.false))
    ]
    fields = _fields(visit, asked, {})
    return page(walking.compare(CompareView(visit.frame(Entry.CHECK), fields, True, sides[0], sides[1], found.closed, found.more), visit.t))


def _fields(visit: Visit, asked: Mapping[str, str], wrong: Mapping[str, Message]) -> tuple[Field, ...]:
    types = tuple(Option(code, visit.t(label)) for code, label in declared(SPECIMENS).field("type").kind.choices)
    nothing = Option("", "–")
    of = (nothing, *countries(visit))
    return (
        Field("country", "Country on the document", Widget.SELECT, asked["country"], "", of, wrong.get("country"), plain=True),
        Field("type", "Type of document", Widget.SELECT, asked["type"], "", (nothing, *types), wrong.get("type"), plain=True),
        Field("series", "Series", value=asked["series"], hint="Where it can be told", error=wrong.get("series"), plain=True),
    )  # fmt: skip


def _example(visit: Visit, register: Register, shown: Shown) -> Example:
    values = shown.values
    title = values.get("title") or values.get("series") or short(shown.id)
    return Example(
        title, visit.authority_name(shown.owner), record_page(register.number, shown.id), tuple(_particulars(register, values)),
        tuple(_signs(register, values)), values.get("alert", ""),
    )  # fmt: skip


def _particulars(register: Register, values: Mapping[str, str]) -> Iterator[Fact]:
    for name in _SEEN:
        if name in values:
            field = register.field(name)
            yield Fact(
                field.label,
                dict(field.kind.choices).get(values[name], values[name]),
                FactKind.TEXT if field.kind.choices else FactKind.FREE,
            )


def _signs(register: Register, values: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """Each feature with where it is, in which light, and how it looks."""
    names = dict(register.field("features.feature").kind.choices)
    lights = dict(register.field("features.light").kind.choices)
    for feature, where, light, what in each(values, "features.feature", "features.where", "features.light", "features.what"):
        if feature:
            yield names.get(feature, feature), " · ".join(word for word in (where, lights.get(light, light), what) if word)


ROUTES: Final[tuple[Route | Open, ...]] = (Route("GET", paths.RECORD_LINKS, links), Route("GET", paths.COMPARE, compare))
