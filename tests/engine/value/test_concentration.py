import numpy as np
import pytest

from engine.value.concentration import (
    abc_classes,
    concentration_curve,
    cumulative_share,
    top_cutoff,
    top_share,
    value_cutoff,
)

TEN = np.array([50.0, 30.0, 10.0, 5.0, 3.0, 2.0, 0.0, -10.0, -1.0, 0.0])


def test_abc_by_hand() -> None:
    """Positive values sum to 100: 50 and 30 reach 80, 10 and 5 reach 95; the rest and losses are C."""
    assert "".join(abc_classes(TEN, 0.80, 0.95)) == "AABBCCCCCC"


def test_who_crosses_the_line_is_above_it() -> None:
    assert value_cutoff(TEN, 0.81) == 10.0
    assert "".join(abc_classes(TEN, 0.81, 0.96)) == "AAABBCCCCC"


def test_equal_customers_are_never_told_apart() -> None:
    values = np.array([40.0, 20.0, 20.0, 20.0])
    assert "".join(abc_classes(values, 0.60, 0.90)) == "AAAA"


def test_rounding_does_not_push_the_line_further() -> None:
    values = np.array([0.1, 0.2, 0.3, 0.2, 0.2])
    # 0.3 + 0.2 + 0.2 + 0.2 is 0.8999999999999999 in floats
    assert value_cutoff(values, 0.9) == 0.2


def test_without_positive_value_there_is_no_cutoff_and_everyone_is_c() -> None:
    values = np.array([0.0, -5.0])
    assert np.isnan(value_cutoff(values, 0.8))
    assert "".join(abc_classes(values, 0.8, 0.95)) == "CC"
    assert np.isnan(cumulative_share(values)).all()


def test_cumulative_share_by_hand() -> None:
    expected = [0.50, 0.80, 0.90, 0.95, 0.98, 1.0, 1.0, 1.0, 1.0, 1.0]
    assert cumulative_share(TEN) == pytest.approx(expected)
    assert cumulative_share(np.array([10.0, 10.0, 20.0])) == pytest.approx([1.0, 1.0, 0.5])


def test_curve_by_hand_counts_losses() -> None:
    curve = concentration_curve(TEN)
    assert curve["customer_share"].tolist() == pytest.approx([x / 10 for x in range(11)])
    # 100 of positive value over a total of 89
    assert curve["value_share"].max() == pytest.approx(100 / 89)
    assert curve["value_share"].iloc[-1] == pytest.approx(1.0)
    assert curve["value_share"].iloc[2] == pytest.approx(80 / 89)


def test_curve_is_thinned_and_still_begins_at_nothing_and_ends_at_all() -> None:
    curve = concentration_curve(np.random.default_rng(1).gamma(0.3, 100, 12_345))
    assert len(curve) == 200
    assert curve.iloc[0].tolist() == [0.0, 0.0]
    assert curve.iloc[-1].tolist() == pytest.approx([1.0, 1.0])
    assert (np.diff(curve["value_share"], n=2) <= 1e-4).all()


def test_top_share_by_hand() -> None:
    assert top_share(TEN, 0.20) == pytest.approx(80 / 89)
    # a quarter of ten customers: two and half of the third
    assert top_share(TEN, 0.25) == pytest.approx(85 / 89)
    assert np.isnan(top_share(np.array([-1.0]), 0.2))


def test_law_the_order_of_customers_does_not_matter() -> None:
    shuffled = np.random.default_rng(2).permutation(len(TEN))
    assert (abc_classes(TEN[shuffled], 0.8, 0.95) == abc_classes(TEN, 0.8, 0.95)[shuffled]).all()
    assert (cumulative_share(TEN[shuffled]) == cumulative_share(TEN)[shuffled]).all()


def test_the_last_of_the_best_is_where_their_share_ends() -> None:
    assert [top_cutoff(TEN, share) for share in (0.1, 0.2, 0.21, 1.0)] == [50.0, 30.0, 10.0, -10.0]
    assert np.isnan(top_cutoff(np.array([]), 0.2))
