"""Do the pictures of segments show what their frames say, mark by mark?"""

from __future__ import annotations

import datetime as dt

import pandas as pd
import pytest

from dashboard.charts.concentration import concentration_chart
from dashboard.charts.migration import flow_chart, moves_chart
from dashboard.charts.rfm_grid import rfm_chart
from dashboard.presenters.concentration import concentration_view
from dashboard.presenters.migration import migration_view
from dashboard.presenters.rfm_grid import rfm_view
from dashboard.theme import BAD, CLASS_COLOURS, GOOD, NEUTRAL, TIER_COLOURS
from tests.dashboard.presenters.assessed_customers import grounds, six_customers


def test_the_curve_is_one_line_in_the_colours_of_the_classes():
    view = concentration_view(six_customers(), grounds())
    equal, *stretches, marks = concentration_chart(view.curve, CLASS_COLOURS, view.marks).data
    assert list(equal.x) == [0, 1]
    assert [stretch.line.color for stretch in stretches] == [CLASS_COLOURS[code] for code in "ABC"]
    assert [set(stretch.customdata) for stretch in stretches] == [{"A"}, {"B"}, {"C"}]
    # Each stretch begins where the one before ends.
    assert [stretch.x[0] for stretch in stretches[1:]] == [stretch.x[-1] for stretch in stretches[:-1]]
    assert list(marks.customdata) == view.marks["code"].tolist()


def test_many_customers_are_few_marks():
    many = pd.concat([six_customers()] * 2_000, ignore_index=True)
    view = concentration_view(many, grounds())
    figure = concentration_chart(view.curve, CLASS_COLOURS, view.marks)
    assert sum(len(trace.x) for trace in figure.data) < 300


def test_discs_grow_with_customers_and_carry_their_cell():
    cells = rfm_view(pd.concat([six_customers(), six_customers()[:1]], ignore_index=True), grounds()).cells
    (discs,) = rfm_chart(cells, ("Recency", "Frequency")).data
    size = dict(zip(discs.customdata, discs.marker.size, strict=True))
    assert size["r5f5"] == max(size.values())
    assert list(discs.text) == cells["label"].tolist()


def test_moves_are_coloured_by_what_they_mean_and_carry_their_pair():
    before = six_customers().assign(value_tier=["gold", "platinum", "iron", "iron", None, "lead"])
    view = migration_view(six_customers(), before, dt.date(2025, 6, 30), grounds())
    (squares,) = moves_chart(view.moves, view.words, ("then", "now")).data
    colour = dict(zip(squares.customdata, squares.marker.color, strict=True))
    assert colour == {
        "gold-platinum": GOOD,
        "platinum-gold": BAD,
        "iron-iron": NEUTRAL,
        "lead-lead": NEUTRAL,
        "none-lead": NEUTRAL,
    }
    (flow,) = flow_chart(view.moves, view.words, TIER_COLOURS).data
    assert sum(flow.link.value) == 6
    assert len(flow.node.label) == 10
    assert min(flow.link.target) >= 5


def test_squares_stay_between_their_smallest_and_largest():
    before = six_customers().assign(value_tier="gold")
    view = migration_view(six_customers(), before, dt.date(2025, 6, 30), grounds())
    (squares,) = moves_chart(view.moves, view.words, ("then", "now")).data
    assert min(squares.marker.size) > 16
    assert max(squares.marker.size) == pytest.approx(54)
