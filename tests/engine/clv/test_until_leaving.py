import numpy as np
import pytest

from engine.clv.until_leaving import _by_chance, _by_series, purchases_until_leaving


def arrays(*values: float) -> tuple[np.ndarray, ...]:
    return tuple(np.array([value]) for value in values)


def test_by_hand() -> None:
    # k = 1, A = 10, p even in (0, 1): the mean of (t / A) / (1 + p t / A) is log(1 + t / A)
    assert purchases_until_leaving([10.0, 0.0], *arrays(1.0, 10.0), 1.0, np.array([1.0])) == pytest.approx(
        [np.log(2.0), 0.0], rel=1e-13
    )


@pytest.mark.parametrize(
    ("k", "scale", "a", "stays", "horizon"),
    [
        (0.5, 6.0, 0.9, 1.6, 52.0),
        (12.5, 90.0, 0.9, 14.6, 520.0),
        (3.5, 40.0, 5.0, 22.0, 52.0),
        (0.6, 2.0, 0.05, 30.0, 300.0),
    ],
)
def test_both_ways_to_reckon_agree(k: float, scale: float, a: float, stays: float, horizon: float) -> None:
    series = _by_series(*arrays(horizon, k, scale, stays), a)
    assert _by_chance(*arrays(horizon, k, scale, stays), a) == pytest.approx(series, rel=1e-9)


@pytest.mark.parametrize(
    ("k", "scale", "a", "stays", "horizon", "exact"),
    [
        # mpmath, 30 digits: all customers alike in leaving, in pace, in both
        (30.0, 21.99201553727745, 1e5, 3e6, 470.4096694931941, 31.000295483016675),
        (2000.0, 120153.03986093994, 1e5, 3e6, 145.0799400320237, 2.3232095004892543),
        (1e5, 83364.3127672922, 2.0, 0.3, 35.362043279704515, 1.290647613601712),
    ],
)
def test_where_customers_are_alike_nothing_overflows(
    k: float, scale: float, a: float, stays: float, horizon: float, exact: float
) -> None:
    found = purchases_until_leaving(horizon, *arrays(k, scale), a, np.array([stays]))
    assert found == pytest.approx([exact], rel=1e-9)


def test_law_purchases_rise_with_the_horizon_and_stay_below_those_without_leaving() -> None:
    times = np.linspace(0.1, 3_000.0, 200)
    found = purchases_until_leaving(times, *arrays(2.5, 30.0), 0.7, np.array([3.0]))
    assert (np.diff(found) > 0).all()
    assert (found < 2.5 / 30.0 * times).all()
