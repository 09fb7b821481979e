"""The benchmark of similar images, on few of them."""

from __future__ import annotations

import numpy as np

from comity.bench import pdq
from comity.bench.registers import TARGETS
from comity.bench.rows import Sheet
from comity.engines.hamming import FURTHEST


def test_half_of_the_questions_are_near_one_that_is_there() -> None:
    hashes = np.random.default_rng(1).integers(0, 2**64, (50, 4), np.uint64)
    asked = pdq.questions(hashes, 128)
    away = [min(sum((int(a) ^ int(b)).bit_count() for a, b in zip(one, row, strict=True)) for row in hashes) for one in asked.hashes]
    assert sorted(away[::2]) == sorted(list(range(FURTHEST + 1)) * 2)
    assert min(away[1::2]) > FURTHEST
    assert asked.met == 64


def test_its_rows_say_p95_share_memory_and_peers(monkeypatch) -> None:
    monkeypatch.setattr(pdq, "QUERIES", 64)
    monkeypatch.setattr(pdq, "PEER_QUERIES", 8)
    rows = [one.row for one in pdq.reported(Sheet("registers", TARGETS), 5_000, lambda _: None)]
    ours = {row.metric: row for row in rows if row.subject == "comity"}
    assert ours["p95_ms"].target == 50
    assert ours["p95_ms"].met
    assert ours["found_share"].value == 1
    assert (ours["bytes_per_hash"].value or 0) > 100
    assert {row.subject for row in rows} == {"comity", "faiss IndexBinaryFlat", "faiss IndexBinaryMultiHash"}
