"""Answers that are put together from bytes say exactly what the encoder would say."""

from __future__ import annotations

import msgspec
import pytest

from comity.edges.api.wire import batch_bytes, batch_line, check_bytes, check_out
from comity.kernel.results import Answer, Outcome
from comity.search.model import Result

QUIET = (3, 8)
ANSWERS = (Answer("local", "travel_documents", Outcome.NO_HIT), Answer("local", "vehicles", Outcome.NO_HIT))
SILENT = (*ANSWERS, Answer("Quilara", "travel_documents", Outcome.NO_ANSWER, why="It cannot be reached."))
AT = 1_795_295_338_599_769


@pytest.mark.parametrize(
    "result",
    [
        Result("3-1", AT, ANSWERS, (), QUIET),
        Result("3-2", AT, ANSWERS, (), QUIET),
        Result("44-12345", AT + 1, ANSWERS[:1], (), (3,)),
        Result("44-12346", AT + 1, ANSWERS, (("Read {a} as {b}.", {"a": "O", "b": "0"}),), QUIET),
        Result("44-12347", AT + 1, SILENT),
    ],
)
def test_bytes_equal_the_encoded_answer(result: Result) -> None:
    assert check_bytes(result) == msgspec.json.encode(check_out(result))
    assert batch_bytes(result, 17) == msgspec.json.encode(batch_line(result, 17)) + b"\n"
