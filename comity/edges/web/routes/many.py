"""What is done with a list: an act on many of its records, a file, a saved view."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Final
from urllib.parse import urlencode
from uuid import UUID

from comity.access.model import Permission
from comity.edges.web import paths
from comity.edges.web.forms import Field, Option, Widget, or_none
from comity.edges.web.frame import Entry
from comity.edges.web.i18n import Message, mark
from comity.edges.web.names import REGISTER
from comity.edges.web.pages import many
from comity.edges.web.pages.many import Looked, ManyView, Sampled, WaitingView, Waits
from comity.edges.web.routes.answers import Answer, go, page
from comity.edges.web.routes.application import Open, Route
from comity.edges.web.routes.lists import address, conditions_in_words, not_saved, wanted_of
from comity.edges.web.routes.naming import called, title
from comity.edges.web.routes.posted import number_in
from comity.edges.web.routes.visit import Visit
from comity.edges.web.routes.words import (
    address_of,
    authorities,
    authority_kinds,
    authority_of,
    by_field,
    kind_of,
    register_of,
    short,
)
from comity.kernel.errors import Absent, Invalid
from comity.registers.catalogue import BY_NAME
from comity.registers.lists import bulk, export, views
from comity.registers.lists.bulk import NEEDS, Bulk, BulkAct, BulkState, Chosen, Spec
from comity.registers.lists.export import Format
from comity.registers.lists.listing import Wanted
from comity.registers.model import Register
from comity.registers.paths import each
from comity.registers.redact import Shown

ACTS: Final = {
    BulkAct.CONFIRM: mark("Confirm: they still hold"),
    BulkAct.RELEASE: mark("Release"),
    BulkAct.RESTRICT: mark("Restrict"),
    BulkAct.SHORTEN: mark("End earlier"),
    BulkAct.WITHDRAW: mark("Withdraw"),
}
_OWN_FIELDS: Final = frozenset({"csrf", "step", "act", "count", "reason", "ends_at", "authority", "kind", "record", "list"})


async def form(visit: Visit) -> Answer:
    """What shall be done, to which."""
    register = register_of(visit.query.get("register", ""))
    return page(many.page(_view(visit, register, Chosen(wanted_of(visit.query).filter), {}), visit.t))


async def posted(visit: Visit) -> Answer:
    """First a look, then the same with the number repeated."""
    given = visit.posted.firsts()
    register, chosen = register_of(given.get("register", "")), _chosen(visit)
    act = next((one for one in BulkAct if one == given.get("act")), None)
    if act is None or given.get("step") not in ("look", "do"):
        return page(many.page(_view(visit, register, chosen, given), visit.t))
    try:
        return await _done(visit, register, act, chosen) if given["step"] == "do" else await _looked(visit, register, act, chosen, {})
    except Invalid as problem:
        wrong = by_field(problem)
        if given["step"] == "do" and set(wrong) <= {"count"}:
            return await _looked(visit, register, act, chosen, wrong)
        return page(many.page(_view(visit, register, chosen, given, wrong), visit.t), 422)


async def _looked(visit: Visit, register: Register, act: BulkAct, chosen: Chosen, wrong: Mapping[str, Message]) -> Answer:
    found = await bulk.preview(visit.comity.records, visit.reader, register, act, chosen)
    given = visit.posted.firsts()
    view = _view(visit, register, chosen, given)
    kept = tuple((name, value) for name in ("act", "reason", "ends_at") if (value := given.get(name, "")))
    kept += tuple((name, value) for name in ("authority", "kind") for value in visit.posted.many(name))
    again = Field("count", mark("The number of records, once more"), Widget.NUMBER, required=True, error=wrong.get("count"))
    looked = Looked(
        ACTS[act], tuple(_particulars(visit, _spec(visit))), found.count, tuple(_sampled(visit, one) for one in found.sample), found.signed
    )
    return page(many.page(replace(view, carried=view.carried + kept, fields=(again,), looked=looked), visit.t), 422 if wrong else 200)


async def _done(visit: Visit, register: Register, act: BulkAct, chosen: Chosen) -> Answer:
    given = visit.posted.firsts()
    count = given.get("count", "")
    number = number_in(count, 8) or 0
    made = await bulk.order(visit.comity.records, visit.reader, register, act, chosen, _spec(visit), number)
    return go(paths.MANY_WAITING if made.state is BulkState.UNSIGNED else paths.at(paths.JOB, job=str(made.id)))


def _spec(visit: Visit) -> Spec:
    whom = tuple(number for code in visit.posted.many("authority") if (number := authority_of(visit, code)) is not None)
    kinds = tuple(int(kind) for code in visit.posted.many("kind") if (kind := kind_of(code)) is not None)
    return Spec(visit.posted.one("reason"), visit.posted.one("ends_at"), whom, kinds)


def _particulars(visit: Visit, spec: Spec) -> Iterator[tuple[str, str]]:
    """What was said of an act: a message id and a value each."""
    if spec.reason:
        yield mark("Reason"), spec.reason
    if spec.ends_at:
        yield mark("New last day"), spec.ends_at
    for number in spec.denied_authorities:
        yield mark("Keep it from"), visit.authority_name(number)
    for kind in spec.kinds:
        yield mark("Keep it from all of a kind"), next(one.label for one in authority_kinds(visit) if one.value == kind.code)


def _chosen(visit: Visit) -> Chosen:
    words = {name: value for name, value in visit.posted.firsts().items() if name not in _OWN_FIELDS}
    try:
        ticked = tuple(UUID(text.rpartition(".")[2]) for text in visit.posted.many("record"))
    except ValueError:
        raise Absent from None
    return Chosen(wanted_of(words).filter, ticked)


def _view(
    visit: Visit, register: Register, chosen: Chosen, given: Mapping[str, str], wrong: Mapping[str, Message] | None = None
) -> ManyView:
    carried = [("register", str(register.number)), *chosen.filter.words.items(), *(("record", str(one)) for one in chosen.ticked)]
    ticked = (visit.t.plural("One ticked record", "{n} ticked records", len(chosen.ticked)),) if chosen.ticked else ()
    wanted = Wanted(chosen.filter)
    fields = tuple(replace(one, error=(wrong or {}).get(one.name)) for one in _fields(visit, given))
    known = {one.name for one in fields}
    strange = tuple(Field(name, name, Widget.NOTE, error=error) for name, error in (wrong or {}).items() if name not in known)
    return ManyView(
        frame=visit.frame(Entry.REGISTERS),
        back=address(register, wanted),
        carried=tuple(carried),
        says=ticked or tuple(conditions_in_words(visit, register, wanted)),
        fields=(*fields, *strange),
    )


def _fields(visit: Visit, given: Mapping[str, str]) -> Iterator[Field]:
    """Every particular, each saying what it is for: which are needed depends on the act, and nothing here depends on script."""
    acts = tuple(Option(act, visit.t(label)) for act, label in ACTS.items() if visit.may(NEEDS[act]))
    others = or_none(authorities(visit))
    yield Field("act", mark("What shall be done"), Widget.SELECT, given.get("act", ""), options=acts, required=True)
    yield Field("reason", mark("Reason"), Widget.LONG, given.get("reason", ""), hint=mark("To withdraw; it is kept with each act."))
    yield Field("ends_at", mark("New last day"), Widget.DAY, given.get("ends_at", ""), hint=mark("To end earlier: YYYY-MM-DD."))
    yield Field("authority", mark("Keep it from"), Widget.SELECT, given.get("authority", ""), options=others, hint=mark("To restrict."))
    kinds = authority_kinds(visit)
    yield Field("kind", mark("Keep it from all of a kind"), Widget.TICKS, given.get("kind", ""), options=kinds, hint=mark("To restrict."))


def _sampled(visit: Visit, found: Shown) -> Sampled:
    register = BY_NAME[found.register]
    key = next((value for key in register.keys for (value,) in each(found.values, key.field) if value), "")
    href = paths.at(paths.RECORD, record=address_of(register.number, found.id))
    return Sampled(key or short(found.id), title(register, found.values), href, called(visit, register, found.values))


async def waiting(visit: Visit) -> Answer:
    """What is to be signed, or under way."""
    acts = await bulk.waiting(visit.comity.records, visit.reader)
    shown = [await _waits(visit, one) for one in acts]
    return page(many.waiting(WaitingView(visit.frame(Entry.REGISTERS), tuple(shown)), visit.t))


async def _waits(visit: Visit, one: Bulk) -> Waits:
    """One act; who may sign it sees why it was asked for, and some of the records."""
    own, signed = one.officer == visit.reader.officer, one.state is not BulkState.UNSIGNED
    waits = Waits(str(one.id), ACTS[one.act], REGISTER[one.register].name, one.total, one.created_at, own, signed)
    if own or signed:
        return waits
    spec, seen = await bulk.look(visit.comity.records, visit.reader, one.id)
    return replace(waits, particulars=tuple(_particulars(visit, spec)), sample=tuple(_sampled(visit, each) for each in seen.sample))


_SAID: Final = {"sign": "many_signed", "refuse": "many_refused"}


async def sign(visit: Visit) -> Answer:
    """The second officer's word."""
    try:
        act = UUID(visit.place("act"))
    except ValueError:
        raise Absent from None
    if (says := visit.posted.one("says")) in _SAID:
        await bulk.sign(visit.comity.records, visit.reader, act, refuse=says == "refuse")
    return go(f"{paths.MANY_WAITING}?done={_SAID.get(says, '')}")


async def start_export(visit: Visit) -> Answer:
    """A file of the list, as a job."""
    given = visit.posted.firsts()
    register = register_of(given.get("register", ""))
    words = {name: value for name, value in given.items() if name not in {"csrf", "format", "personal"}}
    form = next((one for one in Format if one == given.get("format")), Format.CSV)
    personal = given.get("personal") == "yes" and visit.may(Permission.REGISTER_PERSONAL_EXPORT)
    job = await export.start(visit.comity.records, visit.reader, register, wanted_of(words).filter, form, personal=personal)
    return go(paths.at(paths.JOB, job=str(job)))


async def save_view(visit: Visit) -> Answer:
    """Keeps a list under a name, or takes one away, and goes back to it."""
    given = visit.posted.firsts()
    register = register_of(given.get("register", ""))
    if view := given.get("drop", ""):
        try:
            await views.drop(visit.comity.records, visit.reader, register, UUID(view))
        except ValueError:
            raise Absent from None
        return go(address(register, Wanted()))
    words = {name: value for name, value in given.items() if name not in {"csrf", "name", "shared"}}
    wanted = wanted_of(words)
    try:
        await views.save(visit.comity.records, visit.reader, register, given.get("name", ""), wanted, shared=given.get("shared") == "yes")
    except Invalid as problem:
        try:
            return await not_saved(visit, register, wanted, problem)
        except Invalid:
            return go(address(register, wanted))  # a list that cannot be made says so itself
    return go(f"{address(register, wanted)}&{urlencode({'done': 'kept'})}")


ROUTES: Final[tuple[Route | Open, ...]] = (
    Route("GET", paths.MANY, form),
    Route("POST", paths.MANY, posted),
    Route("GET", paths.MANY_WAITING, waiting),
    Route("POST", paths.MANY_SIGN, sign),
    Route("POST", paths.EXPORT, start_export),
    Route("POST", paths.VIEWS, save_view),
)
