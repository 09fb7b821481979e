"""Whatever somebody with all rights in the database does to the audit is found, and named."""

from __future__ import annotations

import shutil
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from comity.audit import checkpoint as points
from comity.audit import store
from comity.audit.findings import Kind, Report
from comity.audit.leaf import leaves_of
from comity.audit.sequencer import Sequencer, pack_of
from comity.audit.tree import Frontier
from comity.audit.verify import verify
from comity.engines import crypto
from comity.engines.clock import FixedClock
from comity.engines.keyring import KeyName, Keyring
from tests.audit.conftest import ARVENIA, entry

pytestmark = pytest.mark.anyio

SEED = bytes(range(32))
PUBLIC = crypto.public_key(SEED)
ORIGIN = "0190a000-0000-7000-8000-000000000001"
NOON = datetime(2026, 11, 21, 12, tzinfo=UTC)


class Log:
    """A log with four packs in two rows of leaves, and a checkpoint after each."""

    def __init__(self, app, work, dba, recorder, folder: Path) -> None:
        self.app, self.work, self.dba, self.recorder, self.folder = app, work, dba, recorder, folder
        self.minutes = 0

    async def write(self, *entries: object) -> None:
        await store.insert_packs(self.app, self.recorder.packs(list(entries)))

    async def checkpoint(self) -> None:
        while await Sequencer(self.work).step():
            pass
        self.minutes += 1
        points.keep(self.folder, await points.take(self.work, ORIGIN, NOON + timedelta(minutes=self.minutes)), SEED)

    async def verified(self, **changed: object) -> Report:
        options: dict[str, object] = {"origin": ORIGIN, "now": NOON}
        return await verify(self.work, self.folder, PUBLIC, **(options | changed))  # type: ignore[arg-type]

    async def kinds(self, **changed: object) -> list[Kind]:
        return [finding.kind for finding in (await self.verified(**changed)).findings]

    async def tamper(self, statement: str) -> None:
        assert (await self.dba.execute(statement.encode())).rowcount > 0


@pytest.fixture
async def log(app, work, dba, recorder, tmp_path: Path) -> Log:
    made = Log(app, work, dba, recorder, tmp_path / "checkpoints")
    await made.checkpoint()
    await made.write(*(entry(i) for i in range(5)), entry(5, ARVENIA))
    await made.checkpoint()
    await made.write(*(entry(i) for i in range(6, 9)))
    await made.write(entry(9))
    await made.checkpoint()
    return made


async def test_an_untouched_log_is_sound(log: Log) -> None:
    report = await log.verified()
    assert report.findings == ()
    assert report.sound
    assert (report.size, report.checked, report.erased, report.waiting, report.checkpoints) == (10, 10, 0, 0, 3)
    assert report.last_checkpoint is not None
    assert report.last_checkpoint.root == report.root


async def test_what_waits_is_counted_and_no_fault(log: Log) -> None:
    await log.write(entry(20), entry(21))
    report = await log.verified()
    assert (report.sound, report.waiting) == (True, 2)


async def test_a_changed_entry_is_named(log: Log) -> None:
    await log.tamper("update audit.pack set probes[3] = 42 where first = 1")
    (finding,) = (await log.verified()).findings
    assert (finding.kind, finding.entry, finding.leaf) == (Kind.CHANGED_ENTRY, (log.recorder.stream, 3), 2)
    assert finding.at == datetime(2026, 11, 21, 12, 0, 0, 2000, tzinfo=UTC)


@pytest.mark.parametrize(
    "change",
    [
        "authority = 99",
        "at = at + interval '1 second'",
        "seed = decode(repeat('00', 16), 'hex')",
        "period = '2020-01'",
        "sealed = set_byte(sealed, length(sealed) - 3, 255 - get_byte(sealed, length(sealed) - 3))",
        "heads = overlay(heads placing '\\xc1'::bytea from 3)",
        "count = 6",
        "probes = '{}'",
    ],
)
async def test_a_changed_pack_is_named(log: Log, change: str) -> None:
    await log.tamper(f"update audit.pack set {change} where first = 1")
    (finding,) = (await log.verified()).findings
    assert (finding.kind, finding.entry) == (Kind.CHANGED_PACK, (log.recorder.stream, 1))


async def test_a_missing_pack_is_named(log: Log) -> None:
    await log.tamper("delete from audit.pack where first = 7")
    (finding,) = (await log.verified()).findings
    assert (finding.kind, finding.entry, finding.leaf) == (Kind.MISSING_PACK, (log.recorder.stream, 7), 6)
    assert "3 entries" in finding.sentence


async def test_a_pack_put_in_afterwards_is_named(log: Log) -> None:
    columns = "at, stream, xid, count, authority, version, period, seed, heads, sealed, probes"
    await log.tamper(f"insert into audit.pack (first, {columns}) select 900, {columns} from audit.pack where first = 1")
    (finding,) = (await log.verified()).findings
    assert (finding.kind, finding.entry) == (Kind.ADDED_PACK, (log.recorder.stream, 900))


async def test_a_cut_tail_is_found(log: Log) -> None:
    await log.tamper("delete from audit.leaves where first > 0")
    await log.tamper("delete from audit.pack where first >= 7")
    (finding,) = (await log.verified()).findings
    assert finding.kind == Kind.CUT_TAIL
    assert "ends after 6 leaves; a checkpoint says 10: 4 entries" in finding.sentence


async def test_everything_gone_is_found(log: Log) -> None:
    await log.tamper("delete from audit.leaves")
    await log.tamper("delete from audit.pack")
    assert await log.kinds() == [Kind.CUT_TAIL]


async def test_a_tail_cut_and_grown_again_is_found(log: Log) -> None:
    await log.tamper("delete from audit.leaves where first > 0")
    await log.tamper("delete from audit.pack where first >= 7")
    await log.write(*(entry(30 + i) for i in range(10)))
    await log.checkpoint()
    (finding,) = (await log.verified()).findings
    assert finding.kind == Kind.REWRITTEN_LOG
    assert "after leaf 6" in finding.sentence


async def test_a_tail_cut_between_two_checkpoints_is_found(log: Log) -> None:
    await log.tamper("delete from audit.leaves where first > 0")
    await log.tamper("delete from audit.pack where first >= 7")
    await log.checkpoint()
    kinds = await log.kinds()
    assert kinds == [Kind.CUT_TAIL, Kind.CUT_TAIL]


async def test_a_log_rewritten_with_care_is_found(log: Log) -> None:
    """Packs changed and every leaf computed anew: the database agrees with itself, and not with what was signed outside it."""
    await log.tamper("update audit.pack set probes = '{42}' where first = 10")
    frontier = Frontier()
    for first, until in ((0, 6), (6, 10)):
        rows = await (
            await log.dba.execute(
                "select at, stream, first, authority, count, seed, period, version, heads, sealed, probes from audit.pack "
                "where first > %s and first <= %s order by xid, stream, first",
                (first, until),
            )
        ).fetchall()
        leaves = [leaf for row in rows for leaf in leaves_of(pack_of(row))]
        frontier.extend(leaves)
        await log.dba.execute(
            "update audit.leaves set hashes = %b, frontier = %b where first = %s", (b"".join(leaves), frontier.to_bytes(), first)
        )
    (finding,) = (await log.verified()).findings
    assert finding.kind == Kind.REWRITTEN_LOG
    assert "after leaf 6 (2026-11-21 12:02 UTC)" in finding.sentence
    assert finding.leaf == 6


async def test_changed_leaves_are_found(log: Log) -> None:
    await log.tamper("update audit.leaves set hashes = set_byte(hashes, 40, 255 - get_byte(hashes, 40)) where first = 0")
    kinds = await log.kinds()
    assert kinds[0] == Kind.CHANGED_ENTRY
    assert sorted(kinds[1:]) == [Kind.BROKEN_TREE, Kind.REWRITTEN_LOG]


async def test_a_missing_row_of_leaves_is_found(log: Log) -> None:
    await log.tamper("delete from audit.leaves where first = 0")
    kinds = await log.kinds()
    assert Kind.BROKEN_TREE in kinds
    assert Kind.REWRITTEN_LOG in kinds or Kind.CUT_TAIL in kinds


async def test_a_forged_checkpoint_is_named(log: Log) -> None:
    forged = points.Checkpoint(ORIGIN, 10, bytes(32), NOON + timedelta(minutes=9))
    points.keep(log.folder, forged, bytes(32))
    (finding,) = (await log.verified()).findings
    assert (finding.kind, finding.file, finding.line) == (Kind.FORGED_CHECKPOINT, "2026-11-21.notes", 4)


async def test_checkpoints_of_every_version_stand_and_forged_ones_are_named(log: Log, tmp_path: Path) -> None:
    clock = FixedClock(NOON)
    keyring = Keyring.open(tmp_path / "keys", clock=clock)
    shutil.rmtree(log.folder)

    async def kept(*seeds: bytes) -> None:
        taken = await points.take(log.work, ORIGIN, clock.now())
        points.keep(log.folder, taken, *(seeds or [key.secret for key in points.keys_for(log.folder, keyring)]))

    async def kinds() -> list[Kind]:
        report = await verify(log.work, log.folder, keyring.signers(KeyName.CHECKPOINT), origin=ORIGIN, now=NOON)
        return [finding.kind for finding in report.findings]

    await kept()
    stolen = keyring.key(KeyName.CHECKPOINT).secret
    clock.advance(timedelta(minutes=10))
    keyring.rotate(KeyName.CHECKPOINT)
    await kept()
    keyring.destroy(KeyName.CHECKPOINT, "", 1)
    clock.advance(timedelta(minutes=10))
    await kept()
    assert await kinds() == []
    await kept(stolen)
    await kept(bytes(32))
    assert await kinds() == [Kind.FORGED_CHECKPOINT] * 2


async def test_a_checkpoint_of_another_organisation_is_named(log: Log) -> None:
    points.keep(log.folder, points.Checkpoint("another", 10, bytes(32), NOON), SEED)
    assert await log.kinds() == [Kind.FORGED_CHECKPOINT]


async def test_a_torn_checkpoint_is_named(log: Log) -> None:
    file = log.folder / "2026-11-21.notes"
    file.write_bytes(file.read_bytes()[:-20])
    (finding,) = (await log.verified()).findings
    assert (finding.kind, finding.line) == (Kind.TORN_CHECKPOINT, 3)


async def test_an_erased_day_stays_provable(log: Log, owner) -> None:
    await log.dba.execute("insert into audit.erasure values ('2026-11-21', now(), 4, 10, 0)")
    await log.tamper("delete from audit.pack")
    report = await log.verified(kept_days=0)
    assert (report.sound, report.erased, report.checked, report.size) == (True, 10, 0, 10)


async def test_an_erasure_before_its_time_is_named(log: Log) -> None:
    await log.dba.execute("insert into audit.erasure values ('2026-11-21', now(), 4, 10, 0)")
    await log.tamper("delete from audit.pack")
    (finding,) = (await log.verified()).findings
    assert finding.kind == Kind.EARLY_ERASURE
    assert "2026-11-21" in finding.sentence


async def test_many_findings_are_counted_and_not_all_kept(log: Log) -> None:
    for i in range(250):
        await log.write(entry(100 + i))
    await log.checkpoint()
    await log.tamper("delete from audit.pack where first > 10")
    report = await log.verified()
    assert (len(report.findings), report.unshown) == (200, 50)
