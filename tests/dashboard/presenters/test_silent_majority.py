"""Is it said where complaints and the survey don't fit together?"""

from __future__ import annotations

import pandas as pd

from dashboard.presenters.satisfaction import silent_conflict
from tests.dashboard.presenters.assessed_customers import grounds


def tables(complained: float, lowest: float, highest_by_survey: float):
    rows = [
        ("complainants", complained, float("nan"), float("nan")),
        ("dissatisfied", 200.0, lowest, 242.0),
        ("dissatisfied_by_survey", 86.0, 59.0, highest_by_survey),
    ]
    frame = pd.DataFrame(rows, columns=["figure", "value", "low", "high"]).assign(n=1_166, needed=30)
    return lambda _: frame


def test_what_fits_together_is_not_talked_about():
    assert silent_conflict(tables(115.0, 120.0, 126.0), grounds()) == ""


def test_an_estimate_beyond_the_survey_is_told_with_what_the_survey_says_alone():
    said = silent_conflict(tables(115.0, 164.0, 126.0), grounds())
    assert said.startswith(
        "By the survey alone 86 customers are dissatisfied (59 to 126); that 115 complained"
    )
    assert "raises the estimate to 200" in said


def test_more_complaints_than_dissatisfied_customers_are_told_first():
    said = silent_conflict(tables(130.0, 164.0, 126.0), grounds())
    assert said.startswith("130 customers complained in the year, but the survey finds at most 126")
