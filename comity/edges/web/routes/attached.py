"""The files of a record as its page shows them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

from comity.access.model import Permission
from comity.edges.web.forms import Option
from comity.edges.web.i18n import Message
from comity.edges.web.pages.record_files import FileLine, FilesView
from comity.edges.web.routes.visit import Visit
from comity.edges.web.routes.words import address_of
from comity.kernel.records import RecordState
from comity.registers.attachment_rows import Attached
from comity.registers.attachments import listed, places
from comity.registers.model import Register
from comity.registers.paths import items, leaf
from comity.registers.redact import Shown

_OPEN: Final = frozenset({RecordState.WAITING.name.lower(), RecordState.RELEASED.name.lower()})


async def files_of(
    visit: Visit, register: Register, found: Shown, error: Message | None = None, *, protected: bool = False
) -> FilesView | None:
    """The files that this officer may see; None for a register whose records have none."""
    if not places(register):
        return None
    there = await listed(visit.comity.files, visit.reader, register, found.id, protected=protected)
    may_add = found.own and found.state in _OPEN and visit.may(Permission.REGISTER_RECORD_CORRECT)
    return FilesView(
        record_id=address_of(register.number, found.id),
        csrf=visit.csrf,
        files=tuple(_line(register, one, visit.comity.files.limits.preview) for one in there),
        fields=tuple(_options(visit, register, found, there)) if may_add else (),
        error=error,
        title=visit.posted.one("title"),
        chosen=visit.posted.one("field"),
        protected=protected,
    )


def _line(register: Register, one: Attached, edge: int) -> FileLine:
    into = leaf(register, one.field)
    scale = min(1.0, edge / max(one.width, one.height, 1)) if one.preview else 0
    width, height = (max(1, round(side * scale)) if scale else 0 for side in (one.width, one.height))
    return FileLine(str(one.id), into.label if into else one.field, one.media_type, one.size, one.title, width, height)


def _options(visit: Visit, register: Register, found: Shown, there: Iterable[Attached]) -> Iterator[Option]:
    """Where a file may go: each field, the next free number of a repeated one, each item of a repeated group."""
    taken = [one.field for one in there]
    for pattern, _ in places(register):
        name, _, part = pattern.partition(".{n}")
        for number in _numbers(register, found, name, part, taken) if "{n}" in pattern else ("",):
            path = pattern.format(n=number)
            into = leaf(register, path)
            if into is not None:
                yield Option(path, f"{visit.t(into.label)} {number}".strip())


def _numbers(register: Register, found: Shown, name: str, part: str, taken: list[str]) -> list[str]:
    """The items that are there, and the next one."""
    there = items(found.values, name) if part else []
    used = {path.split(".")[1] for path in taken if path.startswith(f"{name}.")} | set(there)
    following = next(number for number in range(1, register.field(name).many + 2) if str(number) not in used)
    return [*there, str(following)]
