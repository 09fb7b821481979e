"""Files of a record: seen, fetched, added, taken away. An image is shown by itself alone; anything else is a file to keep."""

from __future__ import annotations

import asyncio
from typing import Final
from uuid import UUID

from comity.edges.web import paths
from comity.edges.web.i18n import message
from comity.edges.web.routes.answers import Answer, go
from comity.edges.web.routes.application import Open, Route
from comity.edges.web.routes.records import shown
from comity.edges.web.routes.visit import Visit
from comity.edges.web.routes.words import record_of, said
from comity.kernel.errors import Absent, Invalid
from comity.registers.attachments import Given, Opened, attach, detach, fetch

_NO_FILE: Final = message("Choose a file.")
_INLINE: Final = frozenset({"image/jpeg", "image/png"})  # made anew here, so that they hold pixels and nothing else
_ALONE: Final = {"content-security-policy": "default-src 'none'; img-src 'self'; sandbox; frame-ancestors 'none'"}


def _file_of(visit: Visit) -> UUID:
    try:
        return UUID(visit.place("file"))
    except ValueError:
        raise Absent from None


async def _fetched(visit: Visit, *, preview: bool) -> Opened:
    register, record = record_of(visit.place("record"))
    protected = visit.query.get("protected", "") == "yes"
    return await fetch(visit.comity.files, visit.reader, register, record, _file_of(visit), preview=preview, protected=protected)


async def whole(visit: Visit) -> Answer:
    """The file. What is no image of ours is only to be kept, whatever its bytes would do elsewhere."""
    return _sent(await _fetched(visit, preview=False))


async def small(visit: Visit) -> Answer:
    """The preview of an image."""
    return _sent(await _fetched(visit, preview=True))


def _sent(found: Opened) -> Answer:
    inline = found.media_type in _INLINE
    name = (
        f"{found.facts.id.hex}.{'pdf' if found.media_type == 'application/pdf' else 'txt' if found.media_type == 'text/plain' else 'bin'}"
    )
    disposition = "inline" if inline else f'attachment; filename="{name}"'
    kind = found.media_type if inline else "application/octet-stream"
    return Answer(found.content, 200, kind, {**_ALONE, "content-disposition": disposition})


async def add(visit: Visit) -> Answer:
    """Adds a file; what is wrong with it is said on the record's page, in its form."""
    register, record = record_of(visit.place("record"))
    upload = visit.posted.file
    if upload is None or not upload.filename:
        return await shown(visit, file_error=_NO_FILE)
    most = visit.comity.files.limits.largest + 1
    content = await asyncio.to_thread(upload.file.read, most)
    try:
        given = Given(visit.posted.one("field"), content, visit.posted.one("title"))
        await attach(visit.comity.files, visit.reader, register, record, given)
    except Invalid as problem:
        return await shown(visit, file_error=said(problem.faults[0]))
    return go(f"{paths.at(paths.RECORD, record=visit.place('record'))}?done=attached#files")


async def remove(visit: Visit) -> Answer:
    """Takes a file away."""
    register, record = record_of(visit.place("record"))
    await detach(visit.comity.files, visit.reader, register, record, _file_of(visit))
    return go(f"{paths.at(paths.RECORD, record=visit.place('record'))}?done=detached#files")


ROUTES: Final[tuple[Route | Open, ...]] = (
    Route("POST", paths.RECORD_FILES, add, upload=True),
    Route("GET", paths.RECORD_FILE, whole),
    Route("GET", paths.RECORD_FILE_PREVIEW, small),
    Route("POST", paths.RECORD_FILE_REMOVE, remove),
)
