"""Does the picture of purchases show stems, refunds and the moments that matter?"""

from __future__ import annotations

import datetime as dt

import pandas as pd

from dashboard.charts.purchases_over_time import purchases_chart, tier_history_chart
from dashboard.presenters.customer_file import tier_history
from dashboard.presenters.customer_rhythm import rhythm_view
from dashboard.theme import ACCENT, BAD, TIER_COLOURS
from tests.dashboard.presenters.assessed_customers import AS_OF, customer, reader


def rhythm(customer_id: str, count: int = 3):
    days = pd.date_range("2024-01-01", periods=count, freq="D")
    transactions = pd.DataFrame({"day": days, "amount": [-5.0] + [10.0] * (count - 1)})
    return rhythm_view(customer(customer_id), transactions, AS_OF, reader())


def test_refunds_hang_below_the_line_in_their_own_colour():
    view = rhythm("A2")
    stems, heads = purchases_chart(view.purchases, view.moments, view.late).data
    assert list(heads.marker.color) == [BAD, ACCENT, ACCENT]
    assert list(stems.y) == [0.0, -5.0, None, 0.0, 10.0, None, 0.0, 10.0, None]
    assert heads.text[0] == "Jan 1, 2024 · -€5.00"


def test_moments_are_lines_with_words_and_lateness_is_shaded():
    view = rhythm("A2")
    figure = purchases_chart(view.purchases, view.moments, view.late)
    assert [note.text for note in figure.layout.annotations] == [
        "usual return",
        "alarm",
        "as of Jun 30, 2026",
    ]
    assert len(figure.layout.shapes) == 4
    young = rhythm("B2")
    assert len(purchases_chart(young.purchases, young.moments, young.late).layout.shapes) == 1


def test_a_customer_of_every_day_is_drawn_by_month():
    view = rhythm("A1", count=900)
    figure = purchases_chart(view.purchases, view.moments, view.late)
    assert sum(len(trace.x) for trace in figure.data) < 2_000


def test_history_carries_the_tiers_colour_and_name():
    history = tier_history([(AS_OF, customer("A1")), (dt.date(2025, 6, 30), customer("A2"))], reader())
    (line,) = tier_history_chart(history, TIER_COLOURS).data
    assert list(line.marker.color) == [TIER_COLOURS["gold"], TIER_COLOURS["platinum"]]
    assert list(line.text) == ["Gold", "Platinum"]
