"""Entries in packs: nothing is lost, nothing that was asked lies open, every bit is committed to."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from comity.audit.entry import Act, Entry, EntryId, at_of, decode_heads, month_of, us_of
from comity.audit.leaf import leaves_of
from comity.audit.model import Pack
from comity.audit.pack import Recorder, entry_ids, identity, open_questions, probe
from comity.audit.reading import entries_of, open_question
from comity.engines.crypto import Tampered
from comity.engines.keyring import KeyGone, KeyName, Keyring
from tests.audit.conftest import ARVENIA, BELMORA, CASTARA, NOON_US, entry

small = st.integers(0, 2**31 - 1)
entries = st.lists(
    st.builds(
        Entry,
        act=st.sampled_from(Act),
        at_us=st.integers(NOON_US - 10**6, NOON_US + 10**6),
        authority=st.sampled_from((ARVENIA, BELMORA, CASTARA)),
        bureau=small,
        unit=small,
        officer=small,
        system=small,
        purpose=st.integers(0, 9),
        registers=st.lists(st.integers(1, 19), max_size=4).map(tuple),
        outcome=st.integers(0, 5),
        rule=st.sampled_from(("", "PUR-01", "OWN-04")),
        shown=st.lists(st.binary(min_size=16, max_size=16), max_size=3).map(tuple),
        detail=st.text(max_size=20),
        question=st.binary(max_size=60),
        probes=st.lists(st.integers(-(2**63), 2**63 - 1), max_size=3).map(tuple),
    ),
    min_size=1,
    max_size=12,
)


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Keyring:
    return Keyring.open(tmp_path_factory.mktemp("ring") / "keys")


def month(keyring: Keyring, pack: Pack):
    return keyring.version(KeyName.AUDIT_MONTH, pack.version, pack.period)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(entries)
def test_what_goes_into_packs_comes_out(shared: Keyring, given_entries: list[Entry]) -> None:
    packs = Recorder(shared, 5).packs(given_entries)
    back: dict[EntryId, Entry] = {}
    for pack in packs:
        for one in entries_of(pack):
            head = msgspec.structs.asdict(one.head)
            for name in ("after_us", "asked", "probed"):
                head.pop(name)
            back[one.id] = Entry(
                at_us=us_of(one.at), authority=one.authority, question=open_question(one, shared), probes=one.probes, **head
            )
    assert [back[number] for number in entry_ids(packs, given_entries)] == given_entries
    assert len({pack.authority for pack in packs}) == len(packs)
    assert sum(pack.count for pack in packs) == len(given_entries)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(entries)
def test_numbers_go_on_without_gap_or_double(shared: Keyring, given_entries: list[Entry]) -> None:
    recorder = Recorder(shared, 5)
    numbers = [number for _ in range(2) for number in entry_ids(recorder.packs(given_entries), given_entries)]
    assert sorted(number.number for number in numbers) == list(range(1, 2 * len(given_entries) + 1))


def test_what_was_asked_does_not_lie_open(keyring: Keyring) -> None:
    (pack,) = Recorder(keyring, 1).packs([entry()])
    assert b"C01X" not in msgspec.msgpack.encode(pack)
    assert open_questions(pack, month(keyring, pack)) == b"3|number|C01X0000"


def test_two_packs_of_the_same_entries_have_nothing_in_common(keyring: Keyring) -> None:
    """Nor where a database was set back to an old copy, and stream and numbers come again."""
    (one,), (other,) = (Recorder(keyring, 1).packs([entry()]) for _ in range(2))
    assert (one.stream, one.first) == (other.stream, other.first)
    assert one.sealed != other.sealed
    assert leaves_of(one) != leaves_of(other)


@pytest.mark.parametrize(
    "change",
    [
        {"stream": 2},
        {"first": 9},
        {"authority": CASTARA},
        {"at_us": NOON_US + 1},
        {"seed": bytes(16)},
        {"sealed": bytes(30)},
        {"sealed": b""},
    ],
)
def test_a_moved_or_changed_pack_does_not_open(keyring: Keyring, change: dict[str, object]) -> None:
    (pack,) = Recorder(keyring, 1).packs([entry()])
    with pytest.raises(Tampered):
        open_questions(msgspec.structs.replace(pack, **change), month(keyring, pack))


def test_once_the_key_of_the_month_is_destroyed_nothing_opens(keyring: Keyring) -> None:
    (pack,) = Recorder(keyring, 1).packs([entry()])
    keyring.destroy(KeyName.AUDIT_MONTH, "2026-11", 1)
    (one,) = entries_of(pack)
    with pytest.raises(KeyGone):
        open_question(one, keyring)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(entries, st.data())
def test_every_changed_bit_changes_a_leaf(shared: Keyring, given_entries: list[Entry], data: st.DataObject) -> None:
    pack = Recorder(shared, 5).packs(given_entries)[0]
    field = data.draw(st.sampled_from(("seed", "heads", "sealed")))
    content = bytearray(getattr(pack, field))
    content[data.draw(st.integers(0, len(content) - 1))] ^= 1 << data.draw(st.integers(0, 7))
    assert leaves_of(msgspec.structs.replace(pack, **{field: bytes(content)})) != leaves_of(pack)


@pytest.mark.parametrize("field", ["stream", "first", "authority", "at_us", "version", "count"])
def test_every_changed_number_changes_a_leaf(keyring: Keyring, field: str) -> None:
    (pack,) = Recorder(keyring, 5).packs([entry(), entry(1)])
    changed = msgspec.structs.replace(pack, **{field: getattr(pack, field) + 1})
    assert leaves_of(changed) != leaves_of(pack)
    assert leaves_of(msgspec.structs.replace(pack, period="2026-12")) != leaves_of(pack)
    assert leaves_of(msgspec.structs.replace(pack, probes=(1, 2))) != leaves_of(pack)


def test_a_changed_entry_changes_its_own_leaf_alone(keyring: Keyring) -> None:
    (pack,) = Recorder(keyring, 5).packs([entry(i) for i in range(5)])
    probes = (*pack.probes[:3], 1, pack.probes[4])
    pairs = zip(leaves_of(pack), leaves_of(msgspec.structs.replace(pack, probes=probes)), strict=True)
    assert [one == other for one, other in pairs] == [True, True, True, False, True]


def test_a_misshapen_pack_gives_one_leaf_and_stops_nothing(keyring: Keyring) -> None:
    (pack,) = Recorder(keyring, 5).packs([entry()])
    changes = (
        {"heads": b""},
        {"heads": b"\x90"},
        {"count": 7},
        {"probes": ()},
        {"sealed": b""},
        {"heads": b"\xff"},
        {"heads": b"\x91" * 5000},
    )
    leaves = [leaves_of(msgspec.structs.replace(pack, **change)) for change in changes]
    assert {len(one) for one in leaves} == {1}
    assert len({one[0] for one in leaves}) == len(changes)


def test_probes_are_keyed_and_stable() -> None:
    assert probe(b"k" * 32, b"3|number|C01X|") == probe(b"k" * 32, b"3|number|C01X|")
    assert probe(b"k" * 32, b"3|number|C01X|") != probe(b"l" * 32, b"3|number|C01X|")
    assert -(2**63) <= probe(b"k" * 32, b"x") < 2**63


def test_the_recorder_probes_under_the_month_of_the_entry(keyring: Keyring) -> None:
    recorder = Recorder(keyring, 1)
    november = keyring.key(KeyName.AUDIT_PROBE, "2026-11")
    assert recorder.probe(b"x", NOON_US) == probe(november.secret, b"x")
    assert recorder.probe(b"x", NOON_US + 30 * 86_400_000_000) == probe(keyring.key(KeyName.AUDIT_PROBE, "2026-12").secret, b"x")


@given(st.integers(0, 2**52).map(at_of))
def test_times_are_exact_to_the_microsecond(at: datetime) -> None:
    assert at_of(us_of(at)) == at
    assert month_of(us_of(at)) == at.strftime("%Y-%m")


def test_heads_hold_no_more_than_they_must(keyring: Keyring) -> None:
    (pack,) = Recorder(keyring, 5).packs([entry(i) for i in range(64)])
    assert len(pack.heads) / 64 < 32
    assert len(decode_heads(pack.heads)) == 64
    assert len(identity(pack)) == 30


def test_packs_share_a_keyring_folder(tmp_path: Path) -> None:
    one, other = (Recorder(Keyring.open(tmp_path / "keys"), stream) for stream in (1, 2))
    (pack,) = one.packs([entry()])
    (recorded,) = entries_of(pack)
    assert open_question(recorded, other._keyring) == entry().question
