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
    ink = INK.get(str(st.context.theme.type), INK["light"])
    figure.update_layout(font={"color": ink})
    figure.update_xaxes(tickfont={"color": ink})
    figure.update_yaxes(tickfont={"color": ink})
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


def _code(customdata: Any) -> str:
    if isinstance(customdata, dict):  # Streamlit hands lists on as {"0": ...}
        customdata = next(iter(customdata.values()), "")
    if isinstance(customdata, (list, tuple)):
        customdata = customdata[0] if customdata else ""
    return "" if customdata is None else str(customdata)
