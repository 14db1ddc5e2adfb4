"""Are the right customers on a page of the list, in the right order, rightly written?"""

from __future__ import annotations

import pandas as pd
import pytest

from dashboard.presenters.customer_list import SORTS, customer_list, sort_of_heading, written
from tests.dashboard.presenters.assessed_customers import NAN, reader, six_customers


def order(sort: str) -> list[int]:
    return customer_list(six_customers(), sort, 1, reader()).rows.index.tolist()


@pytest.mark.parametrize(
    ("sort", "expected"),
    [
        ("", [1, 2, 3, 4, 5, 6]),
        ("nonsense", [1, 2, 3, 4, 5, 6]),
        ("current_value", [6, 5, 4, 3, 2, 1]),
        ("-days_since_last_purchase", [5, 2, 6, 4, 3, 1]),
        # 3, 4 and 5 have no rhythm of their own: they come last, in the order of their ids.
        ("silence_probability", [2, 6, 1, 3, 4, 5]),
        ("growth_rate", [5, 2, 1, 3, 4, 6]),
        ("customer_id", [1, 2, 3, 4, 5, 6]),
    ],
)
def test_orders_put_the_undefined_last(sort, expected):
    assert order(sort) == expected


def test_cells_are_text_in_the_readers_language():
    row = written(six_customers(), reader()).loc[2]
    assert row.to_dict() == {
        "customer_id": "A2",
        "current_value": "€250",
        "value_tier": "Gold",
        "churn_state": "Leaning to leave",
        "silent": "90 days · usually 30",
        "lifecycle_stage": "Decline",
        "growth_rate": "-50%",
        "churn_probability": "60.0%",
        "value_to_come_12m": "€150",
        "lifetime_value": "€500",
        "expected_gain": "€250",
        "potential_value": "€0.00",
        "abc_class": "A · VIP",
        "purchase_days_12m": "4",
        "last_purchase_day": "Apr 1, 2026",
    }
    chinese = written(six_customers(), reader("zh_CN")).loc[3]
    assert (chinese["value_tier"], chinese["silent"], chinese["growth_rate"]) == ("铁质客户", "20天", "–")


def test_what_is_unknown_is_a_dash():
    unknown = six_customers().assign(
        value_tier=None, churn_state=None, days_since_last_purchase=float("nan"), last_purchase_day=pd.NaT
    )
    row = written(unknown, reader()).loc[1]
    assert row[["value_tier", "churn_state", "silent", "last_purchase_day"]].tolist() == ["–"] * 4


def test_names_stand_beside_ids_where_there_are_any():
    named = written(six_customers().assign(name=["Ann", None, "花店", None, None, None]), reader())
    assert named["name"].tolist() == ["Ann", "", "花店", "", "", ""]


def test_pages_cover_the_list_once():
    many = pd.concat([six_customers()] * 40, ignore_index=True)
    many = many.assign(customer_key=range(240), customer_id=[f"{number:03}" for number in range(240)])
    pages = [customer_list(many, "-current_value", page, reader()) for page in (1, 2, 3)]
    assert [len(page.rows) for page in pages] == [100, 100, 40]
    assert sorted(key for page in pages for key in page.rows.index) == list(range(240))
    assert [page.place for page in pages] == ["1 to 100 of 240", "101 to 200 of 240", "201 to 240 of 240"]
    assert customer_list(many, "", 99, reader()).page == 3


@pytest.mark.parametrize(
    ("heading", "sort", "expected"),
    [
        ("current_value", "-growth_rate", "-current_value"),
        ("current_value", "", "current_value"),
        ("current_value", "current_value", "-current_value"),
        ("silent", "", "-days_since_last_purchase"),
        ("silent", "-days_since_last_purchase", "-days_since_last_purchase"),
        ("growth_rate", "growth_rate", "-growth_rate"),
        ("", "growth_rate", "-growth_rate"),
        ("name", "", "customer_id"),
        ("value_tier", "customer_id", "customer_id"),
    ],
)
def test_a_click_on_a_heading_orders_and_a_second_one_turns_round(heading, sort, expected):
    assert sort_of_heading(heading, sort) == expected
    assert expected in SORTS


def test_what_answers_tell_has_columns_where_it_is_known_of_anybody():
    frame = six_customers()
    assert "loyalty_index" not in customer_list(frame, "", 1, reader()).rows
    frame = frame.assign(
        satisfaction_score=[0.25, *[NAN] * 5],
        satisfaction_group=["dissatisfied", *[None] * 5],
        loyalty_index=[41.7, *[NAN] * 5],
    )
    shown = customer_list(frame, "satisfaction_score", 1, reader())
    first = shown.rows.iloc[0]
    assert (first["customer_id"], first["satisfaction_group"]) == ("A1", "Dissatisfied")
    assert (first["satisfaction_score"], first["loyalty_index"]) == ("25%", "42")
    assert "loyalty_bond" not in shown.rows
    assert shown.labels["loyalty_index"] == "Loyalty index"
