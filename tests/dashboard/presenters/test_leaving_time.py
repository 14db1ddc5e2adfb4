"""Does a customer's file say the chance to leave within any time, and how sure that is?"""

from __future__ import annotations

import math

import pandas as pd
import pytest

from dashboard.presenters.leaving_time import leaving_time_view
from engine.assessment_columns import CURVE_COLUMNS, SURVIVAL_COLUMNS
from tests.dashboard.presenters.assessed_customers import NAN, reader


def kept(monthly: float, error: float) -> pd.Series:
    stays = [monthly**month for month in range(1, len(SURVIVAL_COLUMNS) + 1)]
    return pd.Series([*stays, error, error], index=list(CURVE_COLUMNS))


# The cumulative hazard may be half or twice that.
HALF_OR_TWICE = math.log(2.0) / 1.959963984540054


def test_usual_horizons_and_the_one_asked_for_have_intervals():
    view = leaving_time_view(kept(0.88, HALF_OR_TWICE), 36, 1, reader())
    # 1 - 0.88, and 0.88 to the powers of one half and of two.
    assert view.asked == "Leaves within 1 month: 12% (6.2% to 23%)"
    assert [(name, value) for name, value, _ in view.chances][:2] == [
        ("Within 3 months", "32% (17% to 54%)"),
        ("Within 6 months", "54% (32% to 78%)"),
    ]
    assert view.notes == ()


def test_the_curve_begins_today_and_says_each_month():
    curve = leaving_time_view(kept(0.9, HALF_OR_TWICE), 36, 12, reader()).curve
    assert curve["value"].iloc[:3].tolist() == pytest.approx([1.0, 0.9, 0.81])
    assert curve["label"].iloc[1] == "after 1 month 90% (81% to 95%) still here"
    assert (curve["month"].iloc[0], curve["month"].iloc[-1]) == (0, 36)


def test_months_that_nobody_was_followed_for_and_a_missing_band_are_said():
    view = leaving_time_view(kept(0.9, NAN), 9, 99, reader("zh_CN"))
    assert view.months == 36
    assert view.asked == "36个月内流失：98%"
    assert ["9个月" in view.notes[0], "重新评估" in view.notes[1]] == [True, True]


def test_who_can_not_leave_so_soon_is_told_so_and_has_a_chance_later():
    late = kept(0.9, HALF_OR_TWICE)
    late.iloc[:12] = 1.0
    view = leaving_time_view(late, 36, 6, reader())
    assert view.asked.endswith(reader().texts("warning.not_yet"))
    assert "%" in view.chances[-1][1]


def test_without_a_curve_there_is_nothing_to_show():
    assert leaving_time_view(kept(NAN, NAN), 36, 12, reader()) is None
