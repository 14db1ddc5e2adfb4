"""How does a small table of words and figures stand on a page?"""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd
import streamlit as st


def show(rows: pd.DataFrame, labels: Mapping[str, str], key: str) -> None:
    """Draw a table of texts; ``labels`` head its columns in the reader's language."""
    st.dataframe(
        rows,
        key=key,
        hide_index=True,
        column_config={str(name): st.column_config.TextColumn(labels[str(name)]) for name in rows},
    )
