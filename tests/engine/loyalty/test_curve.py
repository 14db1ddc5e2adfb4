import numpy as np
import pandas as pd
import pytest

from engine.loyalty.curve import satisfaction_curve


def answers(shares: dict[int, float], each: int = 40) -> tuple[pd.Series, pd.Series]:
    scores, loyal = [], []
    for score, share in shares.items():
        scores += [float(score)] * each
        loyal += [1.0] * round(share * each) + [0.0] * (each - round(share * each))
    return pd.Series(scores), pd.Series(loyal)


def test_a_straight_line_has_no_zone_and_its_slope() -> None:
    found = satisfaction_curve(*answers({1: 0.2, 2: 0.4, 3: 0.6, 4: 0.8, 5: 1.0}))
    assert found.zone is None
    assert found.one_point.value == pytest.approx(0.2)


def test_the_flat_middle_is_the_zone_of_indifference() -> None:
    found = satisfaction_curve(*answers({1: 0.1, 2: 0.45, 3: 0.5, 4: 0.5, 5: 0.95}))
    assert found.zone == (2.0, 4.0)


def test_a_dip_is_smoothed_by_pooling() -> None:
    found = satisfaction_curve(*answers({1: 0.2, 2: 0.6, 3: 0.4, 4: 0.8, 5: 0.9}))
    assert found.levels["smoothed"].tolist() == pytest.approx([0.2, 0.5, 0.5, 0.8, 0.9])
    assert found.levels["share"].tolist() == pytest.approx([0.2, 0.6, 0.4, 0.8, 0.9])


def test_few_answers_make_no_slope_and_unknown_loyalty_does_not_count() -> None:
    scores, loyal = answers({1: 0.2, 5: 0.8}, each=45)
    found = satisfaction_curve(scores, loyal)
    assert (found.one_point.n, found.one_point.needed) == (90, 100)
    assert satisfaction_curve(scores, loyal.mask(np.arange(90) < 45)).levels["customers"].tolist() == [45]
