"""Figures of labelled scores, against what can be counted by hand."""

from __future__ import annotations

import numpy as np
import pytest

from comity.bench.names.measures import Judged, bootstrap, calibration, figures, interval, threshold_at


def judged(scores, match, cases=None):
    return Judged(np.array(scores, float), np.array(match, bool), np.array(cases if cases is not None else range(len(scores))))


def test_what_is_parted_wholly_is_perfect():
    found = figures(judged([0.9, 0.8, 0.2, 0.1], [1, 1, 0, 0]))
    assert found.all() == (1.0, 1.0, 1.0, 1.0)


def test_best_f1_is_over_all_thresholds():
    # At 0.7 two of three are found with one false: precision 2/3, recall 2/3; at 0.5 all three with two false: 3/5 and 1.
    found = figures(judged([0.9, 0.8, 0.7, 0.6, 0.5], [1, 0, 1, 0, 1]))
    assert found.f1 == pytest.approx(0.75)


def test_recall_is_counted_above_what_the_negatives_reach():
    scores = [*np.linspace(0, 0.5, 100), 0.6, 0.45, 0.495]
    match = [0] * 100 + [1] * 3
    found = figures(judged(scores, match))
    assert found.recalls == (pytest.approx(1 / 3), pytest.approx(2 / 3), pytest.approx(2 / 3))


def test_equal_scores_are_never_parted():
    found = figures(judged([0.5] * 10, [1] * 5 + [0] * 5))
    assert found.recalls == (0.0, 0.0, 0.0)
    assert found.f1 == pytest.approx(2 / 3)


def test_the_threshold_lets_no_more_than_its_share_through():
    scores = np.array([0.1, 0.2, 0.3, 0.3, 0.9])
    at = threshold_at(scores, 0.2)
    assert np.sum(scores >= at) == 1
    assert threshold_at(scores, 0.0) > 0.9


def test_draws_take_whole_cases_and_are_the_same_for_all_scorers():
    one = judged([0.9, 0.8, 0.3, 0.2, 0.95, 0.1], [1, 1, 0, 0, 1, 0], [0, 0, 0, 1, 1, 1])
    first, again = bootstrap(one, 50), bootstrap(one, 50)
    assert first.shape == (50, 4)
    assert np.array_equal(first, again)
    low, high = interval(first[:, 0])
    assert 0 <= low <= high <= 1


def test_calibration_is_none_where_what_is_said_is_true():
    said = np.array([0.25] * 4 + [0.75] * 4)
    error, bins = calibration(said, np.array([1, 0, 0, 0, 1, 1, 1, 0], bool))
    assert error == pytest.approx(0)
    assert [one.count for one in bins] == [4, 4]


def test_calibration_weighs_what_is_said_wrongly():
    error, _ = calibration(np.array([0.95] * 10), np.array([1] * 5 + [0] * 5, bool))
    assert error == pytest.approx(0.45)
