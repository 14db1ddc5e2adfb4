"""Does the headline say what the interval allows, and nothing more?"""

from __future__ import annotations

import datetime as dt
import math
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from dashboard.formats import Formats, Reader
from dashboard.i18n.texts import Texts
from dashboard.presenters.grounds import Grounds
from dashboard.presenters.spend_gain import spend_gain_view
from dashboard.presenters.what_if import what_if_view
from engine.estimate import Estimate
from engine.simulation.ledger import FLOW, FLOWS
from engine.simulation.results import Results
from engine.simulation.scenario import Scenario
from engine.simulation.sweep import SpendGainCurve

READER = Reader(Texts("en"), Formats("en", "EUR"))
GROUNDS = Grounds(dt.date(2026, 10, 31), "margin", READER)
FREE = replace(Scenario(), horizon_months=2, discount_rate_per_year=0.0)


def results_with(gains: list[float], spend: float = 0.0) -> Results:
    """Return two scenarios over two months whose margins differ by ``gains``, one a replication."""
    flows = np.zeros((len(gains), 2, len(FLOWS), 2, 4))
    flows[:, 1, FLOW["margin"], 1, 0] = gains
    flows[:, 1, FLOW["offer_spend"], 0, 0] = spend
    return Results((FREE, FREE), flows, np.zeros((len(gains), 2, 2, 4, 9)), np.zeros((2, 4)))


@pytest.mark.parametrize(
    ("gains", "words"),
    [
        ([90.0, 100.0, 110.0], "Worth it: €100 more in 2 months"),
        ([-90.0, -100.0, -110.0], "Not worth it: €100 less in 2 months"),
        ([-90.0, 100.0, 20.0], "Too close to call"),
        ([0.0, 0.0, 0.0], "No difference"),
    ],
)
def test_the_headline_follows_the_interval(gains, words):
    assert what_if_view(results_with(gains), 1_000.0, GROUNDS).headline.startswith(words)


def test_figures_have_their_interval_or_say_why_there_is_none():
    net, kept, unit, even = what_if_view(results_with([90.0, 100.0, 110.0], spend=50.0), 9.0, GROUNDS).figures
    assert net.value == "€50.00"
    assert net.explanation.method == "simulation_net_present_value"
    assert kept.value == "0.0"
    assert unit.value == "2.00"
    assert even.value == "month 2"
    nothing = what_if_view(results_with([0.0, 0.0]), 9.0, GROUNDS).figures
    assert (nothing[2].value, nothing[2].missing) == (
        "–",
        "Nothing more is spent, so there is nothing to divide by.",
    )


def curve(best: float, is_never: bool) -> SpendGainCurve:
    points = pd.DataFrame(
        {"budget": [0.0, 100.0], "spend": [0.0, 900.0], "gain": [0.0, 950.0]},
    ).assign(gain_low=0.0, gain_high=1_000.0)
    steps = pd.DataFrame(
        {"budget": [50.0], "marginal": [1.05], "marginal_low": [0.9], "marginal_high": [1.2]}
    )
    return SpendGainCurve(points, steps, Estimate(best, best, best), is_never, 100.0, 10)


@pytest.mark.parametrize(
    ("best", "is_never", "words"),
    [
        (50.0, False, "Beyond €50.00 a month, the next unit spent brings back less than one"),
        (math.nan, False, "Up to €100 a month, every unit spent brings back more than one"),
        (math.nan, True, "Not even the first unit spent brings back one"),
    ],
)
def test_the_curve_says_up_to_where_a_unit_pays(best, is_never, words):
    view = spend_gain_view(curve(best, is_never), READER)
    assert view.headline.startswith(words)
    assert view.best_spend == pytest.approx(450.0) if best == 50.0 else math.isnan(view.best_spend)
    assert view.steps.iloc[0, 1] == "1.05 (0.90 – 1.20)"
