import datetime as dt

import pandas as pd
import pytest

from engine.loyalty.cohorts import cohort_triangle, retention_curve


def activity(rows: dict[str, list[str]]) -> pd.DataFrame:
    pairs = [(who, month) for who, months in rows.items() for month in months]
    return pd.DataFrame(pairs, columns=["customer_id", "month"])


def test_triangle_by_hand() -> None:
    rows = {"a": ["2024-01-05", "2024-02-09"], "b": ["2024-01-20"], "c": ["2024-02-01", "2024-03-31"]}
    cells = cohort_triangle(activity(rows), dt.date(2024, 3, 31), "M").cells
    january = cells[cells["cohort"] == pd.Timestamp(2024, 1, 1)]
    assert january["active"].tolist() == [2, 1, 0]
    february = cells[cells["cohort"] == pd.Timestamp(2024, 2, 1)]
    assert february["active"].tolist() == [1, 1]
    assert cells["share"].isna().all()  # fewer than 30 customers


def test_a_period_that_is_not_over_is_left_out() -> None:
    rows = {"a": ["2024-01-05", "2024-03-09"], "b": ["2024-03-10"]}
    cells = cohort_triangle(activity(rows), dt.date(2024, 3, 30), "M").cells
    assert cells["period"].tolist() == [0, 1]
    assert cohort_triangle(activity(rows), dt.date(2024, 3, 30), "Y").cells.empty


def test_quarters_and_years() -> None:
    rows = {f"c{n}": ["2023-02-01", "2024-11-30"] for n in range(40)}
    quarters = cohort_triangle(activity(rows), dt.date(2024, 12, 31), "Q")
    assert quarters.cells["share"].tolist() == [1.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 1.0]
    assert quarters.cells["cohort"].iloc[0] == pd.Timestamp(2023, 1, 1)
    years = cohort_triangle(activity(rows), dt.date(2024, 12, 31), "Y")
    assert years.cells["share"].tolist() == [1.0, 1.0]


def test_the_curve_weighs_cohorts_by_their_customers() -> None:
    rows = {f"a{n}": ["2024-01-01"] + (["2024-02-01"] if n < 20 else []) for n in range(40)}
    rows |= {f"b{n}": ["2024-02-01", "2024-03-01"] for n in range(60)}
    curve = retention_curve(cohort_triangle(activity(rows), dt.date(2024, 3, 31), "M"))
    assert curve["share"].tolist()[1] == pytest.approx((20 + 60) / 100)
    assert curve["customers"].tolist() == [100, 100, 40]
