import pandas as pd

from dashboard.charts.tornado import tornado_chart

BARS = pd.DataFrame(
    {
        "word": ["Chance of success", "Discount rate"],
        "label": ["-€100 to €2,000", "€900 to €1,100"],
        "at_low": [-100.0, 1100.0], "at_low_low": [-150.0, 1050.0], "at_low_high": [-50.0, 1150.0],
        "at_high": [2000.0, 900.0], "at_high_low": [1900.0, 850.0], "at_high_high": [2100.0, 950.0],
        "low_word": ["15%", "5%"], "high_word": ["45%", "15%"],
        "low_label": ["At 15%: -€100", "At 5%: €1,100"], "high_label": ["At 45%: €2,000", "At 15%: €900"],
    }
)  # fmt: skip


def test_bars_reach_from_the_answer_as_assumed_to_either_end():
    figure = tornado_chart(BARS, 1000.0, ("as assumed", "breaks even"))
    low, high = figure.data
    assert list(low.base) == [1000.0, 1000.0]
    assert list(low.x) == [-1100.0, 100.0]
    assert list(high.x) == [1000.0, -100.0]
    assert list(high.error_x.array) == [100.0, 50.0]
    assert list(low.error_x.arrayminus) == [50.0, 50.0]


def test_each_value_stands_at_its_own_side():
    figure = tornado_chart(BARS, 1000.0, ("as assumed", "breaks even"))
    sides = {note.text: note.xanchor for note in figure.layout.annotations}
    assert (sides["15%"], sides["45%"], sides["5%"]) == ("right", "left", "left")
    assert sides["breaks even"] == "left"
    # Two lines, each a piece beside every bar.
    assert {shape.x0 for shape in figure.layout.shapes} == {0.0, 1000.0}
    assert len(figure.layout.shapes) == 4


def test_far_from_zero_there_is_no_line_at_zero():
    figure = tornado_chart(BARS.iloc[1:], 1000.0, ("as assumed", "breaks even"))
    assert {shape.x0 for shape in figure.layout.shapes} == {1000.0}
    assert "breaks even" not in [note.text for note in figure.layout.annotations]
