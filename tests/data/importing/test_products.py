"""Is a price list looked at without a stumble while nobody has said yet which column is the product?"""

from __future__ import annotations

import datetime as dt

from data.importing.inspection import inspect
from data.importing.rules import Rules

RULES = Rules("EUR", 2, dt.date(2026, 1, 15))


def test_a_category_can_be_chosen_before_the_product(tmp_path):
    path = tmp_path / "prices.csv"
    path.write_text("thing,sort,price\nP1,Soap,2.50\nP2,Tea,3\n", encoding="utf-8")
    found = inspect(path, "products", {}, {"category": "sort"}, RULES)
    assert [question.id for question in found.questions] == ["column_for_product_id"]
    assert found.rows == 2
