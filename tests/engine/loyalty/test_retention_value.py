import numpy as np
import pytest

from engine.loyalty.retention_value import retention_value


def test_five_points_by_hand() -> None:
    """Margin 100, retention .80, 10 %: 100·1.1/.3 = 366.67; at .85: 110/.25 = 440: 73.33 more, 20 %."""
    found = retention_value(np.full(200, 100.0), 800, 1_000, 0.05, 0.10, np.random.default_rng(1))
    assert found.value_now.value == pytest.approx(366.6667, abs=1e-3)
    assert found.gain.value == pytest.approx(73.3333, abs=1e-3)
    assert found.relative.value == pytest.approx(0.20)
    assert found.gain_of_all.value == pytest.approx(200 * 73.3333, abs=0.1)
    assert found.relative.low < 0.20 < found.relative.high


def test_five_points_are_worth_more_than_five_times_one() -> None:
    rng = np.random.default_rng(1)
    one = retention_value(np.full(99, 50.0), 70, 100, 0.01, 0.1, rng).gain.value
    assert retention_value(np.full(99, 50.0), 70, 100, 0.05, 0.1, rng).gain.value > 5 * one


def test_retention_cannot_pass_its_end() -> None:
    found = retention_value(np.full(99, 50.0), 98, 100, 0.05, 0.1, np.random.default_rng(1))
    assert found.is_capped


def test_nothing_to_go_by() -> None:
    found = retention_value(np.array([1.0]), 0, 0, 0.05, 0.1, np.random.default_rng(1))
    assert not found.gain.is_defined


def test_few_customers_make_a_wide_interval() -> None:
    rng = np.random.default_rng(4)
    few = retention_value(np.full(99, 50.0), 32, 40, 0.05, 0.1, rng).relative
    many = retention_value(np.full(99, 50.0), 1600, 2000, 0.05, 0.1, rng).relative
    assert few.high - few.low > 3 * (many.high - many.low)


@pytest.mark.parametrize(("customers", "of"), [(29, 400), (400, 29)])
def test_too_few_customers_make_no_worth(customers: int, of: int) -> None:
    found = retention_value(np.full(customers, 50.0), of - 5, of, 0.05, 0.1, np.random.default_rng(1))
    assert (found.gain.n, found.gain.needed, found.gain.is_defined) == (29, 30, False)


def test_where_everybody_stayed_the_interval_holds_the_figure() -> None:
    found = retention_value(np.full(40, 50.0), 40, 40, 0.01, 0.1, np.random.default_rng(1))
    assert found.value_now.low < found.value_now.value <= found.value_now.high
    assert found.is_capped
