"""How does a picture stand on a page, and whom does a click on it mean?"""

from __future__ import annotations

from typing import Any

import plotly.graph_objects as go
import streamlit as st

from dashboard.theme import INK

_CONFIG = {
    "displaylogo": False,
    "displayModeBar": False,
    "scrollZoom": False,
    "doubleClick": False,
}


def show(figure: go.Figure, key: str, alt: str, *, can_choose: bool = True) -> list[str] | None:
    """Draw a chart and return the ``customdata`` codes of what was clicked, None if nothing was.

    Each mark carries its code as ``customdata`` (or as the first item of it). The figure must
    not depend on its own selection, which Streamlit would drop then. ``alt`` says in words what
    the picture shows.
    """
    _write_in(INK.get(str(st.context.theme.type), INK["light"]), figure)
    if not can_choose:
        st.plotly_chart(figure, key=key, config=_CONFIG, alt=alt)
        return None
    event: Any = st.plotly_chart(
        figure, key=key, config=_CONFIG, alt=alt, on_select="rerun", selection_mode="points"
    )
    points = event.selection.points if event else []
    codes = [_code(point.get("customdata")) for point in points]
    found = list(dict.fromkeys(code for code in codes if code))
    return found or None


def _write_in(ink: str, figure: go.Figure) -> None:
    """Colour a chart's words; set one by one, which takes a quarter of the time of Plotly's updates."""
    figure.layout.font.color = ink
    for name in figure.layout:
        if name[1:5] == "axis":
            figure.layout[name].tickfont.color = ink


def _code(customdata: Any) -> str:
    if isinstance(customdata, dict):  # Streamlit hands lists on as {"0": ...}
        customdata = next(iter(customdata.values()), "")
    if isinstance(customdata, (list, tuple)):
        customdata = customdata[0] if customdata else ""
    return "" if customdata is None else str(customdata)
