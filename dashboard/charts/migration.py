"""How do movements between tiers look, cell by cell and as a flow?"""

from __future__ import annotations

import pandas as pd
import plotly.graph_objects as go

from dashboard.charts.layout import picture
from dashboard.theme import BAD, GOOD, NEUTRAL

_COLOURS = {"up": GOOD, "down": BAD, "same": NEUTRAL, "new": NEUTRAL, "gone": NEUTRAL}
_LARGEST = 54
_SMALLEST = 16


def moves_chart(moves: pd.DataFrame, words: dict[str, str], axes: tuple[str, str]) -> go.Figure:
    """Return a square a pair of tiers: from (up the side) to (across), its area the customers.

    ``moves`` has ``was``, ``tier``, ``customers``, ``direction``, ``code``, ``label`` and
    ``hover``; ``words`` names the tiers in their order; ``axes`` names from and to.
    """
    most = float(moves["customers"].max())
    sizes = _SMALLEST + (_LARGEST - _SMALLEST) * (moves["customers"] / most) ** 0.5
    squares = go.Scatter(
        x=[words[code] for code in moves["tier"]],
        y=[words[code] for code in moves["was"]],
        mode="markers+text",
        text=moves["label"],
        textfont={"size": 12},
        customdata=moves["code"],
        hovertext=moves["hover"],
        hovertemplate="%{hovertext}<extra></extra>",
        marker={
            "symbol": "square",
            "size": sizes,
            "opacity": 0.32,
            "color": [_COLOURS[way] for way in moves["direction"]],
            "line": {"width": 0},
        },
    )
    order = {"type": "category", "categoryorder": "array", "categoryarray": list(words.values())}
    ends = [-0.6, len(words) - 0.4]
    return picture(
        [squares],
        420,
        xaxis={"side": "top", "title": {"text": axes[1]}, "range": ends, **order},
        yaxis={"title": {"text": axes[0]}, "range": ends[::-1], **order},
    )


def flow_chart(moves: pd.DataFrame, words: dict[str, str], colours: dict[str, str]) -> go.Figure:
    """Return the same moves as a flow from left (then) to right (now); a picture, not clickable."""
    places = list(words)
    node = {place: at for at, place in enumerate(places)}
    fill = [colours.get(place, NEUTRAL) for place in places]
    flow = go.Sankey(
        arrangement="snap",
        node={
            "label": [words[place] for place in places] * 2,
            "color": fill * 2,
            "pad": 14,
            "thickness": 14,
            "line": {"width": 0},
            "hovertemplate": "%{label}: %{value}<extra></extra>",
        },
        link={
            "source": [node[code] for code in moves["was"]],
            "target": [node[code] + len(places) for code in moves["tier"]],
            "value": moves["customers"],
            "color": [_faded(colours.get(code, NEUTRAL)) for code in moves["was"]],
            "customdata": moves["hover"],
            "hovertemplate": "%{customdata}<extra></extra>",
        },
    )
    return picture([flow], 420)


def _faded(colour: str) -> str:
    red, green, blue = (int(colour[at : at + 2], 16) for at in (1, 3, 5))
    return f"rgba({red},{green},{blue},0.35)"
