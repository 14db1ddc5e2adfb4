"""What an assessment keeps of a curve gives any horizon and its band back: by hand, then for a model."""

import numpy as np
import pandas as pd
import pytest

from engine.assessment_columns import CURVE_COLUMNS, SURVIVAL_COLUMNS
from engine.churn.hazard import Outlook
from engine.churn.kept_curve import kept_outlook

Z = 1.959963984540054


def kept(error, *stays, late=None):
    """Return a customer whose chance to stay is as told, and after that as at last."""
    whole = [*stays, *[stays[-1]] * (len(SURVIVAL_COLUMNS) - len(stays))]
    return pd.DataFrame([[*whole, error, error if late is None else late]], columns=list(CURVE_COLUMNS))


def test_a_band_follows_from_one_relative_error_by_hand():
    # The cumulative hazard may be half or twice what is said: S to the powers of 1/2 and 2.
    found = kept_outlook(kept(np.log(2.0) / Z, 0.81, 0.64))
    band = found.survival_band()
    assert band.value[0, :2] == pytest.approx([0.81, 0.64])
    assert band.low[0, :2] == pytest.approx([0.6561, 0.4096])
    assert band.high[0, :2] == pytest.approx([0.9, 0.8])
    chance = found.churn_probability(2)
    assert (chance.value[0], chance.low[0], chance.high[0]) == pytest.approx((0.36, 0.2, 0.5904))


def test_the_median_has_bounds_and_an_interval_may_be_open_by_hand():
    # Of twice the hazard one half is gone in month 2 (0.4096), of once in 3 (0.49), of half in none (0.7).
    found = kept_outlook(kept(np.log(2.0) / Z, 0.81, 0.64, 0.49)).median_months()
    assert (found.value[0], found.low[0], np.isnan(found.high[0])) == (3.0, 2.0, True)
    late = kept_outlook(kept(np.log(2.0) / Z, 0.81, 0.64)).median_months()
    assert (np.isnan(late.value[0]), late.low[0], np.isnan(late.high[0])) == (True, 2.0, True)


def test_who_leaves_for_certain_has_a_curve_too():
    assert kept_outlook(kept(0.1, 0.5, 0.0)).chance[0, :3].tolist() == [0.5, 1.0, 1.0]


def test_the_outlook_of_a_model_comes_back_from_its_curve():
    rng = np.random.default_rng(3)
    near = rng.uniform(0.05, 0.5, 5)
    said = Outlook(rng.uniform(0.0, 0.2, (5, len(SURVIVAL_COLUMNS))), near, near + 0.1)
    rows = np.column_stack([said.survival(), said.relative_error, said.late_error])
    found = kept_outlook(pd.DataFrame(rows, columns=list(CURVE_COLUMNS)))
    for told, again in (
        (said.churn_probability(7), found.churn_probability(7)),
        (said.median_months(), found.median_months()),
        (said.expected_months(12), found.expected_months(12)),
    ):
        for name in ("value", "low", "high"):
            assert getattr(again, name) == pytest.approx(getattr(told, name), nan_ok=True)


def test_the_band_widens_from_12_months_to_36_by_hand():
    """With .99 a month the cumulative hazard is .01005 k: half or twice as great within 12 months, a
    quarter or four times within 36, and halfway on the scale of logarithms, after 12 √3 = 20.8, 2 √2."""
    found = kept_outlook(
        kept(np.log(2.0) / Z, *(0.99**month for month in range(1, 37)), late=np.log(4.0) / Z)
    )
    band = found.survival_band()
    assert band.low[0, [5, 11, 35]] == pytest.approx([0.99**12, 0.99**24, 0.99**144])
    assert band.high[0, [11, 35]] == pytest.approx([0.99**6, 0.99**9])
    assert 0.99 ** (21 * 2.0**1.52) < band.low[0, 20] < 0.99 ** (21 * 2.0**1.5)


def test_a_growing_error_brings_nobody_back():
    """All of the leaving lies within the year, and yet how much of it there is grows ever less sure."""
    stays = [0.9**month for month in range(1, 13)]
    high = kept_outlook(kept(0.1, *stays, late=1.0)).survival_band().high[0]
    assert (np.diff(high) <= 0.0).all()


def test_an_assessment_without_the_later_error_has_the_nearer_one_for_all_months():
    old = kept_outlook(kept(0.2, 0.9, late=np.nan))
    assert old.late_error.tolist() == [0.2]


def test_without_a_curve_there_is_no_outlook_and_without_an_error_no_band():
    assert kept_outlook(kept(0.1, np.nan)) is None
    found = kept_outlook(kept(np.nan, 0.9))
    assert found.churn_probability(3).value[0] == pytest.approx(0.1)
    assert np.isnan(found.churn_probability(3).low[0])
