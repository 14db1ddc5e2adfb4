"""The hazard of leaving: by hand, then laws, then coverage on drawn data with known truth."""

import numpy as np
import pandas as pd
import pytest
from sklearn.exceptions import NotFittedError

from engine.churn.hazard import DiscreteTimeHazard, Outlook, observed_months
from engine.churn.holdout import chosen_ridge
from engine.churn.landmarks import Episodes
from tests.engine.churn.made_companies import drawn_episodes, drawn_past, standing


def outlook(*chances):
    return Outlook(np.array(chances), np.zeros(len(chances)), np.zeros(len(chances)))


def test_probability_median_and_expected_time_by_hand():
    # One half leaves in the first month, of the rest one half in the second.
    found = outlook([0.5, 0.5, 0.0], [0.1, 0.0, 0.0], [0.0, 0.0, 0.0])
    assert found.churn_probability(2).value.tolist() == pytest.approx([0.75, 0.1, 0.0])
    assert found.median_months().value[0] == 1.0
    assert np.isnan(found.median_months().value[1:]).all()
    # (1 x 0.5 + 2 x 0.25) / 0.75
    assert found.expected_months(2).value[:2].tolist() == pytest.approx([4.0 / 3.0, 1.0])
    assert np.isnan(found.expected_months(2).value[2])


def test_an_interval_widens_the_cumulative_hazard_by_its_relative_error():
    error = np.array([np.log(2.0) / 1.959963984540054])
    found = Outlook(np.array([[0.5]]), error, error)
    band = found.churn_probability(1)
    # S = 0.5 to the powers of one half and of two.
    assert (band.low[0], band.high[0]) == pytest.approx((1.0 - 0.5**0.5, 0.75))


@pytest.fixture(scope="module")
def fitted():
    episodes, _ = drawn_episodes(np.random.default_rng(7), 4_000, 12)
    return DiscreteTimeHazard(ridge=1.0).fit(episodes)


def people(*values):
    return standing(pd.DataFrame({"x": list(values), "noise": 0.0}))


def test_the_hazard_of_a_customer_is_found_again(fitted):
    found = fitted.hazards(people(-1.0, 0.0, 1.0), 6)
    truth = 1.0 / (1.0 + np.exp(-(-3.0 + np.array([-1.0, 0.0, 1.0]))))
    assert found.mean(axis=1) == pytest.approx(truth, rel=0.25)


def test_more_of_what_drives_leaving_never_means_less_of_it(fitted):
    found = fitted.churn_probability(people(-2.0, -1.0, 0.0, 1.0, 2.0), 6).value
    assert (np.diff(found) > 0.0).all()


def test_a_longer_horizon_never_has_a_smaller_chance(fitted):
    stays = fitted.survival(people(0.0, 1.0), 36)
    assert (np.diff(stays, axis=1) <= 0.0).all()
    assert fitted.churn_probability(people(1.0), 6).value == pytest.approx(1.0 - stays[1:, 5])


def test_beyond_what_was_observed_the_last_hazard_goes_on(fitted):
    found = fitted.hazards(people(0.5), 36)[0]
    assert fitted.observed_months_ == 12
    assert found[12:] == pytest.approx(np.full(24, found[11]))


def test_nobody_leaves_before_it_is_possible():
    episodes, _ = drawn_episodes(np.random.default_rng(3), 2_000, 12)
    model = DiscreteTimeHazard().fit(episodes)
    late = standing(pd.DataFrame({"x": [0.0], "noise": [0.0]}), np.array([5]))
    found = model.outlook(late, 4)
    assert found.chance[0, :4].tolist() == [0.0] * 4
    assert found.chance[0, 4] > 0.0
    assert np.isnan(found.expected_months(4).value).all()
    # The months after have a band: the error is that of the whole curve.
    assert 0.0 < found.relative_error[0] < 1.0


def test_recalibration_moves_every_logit(fitted):
    chance = fitted.hazards(people(0.0), 1)[0, 0]
    moved = DiscreteTimeHazard(ridge=1.0)
    moved.__dict__.update(fitted.__dict__)
    again = moved.recalibrated(np.log(2.0), 1.0).hazards(people(0.0), 1)[0, 0]
    assert again / (1.0 - again) == pytest.approx(2.0 * chance / (1.0 - chance))


def test_weights_count_customers_as_often():
    episodes, _ = drawn_episodes(np.random.default_rng(5), 600, 6)
    twice = Episodes(
        standing(pd.concat([episodes.standing.features] * 2)),
        np.tile(episodes.customer, 2),
        np.tile(episodes.landmark, 2),
        np.tile(episodes.duration_months, 2),
        np.tile(episodes.churned, 2),
    )
    weighted = DiscreteTimeHazard().fit(episodes, np.full(600, 2.0)).coefficients_.vector
    assert weighted == pytest.approx(DiscreteTimeHazard().fit(twice).coefficients_.vector, abs=1e-3)


def test_an_unfitted_model_says_so():
    with pytest.raises(NotFittedError):
        DiscreteTimeHazard().hazards(people(0.0))


def test_months_count_as_observed_while_enough_left_and_were_at_risk():
    rows = Episodes(
        standing(pd.DataFrame({"x": np.zeros(200)})),
        np.arange(200),
        np.full(200, 9),
        np.array([1] * 50 + [2] * 5 + [3] * 4 + [9] * 141),
        np.array([True] * 59 + [False] * 141),
    )
    assert observed_months(rows) == 2


def test_intervals_of_the_logistic_learner_cover_the_truth():
    """Of 30 drawn companies and five customers each, 95 % of the intervals should hold the true chance."""
    x = np.array([-1.5, -0.5, 0.0, 0.5, 1.5])
    truth = 1.0 - (1.0 - 1.0 / (1.0 + np.exp(-(-3.0 + x)))) ** 6
    hits = []
    for seed in range(30):
        episodes, _ = drawn_episodes(np.random.default_rng(seed), 1_500, 8)
        band = DiscreteTimeHazard(ridge=1.0).fit(episodes).churn_probability(people(*x), 6)
        hits.append((band.low <= truth) & (truth <= band.high))
    assert 0.88 <= np.mean(hits) <= 1.0


def test_intervals_hold_with_the_ridge_that_later_data_choose():
    """Repeated customers, and twenty columns of noise beside six small effects."""
    hits = []
    for seed in range(6):
        drawn = drawn_past(np.random.default_rng(seed), 1_200, (0.3, 0.3, 0.2, 0.2, 0.1, 0.1), noise=20)
        past, people, chance = drawn
        model = DiscreteTimeHazard(ridge=chosen_ridge(past, 3, 300.0)).fit(past)
        band = model.churn_probability(standing(people[:200]), 6)
        truth = 1.0 - (1.0 - chance[:200]) ** 6
        hits.append(((band.low <= truth) & (truth <= band.high)).mean())
    assert np.mean(hits) >= 0.88


@pytest.fixture(scope="module")
def boosted():
    episodes, _ = drawn_episodes(np.random.default_rng(7), 1_500, 6)
    return DiscreteTimeHazard("boosting", refits=2, seed=1).fit(episodes), episodes


def test_boosted_trees_rank_and_bound_as_well(boosted):
    model, _ = boosted
    band = model.churn_probability(people(-1.5, 0.0, 1.5), 6)
    assert band.value[0] < band.value[1] < band.value[2]
    assert ((band.low <= band.value) & (band.value <= band.high)).all()


def test_the_same_seed_gives_the_same_trees(boosted):
    model, episodes = boosted
    again = DiscreteTimeHazard("boosting", seed=1, has_interval=False).fit(episodes)
    assert np.array_equal(again.hazards(people(0.3), 6), model.hazards(people(0.3), 6))
