"""How does a small table of words and figures stand on a page, and where does a row lead?"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd
import streamlit as st

from dashboard import state

_OPEN = ":material/arrow_forward:"


def show(rows: pd.DataFrame, labels: Mapping[str, str], key: str) -> None:
    """Draw a table of texts; ``labels`` head its columns in the reader's language."""
    st.dataframe(
        rows.reset_index(drop=True),
        key=key,
        hide_index=True,
        column_config={str(name): st.column_config.TextColumn(labels[str(name)]) for name in rows},
    )


def choose(rows: pd.DataFrame, labels: Mapping[str, str], key: str) -> Any:
    """Draw a table of texts whose first cells lead on; return the index of the row that was clicked."""
    first, *others = (str(name) for name in rows)
    opening = st.column_config.ButtonColumn(
        labels[first], type="tertiary", alignment="left", key=f"{key}_opened"
    )
    st.dataframe(
        rows.reset_index(drop=True).assign(**{first: f"{_OPEN} " + rows[first].to_numpy(dtype=object)}),
        key=key,
        hide_index=True,
        column_config={
            first: opening,
            **{name: st.column_config.TextColumn(labels[name]) for name in others},
        },
    )
    clicked = state.chosen(f"{key}_opened")
    return rows.index[clicked.row] if clicked is not None and clicked.row < len(rows) else None
