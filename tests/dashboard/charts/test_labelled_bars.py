"""Does a row of bars lead to its group over all of its width, and one that tells nothing nowhere?"""

from __future__ import annotations

import math

import pandas as pd

from dashboard.charts.labelled_bars import labelled_bars_chart


def test_a_short_bar_is_met_over_all_of_its_row_and_an_untold_one_nowhere():
    values = [100.0, 1.0, 0.0, math.nan, -20.0]
    bars = pd.DataFrame({"code": list("abcde"), "word": "", "value": values, "label": ""})
    drawn, rows = labelled_bars_chart(bars).data
    assert list(drawn.x)[:2] == [100.0, 1.0]
    # From the lowest end of the picture, -20, to its right edge at 102.
    assert (list(rows.x), rows.base) == ([122.0, 122.0, 0.0, 0.0, 122.0], -20.0)
    assert list(rows.customdata) == list("abcde")
    assert drawn.hoverinfo == "skip"
