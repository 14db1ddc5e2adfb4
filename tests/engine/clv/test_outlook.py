import numpy as np
import pandas as pd
import pytest

from dashboard.formats import Formats, Reader
from dashboard.i18n.texts import Texts
from dashboard.presenters.methods import card_words
from engine.clv import assessment_columns
from engine.clv.outlook import COLUMNS, MINIMUM_HISTORY_MONTHS, MINIMUM_REPEAT_BUYERS
from engine.settings import AssessmentSettings
from tests.engine.clv.made_up import company, summary_of

READER = Reader(Texts("en"), Formats("en", "EUR"))
PLAIN = AssessmentSettings(discount_rate_per_year=0.0)


@pytest.fixture(scope="module")
def shop() -> tuple[pd.DataFrame, np.ndarray, np.ndarray]:
    return company(4_000, np.random.default_rng(11))


@pytest.fixture(scope="module")
def found(shop):
    return assessment_columns(shop[0], PLAIN, np.random.default_rng(1))


def test_columns_are_those_promised_and_hang_together(shop, found) -> None:
    columns, cards, figures = found
    assert list(columns.columns) == list(COLUMNS)
    assert columns.index.equals(shop[0].index)
    assert columns["alive_probability"].between(0, 1).all()
    for name in ("expected_purchases_12m", "value_to_come_12m", "lifetime_value"):
        assert (columns[f"{name}_low"] <= columns[f"{name}_high"]).all()
        assert columns[name].sum() == pytest.approx(figures[f"{name}_total"].value)
    # Ten years hold the first one; without discounting a purchase leaves 40 % of its amount
    assert (columns["lifetime_value"] >= columns["value_to_come_12m"]).all()
    assert [card.message_id for card in cards] == [
        "card.value_to_come.ok.identified",
        "card.purchase_worth.ok",
    ]
    assert cards[1].facts["kept_share"] == pytest.approx(0.4)


def test_ranges_hold_what_happened_as_often_as_promised(shop, found) -> None:
    """A range that can't go below 0 holds more than 95 %; what lies above is 2.5 % at most."""
    _, after, future = shop
    columns, _, figures = found
    for name, happened in (("expected_purchases_12m", after), ("value_to_come_12m", 0.4 * future)):
        above = happened > columns[f"{name}_high"]
        below = happened < columns[f"{name}_low"]
        assert above.mean() < 0.035
        assert (above | below).mean() < 0.05
        total = figures[f"{name}_total"]
        assert total.low < happened.sum() < total.high
        assert (total.high - total.low) / total.value < 0.25
    assert above[columns["value_to_come_12m_high"] > 0].mean() == pytest.approx(0.025, abs=0.01)


def test_the_same_seed_gives_the_same_digits_and_equal_histories_equal_ranges(shop, found) -> None:
    again = assessment_columns(shop[0], PLAIN, np.random.default_rng(1))[0]
    pd.testing.assert_frame_equal(again, found[0])
    once = found[0][shop[0]["purchase_days"] == 1]
    same_age = once.groupby(shop[0]["days_since_last_purchase"])["expected_purchases_12m_high"].nunique()
    assert (same_age == 1).all()


def test_discounting_lowers_value_but_not_purchases(shop, found) -> None:
    columns, _, _ = assessment_columns(shop[0], AssessmentSettings(), np.random.default_rng(1))
    same = ["alive_probability", "expected_purchases_12m"]
    pd.testing.assert_frame_equal(columns[same], found[0][same])
    ratio = columns["value_to_come_12m"] / found[0]["value_to_come_12m"]
    assert ratio.between(1 / 1.1, 1.0).all()
    assert (columns["lifetime_value"] < 0.95 * found[0]["lifetime_value"]).all()


def test_who_only_has_refunds_is_undefined(shop) -> None:
    rows = shop[0].copy()
    rows.loc[5, ["purchase_days", "days_since_last_purchase"]] = np.nan
    rows.loc[5, ["first_purchase_day", "last_purchase_day"]] = pd.NaT
    columns, _, figures = assessment_columns(rows, PLAIN, np.random.default_rng(1))
    assert columns.loc[5].isna().all()
    assert columns.drop(index=5).notna().all(axis=None)
    assert figures["alive_customers"].n == len(rows) - 1


def test_customers_whose_returns_and_costs_outweigh_bring_a_loss() -> None:
    rows, _, _ = company(1_500, np.random.default_rng(4))
    dear = np.arange(len(rows)) % 5 == 0
    rows.loc[dear, ["current_value", "current_value_prior_12m"]] *= -1.0
    columns, _, _ = assessment_columns(rows, PLAIN, np.random.default_rng(1))
    assert (columns.loc[dear, "value_to_come_12m"] < 0).all()
    assert (columns.loc[~dear, "value_to_come_12m"] > 0).all()
    assert (columns.loc[dear, "value_to_come_12m_low"] <= columns.loc[dear, "value_to_come_12m_high"]).all()


def test_below_the_gates_it_says_how_much_is_missing() -> None:
    few, _, _ = company(60, np.random.default_rng(3))
    columns, (card,), figures = assessment_columns(few, PLAIN, np.random.default_rng(1))
    assert columns.isna().all(axis=None)
    assert card.message_id == "card.value_to_come.not_enough_data.repeat_buyers"
    assert card.facts["needed"] == MINIMUM_REPEAT_BUYERS
    assert np.isnan(figures["value_to_come_12m_total"].value)
    young, _, _ = company(2_000, np.random.default_rng(3), weeks=20.0)
    _, (card,), _ = assessment_columns(young, PLAIN, np.random.default_rng(1))
    assert card.facts == {"variant": "history", "count": 4, "needed": MINIMUM_HISTORY_MONTHS}


def test_where_leaving_cannot_be_told_no_churn_of_0_percent_is_shown() -> None:
    rng, n = np.random.default_rng(4), 1_500
    age = rng.integers(100, 500, n).astype(float)
    number = rng.poisson(rng.gamma(2.0, 1 / 80.0, n) * age)
    span = np.where(number > 0, np.ceil(age * rng.random(n) ** (1 / np.maximum(number, 1))), 0.0)
    rows = summary_of(number + 1.0, span, age, 30.0 * (number + 1) * rng.gamma(9, 1 / 9, n))
    columns, cards, figures = assessment_columns(rows, PLAIN, np.random.default_rng(1))
    assert columns["alive_probability"].isna().all()
    assert columns["lifetime_value"].isna().all()
    assert columns["value_to_come_12m"].notna().all()
    assert np.isnan(figures["alive_customers"].value)
    sentence = card_words("value_to_come", {"status": "ok", **cards[0].facts}, READER).text
    assert "this is no churn of 0%" in sentence


def clockwork(rng: np.random.Generator) -> pd.DataFrame:
    return summary_of(*(np.full(300, days) for days in (30.0, 870.0, 900.0)), 900 * rng.gamma(9, 1 / 9, 300))


def one_price(rng: np.random.Generator) -> pd.DataFrame:
    rows, _, _ = company(600, rng)
    gross = 10.0 * rows["purchase_days"]
    return rows.assign(amount_total=gross, amount_12m=gross, current_value=0.3 * gross)


def gone_at_once(rng: np.random.Generator) -> pd.DataFrame:
    again = rng.random(800) < 0.4
    age = rng.integers(200, 1_000, 800).astype(float)
    return summary_of(again + 1.0, again * 1.0, age, rng.gamma(3, 10, 800))


def burst(rng: np.random.Generator) -> pd.DataFrame:
    number = np.where(rng.random(600) < 0.5, rng.geometric(0.3, 600), 0.0)
    age = rng.integers(200, 1_000, 600).astype(float)
    return summary_of(number + 1, np.minimum(7 * number, age - 1), age, (number + 1) * rng.pareto(0.8, 600))


@pytest.mark.parametrize("odd", [clockwork, one_price, gone_at_once, burst])
def test_odd_companies_stay_finite_and_silent(odd) -> None:
    rows = odd(np.random.default_rng(9))
    columns, _, figures = assessment_columns(rows, AssessmentSettings(), np.random.default_rng(1))
    assert not np.isinf(columns.to_numpy()).any()
    assert columns["expected_purchases_12m"].notna().all()
    assert (columns["expected_purchases_12m"] >= 0).all()
    assert np.isfinite(figures["expected_purchases_12m_total"].value)
