"""Which customers are behind this, and which of them shall be opened?"""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd
import streamlit as st

MOST_ROWS = 10_000


def show(
    rows: pd.DataFrame, labels: Mapping[str, str], key: str, alt: str, *, height: int | str = "auto"
) -> int | None:
    """Draw customers as a table and return the key of the one that was chosen, if any.

    ``rows`` holds text as it is to be read, its index the customers' internal keys; ``labels``
    names the columns in their order. At most 10,000 rows go to the browser.
    """
    shown = rows.head(MOST_ROWS)
    event = st.dataframe(
        shown.reset_index(drop=True),
        key=key,
        alt=alt,
        height=height if height != "auto" else min(440, 38 + 35 * max(1, len(shown))),
        hide_index=True,
        column_order=list(labels),
        column_config={name: st.column_config.TextColumn(label) for name, label in labels.items()},
        on_select="rerun",
        selection_mode="single-row",
    )
    chosen = event.selection.rows
    return int(shown.index[chosen[0]]) if chosen and chosen[0] < len(shown) else None
