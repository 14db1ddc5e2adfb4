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
from dashboard.presenters.what_if_compare import compare_view
from dashboard.presenters.what_if_tables import (
    cause_table,
    figures_as_numbers,
    month_table,
    months_as_numbers,
    tier_table,
)
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
    found = what_if_view(results_with([90.0, 100.0, 110.0], spend=50.0), 9.0, GROUNDS).figures
    net, kept, unit, even, spend, stayers, in_time, team = found
    assert net.value == "€50.00"
    assert net.explanation.method == "simulation_net_present_value"
    assert kept.value == "0.0"
    assert unit.value == "2.00"
    assert even.value == "month 2"
    assert (spend.value, stayers.value, team.value) == ("€50.00", "€0.00", "0.0%")
    assert (in_time.value, in_time.missing) == ("–", "Nobody complained.")
    nothing = what_if_view(results_with([0.0, 0.0]), 9.0, GROUNDS).figures
    assert (nothing[2].value, nothing[2].missing) == (
        "–",
        "Nothing more is spent, so there is nothing to divide by.",
    )


def test_what_one_might_overlook_is_said_in_words():
    retention = replace(FREE.retention, budget_per_month=100.0)
    results = results_with([90.0, 100.0, 110.0], spend=50.0)
    results.flows[:, 1, FLOW["stayer_spend"], 0, 0] = 20.0
    shown = what_if_view(replace(results, scenarios=(FREE, replace(FREE, retention=retention))), 9.0, GROUNDS)
    assert shown.notes == (
        "40.0% of the money for offers (40.0% to 40.0%) goes to people who would have stayed anyway; "
        "€50.00 is spent on offers in all.",
        *(
            f"{tier}: its share of the budget, {there} a month, can't pay one offer of €25.00, "
            "so nobody there gets one."
            for tier, there in (("Iron", "€20.00"), ("Lead", "€10.00"))
        ),
    )
    rich = replace(retention, budget_per_month=1_000.0)
    shown = what_if_view(replace(results, scenarios=(FREE, replace(FREE, retention=rich))), 9.0, GROUNDS)
    assert "(spent: Platinum 6.2%)" in shown.notes[-1]


def test_tables_by_tier_and_month_stand_as_words_and_as_numbers():
    results = results_with([90.0, 100.0, 110.0], spend=50.0)
    by_tier = tier_table(results, READER)
    assert list(by_tier.columns) == ["Figure", "All", "Platinum", "Gold", "Iron", "Lead"]
    margin = by_tier.set_index("Figure").loc["Margin"]
    assert (margin["Platinum"], margin["Lead"]) == ("€100 (€75.16 to €125)", "€0.00 (€0.00 to €0.00)")
    months = month_table(results, 0, READER)
    assert list(months["Month"]) == [1, 2]
    assert list(months["Spending"]) == ["€50.00 (€50.00 to €50.00)", "€0.00 (€0.00 to €0.00)"]
    numbers = months_as_numbers(results, READER)
    assert len(numbers) == 2 * 5 * 11
    row = numbers[(numbers["Tier"] == "Platinum") & (numbers["Figure"] == "Margin") & (numbers["Month"] == 2)]
    assert row["Difference"].item() == 100.0
    assert row["Difference: lower bound"].item() == pytest.approx(100.0 - 4.302653 * 10.0 / math.sqrt(3.0))
    figures = figures_as_numbers(results, READER)
    assert figures[figures["Figure"] == "CLV gained per unit spent"]["Difference"].item() == 2.0


def test_who_leaves_is_told_by_cause():
    results = results_with([0.0, 0.0, 0.0])
    results.left[:, 1, 0, 0, 0] = 4.0
    table = cause_table(results, READER)
    assert list(table.iloc[0])[1:] == ["0.0 (0.0 to 0.0)", "4.0 (4.0 to 4.0)", "4.0 (4.0 to 4.0)"]
    assert len(table) == 9


def several(*gains: list[float]) -> Results:
    """Return a base and a scenario for each list of gains, one a replication."""
    flows = np.zeros((len(gains[0]), len(gains) + 1, len(FLOWS), 2, 4))
    for number, gain in enumerate(gains, start=1):
        flows[:, number, FLOW["margin"], 1, 0] = gain
    count = len(gains) + 1
    return Results((FREE,) * count, flows, np.zeros((len(gains[0]), count, 2, 4, 9)), np.zeros((count, 4)))


def test_who_wins_is_said_with_whether_it_is_sure():
    sure = compare_view(several([90.0, 100.0, 110.0], [40.0, 50.0, 60.0]), ["A", "B"], READER)
    assert sure.headline == "A does best: €100 more than going on as now"
    assert sure.caption.startswith("Its lead over B is sure: €50.00 (95% interval €50.00 to €50.00).")
    assert list(sure.table["Scenario"]) == ["A", "B"]
    assert list(sure.table["Against the best"]) == ["–", "-€50.00 (-€50.00 to -€50.00)"]
    close = compare_view(several([90.0, 100.0, 110.0], [110.0, 100.0, 89.0]), ["A", "A"], READER)
    assert "Whether it is really better than A (2) isn't sure" in close.caption
    none = compare_view(several([-90.0, -100.0, -110.0], [-10.0, -11.0, -12.0]), ["A", "B"], READER)
    assert none.headline == "None of them pays: the best, B, brings €11.00 less than going on as now"
    same = compare_view(several([1.0, 2.0, 3.0], [1.0, 2.0, 3.0]), ["A", "B"], READER)
    assert same.caption.startswith("A and B come to the same.")


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
    assert view.steps.iloc[0, 1] == "1.05 (0.90 to 1.20)"
