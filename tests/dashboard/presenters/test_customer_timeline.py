"""Are transactions and attributes listed as they should be read?"""

from __future__ import annotations

import datetime as dt

import pandas as pd

from dashboard.presenters.customer_timeline import attribute_rows, transactions_view
from tests.dashboard.presenters.assessed_customers import AS_OF, reader


def facts(count: int, **columns) -> pd.DataFrame:
    known = {
        "day": pd.Timestamp("2026-06-01"),
        "amount": 12.5,
        "margin": float("nan"),
        "quantity": float("nan"),
        "product_id": None,
        "product_label": None,
        "channel": None,
        "order_id": None,
    }
    return pd.DataFrame({**known, **columns}, index=range(count))


def test_pages_say_where_they_are():
    view = transactions_view(facts(60), AS_OF, 3, reader())
    assert (len(view.rows), view.pages) == (10, 3)
    assert view.place == "51 to 60 of 60, newest first"
    assert len(transactions_view(facts(60), AS_OF, 99, reader()).rows) == 10


def test_columns_that_hold_nothing_are_left_out():
    assert list(transactions_view(facts(1), AS_OF, 1, reader()).rows.columns) == ["day", "amount"]
    full = facts(
        1, margin=3.0, quantity=2.0, product_id="P1", product_label="Rose", channel="shop", order_id="9"
    )
    row = transactions_view(full, AS_OF, 1, reader()).rows.iloc[0].to_dict()
    assert row == {
        "day": "Jun 1, 2026",
        "amount": "€12.50",
        "margin": "€3.00",
        "product": "Rose",
        "quantity": "2",
        "channel": "shop",
        "order_id": "9",
    }


def test_a_product_without_a_name_is_shown_by_its_id():
    assert transactions_view(facts(1, product_id="P1"), AS_OF, 1, reader()).rows["product"].tolist() == ["P1"]


def test_later_transactions_are_counted_and_not_shown():
    later = pd.concat([facts(2), facts(1, day=pd.Timestamp("2026-07-02"))], ignore_index=True)
    view = transactions_view(later, AS_OF, 1, reader())
    assert len(view.rows) == 2
    assert view.left_out == "1 transaction after the date of the assessment is left out."
    assert transactions_view(facts(2), AS_OF, 1, reader()).left_out == ""


def test_no_transactions_are_an_empty_page():
    view = transactions_view(facts(0), AS_OF, 1, reader())
    assert view.rows.empty
    assert (view.pages, view.place) == (1, "")


def test_attributes_say_since_when_they_are_known():
    rows = attribute_rows([("城市", "<b>上海</b>", dt.date(2026, 1, 2))], reader("zh_CN"))
    assert rows.to_dict("records") == [{"项目": "城市", "内容": "<b>上海</b>", "获知日期": "2026年1月2日"}]
