"""Is the simplest learner within the noise used, and only where its chances came true?"""

import dataclasses

import numpy as np
import pandas as pd
import pytest

from engine.churn.chosen_learner import Choice, Span, choice_of, drawn_to, held_against
from engine.churn.comparison import Comparison, compare
from engine.churn.hazard import Outlook
from engine.churn.landmarks import Episodes, Standing
from tests.engine.churn.learners.made_customers import made


@pytest.fixture(scope="module")
def compared() -> Comparison:
    """Customers who leave when two columns meet: the tree is the simplest within the noise."""
    return compare(made(3000, seed=3, is_crossed=True), made(2000, seed=4, is_crossed=True), seed=1)


def with_frame(compared: Comparison, **columns: dict[str, object]) -> Comparison:
    frame = compared.frame.copy()
    for name, values in columns.items():
        for learner, value in values.items():
            frame.loc[learner, name] = value
    return dataclasses.replace(compared, frame=frame)


def crossed_past(count: int) -> tuple[Episodes, pd.DataFrame]:
    some = made(count, seed=3, is_crossed=True)
    standing = Standing(some.features, np.ones(count, dtype=np.int64), np.full(count, np.nan))
    landmark = np.full(count, 6)
    return Episodes(
        standing, np.arange(count), landmark, np.where(some.churned, 3, 6), some.churned
    ), some.features


def test_the_simplest_whose_chances_came_true_is_chosen(compared: Comparison) -> None:
    assert compared.frame.loc["entropy_tree", "is_calibrated"]
    assert choice_of(compared) == Choice("entropy_tree", "boosting", "entropy_tree", "within_noise")


def test_a_learner_whose_chances_did_not_come_true_is_not(compared: Comparison) -> None:
    off = with_frame(compared, is_calibrated={"entropy_tree": False})
    assert choice_of(off) == Choice("boosting", "boosting", "entropy_tree", "not_calibrated")


def test_where_the_simplest_tells_the_time_the_hazard_model_is_used_as_it_is(compared: Comparison) -> None:
    plain = with_frame(compared, is_within_noise={"entropy_tree": False})
    found = choice_of(dataclasses.replace(plain, default="boosting"))
    assert found == Choice("boosting", "boosting", "boosting", "simplest")
    assert not found.is_another


def test_without_a_comparison_there_is_no_choice(compared: Comparison) -> None:
    assert choice_of(None) == Choice("logistic", "logistic", "logistic", "not_compared")
    assert choice_of(compared, "logistic").learner == "logistic"


def test_a_chance_is_calibrated_by_slope_and_ratio() -> None:
    later = made(2000, seed=2)
    found = compare(made(3000, seed=1), later, seed=1).frame
    assert found.loc["logistic", "is_calibrated"]
    assert not found.loc["rhythm_rule", ["is_within_noise"]].any()
    ratio = found.loc["logistic", "calibration_ratio"]
    assert (
        found.loc["logistic", "calibration_ratio_low"]
        < ratio
        < found.loc["logistic", "calibration_ratio_high"]
    )
    assert ratio == pytest.approx(1.0, abs=0.1)


def test_a_learner_behind_the_hazard_model_gives_way(compared: Comparison) -> None:
    choice = choice_of(compared)
    as_good = compared.probabilities["boosting"]
    assert held_against(choice, compared, as_good, seed=1) == choice
    better = np.where(compared.churned, 0.9, 0.1)
    assert held_against(choice, compared, better, seed=1).reason == "behind_hazard"
    assert held_against(choice, compared, better, seed=1).learner == "boosting"


def test_the_curve_is_drawn_to_the_learners_chance() -> None:
    """By hand: hazards of 10 % a month; the curve keeps its shape and meets the tree's chance at month 6."""
    past, features = crossed_past(1200)
    entry = np.where(np.arange(1200) < 100, 9, 1)
    standing = Standing(features, entry, np.full(1200, np.nan))
    flat = np.full((1200, 36), 0.1)
    flat[:100, :8] = 0.0
    before = Outlook(flat, np.full(1200, 0.2), np.full(1200, 0.3))
    choice = Choice("entropy_tree", "logistic", "entropy_tree", "within_noise")
    after, kept = drawn_to(before, choice, past, standing, Span(6, 1))
    assert kept == choice
    late, old = features["silence_in_gaps"] > 1.0, features["tariff"] == "old"
    chance = after.churn_probability(6)
    drawn = np.arange(1200) >= 100
    # Six in ten leave where both or neither hold, one in ten elsewhere.
    assert chance.value[drawn & (late == old)].mean() == pytest.approx(0.6, abs=0.05)
    assert chance.value[drawn & (late != old)].mean() == pytest.approx(0.1, abs=0.05)
    power = np.log1p(-chance.value[drawn]) / (6 * np.log(0.9))
    assert after.survival()[drawn, 11] == pytest.approx(0.9 ** (12 * power))
    assert (chance.low <= chance.value).all()
    assert (chance.value[drawn] < chance.high[drawn]).all()
    # Totals spread as the tree does that learned from customers drawn anew, about what is said.
    assert after.others.shape == (6, 1200)
    assert np.log(after.others[:, drawn]).mean() == pytest.approx(0.0, abs=0.1)
    # Who can't leave within six months is left as the hazard model has it.
    assert (after.others[:, :100] == 1.0).all()
    assert np.array_equal(after.chance[:100], flat[:100])
    assert (after.relative_error[:100] == 0.2).all()
    # Later months are as much less sure as the hazard model has it.
    assert after.late_error[drawn] ** 2 - after.relative_error[drawn] ** 2 == pytest.approx(0.3**2 - 0.2**2)


def test_of_the_hazard_model_itself_nothing_is_changed() -> None:
    past, features = crossed_past(50)
    outlook = Outlook(np.full((50, 36), 0.1), np.full(50, 0.2), np.full(50, 0.2))
    choice = Choice("logistic", "logistic", "logistic", "simplest")
    assert drawn_to(outlook, choice, past, Standing(features, *past_entry(50)), Span(6, 1))[0] is outlook


def past_entry(count: int) -> tuple[np.ndarray, np.ndarray]:
    return np.ones(count, dtype=np.int64), np.full(count, np.nan)
