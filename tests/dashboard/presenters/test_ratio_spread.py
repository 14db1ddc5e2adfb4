"""Does each group of the ratio lead to its answers, and is a small one not told?"""

from __future__ import annotations

import pandas as pd

from dashboard.presenters.answer_filters import AnswerFilters
from dashboard.presenters.ratio_spread import ratio_spread
from tests.dashboard.presenters.assessed_customers import grounds

BANDS = pd.DataFrame(
    {"first": [0, 3, 5], "last": [2, 4, 6], "count": [10, 60, 30], "share": [0.1, 0.6, 0.3]}
).assign(without_expectation=0, without_zero=0)


def spread(groups: tuple[float, float, float]):
    names = ("ratio_dissatisfied", "ratio_satisfied", "ratio_delighted")
    rows = [("satisfaction_ratio", 1.1), *zip(names, groups, strict=True)]
    figures = pd.DataFrame(rows, columns=["figure", "value"]).assign(
        by="", group="", low=0.05, high=0.7, n=100, needed=30
    )
    return ratio_spread(lambda name: BANDS if name == "ratio_bands" else figures, grounds())


def test_each_group_is_told_and_leads_to_the_answers_of_its_bands():
    found = spread((0.1, 0.6, 0.3))
    assert list(found.groups) == [AnswerFilters(f"ratio.{bands}") for bands in ("0-2", "3-4", "5-6")]
    assert next(iter(found.groups.values())) == "Dissatisfied 10.0% (95%: 5.0% to 70.0%)"
    assert found.few == ""


def test_where_a_group_is_too_small_none_is_told():
    found = spread((float("nan"),) * 3)
    assert found.groups == {}
    assert "5" in found.few
