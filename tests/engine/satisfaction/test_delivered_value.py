import datetime as dt
import math

import numpy as np
import pandas as pd
import pytest

from engine.satisfaction.answers import answers_of
from engine.satisfaction.delivered_value import (
    delivered_value,
    development_index,
    growing_quarters,
    growing_trend,
    growth_by_quarter,
)
from tests.engine.satisfaction.survey_rows import answer, item, relations_of

ITEMS = [item("vp", "value_product", 1, 5), item("vs", "value_service", 1, 5), item("cm", "cost_money", 1, 5)]


def test_value_less_cost_and_the_index_by_hand() -> None:
    """a: values 100 and 50, cost 25: delivered 75 − 25 = 50, benefit 75. b: 50 and none, 50: 0 and 50."""
    given = [answer("a", "vp", 5), answer("a", "vs", 3), answer("a", "cm", 2)]
    given += [answer("b", "vp", 3), answer("b", "cm", 3), answer("c", "vp", 1)]
    found = delivered_value(answers_of(relations_of(given, ITEMS), dt.date(2025, 6, 30)).frame, needed=1)
    assert found.each["delivered_value"].tolist() == pytest.approx([50.0, 0.0])
    assert found.each["benefit_index"].tolist() == pytest.approx([75.0, 50.0])


def test_the_part_that_drags_is_named() -> None:
    given = [
        row
        for number in range(40)
        for row in (
            answer(f"c{number}", "vp", 5),
            answer(f"c{number}", "vs", 1 + number % 2),
            answer(f"c{number}", "cm", 2),
        )
    ]
    found = delivered_value(answers_of(relations_of(given, ITEMS), dt.date(2025, 6, 30)).frame)
    assert found.drag == "value_service"
    assert not found.costs["cost_time"].is_defined


def test_development_is_the_rank_of_growth_with_ties_in_the_middle() -> None:
    """Growths 2, 1, 1, .5 of four peers: 87.5, 50, 50, 12.5; who came lately or buys no more has none."""
    customers = pd.DataFrame(
        {"amount_12m": [20.0, 10, 10, 5, 9, 0], "spend_change": [1.0, 0, 0, -0.5, math.nan, -1.0]}
    )
    found = development_index(customers, needed=4)
    assert found.tolist()[:4] == [87.5, 50.0, 50.0, 12.5]
    assert found[4:].isna().all()
    assert development_index(customers).isna().all()


def test_the_company_s_growth_changes_no_index() -> None:
    rng = np.random.default_rng(5)
    now, before = rng.gamma(2, 50, 60), rng.gamma(2, 50, 60)
    customers = pd.DataFrame({"amount_12m": now, "spend_change": now / before - 1})
    doubled = pd.DataFrame({"amount_12m": 2 * now, "spend_change": 2 * now / before - 1})
    assert development_index(customers).tolist() == development_index(doubled).tolist()


def test_who_spends_more_than_a_year_before_is_followed_quarter_by_quarter() -> None:
    quarters = [f"{year}-{month:02d}-01" for year in (2022, 2023, 2024) for month in (1, 4, 7, 10)]
    # Thirty-two spend the same in every quarter; 24 of them add 1 in the last, 8 take 1 away.
    rows = [
        (f"c{who}", pd.Timestamp(day), 10.0 + (0 if day != quarters[-1] else 1 if who < 24 else -1))
        for who in range(32)
        for day in quarters
    ]
    rows += [("new", pd.Timestamp("2024-10-01"), 5.0)]  # spent in one year only
    # Came within the year before: no year of theirs is like the one after it.
    rows += [("late", pd.Timestamp(day), 10.0) for day in quarters[7:]]
    spent = pd.DataFrame(rows, columns=["customer_id", "quarter", "amount"])
    grew = growth_by_quarter(spent, dt.date(2025, 1, 15))
    found = growing_trend(grew)
    # The first quarter may not be whole, so the first eight end with 2024-01.
    assert found["day"].dt.strftime("%Y-%m").tolist() == ["2024-01", "2024-04", "2024-07", "2024-10"]
    assert found["value"].tolist() == [0.0, 0.0, 0.0, 0.75]
    assert found["n"].tolist() == [32, 32, 32, 32]
    each = growing_quarters(grew)
    assert each["c0"].split("\n") == ["2024q1=0", "2024q2=0", "2024q3=0", "2024q4=1"]
    assert each["c31"].endswith("2024q4=0")
    assert each[["new", "late"]].isna().all()
    nobody = growth_by_quarter(spent[:0], dt.date(2025, 1, 15))
    assert growing_trend(nobody).empty
    assert growing_quarters(nobody).empty
