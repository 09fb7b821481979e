"""What every index of weighted keys does, whichever engine serves it: one suite for each engine behind the port."""

from __future__ import annotations

import time
from collections.abc import Iterable
from pathlib import Path

import numpy as np
import pytest

from comity.engines.index import Document, IndexUnusable, Question, create, open_index, open_writer

ENGINES = [pytest.param((create, open_writer, open_index), id="tantivy")]
OPEN, HIDDEN, THIRD = 1, 2, 1 << 40


@pytest.fixture(params=ENGINES)
def engine(request: pytest.FixtureRequest):
    return request.param


def document(record: int, keys: Iterable[int], lane: int = OPEN, ends: int = 0, held: bytes = b"") -> Document:
    return Document(record, ((lane, np.array(list(keys), np.uint64)),), held or record.to_bytes(8, "big"), ends)


def filled(engine, folder: Path, documents: list[Document]):
    """An index of these, committed."""
    writer = engine[0](folder)
    writer.add(documents)
    writer.commit()
    writer.close()
    return engine[2](folder)


def number(draw: np.random.Generator) -> int:
    return int(draw.integers(0, 2**64, dtype=np.uint64))


def found(index, *keys: tuple[int, float], lanes: tuple[int, ...] = (OPEN,), most: int = 10) -> list[tuple[int, float]]:
    return [(int.from_bytes(one.held[:8], "big"), one.score) for one in index.search(Question(keys, lanes, most))]


def test_a_document_scores_the_weights_of_the_keys_that_it_shares(engine, tmp_path: Path) -> None:
    index = filled(engine, tmp_path, [document(1, [10, 20, 30]), document(2, [20]), document(3, [40])])
    assert found(index, (10, 5.0), (20, 2.5), (99, 7.0)) == [(1, 7.5), (2, 2.5)]
    assert len(index) == 3


def test_the_rarity_of_a_key_in_the_index_changes_no_score(engine, tmp_path: Path) -> None:
    few = filled(engine, tmp_path / "few", [document(1, [10, 20])])
    many = filled(engine, tmp_path / "many", [document(1, [10, 20]), *(document(n, [10, n]) for n in range(100, 600))])
    assert found(few, (10, 5.0), (20, 2.5), most=1) == found(many, (10, 5.0), (20, 2.5), most=1) == [(1, 7.5)]


def test_what_is_not_in_the_askers_lanes_is_not_there(engine, tmp_path: Path) -> None:
    index = filled(engine, tmp_path, [document(1, [10]), document(2, [10], HIDDEN), document(3, [10], THIRD)])
    assert found(index, (10, 1.0)) == [(1, 1.0)]
    assert {record for record, _ in found(index, (10, 1.0), lanes=(OPEN, THIRD))} == {1, 3}
    assert found(index, (10, 1.0), lanes=()) == []


def test_a_document_lies_in_several_lanes_with_keys_of_their_own(engine, tmp_path: Path) -> None:
    both = Document(7, ((OPEN, np.array([10, 20], np.uint64)), (THIRD, np.array([20], np.uint64))), (7).to_bytes(8, "big"))
    index = filled(engine, tmp_path, [both])
    assert found(index, (10, 1.0)) == [(7, 1.0)]
    assert found(index, (10, 1.0), lanes=(THIRD,)) == []
    assert found(index, (20, 1.0), lanes=(THIRD,)) == [(7, 1.0)]


@pytest.mark.parametrize("seed", range(3))
def test_OWN_04_hidden_documents_neither_crowd_out_nor_reorder(engine, tmp_path: Path, seed: int) -> None:
    """The same question over the same visible documents, with ten times as many hidden ones among them that suit it better."""
    draw = np.random.default_rng(seed)
    visible = [document(number(draw), draw.choice(12, 4, replace=False)) for _ in range(300)]
    hidden = [document(number(draw), range(12), HIDDEN) for _ in range(3_000)]
    keys = tuple((key, 1.0 + key / 4) for key in range(8))
    alone = filled(engine, tmp_path / "alone", visible)
    mixed = [*visible, *hidden]
    among = filled(engine, tmp_path / "among", [mixed[place] for place in draw.permutation(len(mixed))])
    assert found(alone, *keys, most=50) == found(among, *keys, most=50)
    assert len(found(alone, *keys, most=50)) == 50


def test_OWN_04_hidden_documents_slow_nobody(engine, tmp_path: Path) -> None:
    """With sixty times as many documents that share every key, out of the asker's sight, a question takes as long as without."""
    visible = [document(record, range(10)) for record in range(1, 1_001)]
    hidden = [document(record, range(10), HIDDEN) for record in range(2_000, 62_000)]
    alone, among = filled(engine, tmp_path / "alone", visible), filled(engine, tmp_path / "among", [*visible, *hidden])
    keys = tuple((key, 2.0) for key in range(10))

    def cost_s(index, lanes: tuple[int, ...]) -> float:
        took = []
        for _ in range(40):
            began = time.thread_time()
            index.search(Question(keys, lanes, 20))
            took.append(time.thread_time() - began)
        return float(np.median(took))

    assert cost_s(among, (OPEN,)) < 2 * cost_s(alone, (OPEN,))
    assert cost_s(among, (OPEN, HIDDEN)) > 4 * cost_s(alone, (OPEN,)), "whoever may meet them pays for them: the comparison can fail"


def test_equal_scores_are_ordered_by_the_record_and_not_by_when_it_came(engine, tmp_path: Path) -> None:
    draw = np.random.default_rng(5)
    documents = [document(number(draw), [10]) for _ in range(400)]
    forwards = filled(engine, tmp_path / "forwards", documents)
    backwards = engine[0](tmp_path / "backwards")
    for part in range(8):  # several commits, in another order
        backwards.add(documents[::-1][part * 50 : part * 50 + 50])
        backwards.commit()
    backwards.close()
    assert found(forwards, (10, 3.0), most=30) == found(engine[2](tmp_path / "backwards"), (10, 3.0), most=30)


def test_a_larger_sum_goes_before_any_tie(engine, tmp_path: Path) -> None:
    documents = [document(n << 32 | 0xFFFF_FFFF - n, range(n % 40 + 1)) for n in range(400)]
    scores = [score for _, score in found(filled(engine, tmp_path, documents), *((key, 9.75) for key in range(40)), most=400)]
    assert scores == sorted(scores, reverse=True)
    assert set(scores) == {9.75 * shared for shared in range(1, 41)}


def test_what_is_removed_is_gone_after_the_commit_and_not_before(engine, tmp_path: Path) -> None:
    index = filled(engine, tmp_path, [document(1, [10]), document(1, [11]), document(2**64 - 1, [10])])
    writer = engine[1](tmp_path)
    writer.remove(1)
    assert len(engine[2](tmp_path)) == 3
    writer.commit()
    assert found(engine[2](tmp_path), (10, 1.0), (11, 1.0)) == [(2**64 - 1, 1.0)]
    assert len(index) == 3, "who asks an older state has that state"
    writer.remove(2**64 - 1)
    writer.commit()
    writer.close()
    assert found(engine[2](tmp_path), (10, 1.0), (11, 1.0)) == []


def test_a_record_is_replaced_within_one_commit(engine, tmp_path: Path) -> None:
    filled(engine, tmp_path, [document(1, [10])])
    writer = engine[1](tmp_path)
    for _ in range(3):
        writer.remove(1)
        writer.add([document(1, [20])])
    writer.commit()
    writer.close()
    index = engine[2](tmp_path)
    assert found(index, (10, 1.0), (20, 1.0)) == [(1, 1.0)]
    assert len(index) == 1


def test_what_ended_goes_by_its_day(engine, tmp_path: Path) -> None:
    filled(engine, tmp_path, [document(1, [10], ends=20_000), document(2, [10], ends=20_001)])
    writer = engine[1](tmp_path)
    writer.remove_ended(20_000)
    writer.commit()
    writer.close()
    assert found(engine[2](tmp_path), (10, 1.0)) == [(2, 1.0)]


def test_what_was_not_committed_is_not_there(engine, tmp_path: Path) -> None:
    filled(engine, tmp_path, [document(1, [10])])
    writer = engine[1](tmp_path)
    writer.add([document(2, [10])])
    writer.close()
    assert found(engine[2](tmp_path), (10, 1.0)) == [(1, 1.0)]


def test_one_writes(engine, tmp_path: Path) -> None:
    writer = engine[0](tmp_path)
    with pytest.raises(IndexUnusable):
        engine[1](tmp_path)
    writer.close()


@pytest.mark.parametrize("broken", ["nothing", "no meta", "torn meta"])
def test_a_folder_without_an_index_says_so(engine, tmp_path: Path, broken: str) -> None:
    if broken != "nothing":
        filled(engine, tmp_path, [document(1, [10])])
    if broken == "no meta":
        (tmp_path / "meta.json").unlink()
    if broken == "torn meta":
        (tmp_path / "meta.json").write_bytes((tmp_path / "meta.json").read_bytes()[:20])
    for opening in (engine[1], engine[2]):
        with pytest.raises(IndexUnusable):
            opening(tmp_path)


def test_no_key_lies_readable(engine, tmp_path: Path) -> None:
    key = 0x1122_3344_5566_7788
    filled(engine, tmp_path, [document(1, [key])])
    content = b"".join(path.read_bytes() for path in tmp_path.iterdir())
    for spelt in (key.to_bytes(8, "big"), key.to_bytes(8, "little")):
        assert spelt not in content
