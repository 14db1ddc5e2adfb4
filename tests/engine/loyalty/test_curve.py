import numpy as np
import pandas as pd
import pytest

from engine.loyalty.curve import satisfaction_curve
from engine.loyalty.indifference import Levels, Zone, zone_of_indifference


def drawn() -> np.random.Generator:
    return np.random.default_rng(3)


def answers(shares: dict[int, float], each: int = 40) -> tuple[pd.Series, pd.Series]:
    scores, loyal = [], []
    for score, share in shares.items():
        scores += [float(score)] * each
        loyal += [1.0] * round(share * each) + [0.0] * (each - round(share * each))
    return pd.Series(scores), pd.Series(loyal)


def test_a_straight_line_has_no_zone_and_its_slope() -> None:
    found = satisfaction_curve(*answers({1: 0.2, 2: 0.4, 3: 0.6, 4: 0.8, 5: 1.0}), drawn())
    assert found.zone is None
    assert found.one_point.value == pytest.approx(0.2)


def test_the_flat_middle_is_the_zone_of_indifference() -> None:
    found = satisfaction_curve(*answers({1: 0.1, 2: 0.45, 3: 0.5, 4: 0.5, 5: 0.95}, each=100), drawn())
    assert found.zone == Zone(2.0, 4.0, (2.0, 2.0), (4.0, 4.0))


def test_a_flat_piece_that_few_answers_may_show_by_accident_is_no_zone() -> None:
    found = satisfaction_curve(*answers({1: 0.2, 2: 0.45, 3: 0.5, 4: 0.6, 5: 0.9}, each=20), drawn())
    assert found.one_point.low > 0
    assert found.zone is None


def test_where_loyalty_does_not_rise_there_is_no_zone_of_indifference() -> None:
    found = satisfaction_curve(*answers({1: 0.75, 2: 0.8, 3: 0.8, 4: 0.8, 5: 0.8}, each=200), drawn())
    assert found.one_point.low < 0 < found.one_point.high
    assert found.zone is None


def test_by_how_much_a_stretch_is_flatter_than_the_line_by_hand() -> None:
    """100 each at 0-3, loyal 0, 60, 60, 62: the line rises by .186 a step, from 1 to 3 by .01.

    Loyal 0, 50, 50, 100 rise by .25 from 0 to 2 and from 1 to 3: no less than half of .30.
    """
    levels = Levels(np.arange(4.0), np.full(4, 100.0), np.array([0.0, 50.0, 50.0, 100.0]))
    assert levels.stretches.tolist() == [[0, 2], [1, 3]]
    inside, whole = levels.weights
    assert whole == pytest.approx([-0.3, -0.1, 0.1, 0.3])
    assert inside[0] == pytest.approx([-0.5, 0.0, 0.5, 0.0])
    assert np.isneginf(levels.flatness(levels.loyal)).all()
    flat = levels.flatness(np.array([0.0, 60.0, 60.0, 62.0]))
    kept = np.array([0.5, 60.5, 60.5, 62.5]) / 101
    error = np.sqrt(np.array([0.3, -0.4, -0.1, 0.2]) ** 2 @ (kept * (1 - kept) / 100))
    assert flat[1] == pytest.approx((0.186 - 0.01) / error)


def test_a_straight_line_looks_like_a_zone_at_most_once_in_twenty() -> None:
    rng = drawn()
    customers = np.array([10, 12, 20, 30, 40, 80, 90, 170, 220, 180, 150])
    told = 0
    for _ in range(200):
        loyal = rng.binomial(customers, np.linspace(0.3, 0.9, 11)).astype(float)
        told += zone_of_indifference(Levels(np.arange(11.0), customers.astype(float), loyal), rng) is not None
    assert told <= 13


def test_a_dip_is_smoothed_by_pooling() -> None:
    found = satisfaction_curve(*answers({1: 0.2, 2: 0.6, 3: 0.4, 4: 0.8, 5: 0.9}), drawn())
    assert found.levels["smoothed"].tolist() == pytest.approx([0.2, 0.5, 0.5, 0.8, 0.9])
    assert found.levels["share"].tolist() == pytest.approx([0.2, 0.6, 0.4, 0.8, 0.9])


def test_few_answers_make_no_slope_and_unknown_loyalty_does_not_count() -> None:
    scores, loyal = answers({1: 0.2, 5: 0.8}, each=45)
    found = satisfaction_curve(scores, loyal, drawn())
    assert (found.one_point.n, found.one_point.needed) == (90, 100)
    followed = satisfaction_curve(scores, loyal.mask(np.arange(90) < 45), drawn())
    assert followed.levels["customers"].tolist() == [45]
