"""Loading by a mapping: the file looked at, its columns and words confirmed, kept for the unit, loaded as a job."""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import replace
from typing import Final

import msgspec

from comity.access.model import Permission
from comity.edges.web import paths
from comity.edges.web.forms import Field, Option, Widget
from comity.edges.web.frame import Entry
from comity.edges.web.i18n import Message, mark, message
from comity.edges.web.pages import load_columns
from comity.edges.web.pages.load_columns import ChooseView, ColumnLine, ColumnsView, RowLine, WordLine
from comity.edges.web.routes.answers import Answer, go, page
from comity.edges.web.routes.application import Open, Route
from comity.edges.web.routes.entering import typed
from comity.edges.web.routes.load import header_fields, manner_fields, mode_of
from comity.edges.web.routes.visit import Visit
from comity.edges.web.routes.words import register_of, said
from comity.kernel.errors import Absent, Fault, Invalid
from comity.kernel.titles import plain
from comity.registers.load import Options
from comity.registers.loading.encodings import KNOWN
from comity.registers.mapping.guess import label
from comity.registers.mapping.guess import paths as all_paths
from comity.registers.mapping.looking import Looked, Said
from comity.registers.mapping.model import LONGEST_NAME, Mapping
from comity.registers.mapping.peek import peek
from comity.registers.mapping.words import spelled
from comity.registers.model import Register
from comity.registers.paths import leaf

_NO_FILE: Final = message("Choose a file.")
_SAMPLES: Final = 3
_NOT_YET: Final = "to be stated"  # a preview tells what is wrong with the rows, not what was not filled in yet


class _Kept(msgspec.Struct, frozen=True):
    """A file between two steps, sealed for its officer. `mapping`: the one to begin with."""

    title: str
    content: bytes
    mapping: str


def _whose(visit: Visit) -> str:
    return f"load:{visit.session.officer}"


def _register(visit: Visit) -> Register:
    """Raises: Absent, for who may not load."""
    if not visit.may(Permission.REGISTER_RECORD_LOAD):
        raise Absent
    return register_of(visit.place("register"))


async def form(visit: Visit) -> Answer:
    """Which file, by which mapping."""
    return await _chosen(visit, _register(visit))


async def _chosen(visit: Visit, register: Register, error: Message | None = None) -> Answer:
    names = tuple(one.name for one in await visit.comity.mappings.listed(visit.reader, register))
    options = (Option("", visit.t(mark("None: guess each column"))), *(Option(name, name) for name in names))
    fields = (Field("mapping", mark("Mapping to begin with"), Widget.SELECT, options=options, plain=True),)
    view = ChooseView(visit.frame(Entry.REGISTERS), register.number, fields, names, error)
    return page(load_columns.choose_page(view, visit.t), 422 if error else 200)


async def uploaded(visit: Visit) -> Answer:
    """Keeps the file for the next step."""
    register = _register(visit)
    upload = visit.posted.file
    if upload is None or not upload.filename:
        return await _chosen(visit, register, _NO_FILE)
    content = await upload.read()
    try:
        await visit.comity.mappings.look(visit.reader, register, io.BytesIO(content))
    except Invalid as problem:
        return await _chosen(visit, register, said(problem.faults[0]))
    kept = _Kept(upload.filename[:200], content, visit.posted.one("mapping")[:LONGEST_NAME])
    name = visit.comity.lists.files.make(_whose(visit), msgspec.msgpack.encode(kept))
    return go(paths.at(paths.LOAD_COLUMNS_FILE, register=register.number, file=name))


def _kept(visit: Visit) -> _Kept:
    content = visit.comity.lists.files.first(_whose(visit), visit.place("file"), "file")
    if content is None:
        raise Absent
    return msgspec.msgpack.decode(content, type=_Kept)


async def shown(visit: Visit) -> Answer:
    """What the columns are taken for."""
    register, kept = _register(visit), _kept(visit)
    begin = Said({}, {})
    if kept.mapping:
        found = await visit.comity.mappings.of(visit.reader, register, kept.mapping)
        begin = Said(found.columns, found.words, encoding=found.encoding)
    return await _looked(visit, register, kept, begin)


async def acted(visit: Visit) -> Answer:
    """Looks again as chosen; or keeps the mapping where it has a name, and loads."""
    register, kept = _register(visit), _kept(visit)
    chosen = _said(visit, kept)
    if visit.posted.one("do") not in ("load", "dry"):
        return await _looked(visit, register, kept, chosen)
    _, header = typed(register, visit.posted)
    try:
        if name := visit.posted.one("keep"):
            words = {path: dict(one) for path, one in chosen.words.items()}
            made = Mapping(name, register.number, dict(chosen.columns), words, chosen.encoding)
            await visit.comity.mappings.keep(visit.reader, register, made)
        options = Options(
            mode=mode_of(visit),
            defaults=header,
            mapping=chosen.columns,
            words=spelled(chosen.words),
            encoding=chosen.encoding,
            dry=visit.posted.one("do") == "dry",
            name=kept.title,
        )
        load = await visit.comity.loads.start(visit.reader, register, io.BytesIO(kept.content), options)
    except Invalid as problem:
        return await _looked(visit, register, kept, chosen, problem)
    return go(paths.at(paths.JOB, job=str(load)))


def _said(visit: Visit, kept: _Kept) -> Said:
    """What the form says of columns, by their place in the file, of words and of the encoding."""
    posted = visit.posted
    encoding = posted.one("encoding")
    titles = peek(io.BytesIO(kept.content), encoding=encoding if encoding in KNOWN else "").titles
    columns = {title: posted.one(f"column.{place}") for place, title in enumerate(titles)}
    words: dict[str, dict[str, str]] = {}
    for name in posted.values:
        if name.startswith("word.") and (value := posted.one(name.replace("word", "value", 1))):
            path, _, word = posted.one(name).partition("=")
            words.setdefault(path, {})[word] = value
    return Said(columns, words, chosen=True, encoding=encoding)


async def _looked(visit: Visit, register: Register, kept: _Kept, chosen: Said, wrong: Invalid | None = None) -> Answer:
    _, header = typed(register, visit.posted)
    purposes = header.purposes or (register.purposes[0].code,)
    shown_as = replace(header, purposes=purposes, law=header.law or _NOT_YET, source=header.source or "authority")
    try:
        found = await visit.comity.mappings.look(visit.reader, register, io.BytesIO(kept.content), said=chosen, defaults=shown_as)
    except Invalid as problem:
        return await _chosen(visit, register, said(problem.faults[0]))
    faults = dict.fromkeys((*found.wrong, *(wrong.faults if wrong else ())))
    view = ColumnsView(
        frame=visit.frame(Entry.REGISTERS),
        register=register.number,
        name=visit.place("file"),
        title=kept.title,
        kind=found.peek.kind.value,
        encoding=found.peek.encoding,
        certain=found.peek.certain,
        columns=tuple(_columns(found)),
        paths=tuple(Option(path, label(register, path)) for path in all_paths(register)),
        words=tuple(_words(visit, register, found, chosen)),
        rows=tuple(_rows(visit, register, found)),
        wrong=tuple(_of_fault(visit, register, fault) for fault in faults),
        fields=(*header_fields(visit, register), *_manner(visit, kept, chosen)),
    )
    return page(load_columns.columns_page(view, visit.t), 422 if wrong else 200)


def _of_fault(visit: Visit, register: Register, fault: Fault) -> Message:
    """A fault with its field as the form calls it; that all columns are accepted is not said again."""
    if fault.code in ("missing_column", "unknown_column"):
        fault = replace(fault, accepted="")
    return message("{field}: {what}", field=visit.t(label(register, fault.field)), what=visit.t.say(said(fault)))


def _columns(found: Looked) -> Iterator[ColumnLine]:
    for place, one in enumerate(found.guesses):
        sample = tuple(row[place] for row in found.peek.rows[:_SAMPLES] if place < len(row))
        yield ColumnLine(f"column.{place}", one.title, one.path, one.why.value, sample)


def _words(visit: Visit, register: Register, found: Looked, chosen: Said) -> Iterator[WordLine]:
    """The words that are not taken as they stand, and those that were confirmed."""
    number = 0
    for path, words in found.words.items():
        of = leaf(register, path)
        confirmed = {plain(word) for word in chosen.words.get(path, {})}
        choices = tuple(Option(code, visit.t(title)) for code, title in of.kind.choices) if of else ()
        for one in words:
            if not one.sure or plain(one.word) in confirmed:
                yield WordLine(f"value.{number}", path, one.word, one.rows, one.value, choices)
                number += 1


def _rows(visit: Visit, register: Register, found: Looked) -> Iterator[RowLine]:
    for row in found.rows:
        values = tuple((visit.t(label(register, path)), value) for path, value in row.values.items())
        yield RowLine(values, tuple(_of_fault(visit, register, fault) for fault in row.faults))


def _manner(visit: Visit, kept: _Kept, chosen: Said) -> tuple[Field, ...]:
    keep = mark("Keep what the columns are as a mapping of your unit, under the name")
    return *manner_fields(visit, chosen.encoding), Field("keep", keep, value=visit.posted.one("keep") or kept.mapping)


ROUTES: Final[tuple[Route | Open, ...]] = (
    Route("GET", paths.LOAD_COLUMNS, form),
    Route("POST", paths.LOAD_COLUMNS, uploaded, upload=True),
    Route("GET", paths.LOAD_COLUMNS_FILE, shown),
    Route("POST", paths.LOAD_COLUMNS_FILE, acted),
)
