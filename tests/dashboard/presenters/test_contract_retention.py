"""Is retention by tenure said as it was seen, with what may come of mixing alone?"""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import Any

import numpy as np
import pandas as pd
import pytest

from dashboard.charts.contract_retention import contract_retention_chart
from dashboard.presenters.contract_retention import TABLES, cohort_table, curve_of, retention_view
from dashboard.presenters.customer_filters import CustomerFilters, matching
from tests.dashboard.presenters.assessed_customers import grounds, reader, six_customers

FACTS: dict[str, Any] = {
    "customers": 900, "months": 11, "predicted": 500, "low": 480, "high": 520, "actual": 490,
}  # fmt: skip


def tables(*, runs_off: bool = False) -> dict[str, pd.DataFrame]:
    """Of 1,000 customers 1 % leave a month for a year, then 2 %; models that say 1.5 % throughout."""
    periods = np.arange(1.0, 37.0)
    rate = np.where(periods <= 12, 0.99, 0.98)
    begun = np.where(periods <= 30, 1_000.0, 40.0)
    share = np.cumprod(rate)
    retention = pd.DataFrame(
        {
            "period": periods,
            "customers": begun,
            "stayed": begun * rate,
            "retention_rate": rate,
            "survival_share": share,
            "survival_share_low": share - 0.01,
            "survival_share_high": share + 0.01,
            **{f"{model}_retention_rate": 0.985 for model in ("geometric", "weibull", "hazard")},
        }
    )
    cohorts = pd.DataFrame(
        {
            "first_day": pd.to_datetime(["2023-01-01", "2026-04-01"]),
            "first_period": [6, 0],
            "counted": [80.0, 120.0],
            "period": [38, 2],
            "survivors": [40.0, 118.0],
            "share": [0.5, 118 / 120],
            "geometric_share": [0.55, 0.97],
            "weibull_share": [0.52, 0.98],
            "geometric_months": [30.0, 30.0],
            "weibull_months": [20.0, 30.0],
            "hazard_months": [10.0, 40.0],
        }
    )
    error = np.nan if runs_off else 0.2
    models = pd.DataFrame(
        [
            ("geometric", "alpha", 1.0, error),
            ("geometric", "beta", 49.0, error),
            ("geometric", "log_likelihood", -800.25, np.nan),
            ("weibull", "alpha", 2.0, 0.5),
            ("weibull", "beta", 98.0, 9.0),
            ("weibull", "c", 1.5, 0.1),
            ("weibull", "log_likelihood", -790.5, np.nan),
        ],
        columns=["model", "name", "value", "error"],
    )
    return dict(zip(TABLES, (retention, cohorts, models), strict=True))


def view(finding: str = "rising", *, runs_off: bool = False) -> Any:
    return retention_view(tables(runs_off=runs_off), FACTS, finding, grounds())


def test_what_was_seen_is_said_by_hand() -> None:
    found = view()
    assert found.seen == (
        "Of contract customers, 1.0% leave a month in their first year, and 2.0% a month later on."
    )
    # .99^12 = 88.6 %; times .98^12 = 69.6 %
    assert [one.value for one in found.figures[:2]] == ["88.6%", "69.6%"]
    # (40 * 10 + 118 * 40) / 158 = 32.4 months by the model of single customers
    assert found.figures[2].value == "32"
    assert found.figures[2].note == "30 by mixing alone, 27 with an own change"
    assert (found.figures[3].value, found.figures[3].note) == ("500", "480 to 520; 490 are there")


@pytest.mark.parametrize(
    ("finding", "words"),
    [
        ("mixing", "mixing alone explains it"),
        ("alike", "customers are all alike"),
        ("rising", "own chance to leave rises with tenure (c = 1.50 (1.32 to 1.71)"),
        ("falling", "own chance to leave falls with tenure"),
    ],
)
def test_what_it_comes_from_is_said(finding: str, words: str) -> None:
    assert words in view(finding).finding


def test_a_point_is_a_quarter_of_tenure_and_hardly_reached_ones_are_left_out() -> None:
    curve = curve_of(tables()["contract_retention"], reader())
    assert curve["tenure"].tolist() == [2.0, 5.0, 8.0, 11.0, 14.0, 17.0, 20.0, 23.0, 26.0, 29.0]
    assert curve["seen"].iloc[[0, -1]].tolist() == pytest.approx([0.99, 0.98])
    assert (curve["low"] < curve["seen"]).all()
    assert curve["label"].iloc[4] == "months 13 to 15: 98.0% stay on a month (about 1,000 customers)"
    picture = contract_retention_chart(curve, view().names, "months")
    assert [trace.name for trace in picture.data][-1] == "Seen"
    assert picture.data[-1].y.tolist() == curve["seen"].tolist()


def test_a_cohort_stands_beside_its_models_the_newest_first() -> None:
    table = cohort_table(tables()["contract_cohorts_now"], reader())
    assert table["cohort"].tolist() == ["2026 Q2", "2023 Q1"]
    assert table["counted"].tolist() == ["120", "80 (from month 6)"]
    assert table["share"].tolist() == ["98.3%", "50.0%"]
    assert table["weibull_months"].tolist() == ["30", "20"]
    assert view().cohort_labels["weibull_months"] == "Months to come: own change too"


def test_a_cohort_leads_to_the_customers_who_began_in_its_quarter() -> None:
    codes = cohort_table(tables()["contract_cohorts_now"], reader()).index.tolist()
    assert codes == ["2026q2", "2023q1"]
    began = six_customers().assign(contract_start_day=pd.to_datetime(["2023-03-31", *["2026-04-01"] * 5]))
    assert matching(began, CustomerFilters(cohort=(codes[1],)))["customer_id"].tolist() == ["A1"]


def test_parameters_come_with_errors_or_are_not_known() -> None:
    found = view()
    assert found.parameters.iloc[0].tolist() == ["Mixing alone (sBG)", "1.00 ± 0.20", "49.00 ± 0.20", "–",
                                                 "2.00%", "-800.2"]  # fmt: skip
    assert found.parameters["c"].iloc[1] == "1.50 ± 0.10"
    ran_off = view("alike", runs_off=True)
    assert ran_off.parameters.iloc[0, 1:3].tolist() == ["–", "–"]
    assert "run off together" in ran_off.parameters_said


def test_too_little_gives_no_view() -> None:
    nothing = dict.fromkeys(TABLES, pd.DataFrame())
    assert retention_view(nothing, FACTS, "", grounds()) is None


def test_a_short_history_says_what_it_lacks() -> None:
    short = tables()
    short["contract_retention"] = short["contract_retention"].head(9)
    found = retention_view(short, {}, "mixing", replace(grounds(), as_of=dt.date(2026, 6, 30)))
    assert found is not None
    assert found.seen.endswith("nothing is known of later years yet.")
    assert found.figures[0].value == "–"
    assert found.figures[0].missing.startswith("Not enough data")
    assert len(found.figures) == 3
