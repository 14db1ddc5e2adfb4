"""Do bars carry their own labels, the right colours and the codes of the people behind them?"""

from __future__ import annotations

import pytest

from dashboard.charts.share_bars import beside_bars_chart, share_columns_chart, share_comparison_chart
from dashboard.presenters.customers import compared_shares
from dashboard.presenters.segment_shares import segment_shares
from dashboard.theme import STATE_COLOURS, TIER_COLOURS
from tests.dashboard.presenters.assessed_customers import reader, six_customers

TIERS = ["platinum", "gold", "iron", "lead"]


def test_a_comparison_has_a_bar_and_a_tick_a_code():
    everybody = six_customers()
    shares = compared_shares(everybody[:2], everybody, "churn_state", reader())
    bars, ticks = share_comparison_chart(shares, STATE_COLOURS, "Everybody").data
    assert list(bars.customdata) == ["staying", "leaning", "left"]
    assert list(bars.text) == ["50%", "50%", "0%"]
    assert list(bars.marker.color) == [STATE_COLOURS[code] for code in ("staying", "leaning", "left")]
    assert list(ticks.x) == pytest.approx([3 / 6, 2 / 6, 1 / 6])
    assert ticks.text[1] == "Everybody: 33%"


def test_customers_stand_to_the_left_of_what_they_bring():
    table = segment_shares(six_customers(), "value_tier", reader())
    left, right = beside_bars_chart(table, TIER_COLOURS, ("Customers", "Margin")).data
    assert list(left.customdata) == list(right.customdata) == TIERS
    assert list(left.text) == ["1<br>17%", "1<br>17%", "2<br>33%", "2<br>33%"]
    assert list(right.x) == pytest.approx([600 / 960, 250 / 960, 150 / 960, -40 / 960])
    assert list(right.marker.color) == [TIER_COLOURS[tier] for tier in TIERS]


def test_columns_share_one_scale():
    table = segment_shares(six_customers(), "value_tier", reader())
    measures = {
        "customer_share": "Customers",
        "current_value_share": "Margin",
        "potential_value_share": "Potential",
    }
    figure = share_columns_chart(table, TIER_COLOURS, measures)
    assert [list(trace.customdata) for trace in figure.data] == [TIERS] * 3
    assert figure.layout.xaxis.range == figure.layout.xaxis2.range == figure.layout.xaxis3.range
    # A loss needs room to the left: -40 of 960.
    assert figure.layout.xaxis.range[0] == pytest.approx(-40 / 960)
    assert [note.text for note in figure.layout.annotations] == ["Customers", "Margin", "Potential"]
