"""Does the page say how many offers stand behind an effect, how sure it is, and how much is belief?"""

from __future__ import annotations

import numpy as np
import pandas as pd

from dashboard.presenters.rescue_effects import effects_view
from engine.rescue.assumptions import RescueAssumptions
from engine.rescue.measures import effects_frame, options
from engine.rescue.recorded import Trial
from tests.dashboard.presenters.assessed_customers import reader


def frame(*trials: Trial) -> pd.DataFrame:
    return effects_frame(options(trials, RescueAssumptions(), np.full(8, 0.125), np.random.default_rng(1)))


def test_measured_effects_say_their_offers_interval_and_what_they_rest_on():
    trial = Trial("voucher", False, 4000, 3400, 4000, 3200, contact_cost=2.0, offer_cost=25.0)
    view = effects_view(frame(trial), reader())
    assert view is not None
    assert view.said == (
        "1 measure was tried against customers left alone: 4,000 asked, 4,000 left alone. What these outcomes"
        " don’t tell comes from a published belief; it makes up 2% of the answer at most."
    )
    own = view.table.iloc[0]
    assert own["Measure"] == "voucher"
    assert own["Kept"].startswith("25% (1")
    assert own["Against a control group"].startswith("+5.0% (+3.")
    assert own["Offers behind it"] == "4,000 asked, 4,000 left alone"
    assert own["Rests on"] == "own outcomes 98%, belief 2%"
    assert own["Cost"] == "contact €2.00, offer €25.00"


def test_a_belief_is_called_one():
    view = effects_view(frame(), reader())
    assert view is not None
    assert view.said.startswith("No measure was tried against customers left alone")
    assert set(view.table["Rests on"]) == {"belief 100%"}
    assert set(view.table["Offers behind it"]) == {"–"}


def test_counted_win_backs_are_told_apart_from_a_comparison():
    view = effects_view(frame(Trial("reward", True, 90, 30, 0, 0)), reader("zh_CN"))
    assert view is not None
    assert view.said.startswith("统计了90名已流失客户的挽回结果，但没有对照组")


def test_an_older_assessment_says_nothing_of_it():
    assert effects_view(pd.DataFrame(), reader()) is None
