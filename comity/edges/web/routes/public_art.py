"""What anybody may look up. The question is posted and kept nowhere; each address may ask so often and no more."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final
from uuid import UUID

from comity.access.limits import RateLimit, bucket_key, shared
from comity.access.settings import Rate
from comity.edges.web import paths
from comity.edges.web.elements import Fact, FactKind
from comity.edges.web.pages import public_art
from comity.edges.web.pages.find import DIMENSIONS, questions
from comity.edges.web.pages.public_art import LookUpView, PublicFrame, WorkLine, WorkView
from comity.edges.web.routes.answers import Answer, page
from comity.edges.web.routes.application import Open, Route
from comity.edges.web.routes.arrival import Gate
from comity.edges.web.routes.problems import TooFast
from comity.edges.web.routes.words import COUNTRIES, said, territory
from comity.engines.store import NOBODY
from comity.kernel.errors import Absent, Invalid
from comity.kernel.kinds import MEASUREMENT
from comity.registers.catalogue import register as declared
from comity.registers.paths import each, leaf
from comity.registers.record import Values
from comity.search import public_art as works
from comity.search.objects import Described
from comity.search.public_art import PublicWork

ASKED: Final = Rate(burst=20, per_second=0.2)  # looks-up of one address; a whole office may stand behind it


def allowed(gate: Gate) -> None:
    """Raises: Absent where this installation opens nothing to the public."""
    if not gate.comity.settings.public_art:
        raise Absent


async def unhurried(gate: Gate, what: str, rate: Rate) -> None:
    """Raises: TooFast, with when to come back. The address is kept hashed, in the bucket's name alone."""
    async with gate.comity.store.transaction(NOBODY) as connection:
        wait = await shared(connection, gate.comity.clock, rate, bucket_key(gate.comity.keyring, what, gate.address))
    if wait > 0:
        raise TooFast(RateLimit(what, max(1, round(wait))))


def frame_of(gate: Gate, path: str, *, open_box: bool = False) -> PublicFrame:
    """The frame of a public page."""
    return PublicFrame(gate.csrf, path, gate.comity.directory.organisation_name, gate.manners.theme, open_box)


async def form(gate: Gate) -> Answer:
    """The form alone."""
    allowed(gate)
    view = LookUpView(frame_of(gate, paths.ART), questions(gate.posted.one, {}))
    return page(public_art.look_up(view, gate.manners.translator), cookies=gate.cookies)


async def ask(gate: Gate) -> Answer:
    """What is like the description, of what is open to everybody."""
    allowed(gate)
    await unhurried(gate, "art", ASKED)
    t = gate.manners.translator
    measures = tuple((name, gate.posted.one(name)) for name in DIMENSIONS if gate.posted.one(name))
    try:
        found = await works.find(gate.comity.records, Described(gate.posted.one("words"), measures))
    except Invalid as problem:
        names = [name for name, _ in measures]
        wrong = {names[int(f.field.split(".")[1]) - 1] if f.field.startswith("measures.") else "words": said(f) for f in problem.faults}
        return page(public_art.look_up(LookUpView(frame_of(gate, paths.ART), questions(gate.posted.one, wrong)), t), 422)
    lines = tuple(_line(gate, one) for one in found)
    return page(public_art.look_up(LookUpView(frame_of(gate, paths.ART), questions(gate.posted.one, {}), lines), t))


def title_of(gate: Gate, values: Mapping[str, str]) -> str:
    """What a work is called."""
    return values.get("title") or values.get("object_name") or gate.manners.translator("Without a title")


def _owner(gate: Gate, number: int) -> str:
    authority = gate.comity.directory.authorities.get(number)
    names = authority.names if authority else {}
    return names.get(gate.manners.language.value) or names.get("en", str(number))


def _country(gate: Gate, code: str) -> str:
    """The name of a country; where only the organisation knows its code, the member's; else the code itself."""
    member = gate.comity.directory.issuing.get(code)
    return territory(gate.manners.language.value, code) or (_owner(gate, member) if member is not None else code)


def _line(gate: Gate, one: PublicWork) -> WorkLine:
    t = gate.manners.translator
    agrees = (*one.words, *(t(DIMENSIONS[name]) for name in one.measures))
    return WorkLine(
        paths.at(paths.ART_WORK, record=str(one.id)),
        title_of(gate, one.values),
        one.values.get("maker", ""),
        _owner(gate, one.owner),
        agrees,
    )


def particulars(gate: Gate, values: Values) -> Iterator[Fact]:
    """What is known of a work, in the declaration's order; a measure with the name of its dimension."""
    art, t = declared("art"), gate.manners.translator
    for path, value in values.items():
        field = leaf(art, path)
        if field is None or path.startswith("measures.") or field.kind.name == "image":
            continue
        if field.kind.choices:
            yield Fact(field.label, t(dict(field.kind.choices).get(value, value)), FactKind.FREE)
        elif field.kind.name in COUNTRIES:
            yield Fact(field.label, _country(gate, value), FactKind.FREE)
        else:
            yield Fact(field.label, field.kind.format(value), FactKind.FREE)
    for dimension, measure in each(values, "measures.dimension", "measures.value"):
        if measure:
            yield Fact(DIMENSIONS.get(dimension, "Measurements"), MEASUREMENT.format(measure), FactKind.IDENTIFIER)


async def work(gate: Gate) -> Answer:
    """One work."""
    allowed(gate)
    await unhurried(gate, "art", ASKED)
    try:
        record = UUID(gate.places.get("record", ""))
    except ValueError:
        raise Absent from None
    one = await works.one(gate.comity.records, record)
    view = WorkView(frame_of(gate, gate.path), title_of(gate, one.values), _owner(gate, one.owner), tuple(particulars(gate, one.values)))
    return page(public_art.work(view, gate.manners.translator), cookies=gate.cookies)


ROUTES: Final[tuple[Route | Open, ...]] = (
    Open("GET", paths.ART, form),
    Open("POST", paths.ART, ask),
    Open("GET", paths.ART_WORK, work),
)
