"""Does a page say so where values are not known profit?"""

from __future__ import annotations

from dashboard.presenters.value_basis import basis_words
from tests.dashboard.presenters.assessed_customers import reader


def test_known_margins_need_no_remark():
    assert basis_words({"basis": "margin"}, reader()) == ""


def test_sales_are_called_sales():
    assert basis_words({"basis": "sales"}, reader()).startswith("There are no margins in the data")


def test_an_assumed_rate_says_which_and_from_where():
    typed = {"basis": "assumed_margin", "margin_rate": 0.3, "rate_origin": "typed"}
    assert "30.0% of the amount: the margin rate entered under Settings" in basis_words(typed, reader())
    known = {"basis": "assumed_margin", "margin_rate": 0.25, "rate_origin": "known"}
    assert "25.0% of the amount: the average of the rows" in basis_words(known, reader())
