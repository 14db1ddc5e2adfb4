"""Is it said in words whether past warnings came true, and by which rule that is judged?"""

from __future__ import annotations

import datetime as dt
import math
from dataclasses import replace

import pandas as pd
import pytest

from dashboard.presenters.customer_filters import CustomerFilters, filter_words
from dashboard.presenters.past_warnings import with_past_warnings
from dashboard.presenters.people_behind import people_behind
from dashboard.presenters.warning_record import beside_the_chance, not_told, record_views, sentence
from dashboard.usecases.warning_record import JudgedWarnings
from engine.estimate import Estimate
from tests.dashboard.presenters.assessed_customers import reader

BANDS = pd.DataFrame(
    {
        "band_low": [0.0], "band_high": [0.5], "warned": [200], "stated": [0.25], "left": [50],
        "rate": [0.25], "rate_low": [0.2], "rate_high": [0.3], "contacted": [3],
        "value_expected_lost": [10.0], "value_lost": [20.0],
    }
)  # fmt: skip
PEOPLE = pd.DataFrame(
    {
        "customer_id": [f"C{number:02d}" for number in range(12)], "stated": [0.0] + [0.1] * 11,
        "left": [True] * 5 + [False] * 7, "is_back": [True] * 2 + [False] * 10,
        "was_contacted": [True] * 5 + [False] * 7, "band_low": 0.0, "band_high": 0.5,
    }
)  # fmt: skip
UNKNOWN = Estimate(math.nan, n=3, needed=30)
YEAR = JudgedWarnings(
    as_of=dt.date(2025, 10, 31), horizon_months=12, months_to_go=0, customers=200, stated=0.25,
    came=Estimate(0.25, 0.2, 0.3, n=200), returned=20, rule_days=389.0, rule_days_now=480.0,
    auc=UNKNOWN, calibration_slope=UNKNOWN, bands=BANDS, people=PEOPLE,
)  # fmt: skip
LATER = replace(YEAR, as_of=dt.date(2026, 7, 31), months_to_go=9, stated=0.1)


@pytest.mark.parametrize(
    ("stated", "said"),
    [(0.29, "That is as said"), (0.31, "these warnings said too much"), (0.19, "said too little")],
)
def test_beyond_the_interval_of_what_came_the_warnings_were_wrong(stated: float, said: str) -> None:
    assert said in sentence(replace(YEAR, stated=stated), reader())


def test_a_running_record_says_how_far_it_is() -> None:
    words = sentence(LATER, reader())
    assert words.startswith("Of 200 customers, 10.0% were said to leave so far (month 3 of 12); 25.0%")


def test_the_rule_of_then_stands_beside_todays_with_who_came_back() -> None:
    (view,) = record_views([YEAR], reader())
    assert view.rule.startswith("Who was silent for more than 389 days counts as having left")
    assert "today’s is 480 days. 40.0% of those who left (20 of 50) have come back since." in view.rule
    same = record_views([replace(YEAR, rule_days_now=389.0, returned=0)], reader())[0].rule
    assert same == "Who was silent for more than 389 days counts as having left, then as now."
    of_contracts = replace(YEAR, rule_days=math.nan, rule_days_now=math.nan, returned=0)
    assert record_views([of_contracts], reader())[0].rule == ""


def test_beside_todays_chances_stands_the_latest_record_that_is_over() -> None:
    assert "Oct 31, 2025" in beside_the_chance([LATER, YEAR], reader())
    assert "Jul 31, 2026" in beside_the_chance([LATER], reader())
    assert beside_the_chance([replace(YEAR, came=UNKNOWN)], reader()) == ""
    assert "以往准不准？" in beside_the_chance([YEAR], reader("zh_CN"))


def test_what_can_not_be_told_is_said() -> None:
    assert not_told([], reader()) == ""
    assert not_told([YEAR.as_of, LATER.as_of], reader()).startswith("Warnings of Oct 31, 2025; Jul 31, 2026:")


def test_a_band_leads_to_its_customers_and_to_what_became_of_them() -> None:
    (view,) = record_views([YEAR], reader())
    assert view.behind == {"f20251031-0-50": CustomerFilters(warned=("f20251031-0-50",))}
    assert view.table.loc["f20251031-0-50", "band"] == "0% – 50%"
    assert view.picture["code"].tolist() == ["f20251031-0-50"]
    known = with_past_warnings(PEOPLE[["customer_id"]], [YEAR, LATER], ["f20251031-0-50"])
    found = people_behind(known, view.behind["f20251031-0-50"], reader())
    # Two who came back are not told apart.
    assert [group.label for group in found] == [
        "chance 0% to 50% on Oct 31, 2025: 12",
        "Not gone: 7",
        "Gone: 5",
        "Contacted: 5",
    ]
    assert filter_words(found[2].filters, reader()).endswith("Oct 31, 2025, and gone in the time judged")


def test_four_customers_are_no_band() -> None:
    (view,) = record_views([replace(YEAR, customers=4)], reader())
    assert (len(view.table), len(view.picture), view.behind) == (0, 0, {})


def test_a_day_that_is_none_is_said_as_the_address_has_it() -> None:
    assert "20250231" in filter_words(CustomerFilters(warned=("f20250231",)), reader())
