"""Which customers are behind this, and which of them shall be opened?"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Literal

import pandas as pd
import streamlit as st

from dashboard import state

Width = Literal["small", "medium", "large"] | int

MOST_ROWS = 10_000
_MOST_SHOWN = 12
_OPEN = ":material/contact_page:"


def show(
    rows: pd.DataFrame,
    labels: Mapping[str, str],
    key: str,
    alt: str,
    *,
    on_heading: Callable[[str], None] | None = None,
    widths: Mapping[str, Width] | None = None,
) -> int | None:
    """Draw customers as a table and return the key of the one that was chosen, if any.

    ``rows`` holds text as it is to be read, its index the customers' internal keys; ``labels``
    names the columns in their order, of which the first opens a file. A click on a heading would
    put texts in the order of their letters, so that is off; ``on_heading`` is called with the
    column's name instead. At most 10,000 rows go to the browser. A row of key 0 is nobody's, so
    nothing opens; columns without a width of their own are as wide as what stands in them.
    """
    shown = rows.head(MOST_ROWS)
    first, *others = labels
    opening = st.column_config.ButtonColumn(
        labels[first], type="tertiary", alignment="left", pinned=True, key=f"{key}_opened"
    )
    st.dataframe(
        shown.reset_index(drop=True).assign(**{first: _leading(shown[first])}),
        key=key,
        alt=alt,
        height="content" if len(shown) <= _MOST_SHOWN else 440,
        hide_index=True,
        column_order=list(labels),
        column_config={
            first: opening,
            **{
                name: st.column_config.TextColumn(labels[name], width=(widths or {}).get(name))
                for name in others
            },
        },
        on_select=lambda: _heading_clicked(key, on_heading),
        selection_mode="single-column",
    )
    clicked = state.chosen(f"{key}_opened")
    if clicked is None or clicked.row >= len(shown):
        return None
    return int(shown.index[clicked.row]) or None


def _leading(names: pd.Series[str]) -> list[str]:
    return [f"{_OPEN} {name}" if key else name for key, name in names.items()]


def _heading_clicked(key: str, on_heading: Callable[[str], None] | None) -> None:
    """Hand on which heading was clicked; empty when the same one was clicked again."""
    if on_heading is not None:
        columns = state.chosen(key).selection.columns
        on_heading(columns[0] if columns else "")
