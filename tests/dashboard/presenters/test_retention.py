"""Do cohorts and rates stand as the assessment's tables have them, each with who is behind it?"""

from __future__ import annotations

import pandas as pd
import pytest

from dashboard.presenters.customer_filters import CustomerFilters
from dashboard.presenters.people_behind import people_behind
from dashboard.presenters.retention import behind_rate, cohorts_view, rate_bars
from tests.dashboard.presenters.assessed_customers import grounds, reader, six_customers

NAN = float("nan")
# Quarter of the first purchase, then customers and how many were there, quarter by quarter.
COHORTS = {"2023-10-01": (40, [40, 20, 10]), "2024-01-01": (60, [60, 45]), "2024-04-01": (10, [10])}
CELLS = pd.DataFrame(
    [
        (pd.Timestamp(day), period, size, active, active / size if size >= 30 else NAN)
        for day, (size, counts) in COHORTS.items()
        for period, active in enumerate(counts)
    ],
    columns=["cohort", "period", "customers", "active", "share"],
)
CURVE = pd.DataFrame(
    {
        "period": [0, 1, 2],
        "customers": [110, 100, 40],
        "share": [1.0, 0.65, 0.25],
        "low": [0.97, 0.55, 0.14],
        "high": [1.0, 0.74, 0.4],
    }
)
RATES = pd.DataFrame(
    [
        ("retention_rate", "tenure", "under_1_year", NAN, NAN, NAN, 0, 30),
        ("retention_rate", "tenure", "1_to_2_years", 0.5, 0.4, 0.6, 100, 30),
        ("retention_rate", "tenure", "1_to_3_years", 0.5, 0.4, 0.6, 100, 30),
    ],
    columns=["figure", "by", "group", "value", "low", "high", "n", "needed"],
)


@pytest.fixture
def customers() -> pd.DataFrame:
    return six_customers().assign(
        first_purchase_day=pd.Timestamp("2023-10-05"), contract_start_day=pd.NaT, active_quarters="101"
    )


def tables(name: str) -> pd.DataFrame:
    return {"cohorts": CELLS, "retention_curve": CURVE, "retention_rates": RATES}.get(name, pd.DataFrame())


def test_small_cohorts_and_the_first_quarter_itself_are_left_out(customers):
    found = cohorts_view(customers, tables, grounds())
    assert found.cells[["cohort", "period", "label"]].to_numpy().tolist() == [
        ["2023-Q4<br>n = 40", 1, "50"],
        ["2023-Q4<br>n = 40", 2, "25"],
        ["2024-Q1<br>n = 60", 1, "75"],
    ]
    assert found.curve["hover"].tolist()[0] == "All who came, 1 quarter later: 65% of 100"


def test_a_year_is_followed_as_far_as_all_its_quarters_are(customers):
    found = cohorts_view(customers, tables, grounds())
    assert found.years[["year", "period", "share"]].to_numpy().tolist() == [
        ["2023", 1, 0.5],
        ["2023", 2, 0.25],
        ["2024", 1, 0.75],
    ]


def test_the_first_cohort_says_what_it_holds_and_older_ones_why_they_are_missing(customers):
    assert "begin in 2023-Q4" in cohorts_view(customers, tables, grounds()).notes[0]
    older = customers.assign(contract_start_day=pd.Timestamp("2020-01-01"))
    assert "from before 2023-Q4 are left out" in cohorts_view(older, tables, grounds()).notes[0]


def test_each_mark_leads_to_who_was_there_and_who_was_not(customers):
    found = cohorts_view(customers, tables, grounds())
    behind = people_behind(customers, found.cell_groups["2023q4f1"], reader())
    assert [(group.label, group.filters.cohort) for group in behind] == [
        ("came in 2023-Q4, 1 quarter ago or more: 6", ("2023q4f1",)),
        ("Not there: 6", ("2023q4n1",)),
    ]


def test_a_rate_counts_nobody_where_there_can_be_nobody_and_leads_to_kept_and_lost():
    bars = rate_bars(tables, "retention_rate", grounds())["tenure"]
    assert bars["code"].tolist() == ["1_to_2_years", "1_to_3_years"]
    # Of a band that only older assessments have, nobody can be found.
    assert behind_rate("retention_rate", "tenure", bars["code"]) == {
        "1_to_2_years": CustomerFilters(kept=("kept", "lost"), tenure=("1_to_2_years",))
    }
    known = pd.concat([six_customers()] * 2).assign(
        retention=["kept"] * 5 + ["lost"] * 6 + [None], tenure=["1_to_2_years"] * 11 + [None]
    )
    whose = CustomerFilters(kept=("kept", "lost"), tenure=("1_to_2_years",))
    found = people_behind(known, whose, reader())
    assert [group.label for group in found] == ["Customer for 1 to 2 years: 11", "Kept: 5", "Lost: 6"]
    # Four who were kept are not told apart from the rest.
    assert [group.label for group in people_behind(known[1:], whose, reader())] == [
        "Customer for 1 to 2 years: 10"
    ]


def test_without_cohorts_there_is_nothing_to_draw(customers):
    assert cohorts_view(customers, lambda _: pd.DataFrame(), grounds()) is None


def test_who_left_in_a_quarter_of_tenure_stands_beside_who_stayed():
    known = pd.concat([six_customers()] * 2).assign(
        contract_month_first=1.0,
        contract_month_last=[4.0] * 5 + [30.0] * 7,
        contract_month_left=[4.0] * 5 + [NAN] * 7,
    )
    found = people_behind(known, CustomerFilters(counted=("f4-6",)), reader())
    assert [group.label for group in found] == [
        "there when a month from 4 to 6 of their contract began: 12",
        "Not gone in these: 7",
        "Gone in these: 5",
    ]
    assert [group.filters.counted for group in found] == [("f4-6",), ("c4-6",), ("n4-6",)]
