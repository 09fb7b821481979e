"""Imports: propose a list, look at what it would do, approve or refuse it."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import BinaryIO, Final, cast
from uuid import UUID

from comity.access.model import Permission
from comity.edges.web import paging, paths
from comity.edges.web.forms import Field, Option, Widget
from comity.edges.web.frame import Entry
from comity.edges.web.i18n import Message, mark, message
from comity.edges.web.names import PURPOSES
from comity.edges.web.pages import imports as drawn
from comity.edges.web.pages.imports import Difference, ImportLine, ImportsView, ImportView
from comity.edges.web.routes.answers import Answer, go, page
from comity.edges.web.routes.application import Open, Route
from comity.edges.web.routes.entering import spelled
from comity.edges.web.routes.visit import Visit, whole
from comity.edges.web.routes.words import by_field, in_words, said
from comity.imports import proposal as imports
from comity.imports import rules
from comity.imports.compare import Change, Kind, needs_reason
from comity.imports.model import Header, Item, Proposal, State
from comity.kernel.errors import Absent, Fault, Invalid
from comity.kernel.purposes import Purpose
from comity.registers.declarations.notices import NOTICES
from comity.registers.model import Field as RegisterField
from comity.registers.paths import leaf

_NO_FILE: Final = message("Choose a file.")
_KINDS: Final = {kind.code: kind for kind in Kind}
_OF_FORM: Final = frozenset({"purposes", "law", "level", "behalf"})


async def listed(visit: Visit) -> Answer:
    """Newest first, and the form."""
    return await _listed(visit)


async def _listed(visit: Visit, problem: Invalid | None = None, error: Message | None = None) -> Answer:
    found = await imports.listed(visit.comity.records, visit.reader, paging.after(visit.query.get("after", "")))
    last = found[-1] if len(found) == imports.PAGE else None
    view = ImportsView(
        frame=visit.frame(Entry.IMPORTS),
        lines=tuple(_line(visit, one) for one in found),
        fields=_fields(visit, problem) if _may_propose(visit) else (),
        error=error,
        older=f"{paths.IMPORTS}?after={paging.mark(last.at, last.id)}" if last else "",
        newer=paths.IMPORTS if visit.query.get("after") else "",
    )
    return page(drawn.page(view, visit.t), 422 if problem or error else 200)


def _line(visit: Visit, one: Proposal) -> ImportLine:
    return ImportLine(str(one.id), one.at, one.state, one.officer == visit.session.officer, one.counts)


def _may_propose(visit: Visit) -> bool:
    return visit.may(Permission.REGISTER_IMPORT_PROPOSE) and rules.may_propose(visit.reader).allowed


def _fields(visit: Visit, problem: Invalid | None) -> tuple[Field, ...]:
    given, wrong = visit.posted, by_field(problem) if problem else {}
    purposes = tuple(Option(one.code, visit.t(PURPOSES[one])) for one in NOTICES.purposes)
    chosen = " ".join(given.many("purposes")) or Purpose.WARNING.code
    fields = (
        Field("purposes", "Purposes", Widget.TICKS, chosen, options=purposes, plain=True, error=wrong.get("purposes")),
        Field("law", "National law or authority", value=given.one("law"), required=True, error=wrong.get("law")),
    )
    if rules.on_behalf(visit.reader, "") is None:
        return fields
    hint = mark("For whom the secretariat writes, and the mandate.")
    return (*fields, Field("behalf", "On behalf of", value=given.one("behalf"), hint=hint, required=True, error=wrong.get("behalf")))


async def proposed(visit: Visit) -> Answer:
    """Proposes a list, and shows what it would do."""
    if not _may_propose(visit):
        raise Absent
    upload, given = visit.posted.file, visit.posted
    if upload is None or not upload.filename:
        return await _listed(visit, error=_NO_FILE)
    header = Header(given.many("purposes"), given.one("law"), behalf=given.one("behalf"))
    members = visit.comity.directory.members
    try:
        made = await imports.propose(visit.comity.records, visit.reader, cast("BinaryIO", upload.file), header, members)
    except Invalid as problem:
        of_file = [fault for fault in problem.faults if fault.field not in _OF_FORM]
        return await _listed(visit, problem, said(of_file[0]) if of_file else None)
    return go(f"{paths.at(paths.IMPORT, proposal=str(made.id))}?done=proposed")


async def shown(visit: Visit) -> Answer:
    """One import, fifty differences a page."""
    return await _shown(visit)


async def _shown(visit: Visit, problem: Invalid | None = None) -> Answer:
    kind = _KINDS.get(visit.query.get("kind", ""))
    after = visit.query.get("after", "")
    one, items = await imports.shown(visit.comity.records, visit.reader, _which(visit), kind, whole(after) if after else 0)
    at, own = paths.at(paths.IMPORT, proposal=str(one.id)), f"kind={kind.code}&" if kind else ""
    may_decide = rules.may_decide(visit.reader, one).allowed and visit.may(Permission.REGISTER_IMPORT_APPROVE)
    view = ImportView(
        frame=visit.frame(Entry.IMPORTS),
        line=_line(visit, one),
        generated=_made(visit, one.generated),
        digest=one.digest,
        law=one.header.law,
        behalf=one.header.behalf,
        stale=one.stale,
        reasons=tuple(one.reasons.items()),
        unread=tuple(one.unread.items()),
        differences=tuple(_difference(visit, item) for _, item in items),
        kind=kind,
        older=f"{at}?{own}after={items[-1][0]}" if len(items) == imports.PAGE else "",
        newer=f"{at}?{own}".rstrip("?&") if after else "",
        may_approve=may_decide and not one.stale,
        may_refuse=rules.may_refuse(visit.reader, one).allowed,
        needs_reason=one.state is State.PROPOSED and needs_reason(one.counts.withdrawn, one.counts.before),
        error=said(problem.faults[0]) if problem else None,
    )
    return page(drawn.import_page(view, visit.t), 422 if problem else 200)


def _which(visit: Visit) -> UUID:
    try:
        return UUID(visit.place("proposal"))
    except ValueError:
        raise Absent from None


def _difference(visit: Visit, item: Item) -> Difference:
    changes = tuple(_change(visit, one) for one in item.changes)
    faults = tuple(_fault(visit, *each) for each in item.faults)
    return Difference(item.kind, item.reference, item.name, item.person, item.line, faults or changes)


def _fault(visit: Visit, field: str, code: str, sentence: str) -> tuple[str, str, str]:
    """What is wrong with an entry, in the words of the register where the field is one of it; an element of the file keeps its name."""
    of = leaf(NOTICES, field)
    return (of.label if of else field), code, spelled(visit, NOTICES, Fault(field, code, sentence)).sentence


def _made(visit: Visit, generated: str) -> str:
    """When the list was made, as the file says it; as it stands there where it is no time."""
    try:
        return visit.t.moment(datetime.fromisoformat(generated).astimezone(UTC))
    except ValueError:
        return generated


def _change(visit: Visit, change: Change) -> tuple[str, str, str]:
    field = leaf(NOTICES, change.field) or NOTICES.field(change.field)
    return field.label, _worded(visit, field, change.before), _worded(visit, field, change.after)


def _worded(visit: Visit, field: RegisterField, line: str) -> str:
    """A value as people say it: codes by their name, and the parts of an item, `part: value; part: value`, by their labels."""
    if not field.parts:
        return in_words(visit, field, line)
    parts = {part.name: part for part in field.parts}
    said = (piece.partition(": ") for piece in line.split("; "))
    return "; ".join(
        f"{visit.t(parts[name].label)}: {in_words(visit, parts[name], value)}" if colon and name in parts else f"{name}{colon}{value}"
        for name, colon, value in said
    )


async def decided(visit: Visit) -> Answer:
    """Approves or refuses."""
    which, reason = _which(visit), visit.posted.one("reason")
    try:
        match visit.posted.one("decision"):
            case "approve":
                await imports.approve(visit.comity.records, visit.reader, which, reason)
                word = "import_approved"
            case "refuse":
                await imports.refuse(visit.comity.records, visit.reader, which, reason)
                word = "import_refused"
            case _:
                raise Absent
    except Invalid as problem:
        return await _shown(visit, problem)
    return go(f"{paths.at(paths.IMPORT, proposal=str(which))}?done={word}")


ROUTES: Final[tuple[Route | Open, ...]] = (
    Route("GET", paths.IMPORTS, listed),
    Route("POST", paths.IMPORTS, proposed, upload=True),
    Route("GET", paths.IMPORT, shown),
    Route("POST", paths.IMPORT, decided),
)
