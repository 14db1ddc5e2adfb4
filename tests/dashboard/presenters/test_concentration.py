"""Is the curve measured, coloured by class, and said rightly?"""

from __future__ import annotations

import pandas as pd
import pytest

from dashboard.presenters.concentration import coloured, concentration_view
from tests.dashboard.presenters.assessed_customers import grounds, six_customers


def ten_customers() -> pd.DataFrame:
    """Ten customers worth 50, 20, 10, 5, 5, 4, 3, 2, 1, 0: together 100."""
    ten = pd.concat([six_customers(), six_customers()[:4]], ignore_index=True)
    return ten.assign(
        current_value=[50.0, 20.0, 10.0, 5.0, 5.0, 4.0, 3.0, 2.0, 1.0, 0.0],
        abc_class=["A"] * 3 + ["B"] * 4 + ["C"] * 3,
    )


def test_the_headline_measures_instead_of_repeating_a_rule():
    view = concentration_view(ten_customers(), grounds())
    assert (
        view.headline == "The top 20% of customers bring 70% of the margin; 3 customers in class A bring 80%"
    )


def test_marks_stand_where_the_classes_end_and_at_the_first_fifth():
    marks = concentration_view(ten_customers(), grounds()).marks
    assert marks["code"].tolist() == ["A", "B", "A"]
    assert marks["customer_share"].tolist() == pytest.approx([0.3, 0.7, 0.2])
    assert marks["value_share"].tolist() == pytest.approx([0.8, 0.97, 0.7])
    assert marks["label"].tolist() == ["A: 30% bring 80%", "A+B: 70% bring 97%", "Top 20% bring 70%"]


def test_the_first_fifth_is_not_marked_twice():
    ten = ten_customers().assign(abc_class=["A"] * 2 + ["B"] * 5 + ["C"] * 3)
    assert len(concentration_view(ten, grounds()).marks) == 2


def test_the_curve_begins_at_nothing_and_ends_at_everything():
    curve = concentration_view(ten_customers(), grounds()).curve
    first, last = curve.iloc[0], curve.iloc[-1]
    assert (first["customer_share"], first["value_share"], first["code"]) == (0.0, 0.0, "A")
    assert (last["customer_share"], last["value_share"]) == pytest.approx((1.0, 1.0))
    assert last["code"] == "C"
    assert curve["customer_share"].is_monotonic_increasing


def test_points_have_the_class_in_which_they_lie():
    curve = pd.DataFrame({"customer_share": [0.0, 0.25, 0.5, 1.0], "value_share": [0.0, 0.6, 0.9, 1.0]})
    classes = pd.DataFrame({"customer_share": [0.3, 0.3, 0.4], "current_value_share": [0.7, 0.25, 0.05]})
    found = coloured(curve, classes)
    assert found["customer_share"].tolist() == [0.0, 0.25, 0.3, 0.5, 0.6, 1.0]
    assert found["code"].tolist() == ["A", "A", "A", "B", "B", "C"]


def test_without_any_value_it_says_what_is_needed():
    view = concentration_view(six_customers().assign(current_value=0.0), grounds())
    assert view.headline == "Nobody brought any value in the last 12 months"
    assert "Bring in newer sales" in view.missing
    assert view.curve.empty
