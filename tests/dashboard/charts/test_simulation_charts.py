import math

import pandas as pd

from dashboard.charts.band import band_chart
from dashboard.charts.intervals import intervals_chart
from dashboard.charts.spend_gain import spend_gain_chart

POINTS = pd.DataFrame(
    {
        "spend": [0.0, 10.0],
        "gain": [0.0, 25.0],
        "gain_low": [0.0, 20.0],
        "gain_high": [0.0, 30.0],
        "label": ["none", "some"],
    }
)


def test_the_band_runs_up_along_its_top_and_back_along_its_bottom():
    series = pd.DataFrame(
        {"month": [1, 2], "value": [1.0, 2.0], "low": [0.5, 1.0], "high": [2.0, 3.0], "label": ["a", "b"]}
    )
    band, line = band_chart(series, "months").data
    assert list(band.x) == [1, 2, 2, 1]
    assert list(band.y) == [2.0, 3.0, 1.0, 0.5]
    assert list(line.hovertext) == ["a", "b"]


def test_the_best_budget_is_marked_where_there_is_one():
    marked = spend_gain_chart(POINTS, 4.0, ("spent", "gained", "best"))
    assert marked.layout.shapes[0].x0 == 4.0
    assert marked.layout.annotations[0].text == "best"
    assert not spend_gain_chart(POINTS, math.nan, ("spent", "gained", "best")).layout.shapes
    # On the dotted line a unit spent brings back one.
    assert list(marked.data[1].x) == list(marked.data[1].y) == [0.0, 10.0]


def test_names_in_a_comparison_are_text_not_markup():
    bars = pd.DataFrame(
        [("<b>x</b> & y", 5.0, 3.0, 8.0, "good", "5 (3 – 8)")],
        columns=["name", "value", "low", "high", "meaning", "label"],
    )
    drawn = intervals_chart(bars)
    bar = drawn.data[0]
    assert (bar.error_x.array[0], bar.error_x.arrayminus[0]) == (3.0, 2.0)
    assert bar.hovertext[0] == "&lt;b&gt;x&lt;/b&gt; &amp; y: 5 (3 – 8)"
    assert drawn.layout.annotations[0].text == "<b>&lt;b&gt;x&lt;/b&gt; &amp; y</b>  5 (3 – 8)"
