"""The pieces of the benchmark of the checks, without a server and without a stopwatch."""

import io
import os
import subprocess
import sys

import pytest
from rich.console import Console

from comity.bench import checks, filtering, load, main, table, timing, usage
from comity.bench.rows import Sheet
from comity.kernel.errors import Unavailable


def silent(_: str) -> None:
    return


def test_the_table_shows_bound_peer_and_note():
    sheet = Sheet("checks", checks.TARGETS)
    rows = [
        sheet.row("single", "checks_per_s", 9_000, "1/s", note="wrk"),
        sheet.row("single", "checks_per_s", 4_000, "1/s", subject="select"),
        sheet.row("batch", "checks_per_s", None, "1/s", note="not measured: no server"),
    ]
    screen = io.StringIO()
    table.show("checks", rows, Console(file=screen, width=60))
    shown = screen.getvalue()
    for piece in ("9,000", "≥ 10,000", "MISSED", "select", "4,000", "(1) wrk", "(2) not measured: no server"):
        assert piece in shown
    assert "…" not in shown


def test_an_unknown_benchmark_names_those_there_are(capsys):
    assert main("speed") == 2
    assert "checks" in capsys.readouterr().err


def test_a_filter_of_few_keys_is_built():
    built = filtering.building(2_000, silent)
    assert built.keys == 2_000
    assert built.keys_per_s > 0
    assert built.packed_per_s > 0


def test_the_generators_line_is_read():
    said = 'Running 1s test\nBENCH {"requests":10,"seconds":2.0,"p50_ms":1.5,"p99_ms":2.5,"errors":0}\n'
    assert load.read(said) == load.Measured(10, 2.0, 1.5, 2.5, 0)


@pytest.mark.parametrize(
    ("said", "word"),
    [
        ('BENCH {"requests":10,"seconds":2.0,"p50_ms":1.5,"p99_ms":2.5,"errors":3}', "3 errors"),
        ('BENCH {"requests":0,"seconds":2.0,"p50_ms":0,"p99_ms":0,"errors":0}', "0 requests"),
        ("unable to connect", "unable to connect"),
    ],
)
def test_a_load_that_met_errors_is_no_figure(said, word):
    with pytest.raises(Unavailable, match=word):
        load.read(said)


def test_a_request_carries_its_token_by_environment_alone():
    requests = load.Requests(80, "secret", 10, "AC")
    assert requests.environment()["BENCH_TOKEN"] == "secret"
    assert set(requests.environment()) >= {"BENCH_PATH", "BENCH_SIZE", "BENCH_BATCH", "BENCH_LETTERS", "BENCH_START", "BENCH_PORT"}


@pytest.mark.parametrize(
    ("answer", "whole"),
    [
        (b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}", True),
        (b"HTTP/1.1 200 OK\r\ncontent-length: 3\r\nx: y\r\n\r\n{}", False),
        (b"HTTP/1.1 200 OK\r\ncontent-length: 3", False),
    ],
)
def test_an_answer_is_whole_with_its_last_byte(answer, whole):
    assert timing.whole(answer) is whole


def test_absent_numbers_have_the_length_of_those_that_are_there():
    numbers = timing.absent(1)
    assert {len(next(numbers)) for _ in range(100)} == {9}


def test_usage_counts_a_process_and_its_children():
    child = subprocess.Popen([sys.executable, "-c", "import sys; sys.stdin.read()"], stdin=subprocess.PIPE)
    try:
        assert {os.getpid(), child.pid} <= set(usage.tree(os.getpid()))
        assert usage.pss_mb([child.pid]) > 0
        assert usage.cpu_seconds([os.getpid()]) > 0
    finally:
        child.communicate()
    assert usage.cpu_seconds([child.pid]) == 0
