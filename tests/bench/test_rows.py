"""Rows: their form, their bounds, and that nothing is made up."""

import json

import pytest

from comity.bench import checks
from comity.bench.rows import Bound, Sheet, Target, as_lines

SHEET = Sheet("checks", {("single", "checks_per_s"): Target(10_000, Bound.MIN), ("single", "p99_ms"): Target(15, Bound.MAX)})
FORM = ["bench", "case", "subject", "metric", "value", "unit", "target", "bound", "met"]


def test_a_row_has_exactly_the_form_of_all_benchmarks():
    line = as_lines([SHEET.row("single", "checks_per_s", 12_345.6, "1/s", note="seen by nobody who reads the JSON")])
    assert line.endswith("\n")
    row = json.loads(line)
    assert list(row) == FORM
    assert row == dict(zip(FORM, ["checks", "single", "comity", "checks_per_s", 12346, "1/s", 10_000, "min", True], strict=True))


@pytest.mark.parametrize(
    ("metric", "value", "met"),
    [
        ("checks_per_s", 10_000, True),
        ("checks_per_s", 9_999.9, False),
        ("p99_ms", 15, True),
        ("p99_ms", 15.01, False),
        ("p50_ms", 1, None),
    ],
)
def test_a_missed_figure_is_said_as_missed(metric, value, met):
    assert SHEET.row("single", metric, value, "").row.met is met


def test_a_peer_is_shown_beside_and_held_against_nothing():
    row = SHEET.row("single", "checks_per_s", 5_000, "1/s", subject="select").row
    assert (row.target, row.bound, row.met) == (None, None, None)


def test_what_proves_nothing_is_neither_met_nor_missed():
    row = SHEET.row("single", "p99_ms", 3, "ms", judged=False).row
    assert (row.value, row.target, row.met) == (3, 15, None)


def test_what_could_not_be_measured_has_no_value_and_says_why():
    reported = SHEET.row("single", "p99_ms", None, "ms", note="not measured: the disk is full")
    assert (reported.row.value, reported.row.met) == (None, None)
    assert "disk" in reported.note


def test_figures_have_four_digits():
    assert SHEET.row("filter", "share", 0.000_016_54321, "").row.value == 0.000_016_54


ASKED = """
single checks_per_s min 10000
single p99_ms max 15
single times_select min 2
single server_cpu_us max 90
batch checks_per_s min 100000
filter lookups_per_s min 1000000
filter bytes_per_key max 2.3
filter false_positive_share max 0.00003
build keys_per_s min 2000000
audit bytes_per_entry max 250
start first_s max 15
start later_s max 5
memory mb max 600
timing advantage max 0.02
"""


def test_the_bounds_are_those_that_were_asked_for():
    asked = [line.split() for line in ASKED.strip().splitlines()]
    assert {(case, metric): Target(float(value), Bound(bound)) for case, metric, bound, value in asked} == checks.TARGETS


def test_a_failure_gives_rows_without_values_and_the_rest_goes_on():
    def broken():
        raise OSError("no room")

    rows = checks.safely(SHEET, (("single", "p99_ms", "ms"),), broken)
    assert [(one.row.metric, one.row.value, one.note) for one in rows] == [("p99_ms", None, "not measured: no room")]


def test_the_plans():
    assert checks.plan(quick=False, size=0).size == 10_000_000
    assert checks.plan(quick=False, size=0).pairs == 100_000
    assert checks.plan(quick=True, size=0).growth == ()
    assert checks.plan(quick=False, size=500_000).growth == (100_000,)
