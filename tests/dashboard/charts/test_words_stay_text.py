"""Do names and causes that somebody typed stay text in pictures, markup or not?"""

from __future__ import annotations

import pandas as pd

from dashboard.charts.importance_map import importance_map_chart
from dashboard.charts.labelled_bars import labelled_bars_chart

TYPED = '<a href="https://example.org">Food</a> & <b>drinks</b>'
SHOWN = '&lt;a href="https://example.org"&gt;Food&lt;/a&gt; &amp; &lt;b&gt;drinks&lt;/b&gt;'


def test_bars_show_what_was_typed():
    row = {"code": "q1", "word": TYPED, "value": 0.4, "label": "40%"}
    figure = labelled_bars_chart(pd.DataFrame([row]))
    assert list(figure.data[1].hovertext) == [f"{SHOWN}: 40%"]
    assert figure.layout.annotations[0].text == f"<b>{SHOWN}</b><br>40%"


def test_the_map_of_importance_shows_what_was_typed():
    row = {"item_id": "q1", "performance": 0.6, "share": 0.3, "field": "keep_up", "label": TYPED}
    fields = dict.fromkeys(("fix_first", "keep_up", "low_priority", "possible_overkill"), "")
    (points,) = importance_map_chart(pd.DataFrame([row]), fields, ("", "")).data
    assert (list(points.text), list(points.hovertext)) == ([SHOWN], [SHOWN])
