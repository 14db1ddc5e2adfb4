"""Is what customers gain beside their answers told as recorded: benefits, their own business, breadth?"""

from __future__ import annotations

import datetime as dt

import pandas as pd

from dashboard.presenters.breadth import breadth_bars
from dashboard.presenters.customer_filters import CustomerFilters, matching
from dashboard.presenters.grounds import Grounds
from dashboard.presenters.loyalty import gain_rows, holding_rows
from tests.dashboard.presenters.assessed_customers import reader

RECORDED = pd.DataFrame(
    [
        ("sunk", "tenure", "years", 90, 90, 2.5, "", 0),
        ("benefit", "attribute.hours_saved", "number", 40, 90, 6.0, "", 0),
        ("business", "attribute.own_growth", "number", 3, 90, 2.0, "", 0),
    ],
    columns=["kind", "source", "unit", "customers", "of", "median", "word", "with_word"],
)


def grounds() -> Grounds:
    return Grounds(dt.date(2025, 6, 30), "margin", reader())


def test_gains_stand_apart_from_what_holds_customers() -> None:
    rows, _, left_out = gain_rows(lambda _: RECORDED, {}, grounds())
    assert rows["what"].to_dict() == {"attribute.hours_saved": "hours saved"}
    assert rows["typical"].tolist() == ["half have 6 or more"]
    assert left_out == "1 more is recorded of fewer than 5 customers and not told apart."
    held, _, none_left_out = holding_rows(lambda _: RECORDED, {}, grounds())
    assert (held.index.tolist(), none_left_out) == (["tenure"], "")


def test_breadth_is_told_of_those_with_both_years_and_leads_to_them() -> None:
    breadth = ["wider"] * 12 + ["same"] * 20 + ["narrower"] * 8 + [None] * 5
    customers = pd.DataFrame({"customer_id": [str(n) for n in range(45)], "breadth": breadth})
    bars = breadth_bars(customers, grounds()).set_index("code")
    assert bars["value"].tolist() == [0.3, 0.5, 0.2]
    assert bars.loc["wider", "word"] == "More categories than a year before"
    assert bars.loc["wider", "label"].startswith("12 of 40 · 30% · 95%: 18.1% to 45.4%")
    assert len(matching(customers, CustomerFilters(breadth=("wider",)))) == 12


def test_fewer_than_five_of_a_kind_or_thirty_in_all_are_not_told() -> None:
    few = pd.DataFrame({"breadth": ["wider"] * 30 + ["narrower"] * 4})
    assert breadth_bars(few, grounds()).empty
    assert breadth_bars(pd.DataFrame({"breadth": ["wider"] * 29}), grounds()).empty
    assert breadth_bars(pd.DataFrame({"customer_id": ["a"]}), grounds()).empty
