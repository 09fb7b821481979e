"""The classifiers find what is there, and little where nothing is."""

import numpy as np
import pytest

from comity.bench.classifiers import CLASSIFIERS, Advantage, Answers, advantage

PAIRS = 20_000


def answers(seed: int, *, slower: float = 0, larger: int = 0, wider: float = 1) -> Answers:
    random = np.random.default_rng(seed)
    times = (1_000_000 + slower + wider * 50_000 * random.standard_normal(PAIRS)).astype(np.int64)
    return Answers(times, random.integers(300, 310, PAIRS) + larger)


def test_equal_answers_give_no_advantage_beyond_chance():
    found = advantage(answers(1), answers(2))
    assert found.value < 0.04
    assert found.pairs == PAIRS


@pytest.mark.parametrize("order", [1, -1])
@pytest.mark.parametrize(
    ("difference", "at_least", "by"),
    [
        ({"slower": 100_000}, 0.65, {"a limit on time", "the slower of a pair"}),
        ({"larger": 100}, 0.99, {"size", "time and size"}),
        ({"wider": 4}, 0.4, {"a histogram of times"}),
    ],
)
def test_each_kind_of_difference_is_found_whichever_side_has_it(difference, at_least, by, order):
    found = advantage(*[answers(1, **difference), answers(2)][::order])
    assert found.value > at_least
    assert found.classifier in by


def test_drift_of_the_server_does_not_hide_a_difference():
    drift = np.linspace(0, 5_000_000, PAIRS).astype(np.int64)
    slow, fast = answers(1, slower=100_000), answers(2)
    found = advantage(Answers(slow.times + drift, fast.sizes), Answers(fast.times + drift, fast.sizes))
    assert found.classifier == "the slower of a pair"
    assert found.value > 0.8


def test_a_few_pairs_tell_nothing_and_are_not_taken_to():
    assert not Advantage(0.01, "size", 1_000).tells(0.02)
    assert Advantage(0.01, "size", 100_000).tells(0.02)


def test_no_pairs_at_all_break_nothing():
    nothing = Answers(np.empty(0, np.int64), np.empty(0, np.int64))
    assert set(CLASSIFIERS)
    assert advantage(nothing, nothing) == Advantage(0.0, "none", 0)
