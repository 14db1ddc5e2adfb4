"""How does every picture keep quiet, so that its marks are what one sees?"""

from __future__ import annotations

import plotly.graph_objects as go

from dashboard.theme import FONT


def quiet(figure: go.Figure, height: int) -> go.Figure:
    """Return the figure without legend, grid, zoom and frame, at a fixed height in pixels.

    Margins grow with the labels, so that none is cut on a phone. Colours of text and paper
    come from the reader's theme.
    """
    figure.update_layout(
        height=height,
        showlegend=False,
        dragmode=False,
        hovermode="closest",
        margin={"l": 4, "r": 4, "t": 8, "b": 4},
        bargap=0.34,
        font={"family": FONT, "size": 13},
        # Pixel sizes fit a phone only when text may leave the plotting area.
        uniformtext={"minsize": 10, "mode": "show"},
    )
    figure.update_xaxes(showgrid=False, zeroline=False, fixedrange=True, automargin=True, title_text="")
    figure.update_yaxes(showgrid=False, zeroline=False, fixedrange=True, automargin=True, title_text="")
    return figure
