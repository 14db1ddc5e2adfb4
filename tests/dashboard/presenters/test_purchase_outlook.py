"""Is it said who is still a customer, by which model, without a churn of 0 % where nobody can know?"""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pandas as pd
import pytest

from dashboard.charts.alive_by_silence import alive_by_silence_chart
from dashboard.presenters.customer_filters import CustomerFilters, matching
from dashboard.presenters.purchase_outlook import alive_groups, outlook_view
from dashboard.presenters.silence_cells import silence_words
from engine.estimate import Estimate
from tests.dashboard.presenters.assessed_customers import grounds

FIGURES = {
    "alive_customers": Estimate(60.0, 55.0, 65.0, 80),
    "expected_purchases_12m_total": Estimate(200.0, 180.0, 220.0, 80),
    "value_to_come_12m_total": Estimate(1_000.0, 900.0, 1_100.0, 80),
    "lifetime_value_total": Estimate(5_000.0, 4_000.0, 6_000.0, 80),
    "forecast_bias": Estimate(-0.16, -0.25, -0.06, 70),
}
HELD_OUT = {
    "status": "ok", "variant": "off", "months": 9, "customers": 70, "predicted": 84, "low": 75, "high": 94,
    "actual": 100, "bias_share": -0.16, "error": 0.8, "plain_error": 1.2,
}  # fmt: skip
FITTED = {
    "status": "ok", "variant": "identified", "customers": 80, "repeat_buyers": 40, "discount_rate": 0.1,
    "horizon_months": 12, "lifetime_months": 120,
}  # fmt: skip


def people() -> pd.DataFrame:
    """Forty who bought once and forty who bought six times; half of each silent for a month, half for ten."""
    order = np.arange(80)
    once, lately = order < 40, order % 2 == 0
    return pd.DataFrame(
        {
            "purchase_days": np.where(once, 1.0, 6.0),
            "days_since_last_purchase": np.where(lately, 30.0, 304.0),
            "alive_probability": np.where(lately, 0.9, np.where(once, 0.7, 0.2)),
            "churn_state": np.where(order < 10, "left", "staying"),
        }
    )


def view(**cards: Any) -> Any:
    known = {"value_to_come": FITTED, "forecast_hold_out": HELD_OUT, **cards}
    return outlook_view(people(), FIGURES, known, grounds())


def test_the_model_that_counts_the_churned_is_named_beside_the_rule() -> None:
    found = view()
    assert found.counted.startswith("By the model of purchases (MBG/NBD) 60 of 80 customers are still here")
    assert "counts 10 as left. Left after 365 days" in found.counted
    assert (found.figures[0].label, found.figures[0].value) == ("Still customers, by MBG/NBD", "60")
    assert found.figures[0].note == "55 to 65"


def test_one_time_buyers_are_not_alive_for_ever() -> None:
    # Half of them .9, half .7
    one_time = view().figures[1]
    assert (one_time.value, one_time.note) == ("80%", "mean of 40 customers; not “alive for ever”")


def test_period_and_lifetime_value_stand_beside_each_other_with_their_ranges() -> None:
    period, lifetime = view().totals
    assert (period.label, period.value) == ("Period value: next 12 months", "€1,000")
    assert (lifetime.label, lifetime.value) == ("Lifetime value: ten years", "€5,000")
    assert (period.note, lifetime.note) == ("€900 to €1,100", "€4,000 to €6,000")
    assert period.explanation.method != lifetime.explanation.method


def test_a_season_that_broke_the_forecast_is_shown() -> None:
    bias = view().figures[3]
    assert (bias.label, bias.value) == ("Forecast of 9 months ago", "-16.0%")
    assert bias.note == "outside its range: mind a season or a change"
    assert "there were 100, so it was -16.0% off, outside its range" in view().checked
    assert view().held == ""
    ranges = view(forecast_hold_out={**HELD_OUT, "inside_share": 0.969, "above_share": 0.02}).held
    assert ranges.startswith("In that time 96.9% of the customers bought as often as the range")
    assert ranges.endswith("2.0% bought more, 1.1% less.")
    assert view(forecast_hold_out={**HELD_OUT, "variant": "within"}).figures[3].note == "within its range"


@pytest.mark.parametrize("variant", ["no_leaving_seen", "flat"])
def test_where_leaving_cannot_be_told_there_is_no_churn_of_0_percent(variant: str) -> None:
    unknown = Estimate(math.nan, n=80)
    figures = {**FIGURES, "alive_customers": unknown, "lifetime_value_total": unknown}
    customers = people().assign(alive_probability=math.nan)
    cards = {"value_to_come": {**FITTED, "variant": variant}, "forecast_hold_out": HELD_OUT}
    found = outlook_view(customers, figures, cards, grounds())
    assert "no chance of still being a customer" in found.untold
    assert found.counted == ""
    assert found.groups.empty
    shown = (found.figures[0], found.figures[1], found.totals[1])
    assert [one.value for one in shown] == ["–"] * 3
    assert all("This is no churn of 0%" in one.missing for one in shown)
    # The next 12 months can be told all the same.
    assert found.totals[0].value == "€1,000"


def test_too_little_data_says_what_is_needed() -> None:
    card = {"status": "not_enough_data", "variant": "repeat_buyers", "count": 12, "needed": 100}
    found = view(value_to_come=card)
    assert "12 of the 100 customers with purchases on two days" in found.missing
    assert found.figures == ()


def test_the_picture_has_a_line_a_group_that_falls_with_silence() -> None:
    groups = alive_groups(people(), grounds())
    assert groups["group"].tolist() == ["one", "one", "many", "many"]
    assert groups["months"].tolist() == [1.5, 10.5, 1.5, 10.5]
    assert groups["chance"].tolist() == pytest.approx([0.9, 0.7, 0.9, 0.2])
    assert groups["code"].tolist() == ["one-0", "one-3", "many-0", "many-3"]
    behind = matching(people(), CustomerFilters(silence=("one-3",)))
    assert (behind.index.tolist(), len(behind)) == (list(range(1, 40, 2)), 20)
    assert groups["label"].iloc[1] == "bought on one day, silent 9 to 12 months: 70.0% (20 customers)"
    picture = alive_by_silence_chart(groups, ("silence", "chance"))
    assert silence_words("some-20", grounds().reader) == "bought on 2 to 4 days, silent 60 months or more"
    assert list(picture.data[0].customdata) == ["one-0", "one-3"]
    assert [line.name for line in picture.data] == ["bought on one day", "on 5 days or more"]
