"""The list of one's own records: its form, what is in force, its pages. Every list has an address, so that it can be kept and sent."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Final
from urllib.parse import urlencode

from comity.access.model import Permission
from comity.access.rules import may
from comity.edges.web import paths
from comity.edges.web.forms import Field, Option, Widget, or_none
from comity.edges.web.frame import Entry
from comity.edges.web.i18n import Message, mark
from comity.edges.web.pages import registers
from comity.edges.web.pages.registers import Chip, OwnRecord, RegistersView, SavedView
from comity.edges.web.routes.answers import Answer, page
from comity.edges.web.routes.application import Open, Route
from comity.edges.web.routes.naming import called, title
from comity.edges.web.routes.visit import Visit
from comity.edges.web.routes.words import COUNTRIES, address_of, by_field, countries, country, register_of, short
from comity.kernel.errors import Invalid
from comity.kernel.levels import Level
from comity.kernel.records import RecordState
from comity.registers.catalogue import BY_NAME, DECLARED
from comity.registers.lists import views
from comity.registers.lists.columns import Column, Shape, columns
from comity.registers.lists.filters import SHOWN, Filter, named
from comity.registers.lists.listing import Page, Wanted, listed
from comity.registers.lists.sorting import DEFAULT, names
from comity.registers.model import Register
from comity.registers.paths import each
from comity.registers.redact import Shown
from comity.registers.rules import may_enter

SORTS: Final = {
    "changed": mark("Last changed first"),
    "created": mark("Last entered first"),
    "ends": mark("First to end first"),
    "confirmed": mark("Longest not confirmed first"),
}
LABELS: Final = (  # what the inner slice names its columns, for the catalogue
    mark("State"), mark("Purposes"), mark("Handling level"), mark("Warnings"), mark("Discreet"), mark("Source"), mark("Changed by"),
    mark("Entered"), mark("Changed"), mark("Confirmed"), mark("Ends"), mark("Yes"), mark("No"), mark("Ends soon"),
    mark("Not confirmed for long"), mark("Waiting for review"),
)  # fmt: skip
_LABELS: Final = {"name": mark("Name")}
IDENTIFIER: Final = mark("Identifier, whole")
SHOW: Final = mark("Show")
PARAMETERS: Final = frozenset({"register", "sort", "after", "done"})


async def own(visit: Visit) -> Answer:
    """One's own records. Another's are never listed, nor counted."""
    register = register_of(visit.query.get("register", str(DECLARED[0].number)))
    wanted = wanted_of(visit.query)
    try:
        found = await listed(visit.comity.records, visit.reader, register, wanted, after=visit.query.get("after", ""))
    except Invalid as problem:
        return await _mended(visit, register, wanted, by_field(problem))
    return page(registers.page(await _view(visit, register, wanted, found), visit.t))


def wanted_of(query: Mapping[str, str]) -> Wanted:
    """A list from an address: every parameter that is not the page's own is a condition."""
    words = {name: value.strip() for name, value in query.items() if name not in PARAMETERS and value.strip()}
    return Wanted(Filter(words), query.get("sort", ""))


async def _mended(visit: Visit, register: Register, wanted: Wanted, errors: Mapping[str, Message]) -> Answer:
    """A mark that no page of ours gave leads to the list from its beginning; what is wrong with a filter is said beside it."""
    if set(errors) == {"after"}:
        found = await listed(visit.comity.records, visit.reader, register, wanted)
        return page(registers.page(await _view(visit, register, wanted, found), visit.t))
    view = await _view(visit, register, wanted, Page((), "", "", 0))
    return page(registers.page(replace(_with_errors(view, errors), total=None), visit.t), 422)


def _with_errors(view: RegistersView, errors: Mapping[str, Message]) -> RegistersView:
    """What is wrong, beside the fields of the filter; else above them."""
    fields = {part: tuple(replace(one, error=errors.get(one.name)) for one in getattr(view, part)) for part in ("main", "more")}
    known = {one.name for part in fields.values() for one in part}
    strange = (Field(name, _LABELS.get(name, name), Widget.NOTE, error=error) for name, error in errors.items() if name not in known)
    return replace(view, main=(*fields["main"], *strange), more=fields["more"])


async def not_saved(visit: Visit, register: Register, wanted: Wanted, problem: Invalid) -> Answer:
    """The list, with why it could not be kept under a name. Raises: Invalid where it cannot be made either."""
    found = await listed(visit.comity.records, visit.reader, register, wanted)
    view = await _view(visit, register, wanted, found)
    return page(registers.page(_with_errors(view, by_field(problem)), visit.t), 422)


async def _view(visit: Visit, register: Register, wanted: Wanted, found: Page) -> RegistersView:
    main, more = fields_of(visit, register, wanted)
    return RegistersView(
        frame=visit.frame(Entry.REGISTERS),
        owner=visit.owner,
        registers=tuple(one.number for one in DECLARED if may(visit.reader, Permission.REGISTER_RECORD_LIST, one.number).allowed),
        register=register.number,
        records=tuple(_line(visit, one) for one in found.records),
        main=main,
        more=more,
        chips=tuple(_chips(visit, register, wanted)),
        views=await saved_of(visit, register),
        acts=tuple(_acts(visit, register, wanted)),
        total=found.total,
        beyond=found.more,
        older=address(register, wanted, found.next) if found.next else "",
        newer=address(register, wanted, found.previous) if found.previous else "",
        may_write=may(visit.reader, Permission.REGISTER_RECORD_CREATE, register.number).allowed
        and may_enter(visit.reader, register).allowed,
        may_save=visit.may(Permission.REGISTER_VIEW_SAVE),
        may_export=visit.may(Permission.REGISTER_RECORD_EXPORT),
        may_tick=visit.may(Permission.REGISTER_RECORD_BULK),
        carried=(("register", str(register.number)), *wanted.filter.words.items(), *((("sort", wanted.sort),) if wanted.sort else ())),
    )


async def saved_of(visit: Visit, register: Register) -> tuple[SavedView, ...]:
    """The officer's saved lists, and the unit's."""
    found = await views.saved(visit.comity.records, visit.reader, register)
    return tuple(SavedView(one.name, address(register, one.wanted), one.shared, str(one.id) if one.own else "") for one in found)


def _acts(visit: Visit, register: Register, wanted: Wanted) -> Iterator[tuple[str, str]]:
    """What may be done with the whole list."""
    if visit.may(Permission.REGISTER_RECORD_BULK):
        yield address(register, wanted, path=paths.MANY), mark("Act on all of these")
        yield paths.MANY_WAITING, mark("Acts to sign, or under way")


def conditions_in_words(visit: Visit, register: Register, wanted: Wanted) -> Iterator[str]:
    """What is in force, as the chips say it."""
    return (chip.says for chip in _chips(visit, register, wanted))


def address(register: Register, wanted: Wanted, after: str = "", path: str = paths.REGISTERS) -> str:
    """The address of a list."""
    parts = {"register": str(register.number), **wanted.filter.words, "sort": wanted.sort, "after": after}
    return f"{path}?{urlencode({name: value for name, value in parts.items() if value})}"


def fields_of(visit: Visit, register: Register, wanted: Wanted) -> tuple[tuple[Field, ...], tuple[Field, ...]]:
    """The form: what is asked for most, and the rest."""
    words = wanted.filter.words
    shown = tuple(Option(code, visit.t(label)) for code, label in SHOWN)
    sorts = tuple(Option("" if name == DEFAULT else name, visit.t(_sort_name(register, name))) for name in names(register))
    by_name = {field.name: field for column in columns(register, visit.reader) for field in _asked(visit, column, words)}
    main = [Field("identifier", IDENTIFIER, Widget.IDENTIFIER, words.get("identifier", ""), plain=True)]
    main.append(Field("show", SHOW, Widget.SELECT, words.get("show", ""), options=(Option("", visit.t("All")), *shown), plain=True))
    main += [by_name.pop(name) for name in ("state", register.listed_by) if name in by_name]
    sort = "" if wanted.sort == DEFAULT else wanted.sort.lstrip("+")
    main.append(Field("sort", mark("Sorted by"), Widget.SELECT, sort, options=_with(sort, sorts), plain=True))
    return tuple(main), tuple(by_name.values())


def _with(sort: str, sorts: tuple[Option, ...]) -> tuple[Option, ...]:
    """A sort from an address that the form does not offer stays as it is."""
    return sorts if sort in {one.value for one in sorts} else (*sorts, Option(sort, sort))


def _sort_name(register: Register, name: str) -> str:
    return SORTS[name] if name in SORTS else register.field(name).label


def _asked(visit: Visit, column: Column, words: Mapping[str, str]) -> Iterator[Field]:
    if column.shape in (Shape.TIME, Shape.DATE):
        widget = Widget.DAY if column.shape is Shape.TIME else Widget.DATE
        label = visit.t(column.label)
        first, last = column.words
        yield Field(first, visit.t("{what}, from", what=label), widget, words.get(first, ""), plain=True)
        yield Field(last, visit.t("{what}, to", what=label), widget, words.get(last, ""), plain=True)
        return
    value = words.get(column.name, "")
    options = _options(visit, column)
    if options:
        several = (Option(value, value),) if "," in value else ()
        yield Field(column.name, column.label, Widget.SELECT, value, options=or_none((*options, *several)), plain=True)
    else:
        yield Field(column.name, column.label, Widget.TEXT, value, plain=True)


def _options(visit: Visit, column: Column) -> tuple[Option, ...]:
    if column.field is not None and column.field.kind.name in COUNTRIES:
        return countries(visit)
    if column.shape is Shape.OFFICER:
        return (Option("me", visit.t("Me")),)
    return tuple(Option(code, visit.t(label)) for code, label in column.choices)


def _chips(visit: Visit, register: Register, wanted: Wanted) -> Iterator[Chip]:
    for name, value, column in named(register, wanted.filter, visit.reader):
        left = Filter({other: given for other, given in wanted.filter.words.items() if other != name})
        yield Chip(_said(visit, name, value, column), address(register, Wanted(left, wanted.sort)))


def _said(visit: Visit, name: str, value: str, column: Column | None) -> str:
    """A condition in words: `State: Released`."""
    t = visit.t
    if column is None:
        label = {"show": SHOW, "identifier": IDENTIFIER}.get(name, name)
        return t("{what}: {value}", what=t(label), value=t(dict(SHOWN).get(value, value)) if name == "show" else value)
    label = t(column.label)
    if name != column.name:
        label = t("{what}, from", what=label) if name.endswith("_from") else t("{what}, to", what=label)
    known = dict(column.choices)
    if column.field is not None and column.field.kind.name in COUNTRIES:
        value = country(visit, value) or value
    elif known:
        value = ", ".join(t(known.get(code.strip(), code.strip())) for code in value.split(","))
    elif value == "me":
        value = t("Me")
    return t("{what}: {value}", what=label, value=value)


def _line(visit: Visit, found: Shown) -> OwnRecord:
    register = BY_NAME[found.register]
    found_by = (value for key in register.keys for (value,) in each(found.values, key.field) if value)
    return OwnRecord(
        record=short(found.id),
        tick=str(found.id),
        href=paths.at(paths.RECORD, record=address_of(register.number, found.id)),
        key=next(found_by, ""),
        title=title(register, found.values),
        named=called(visit, register, found.values),
        state=RecordState[found.state.upper()],
        level=Level(found.level),
        confirmed=found.confirmed_at.date(),
        ends=found.ends_at,
    )


ROUTES: Final[tuple[Route | Open, ...]] = (Route("GET", paths.REGISTERS, own),)
