"""Files of records. Whoever may see the field that a file stands in may fetch it; what is hidden and what is not there answer alike."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Final
from uuid import UUID

import msgspec
from litestar import Response, Router, delete, get, post
from litestar.openapi.spec import OpenAPIMediaType, Operation, RequestBody, Schema
from litestar.openapi.spec.enums import OpenAPIFormat, OpenAPIType
from litestar.params import FromPath, QueryParameter

from comity.edges.api.callers import AnyRequest, caller_of, within_rate
from comity.edges.api.documented import reading, writing
from comity.edges.api.given import PLAIN, GivenComity, GivenReader
from comity.registers import attachments
from comity.registers.attachment_rows import Attached
from comity.registers.attachments import Given, Opened
from comity.registers.catalogue import register as declared
from comity.registers.images import Limits

LARGEST: Final = Limits().largest + 1  # one byte more, so that what is too large is said with the other faults
OCTETS: Final = "application/octet-stream"
_Path = Annotated[str, QueryParameter(min_length=1, max_length=100, description="The path of the field: `photo`, `documents.2.scan`.")]
_Line = Annotated[str, QueryParameter(max_length=200, pattern=PLAIN)]
_Of = Annotated[UUID | None, QueryParameter(description="The file that a template was made from.")]
_Protected = Annotated[bool, QueryParameter(description="After a protected check: the owner is not told of this reading.")]


class AttachmentOut(msgspec.Struct, frozen=True):
    """A file of a record. `media_type` was found by looking at its bytes. `width`, `height`: pixels of an image, else 0.

    `version`: of the file's format, or of what made a template; `derived_from`: the file that a template was made from.
    """

    id: UUID
    field: str
    kind: str
    media_type: str
    size: int
    added_at: datetime
    title: str
    source: str
    version: str
    derived_from: UUID | None
    width: int
    height: int
    preview: bool


class AttachmentsOut(msgspec.Struct, frozen=True):
    """The files of a record that the reader may see: `next` is always empty."""

    items: tuple[AttachmentOut, ...]
    next: str = ""


@dataclass
class _FileOperation(Operation):
    """The body is a file, which the framework cannot see in the signature."""

    def __post_init__(self) -> None:
        file = OpenAPIMediaType(schema=Schema(type=OpenAPIType.STRING, format=OpenAPIFormat.BINARY, description="The file itself."))
        self.request_body = RequestBody(content={OCTETS: file}, required=True)


def attachment_out(one: Attached) -> AttachmentOut:
    """A file as the API tells of it: never where it lies."""
    told = {name: getattr(one, name) for name in AttachmentOut.__struct_fields__ if name != "preview"}
    return AttachmentOut(**told, preview=bool(one.preview))


def sent(opened: Opened) -> Response[bytes]:
    """The bytes to keep, never to show: whatever they are, nothing runs them here."""
    extension = opened.media_type.rpartition("/")[2].removeprefix("x-").replace("plain", "txt")
    name = f"{opened.facts.id.hex}.{extension}"
    headers = {
        "content-disposition": f'attachment; filename="{name}"',
        "content-security-policy": "default-src 'none'; sandbox",
        "cross-origin-resource-policy": "same-origin",
    }
    return Response(opened.content, media_type=OCTETS, headers=headers)


@get("/", responses=reading(404))
async def listed(
    comity: GivenComity, reader: GivenReader, register: FromPath[str], record: FromPath[UUID], protected: _Protected = False
) -> AttachmentsOut:
    """The files of a record, in the order in which they were added."""
    found = await attachments.listed(comity.files, reader, declared(register), record, protected=protected)
    return AttachmentsOut(tuple(map(attachment_out, found)))


@post("/", status_code=201, request_max_body_size=LARGEST, operation_class=_FileOperation, responses=writing(404))
async def add(
    comity: GivenComity,
    request: AnyRequest,
    reader: GivenReader,
    register: FromPath[str],
    record: FromPath[UUID],
    field: _Path,
    title: _Line = "",
    source: _Line = "",
    version: _Line = "",
    derived_from: _Of = None,
) -> AttachmentOut:
    """Adds a file to one's own record. An image is made anew from its pixels: nothing that it held beside them is kept."""
    given = Given(field, await request.body(), title, source, version, derived_from)
    return attachment_out(await attachments.attach(comity.files, reader, declared(register), record, given))


@get("/{attachment:uuid}", media_type=OCTETS, responses=reading(404, 429))
async def fetched(
    comity: GivenComity,
    request: AnyRequest,
    reader: GivenReader,
    register: FromPath[str],
    record: FromPath[UUID],
    attachment: FromPath[UUID],
    protected: _Protected = False,
) -> Response[bytes]:
    """The file itself. Not one byte leaves before the last has opened."""
    within_rate(comity, caller_of(request))
    return sent(await attachments.fetch(comity.files, reader, declared(register), record, attachment, protected=protected))


@get("/{attachment:uuid}/preview", media_type=OCTETS, responses=reading(404))
async def preview(
    comity: GivenComity,
    reader: GivenReader,
    register: FromPath[str],
    record: FromPath[UUID],
    attachment: FromPath[UUID],
    protected: _Protected = False,
) -> Response[bytes]:
    """A small image of an image (JPEG)."""
    found = await attachments.fetch(comity.files, reader, declared(register), record, attachment, preview=True, protected=protected)
    return sent(found)


@delete("/{attachment:uuid}", status_code=204, responses=writing(404))
async def remove(
    comity: GivenComity, reader: GivenReader, register: FromPath[str], record: FromPath[UUID], attachment: FromPath[UUID]
) -> None:
    """Takes a file of one's own record away for good, and the templates made from it."""
    await attachments.detach(comity.files, reader, declared(register), record, attachment)


ROUTES = Router(
    "/registers/{register:str}/records/{record:uuid}/attachments",
    route_handlers=[listed, add, fetched, preview, remove],
    tags=["Attachments"],
)
