"""Which customers are behind this, and which of them shall be opened?"""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd
import streamlit as st

MOST_ROWS = 10_000
_MOST_SHOWN = 12


def show(
    rows: pd.DataFrame, labels: Mapping[str, str], key: str, alt: str, *, height: int = 0
) -> int | None:
    """Draw customers as a table and return the key of the one that was chosen, if any.

    ``rows`` holds text as it is to be read, its index the customers' internal keys; ``labels``
    names the columns in their order. At most 10,000 rows go to the browser. Without a
    ``height`` (pixels) the table is as high as its rows, up to a dozen.
    """
    shown = rows.head(MOST_ROWS)
    columns = {name: st.column_config.TextColumn(label) for name, label in labels.items()}
    event = st.dataframe(
        shown.reset_index(drop=True),
        key=key,
        alt=alt,
        height=height or ("content" if len(shown) <= 12 else 440),
        hide_index=True,
        column_order=list(labels),
        column_config=dict(columns),
        on_select="rerun",
        selection_mode="single-row",
    )
    chosen = event.selection.rows
    return int(shown.index[chosen[0]]) if chosen and chosen[0] < len(shown) else None
