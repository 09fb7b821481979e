"""Loading a file: good rows are recorded, bad ones come back in the officer's own file, which is kept sealed for seven days."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from typing import BinaryIO, Final, cast
from uuid import UUID

from comity.access.model import Permission
from comity.edges.web import paths
from comity.edges.web.forms import Field, Option, Widget
from comity.edges.web.frame import Entry
from comity.edges.web.i18n import Message, mark, message
from comity.edges.web.names import PURPOSES
from comity.edges.web.pages import load
from comity.edges.web.pages.load import LoadResult, LoadView, Refusal
from comity.edges.web.routes.answers import Answer, file, go, page, streamed
from comity.edges.web.routes.application import Open, Route
from comity.edges.web.routes.entering import typed
from comity.edges.web.routes.visit import Visit
from comity.edges.web.routes.words import register_of, said
from comity.kernel.errors import Absent, Fault, Invalid
from comity.registers.csv_files import columns, csv_template
from comity.registers.load import Options
from comity.registers.loading.encodings import KNOWN
from comity.registers.loading.layout import ERROR_COLUMNS
from comity.registers.loading.model import Counts, Mode
from comity.registers.model import Register
from comity.registers.xlsx_files import xlsx_template

_NO_FILE: Final = message("Choose a file.")
_SOURCES: Final = (("authority", "Found by the authority"), ("holder", "Reported by the holder"))
_REASONS: Final = 50
_SHOWN_AT_ONCE_S: Final = 3.0  # what takes longer is followed on its own page
_MODES: Final = (("delta", mark("What is new or changed")), ("full", mark("All that we have: what is missing is proposed for withdrawal")))


async def form(visit: Visit) -> Answer:
    """The form, or the empty file with its columns."""
    register = register_of(visit.place("register"))
    if not visit.may(Permission.REGISTER_RECORD_LOAD):
        raise Absent
    if visit.query.get("template") and visit.query.get("as") == "xlsx":
        return streamed(io.BytesIO(xlsx_template(register)), f"{register.name}.xlsx")
    if visit.query.get("template"):
        return file(csv_template(register), f"{register.name}.csv")
    return _drawn(visit, register)


def _drawn(visit: Visit, register: Register, error: Message | None = None, result: LoadResult | None = None) -> Answer:
    view = LoadView(
        frame=visit.frame(Entry.REGISTERS),
        register=register.number,
        columns=columns(register),
        template=paths.at(paths.LOAD, register=register.number) + "?template=1",
        error=error,
        result=result,
        fields=header_fields(visit, register),
        manner=manner_fields(visit, visit.posted.one("encoding")),
    )
    return page(load.page(view, visit.t), 422 if error else 200)


def header_fields(visit: Visit, register: Register) -> tuple[Field, ...]:
    """What the officer states for every row that does not state it itself."""
    given = visit.posted
    purposes = tuple(Option(one.code, visit.t(PURPOSES[one])) for one in register.purposes)
    sources = tuple(Option(code, visit.t(label)) for code, label in _SOURCES)
    return (
        Field(
            "purposes",
            "Purposes",
            Widget.TICKS,
            " ".join(given.many("purposes")) or register.purposes[0].code,
            options=purposes,
            plain=True,
        ),
        Field("law", "National law or authority", value=given.one("law"), plain=True),
        Field("source", "Source", Widget.SELECT, given.one("source") or "authority", options=sources, plain=True),
    )


def manner_fields(visit: Visit, encoding: str) -> tuple[Field, ...]:
    """What the file is: news or all there is, and in which encoding."""
    modes = tuple(Option(code, visit.t(words)) for code, words in _MODES)
    encodings = (Option("", visit.t(mark("As found"))), *(Option(name, name) for name in KNOWN))
    return (
        Field("mode", mark("What the file is"), Widget.SELECT, visit.posted.one("mode") or "delta", options=modes, plain=True),
        Field("encoding", mark("Encoding"), Widget.SELECT, encoding, options=encodings, plain=True),
    )


def mode_of(visit: Visit) -> Mode:
    """What the officer said that the file is."""
    return Mode.FULL if visit.posted.one("mode") == "full" else Mode.DELTA


async def loaded(visit: Visit) -> Answer:
    """Loads, or only says what would be; shows what became of the rows, or, of a long load, how far it is."""
    register = register_of(visit.place("register"))
    upload = visit.posted.file
    if upload is None or not upload.filename:
        return _drawn(visit, register, _NO_FILE)
    _, header = typed(register, visit.posted)
    try:
        encoding, dry = visit.posted.one("encoding"), visit.posted.one("do") == "dry"
        options = Options(mode=mode_of(visit), defaults=header, encoding=encoding, dry=dry, name=upload.filename)
        load = await visit.comity.loads.start(visit.reader, register, cast("BinaryIO", upload.file), options)
        job = await visit.comity.jobs.wait(visit.reader, load, _SHOWN_AT_ONCE_S)
        if not job.state.over:
            return go(paths.at(paths.JOB, job=str(load)))
        counts, errors = await visit.comity.loads.outcome(job)
    except Invalid as problem:
        return _drawn(visit, register, _of_file(problem.faults))
    return _drawn(visit, register, None, _result(load.hex, counts, errors, dry=dry))


def _of_file(faults: Sequence[Fault]) -> Message:
    """What is wrong with a file as a whole; of its columns, which they are."""
    unknown = [fault.field for fault in faults if fault.code == "unknown_column"]
    missing = [fault.field for fault in faults if fault.code == "missing_column"]
    places = {"unknown": ", ".join(unknown), "missing": ", ".join(missing)}
    if unknown and missing:
        return message(
            "The register has no such columns: {unknown}. It needs: {missing}. Below are its columns; yours may have other names.", **places
        )
    if unknown:
        return message("The register has no such columns: {unknown}. Below are its columns; yours may have other names.", **places)
    if missing:
        return message("The file lacks columns that the register needs: {missing}.", **places)
    return said(faults[0])


def _result(load: str, counts: Counts, errors: str, *, dry: bool) -> LoadResult:
    return LoadResult(
        load,
        counts.rows,
        counts.entered,
        counts.corrected,
        counts.unchanged,
        counts.refused,
        _reasons(errors),
        withdrawn=counts.withdrawn,
        held=counts.held,
        waiting=counts.waiting,
        missing=counts.missing,
        dry=dry,
    )


def _reasons(errors: str) -> tuple[Refusal, ...]:
    """The refused rows by their first fault, the most frequent first. Rows are counted as the error file has them."""
    found: dict[str, Refusal] = {}
    rows = csv.reader(io.StringIO(errors))
    next(rows, None)
    for line, cells in enumerate(rows, start=2):
        if len(cells) < len(ERROR_COLUMNS):
            continue
        code, (sentence, _, accepted) = cells[-2].partition(";")[0], cells[-1].partition("; ")[0].partition(" Accepted: ")
        before = found.get(code)
        if before is None and len(found) < _REASONS:
            found[code] = Refusal(code, (sentence, {}), (accepted or "–", {}), 1, line)
        elif before is not None:
            found[code] = Refusal(code, before.wrong, before.accepted, before.rows + 1, before.first_row)
    return tuple(sorted(found.values(), key=lambda one: -one.rows))


async def refused(visit: Visit) -> Answer:
    """The officer's own refused rows, for seven days. Nobody else's."""
    try:
        name, stream = await visit.comity.jobs.result(visit.reader, UUID(visit.place("load")))
    except ValueError:
        raise Absent from None
    return streamed(stream, name)


ROUTES: Final[tuple[Route | Open, ...]] = (
    Route("GET", paths.LOAD, form),
    Route("POST", paths.LOAD, loaded, upload=True),
    Route("GET", paths.LOAD_ERRORS, refused),
)
