"""Files of records over the real database: who may add, see and take them away, and that they end with their record."""

from __future__ import annotations

import io
from dataclasses import replace
from pathlib import Path
from uuid import UUID, uuid4

import psycopg
import pytest
from PIL import Image

from comity.access.model import Reader, Role, UnitKind
from comity.engines.blobs import Blobs
from comity.engines.crypto import Tampered
from comity.engines.store import Context, Mode
from comity.kernel.errors import Invalid, Refused, Unavailable
from comity.kernel.kinds import FILE, GROUP, IMAGE, SEALED_BLOB, TEXT
from comity.kernel.records import RecordState
from comity.registers import attachment_rows as rows
from comity.registers import attachments, deciding, entering, measures, store
from comity.registers.attachments import Files, Given
from comity.registers.catalogue import BY_NUMBER
from comity.registers.desk import NoSuchRecord
from comity.registers.images import Limits
from comity.registers.model import Field, Register
from comity.registers.record import Record
from tests.registers.conftest import DOCUMENT, HEADER, REVOKED, XAR, XBM, World, reader
from tests.registers.test_acts import as_owner
from tests.registers.test_media import ANSI_NIST, PDF, photo, with_gps

pytestmark = pytest.mark.anyio
_PLAIN = BY_NUMBER[3]
REGISTER = replace(
    _PLAIN,
    fields=(
        *_PLAIN.fields,
        Field("photo", IMAGE, "Photograph"),
        Field("scan", IMAGE, "Scan", first_line=False),
        Field("paper", FILE, "Document"),
        Field("fingers", SEALED_BLOB, "Fingerprints"),
    ),
)


@pytest.fixture
def files(world: World, tmp_path: Path) -> Files:
    return Files(world.desk, Blobs(tmp_path / "blobs", world.desk.keyring), Limits(most=5, pixels=1_000_000, largest=100_000))


async def entered(world: World, values: dict[str, str] = DOCUMENT) -> Record:
    record, _ = await entering.create(world.desk, world.registrar, REGISTER, values, HEADER)
    return record


async def added(files: Files, world: World, record: UUID, field: str = "photo", content: bytes | None = None, **more: object) -> UUID:
    given = Given(field, content or photo(), **more)  # type: ignore[arg-type]
    return (await attachments.attach(files, world.registrar, REGISTER, record, given)).id


def on_disk(files: Files) -> int:
    return sum(path.is_file() for path in files.blobs.folder.rglob("*"))


async def absent(files: Files, asker: Reader, record: UUID, attachment: UUID, *, preview: bool = False) -> bool:
    """Whether this reader is told that there is no such file."""
    with pytest.raises(NoSuchRecord) as refused:
        await attachments.fetch(files, asker, REGISTER, record, attachment, preview=preview)
    return str(refused.value) == "There is no such file."


async def test_an_image_is_added_seen_by_others_and_audited(world: World, files: Files) -> None:
    record = await entered(world)
    identity = await added(files, world, record.id, content=with_gps(), title="Data page")
    (shown,) = await attachments.listed(files, world.stranger, REGISTER, record.id)
    assert (shown.id, shown.field, shown.kind, shown.media_type, shown.title) == (identity, "photo", "image", "image/jpeg", "Data page")
    opened = await attachments.fetch(files, world.stranger, REGISTER, record.id, identity)
    with Image.open(io.BytesIO(opened.content)) as image:
        assert image.size == (40, 80)
        assert not image.getexif()
    assert len(opened.content) == shown.size
    preview = await attachments.fetch(files, world.stranger, REGISTER, record.id, identity, preview=True)
    assert preview.content.startswith(b"\xff\xd8")
    assert preview.media_type == "image/jpeg"
    statement = "select count(*) from audit.sighting where record = %s"
    async with world.desk.store.transaction(Context(XBM, 1, 2, 0, Mode.AUDIT)) as connection:
        assert await (await connection.execute(statement, (record.id,))).fetchone() == (1,)  # opened once; the preview is none


async def test_what_lies_in_table_and_folder_tells_nothing(world: World, files: Files) -> None:
    record = await entered(world)
    await added(files, world, record.id, "paper", b"The holder was seen in Lunde.", title="A witness in Lunde")
    told = str(await as_owner(world, "select * from registers.attachment"))
    assert "Lunde" not in told
    for path in files.blobs.folder.rglob("*"):
        assert b"Lunde" not in (path.read_bytes() if path.is_file() else b"")


async def test_OWN_02_only_the_owner_adds_and_takes_away(world: World, files: Files) -> None:
    record = await entered(world)
    identity = await added(files, world, record.id)
    stranger = reader(XAR, 12, Role.REGISTRAR)
    with pytest.raises(NoSuchRecord):
        await attachments.attach(files, stranger, REGISTER, record.id, Given("photo", photo()))
    with pytest.raises(NoSuchRecord):
        await attachments.detach(files, stranger, REGISTER, record.id, identity)
    with pytest.raises(Refused):
        await attachments.attach(files, reader(XBM, 23, Role.OFFICER), REGISTER, record.id, Given("photo", photo()))
    assert len(await attachments.listed(files, world.registrar, REGISTER, record.id)) == 1
    assert on_disk(files) == 1


async def test_OWN_04_hidden_and_not_there_are_told_alike(world: World, files: Files) -> None:
    record, other = await entered(world), await entered(world, DOCUMENT | {"number": "ZZ7654321"})
    scan = await added(files, world, record.id, "scan")
    photograph = await added(files, world, record.id)
    desk_of_arvenia = reader(XAR, 12, Role.OFFICER)
    assert await absent(files, world.stranger, record.id, scan)  # a field of the second line, at a border post
    assert await absent(files, world.stranger, record.id, scan, preview=True)
    assert await absent(files, world.stranger, record.id, uuid4())
    assert await absent(files, world.stranger, other.id, photograph)  # another record's file
    assert await absent(files, world.stranger, uuid4(), photograph)
    assert [one.id for one in await attachments.listed(files, world.stranger, REGISTER, record.id)] == [photograph]
    assert len(await attachments.listed(files, world.registrar, REGISTER, record.id)) == 2
    await deciding.restrict(world.desk, world.registrar, REGISTER, record.id, [XAR])
    assert await absent(files, world.stranger, record.id, photograph)
    assert await absent(files, desk_of_arvenia, record.id, photograph)
    with pytest.raises(NoSuchRecord):
        await attachments.listed(files, world.stranger, REGISTER, record.id)


async def test_OWN_04_the_same_statements_run_whatever_is_there(world: World, files: Files, monkeypatch: pytest.MonkeyPatch) -> None:
    record = await entered(world)
    scan = await added(files, world, record.id, "scan")
    ran: list[int] = []
    plain = psycopg.AsyncConnection.execute

    async def counted(self: object, *given: object, **more: object) -> object:
        ran[-1] += 1
        return await plain(self, *given, **more)  # type: ignore[arg-type]

    monkeypatch.setattr(psycopg.AsyncConnection, "execute", counted)
    for which, attachment in ((record.id, scan), (record.id, uuid4()), (uuid4(), scan)):
        ran.append(0)
        assert await absent(files, world.stranger, which, attachment)
    assert len(set(ran)) == 1
    assert ran[0] > 2


async def test_BLK_01_nobody_else_sees_a_file_of_a_blocked_record_nor_may_its_owner_change_it(world: World, files: Files) -> None:
    record = await entered(world)
    identity = await added(files, world, record.id)
    await deciding.block(world.desk, world.registrar, REGISTER, record.id)
    assert await absent(files, world.stranger, record.id, identity)
    assert len(await attachments.listed(files, world.registrar, REGISTER, record.id)) == 1
    with pytest.raises(Refused, match="blocked"):
        await added(files, world, record.id)
    with pytest.raises(Refused, match="blocked"):
        await attachments.detach(files, world.registrar, REGISTER, record.id, identity)


async def test_REV_01_a_file_of_a_waiting_record_waits_with_it(world: World, files: Files) -> None:
    record = await entered(world, REVOKED)
    assert record.state is RecordState.WAITING
    identity = await added(files, world, record.id)
    assert await absent(files, world.stranger, record.id, identity)
    await deciding.release(world.desk, world.supervisor, REGISTER, record.id)
    assert (await attachments.fetch(files, world.stranger, REGISTER, record.id, identity)).content


async def test_ACC_09_a_file_added_to_a_reviewed_record_makes_it_wait_again(world: World, files: Files) -> None:
    record = await entered(world, REVOKED)
    await deciding.release(world.desk, world.supervisor, REGISTER, record.id)
    identity = await added(files, world, record.id)
    assert await absent(files, world.stranger, record.id, identity)
    async with world.desk.store.transaction(world.registrar.context(Mode.OWN)) as connection:
        found = await store.fetch(connection, REGISTER, record.id, world.desk.keyring)
    assert found
    assert (found.record.state, found.record.version) == (RecordState.WAITING, 3)


async def test_a_file_taken_away_leaves_the_disk_and_takes_its_templates_along(world: World, files: Files) -> None:
    record = await entered(world)
    prints = await added(files, world, record.id, "fingers", ANSI_NIST, source="Bureau Belmora")
    made = {"derived_from": prints, "source": "Matcher of the laboratory", "version": "4.2"}
    template = await added(files, world, record.id, "fingers", b"FMR\x00 20\x00", **made)
    shown = {one.id: one for one in await attachments.listed(files, world.registrar, REGISTER, record.id)}
    assert (shown[prints].version, shown[template].version, shown[template].derived_from) == ("0501", "4.2", prints)
    assert on_disk(files) == 2
    await attachments.detach(files, world.registrar, REGISTER, record.id, prints)
    assert await attachments.listed(files, world.registrar, REGISTER, record.id) == ()
    assert on_disk(files) == 0
    with pytest.raises(NoSuchRecord):
        await attachments.detach(files, world.registrar, REGISTER, record.id, prints)


async def test_RET_07_files_end_with_their_record(world: World, files: Files, database: object) -> None:
    record = await entered(world)
    await added(files, world, record.id)
    await added(files, world, record.id, "fingers", ANSI_NIST)
    kept = [path.name for path in files.blobs.folder.rglob("*") if path.is_file()]
    await deciding.withdraw(world.desk, world.registrar, REGISTER, record.id, "entered by mistake")
    assert await as_owner(world, "select * from registers.attachment") == []
    async with await psycopg.AsyncConnection.connect(database.work) as connection:  # type: ignore[attr-defined]
        gone = await rows.gone(connection, 10)
        assert sorted(address.hex() for address in gone) == sorted(kept)
        files.blobs.remove(gone)
        await rows.forget(connection, gone)
        assert await rows.gone(connection, 10) == []
    assert on_disk(files) == 0


@pytest.mark.parametrize(
    ("field", "content", "code"),
    [
        ("photo", b"<svg onload='alert(1)'/>", "unknown_type"),
        ("photo", PDF, "unknown_type"),
        ("photo", photo()[:300], "damaged"),
        ("photo", photo(size=(1001, 1000)), "too_many_pixels"),
        ("photo", b"", "wrong_size"),
        ("photo", photo() + b"x" * 100_000, "wrong_size"),
        ("paper", b"<html>", "unknown_type"),
        ("paper", PDF.replace(b"/Catalog", b"/Catalog/OpenAction 1 0 R"), "active"),
        ("paper", ANSI_NIST, "unknown_type"),
        ("fingers", photo(), "unknown_type"),
        ("reason", photo(), "no_file_here"),
        ("nowhere", photo(), "no_file_here"),
        ("photo.1", photo(), "no_file_here"),
    ],
)
async def test_what_must_not_be_kept_is_refused_and_leaves_nothing(
    world: World, files: Files, field: str, content: bytes, code: str
) -> None:
    record = await entered(world)
    with pytest.raises(Invalid) as refused:
        await attachments.attach(files, world.registrar, REGISTER, record.id, Given(field, content))
    assert code in [fault.code for fault in refused.value.faults]
    assert on_disk(files) == 0
    assert await attachments.listed(files, world.registrar, REGISTER, record.id) == ()


async def test_a_template_says_what_made_it_and_from_what(world: World, files: Files) -> None:
    record = await entered(world)
    with pytest.raises(Invalid) as refused:
        await added(files, world, record.id, "fingers", ANSI_NIST, derived_from=uuid4())
    assert {fault.field for fault in refused.value.faults} == {"source", "version"}
    with pytest.raises(Invalid) as refused:
        await added(files, world, record.id, "fingers", ANSI_NIST, derived_from=uuid4(), source="s", version="1")
    assert refused.value.faults[0].field == "derived_from"


async def test_a_record_has_so_many_files_and_no_more(world: World, files: Files) -> None:
    record = await entered(world)
    for _ in range(5):
        await added(files, world, record.id)
    with pytest.raises(Invalid) as refused:
        await added(files, world, record.id)
    assert refused.value.faults[0].code == "too_many"


async def test_a_title_that_deceives_is_refused(world: World, files: Files) -> None:
    record = await entered(world)
    with pytest.raises(Invalid) as refused:
        await added(files, world, record.id, title="photo\u202egpj.exe")
    assert [fault.field for fault in refused.value.faults] == ["title"]


async def test_a_full_disk_leaves_no_row(world: World, files: Files, monkeypatch: pytest.MonkeyPatch) -> None:
    record = await entered(world)

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("comity.engines.blobs.folder._write", full)
    with pytest.raises(Unavailable):
        await added(files, world, record.id)
    assert await attachments.listed(files, world.registrar, REGISTER, record.id) == ()


async def test_a_changed_or_missing_file_is_said_and_not_shown(world: World, files: Files) -> None:
    record = await entered(world)
    identity = await added(files, world, record.id)
    (path,) = [path for path in files.blobs.folder.rglob("*") if path.is_file()]
    content = bytearray(path.read_bytes())
    content[100] ^= 1
    path.write_bytes(content)
    with pytest.raises(Tampered):
        await attachments.fetch(files, world.registrar, REGISTER, record.id, identity)
    path.unlink()
    with pytest.raises(Unavailable):
        await attachments.fetch(files, world.registrar, REGISTER, record.id, identity)


async def test_a_document_or_sealed_file_has_no_preview(world: World, files: Files) -> None:
    record = await entered(world)
    identity = await added(files, world, record.id, "paper", PDF)
    assert await absent(files, world.registrar, record.id, identity, preview=True)
    assert (await attachments.fetch(files, world.registrar, REGISTER, record.id, identity)).content == PDF


async def test_HIT_12_a_protected_reading_is_no_sighting(world: World, files: Files) -> None:
    record = await entered(world)
    identity = await added(files, world, record.id)
    at_a_desk = reader(XAR, 11, Role.OFFICER, unit_kind=UnitKind.DESK)
    await attachments.fetch(files, at_a_desk, REGISTER, record.id, identity, protected=True)
    async with world.desk.store.transaction(Context(XBM, 1, 2, 0, Mode.AUDIT)) as connection:
        assert await (await connection.execute("select count(*) from audit.sighting")).fetchone() == (0,)


async def test_the_record_names_its_file_and_an_item_keeps_it_when_another_goes(world: World, files: Files) -> None:
    images = Field("images", GROUP, "Images", many=5, parts=(Field("image", IMAGE, "Image"), Field("page", TEXT, "Page")))
    register = replace(REGISTER, fields=(*REGISTER.fields, images))
    values = DOCUMENT | {"images.1.page": "1", "images.2.page": "2"}
    record, _ = await entering.create(world.desk, world.registrar, register, values, HEADER)
    one, two = [await attachments.attach(files, world.registrar, register, record.id, Given(f"images.{n}.image", photo())) for n in (1, 2)]
    async with world.desk.store.transaction(world.registrar.context(Mode.OWN)) as connection:
        found = await store.fetch(connection, register, record.id, world.desk.keyring)
    assert found
    assert (found.record.values["images.1.image"], found.record.values["images.2.image"]) == (one.id.hex, two.id.hex)
    fewer = {path: value for path, value in found.record.values.items() if not path.startswith("images.1.")}
    await entering.correct(world.desk, world.registrar, register, record.id, fewer, HEADER)
    shown = {one.id: one.field for one in await attachments.listed(files, world.registrar, register, record.id)}
    assert shown[two.id] == "images.1.image"
    await attachments.detach(files, world.registrar, register, record.id, two.id)
    async with world.desk.store.transaction(world.registrar.context(Mode.OWN)) as connection:
        found = await store.fetch(connection, register, record.id, world.desk.keyring)
    assert found
    assert two.id.hex not in found.record.values.values()


def test_where_files_go_is_said() -> None:
    assert attachments.places(REGISTER) == (("photo", "image"), ("scan", "image"), ("paper", "file"), ("fingers", "sealed_blob"))
    assert attachments.places(_PLAIN) == ()


@pytest.mark.parametrize("register", BY_NUMBER.values(), ids=lambda one: one.name)
def test_no_register_asks_for_a_file_before_its_record_is_there(register: Register) -> None:
    leaves = [part for field in register.fields for part in field.parts or (field,)]
    assert not [field.name for field in leaves if field.kind.name in attachments.GROUPS and (field.required or field.needed_for)]


async def test_COR_03_a_file_added_under_supervision_waits_for_the_secretariat(world: World, files: Files) -> None:
    record = await entered(world)
    await measures.supervise(world.desk, world.legal_desk, XBM, "Faces of exiles on documents of others.")
    identity = await added(files, world, record.id)
    assert await absent(files, world.stranger, record.id, identity)
    with pytest.raises(Refused) as refused:
        await deciding.release(world.desk, world.supervisor, REGISTER, record.id)
    assert refused.value.rule == "REV-01"


@pytest.mark.parametrize("act", ["add", "take away"])
async def test_REV_05_who_signed_a_record_signs_anew_when_its_files_change(world: World, files: Files, database: object, act: str) -> None:
    await measures.supervise(world.desk, world.legal_desk, XBM, "Faces of exiles on documents of others.")
    record = await entered(world)
    identity = await added(files, world, record.id)
    before = round_of(database, record.id)
    if act == "add":
        await added(files, world, record.id, "scan")
    else:
        await attachments.detach(files, world.registrar, REGISTER, record.id, identity)
    assert round_of(database, record.id) == (0, before[1] + 1)


def round_of(database: object, record: UUID) -> tuple[int, int]:
    """State and round of its hold: a signature is for a round."""
    with psycopg.connect(database.superuser) as connection:  # type: ignore[attr-defined]
        return connection.execute("select state, round from registers.hold where record = %s", (record,)).fetchone()  # type: ignore[return-value]
