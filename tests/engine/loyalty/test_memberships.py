"""Is every customer in the groups that the figures about loyalty count, and in no other?"""

from __future__ import annotations

import datetime as dt
from types import SimpleNamespace

import pandas as pd
import pytest

from engine.assessing.experience import with_year_before
from engine.loyalty.cohorts import cohort_triangle
from engine.loyalty.findings import retention_table
from engine.loyalty.memberships import memberships, retained
from engine.satisfaction.answers import answers_of
from tests.engine.satisfaction.survey_rows import answer, item, relations_of

AS_OF = dt.date(2025, 6, 30)
NOBODY = pd.DataFrame({"customer_id": pd.Series(dtype="str"), "opened_at": pd.Series(dtype="datetime64[s]")})
CUSTOMERS = pd.DataFrame(
    {
        "customer_id": ["a", "b", "c", "d"],
        "churn_state": ["staying", "left", "staying", "left"],
        "first_purchase_day": pd.to_datetime(["2024-07-01", "2024-06-30", "2022-01-01", "2020-01-01"]),
        "contract_start_day": pd.to_datetime([None, None, None, "2024-12-31"]),
        "purchase_days": [3.0, 2.0, 5.0, 1.0],
        "purchase_days_12m": [3.0, 0.0, 2.0, 0.0],
        "purchase_days_prior_12m": [0.0, 2.0, 3.0, 0.0],
        "current_value_prior_12m": [0.0, 20.0, 80.0, 0.0],
    }
)


def answers(*given: tuple[str, str, float]) -> pd.DataFrame:
    rows = [answer(who, "q1", score, day) for who, day, score in given]
    return answers_of(relations_of(rows, [item("q1", "csat", 1.0, 5.0)]), AS_OF).frame


def months(**of: tuple[str, ...]) -> pd.DataFrame:
    rows = [(name, pd.Timestamp(f"{month}-01")) for name, own in of.items() for month in own]
    return pd.DataFrame(rows, columns=["customer_id", "month"])


def test_each_customer_has_a_figure_a_whole_quarter_since_the_first():
    activity = months(a=("2024-11", "2025-03"), b=("2024-02",), c=("2025-07",))
    found = cohort_triangle(activity, dt.date(2025, 8, 15), "Q")
    # c came in the quarter that is not over.
    assert found.each.to_dict() == {"a": "110", "b": "100000"}


def test_the_text_of_quarters_counts_as_the_triangle_does():
    activity = months(a=("2024-01", "2024-04"), b=("2024-02", "2024-10"), c=("2024-05", "2024-08"))
    found = cohort_triangle(activity, AS_OF, "Q")
    for cell in found.cells.itertuples():
        came = found.each[
            [name for name in found.each.index if name in ("ab" if cell.cohort.month == 1 else "c")]
        ]
        assert (came.str.get(cell.period) == "1").sum() == cell.active


def test_groups_of_the_year_before():
    given = answers(("b", "2023-12-01", 1.0), ("c", "2025-01-01", 5.0))
    complaints = pd.DataFrame(
        {
            "customer_id": ["a", "b", "b"],
            "opened_at": pd.to_datetime(["2025-01-01", "2023-08-01", "2020-01-01"]),
        }
    )
    found = memberships(CUSTOMERS, given, complaints, pd.Series({"a": "11"}), AS_OF)
    assert found["retention"].fillna("").tolist() == ["", "lost", "kept", ""]
    assert found["abc_class_prior_12m"].fillna("").tolist() == ["", "B", "A", ""]
    assert found["satisfaction_group_prior_12m"].fillna("").tolist() == ["", "dissatisfied", "", ""]
    assert found["complained"].tolist() == ["last_12m", "year_before", "never", "never"]
    bands = ["under_1_year", "1_to_2_years", "2_to_4_years", "under_1_year"]
    assert found["tenure"].tolist() == bands  # of d the contract counts
    assert found["active_quarters"].fillna("").tolist() == ["11", "", "", ""]


def test_without_complaints_on_file_nobody_is_called_silent():
    found = memberships(CUSTOMERS, answers(("b", "2023-12-01", 1.0)), NOBODY, pd.Series(dtype="str"), AS_OF)
    assert found["complained"].isna().all()


def test_rates_count_the_same_customers():
    rates = retention_table(CUSTOMERS, AS_OF).set_index(["figure", "by", "group"])["n"]
    assert rates["retention_rate", "", ""] == 2
    assert rates["retention_rate", "tenure", "1_to_2_years"] == 1
    assert rates["retention_rate", "abc_class_before", "A"] == 1


@pytest.mark.parametrize(("history", "known"), [(23, 0), (24, 2)])
def test_who_stayed_takes_two_whole_years_of_files(history: int, known: int):
    customers = pd.DataFrame(
        {"purchase_days_prior_12m": [3.0, 1.0, 0.0], "purchase_days_12m": [1.0, 0.0, 2.0]}
    )
    study = SimpleNamespace(has_contracts=False, history_months=history)
    before, _ = retained(with_year_before(customers, study))
    assert int(before.sum()) == known
