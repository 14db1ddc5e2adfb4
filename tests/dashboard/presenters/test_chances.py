"""Is a chance said so that nobody reads certainty into its rounding?"""

from __future__ import annotations

import math

import pandas as pd
import pytest

from dashboard.presenters.chances import chance_words, leaving_words, too_soon_of, too_soon_words
from tests.dashboard.presenters.assessed_customers import grounds, reader


@pytest.mark.parametrize(
    ("chance", "english", "chinese"),
    [
        (0.0004, "less than 0.1%", "不到0.1%"),
        (0.001, "0.1%", "0.1%"),
        (0.0, "not yet, by the rule", "按规则尚不可能"),
        (0.256, "25.6%", "25.6%"),
        (math.nan, "–", "–"),
    ],
)
def test_a_chance_to_leave_is_never_rounded_to_nothing(chance: float, english: str, chinese: str) -> None:
    assert leaving_words(chance, reader()) == english
    assert leaving_words(chance, reader("zh_CN")) == chinese


def test_a_short_one_leaves_out_the_tenths() -> None:
    assert leaving_words(0.256, reader(), short=True) == "26%"
    assert leaving_words(0.0004, reader(), short=True) == chance_words(0.0004, reader())


def test_what_the_rule_does_not_allow_is_said_to_be_the_rule() -> None:
    customer = pd.Series({"churn_probability": 0.0, "days_since_last_purchase": 30.0})
    ground = grounds(churn_after_days=480.0)
    assert too_soon_words(customer, ground).startswith(
        "Last bought 30 days ago, and by the rule one has left after 480 days of silence"
    )
    assert too_soon_words(customer.replace(0.0, 0.2), ground) == ""
    several = pd.DataFrame({"churn_probability": [0.0, 0.0, 0.3, math.nan]})
    assert too_soon_of(several, ground).startswith("2 customers bought so lately")
    assert too_soon_of(several.iloc[2:], ground) == ""
