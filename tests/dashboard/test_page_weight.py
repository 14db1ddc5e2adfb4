"""Does no page send more to the browser than it can draw: 2,000 marks a chart, 10,000 rows a table?"""

from __future__ import annotations

import json

import pytest
from streamlit.testing.v1 import AppTest

from dashboard.state import PAGE_FILES
from tests.source_tree import ROOT

MOST_MARKS = 2_000
MOST_ROWS = 10_000


def marks(trace: dict) -> int:
    """Return how many marks a trace draws: the length of its longest series, arrays packed or not."""
    return max(
        (length(trace[name]) for name in ("x", "y", "z", "values", "labels") if name in trace), default=0
    )


def length(series: object) -> int:
    if isinstance(series, dict):  # packed: base64 of numbers of so many bytes
        bytes_each = int("".join(filter(str.isdigit, series["dtype"]))) // (
            8 if len(series["dtype"]) > 2 else 1
        )
        return len(series["bdata"]) * 3 // 4 // bytes_each
    return len(series) if isinstance(series, list) else 1


@pytest.mark.parametrize(
    ("trace", "expected"),
    [
        ({"x": [1, 2, 3], "y": [1, 2]}, 3),
        ({"values": [1], "labels": ["a", "b"]}, 2),
        ({"y": {"dtype": "f8", "bdata": "AAAAAAAAAAAAAAAAAAAAAA=="}}, 2),
        ({"name": "empty"}, 0),
    ],
)
def test_marks_are_counted(trace, expected):
    assert marks(trace) == expected


@pytest.mark.parametrize("page", PAGE_FILES)
def test_a_page_sends_no_more_than_a_browser_can_draw(demo, page):
    app = AppTest.from_file(str(ROOT / "streamlit_app.py"), default_timeout=60).run()
    app.switch_page(PAGE_FILES[page]).run()
    assert not app.exception
    assert not [button.key for button in app.button if (button.key or "").startswith("failure_")]
    charts = [json.loads(chart.proto.spec) for chart in app.get("plotly_chart")]
    assert [total for chart in charts if (total := sum(map(marks, chart["data"]))) > MOST_MARKS] == []
    assert [len(table.value) for table in app.dataframe if len(table.value) > MOST_ROWS] == []
