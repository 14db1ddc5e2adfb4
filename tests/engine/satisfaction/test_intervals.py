"""How sure is a mean: by hand where it is skewed, and as often right as it says."""

import numpy as np
import pytest

from engine.satisfaction.consequences import slope_estimate
from engine.satisfaction.intervals import mean_estimate


def test_the_interval_of_skewed_values_by_hand() -> None:
    """Eight 0 and two 10: mean 2, error 4/3, skewness 1.5 (of the mean 1.5/√10 = .47434), t(9) 2.26216.

    3/.47434 · (∛(1 + .47434 · (±2.26216 − .07906)) − 1) = 1.69080 and −9.35982.
    """
    values = np.array([0.0] * 8 + [10.0] * 2)
    found = mean_estimate(values, needed=5)
    assert (found.low, found.high) == pytest.approx((2 - 1.69080 * 4 / 3, 2 + 9.35982 * 4 / 3), abs=1e-3)
    bounded = mean_estimate(values, needed=5, within=(0.0, 10.0))
    assert (bounded.value, bounded.low, bounded.high) == (2.0, 0.0, 10.0)


def test_who_counts_twice_is_worth_two_of_the_same_in_the_mean_but_no_second_answer() -> None:
    plain = mean_estimate(np.array([1.0, 1.0, 2.0, 9.0, 9.0]), needed=2)
    weighted = mean_estimate(np.array([1.0, 2.0, 9.0]), np.array([2.0, 1.0, 2.0]), needed=2)
    assert weighted.value == plain.value
    assert weighted.high - weighted.low > plain.high - plain.low


@pytest.mark.parametrize(
    "shares", [(0.6, 0.2, 0.1, 0.04, 0.03, 0.02, 0.01), (0.9, 0.05, 0.02, 0.03, 0, 0, 0)]
)
def test_thirty_efforts_of_people_who_find_it_easy_hold_what_they_promise(shares: tuple[float, ...]) -> None:
    rng = np.random.default_rng(7)
    points = np.arange(1.0, 8.0)
    found = [mean_estimate(rng.choice(points, 30, p=shares)) for _ in range(600)]
    low, high = (
        sum(points @ shares < one.low for one in found),
        sum(points @ shares > one.high for one in found),
    )
    assert 0.92 <= 1 - (low + high) / 600 <= 0.98
    assert max(low, high) <= 0.055 * 600


def test_the_interval_of_a_slope_by_hand() -> None:
    """Between two x it is a difference of means; HC3 makes its variance s²/(n − 1) of either side.

    (4/3)/3 + (6/5)/5 = .68444, t(8) 2.30600: half 1.90777.
    """
    x, y = np.repeat([0.0, 1.0], [4, 6]), np.array([0.0, 2.0] * 2 + [5.0, 7.0] * 3)
    found = slope_estimate(x, y, needed=10)
    assert (found.value, found.high - found.value) == pytest.approx((5.0, 1.90777), abs=1e-4)


def test_a_slope_that_rests_on_one_person_is_none() -> None:
    found = slope_estimate(np.array([1.0] + [5.0] * 99), np.array([0.0] + [8.0, 12.0] * 49 + [10.0]))
    assert (found.n, found.is_defined) == (100, False)
