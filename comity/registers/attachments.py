"""Files of records: photographs, documents, sealed files of a laboratory. Who may see the field sees the file, and nobody else.

A file is looked at before it is kept: its type comes from its bytes, an image is made anew from its pixels, whatever could run is refused.
It lies sealed with the record's key outside the database, and goes with it. Each reading is in the audit before its answer leaves.
"""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Final
from uuid import UUID, uuid4

from comity.access.model import Permission, Reader
from comity.access.rules import may_ask
from comity.audit import Act
from comity.audit.store import insert_sightings
from comity.engines.blobs import Blobs, Place
from comity.engines.store import Mode, Row
from comity.kernel.errors import Fault, Invalid
from comity.kernel.kinds import FILE, IMAGE, SEALED_BLOB, TEXT, BadValue
from comity.registers import attachment_rows as rows
from comity.registers import holding, media, rules, store
from comity.registers.attachment_rows import Attached
from comity.registers.desk import Desk, NoSuchRecord, acting, entry, held, permitted
from comity.registers.entering import save
from comity.registers.images import Limits, Made, made_anew
from comity.registers.model import Register
from comity.registers.paths import leaf
from comity.registers.reading import lives, sighting
from comity.registers.record import Draft, Record, Values
from comity.registers.redact import redact
from comity.registers.store import Held, changed

if TYPE_CHECKING:
    from psycopg import AsyncConnection
GROUPS: Final = {
    IMAGE.name: (media.IMAGE,),
    FILE.name: (media.DOCUMENT, media.IMAGE),
    SEALED_BLOB.name: (media.LABORATORY,),
}
_ABSENT: Final = "There is no such file."


@dataclass(frozen=True, slots=True)
class Files:
    """What the acts on files need beside the desk of records. `turns`: how many images are made anew at once, since each takes memory."""

    desk: Desk
    blobs: Blobs
    limits: Limits = field(default_factory=Limits)
    turns: asyncio.Semaphore = field(default_factory=lambda: asyncio.Semaphore(2))


@dataclass(frozen=True, slots=True)
class Given:
    """A file to add. `field`: the path of its field. A template names what it was made from, by what, in which version."""

    field: str
    content: bytes
    title: str = ""
    source: str = ""
    version: str = ""
    derived_from: UUID | None = None


@dataclass(frozen=True, slots=True)
class Opened:
    """A file whose every byte has opened, and what is told of it."""

    facts: Attached
    media_type: str
    content: bytes


def places(register: Register) -> tuple[tuple[str, str], ...]:
    """(path, kind) of each field that takes files; `{n}` stands for the number of an item."""
    found: list[tuple[str, str]] = []
    for one in register.fields:
        path = f"{one.name}.{{n}}" if one.many else one.name
        if one.kind.name in GROUPS:
            found.append((path, one.kind.name))
        found += [(f"{path}.{part.name}", part.kind.name) for part in one.parts if part.kind.name in GROUPS]
    return tuple(found)


async def attach(files: Files, reader: Reader, register: Register, record: UUID, given: Given) -> Attached:
    """Adds a file to one's own record. What waits for a second officer because of its content waits again.

    Raises: Refused; NoSuchRecord; Invalid with what is wrong with the file; Unavailable where it cannot be kept.
    """
    await permitted(files.desk, reader, register, Permission.REGISTER_RECORD_CORRECT)
    kind, found = checked(register, given, files.limits)
    made = await _made(files, given.content, found)
    async with acting(files.desk, reader, register, "attach") as connection:
        before = await held(files.desk, connection, reader, register, record, None)
        rules.may_correct(before.record).enforce()
        await _within(connection, files.limits, record, given.derived_from)
        attached = await _kept(files, before, given, kind, found, made)
        await rows.insert(connection, before.key, record, register.number, before.record.owner, reader.officer, attached)
        values = {given.field: attached.id.hex} | dict(before.record.values)  # the first file of a field is the one that the record names
        rule = await _content_changed(files.desk, connection, reader, register, before, values)
        await _note(files, connection, reader, register, before.record, rule, f"added {kind}", attached.id)
    return attached


def checked(register: Register, given: Given, limits: Limits) -> tuple[str, media.Media]:
    """The kind of the field and the type of the file. Raises: Invalid with every fault."""
    into = leaf(register, given.field)
    kind = into.kind.name if into else ""
    faults: list[Fault] = []
    if kind not in GROUPS:
        accepted = ", ".join(path for path, _ in places(register)) or "This register takes no files."
        faults.append(Fault("field", "no_file_here", "This field takes no file.", accepted))
    if not 0 < len(given.content) <= limits.largest:
        faults.append(Fault("file", "wrong_size", "The file is empty or too large.", f"Up to {limits.largest // 1_000_000} MB."))
    faults += [fault for name in ("title", "source", "version") if (fault := _line_fault(name, getattr(given, name)))]
    faults += [Fault(name, "required", "A template says what made it, and in which version.", "One line of text.")
               for name in ("source", "version") if given.derived_from and not getattr(given, name).strip()]  # fmt: skip
    found = media.sniffed(given.content)
    if kind in GROUPS and given.content and (fault := media.fault_of(found, given.content, GROUPS[kind])):
        faults.append(fault)
    if faults or found is None:
        raise Invalid(*faults)
    return kind, found


def _line_fault(name: str, typed: str) -> Fault | None:
    try:
        if typed.strip():
            TEXT.clean(typed)
    except BadValue as bad:
        return Fault(name, bad.code, bad.text, bad.accepted)
    return None


async def _made(files: Files, content: bytes, found: media.Media) -> Made | None:
    """An image made anew; None for what is kept as it is."""
    if found.group != media.IMAGE:
        return None
    async with files.turns:
        return await asyncio.to_thread(made_anew, content, found, files.limits)


async def _within(connection: AsyncConnection, limits: Limits, record: UUID, derived_from: UUID | None) -> None:
    """Raises: Invalid where the record has its number of files already, or has none that this was made from."""
    there = await rows.of_record(connection, record)
    if len(there) >= limits.most:
        raise Invalid(Fault("file", "too_many", "The record has as many files as it may have.", f"At most {limits.most}."))
    if derived_from and derived_from not in {row[0] for row in there}:
        raise Invalid(Fault("derived_from", "unknown", "The record has no such file.", "The id of a file of this record."))


async def _kept(files: Files, before: Held, given: Given, kind: str, found: media.Media, made: Made | None) -> Attached:
    """The file on the disk, before its row. Without the row it is swept."""
    identity = uuid4()
    content = made.content if made else given.content
    place = Place(before.record.owner, identity, before.key)
    written = await asyncio.to_thread(files.blobs.write, place, (content,))
    return Attached(
        id=identity,
        field=given.field,
        kind=kind,
        media_type=(made.media if made else found).media_type,
        size=written.size,
        added_at=files.desk.clock.now(),
        derived_from=given.derived_from,
        address=written.address,
        title=_line(given.title),
        version=_line(given.version or found.version),
        source=_line(given.source),
        width=made.width if made else 0,
        height=made.height if made else 0,
        preview=made.preview if made else b"",
    )


def _line(typed: str) -> str:
    return TEXT.clean(typed) if typed.strip() else ""


async def _content_changed(
    desk: Desk, connection: AsyncConnection, reader: Reader, register: Register, before: Held, values: Values
) -> str:
    """A file is content: the record has a new version, and waits again where its content is reviewed, or its owner's input is (COR-03).

    Gives the rule that said so.
    """
    record, at = before.record, desk.clock.now()
    draft = Draft(**{name: getattr(record, name) for name in Draft.__slots__})
    state, rule = rules.state_after_correction(register, record, draft)
    news = {"state": state, "reviewer": None, "changed_by": reader.officer, "changed_at": at, "values": values}
    after = changed(before, **news)
    laid = await holding.laid_anew(connection, desk.keyring, register, after.record, draft, at)
    await save(desk, connection, register, replace(after, record=laid))
    return rule


async def detach(files: Files, reader: Reader, register: Register, record: UUID, attachment: UUID) -> None:
    """Takes a file of one's own record away, and the templates made from it. Raises: Refused; NoSuchRecord; Unavailable."""
    await permitted(files.desk, reader, register, Permission.REGISTER_RECORD_CORRECT)
    async with acting(files.desk, reader, register, "detach") as connection:
        before = await held(files.desk, connection, reader, register, record, None)
        rules.may_correct(before.record).enforce()
        going = {row[0].hex: row[7] for row in await rows.of_record(connection, record) if attachment in (row[0], row[6])}
        if not await rows.delete(connection, record, attachment):
            raise NoSuchRecord(_ABSENT)
        values = {path: value for path, value in before.record.values.items() if value not in going}
        at = files.desk.clock.now()
        await save(files.desk, connection, register, changed(before, changed_by=reader.officer, changed_at=at, values=values))
        await holding.again(connection, record, at)  # who signed has seen it
        await _note(files, connection, reader, register, before.record, "OWN-02", "taken away", attachment)
    await asyncio.to_thread(files.blobs.remove, map(bytes, going.values()))


async def listed(files: Files, reader: Reader, register: Register, record: UUID, *, protected: bool = False) -> tuple[Attached, ...]:
    """The files of a record that this reader may see, in the order in which they came. Raises: Refused; NoSuchRecord (OWN-04)."""
    seen = await _seen(files, reader, register, record, None, protected=protected, detail="listed")
    return seen[1]


async def fetch(
    files: Files, reader: Reader, register: Register, record: UUID, attachment: UUID, *, preview: bool = False, protected: bool = False
) -> Opened:
    """One file, or its preview. Not one byte leaves before the last has opened.

    Raises: Refused; NoSuchRecord, the same where the record, its field or the file is hidden or not there (OWN-04); Unavailable.
    """
    detail = "preview" if preview else "opened"
    found, (one,) = await _seen(files, reader, register, record, attachment, protected=protected, detail=detail)
    if preview:
        if not one.preview:
            raise NoSuchRecord(_ABSENT)
        return Opened(one, media.JPEG.media_type, one.preview)
    place = Place(found.record.owner, one.id, found.key)
    content = await asyncio.to_thread(lambda: b"".join(files.blobs.read(place, one.address)))
    return Opened(one, one.media_type, content)


async def _seen(
    files: Files, reader: Reader, register: Register, record: UUID, attachment: UUID | None, *, protected: bool, detail: str
) -> tuple[Held, tuple[Attached, ...]]:
    """The record and those of its files that the reader may see. The same statements run whatever is there.

    A file of another owner's record that was opened is a sighting for that owner, as a read of the record is (HIT-12).
    """
    desk = files.desk
    await permitted(desk, reader, register, Permission.REGISTER_RECORD_READ)
    at = desk.clock.now()
    mode = Mode.CHECK if may_ask(reader, register.number).allowed else Mode.OWN
    async with desk.store.transaction(reader.context(mode)) as connection:
        found = await store.fetch(connection, register, record, desk.keyring)
        sealed = await rows.of_record(connection, record)
        there = found if found and lives(found.record, reader, at) else None
        shown = visible(register, there, reader, sealed) if there else ()
        if attachment:
            shown = tuple(one for one in shown if one.id == attachment)
        seen = there is not None and (attachment is None or bool(shown))
        made = entry(
            Act.ATTACHMENT, at, reader, register, rule="HIT-12" if protected else "OWN-07", outcome=int(seen),
            shown=(record,) if seen else (), detail=f"{detail} protected" if protected else detail,
            question=(attachment or record).bytes,
        )  # fmt: skip
        (entry_id,) = await desk.recorder.record(connection, made)
        if there and seen and detail == "opened" and there.record.owner != reader.authority and not protected:
            await insert_sightings(connection, [sighting(reader, there.record, made.at_us, entry_id)])
    if there is None or not seen:
        raise NoSuchRecord(_ABSENT)
    return there, shown


def visible(register: Register, found: Held, reader: Reader, sealed: Sequence[Row]) -> tuple[Attached, ...]:
    """The files in fields that the reader may see of this record: asked of the same function that shows the record itself.

    A file stands where the record's values name it: an item keeps its file when others before it go. Else where it was put.
    """
    named = {value: path for path, value in found.record.values.items()}
    where: dict[UUID, str] = {row[0]: named.get(row[0].hex, str(row[1])) for row in sealed}
    asked = dict.fromkeys(where.values(), "1")
    seen = redact(register, replace(found.record, values=asked), reader).values.keys() if asked else ()
    return tuple(replace(rows.opened(found.key, row), field=where[row[0]]) for row in sealed if where[row[0]] in seen)


async def _note(
    files: Files, connection: AsyncConnection, reader: Reader, register: Register, record: Record, rule: str, detail: str, attachment: UUID
) -> None:
    at = files.desk.clock.now()
    made = entry(Act.ATTACHMENT, at, reader, register, rule=rule, shown=(record.id,), detail=detail, question=attachment.bytes)
    await files.desk.recorder.record(connection, made)
