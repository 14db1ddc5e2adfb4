"""Does each view of segments explain its figures by the formula that made them?"""

from __future__ import annotations

import pytest

from dashboard.presenters.segment_reasons import segment_reason
from tests.dashboard.presenters.assessed_customers import grounds


@pytest.mark.parametrize(
    ("tab", "method"),
    [
        ("matrix", "value_tier"),
        ("abc", "concentration"),
        ("pyramid", "pyramid"),
        ("rfm", "rfm_score"),
        ("lifecycle", "lifecycle_stage"),
    ],
)
def test_each_view_names_its_formula_and_its_rows(tab, method):
    explanation = segment_reason(tab, 6, grounds()).explanation
    assert explanation.method == method
    assert explanation.rows == "6 customers"
    assert explanation.as_of == "Jun 30, 2026"


def test_the_matrix_names_its_cut_off_and_the_lifecycle_its_churn_rule():
    assert segment_reason("matrix", 6, grounds()).explanation.inputs == (("Cut-off of “high”", "80%"),)
    (rule,) = segment_reason("lifecycle", 6, grounds()).explanation.inputs
    assert rule[1].startswith("Left after 365 days")


def test_where_value_is_sales_the_meaning_says_so():
    assert "sales" in segment_reason("abc", 6, grounds(basis="sales")).explanation.meaning
    assert "margin" in segment_reason("abc", 6, grounds()).explanation.meaning
