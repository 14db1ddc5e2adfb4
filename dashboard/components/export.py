"""How does a table leave the app?"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import streamlit as st

from dashboard.i18n.texts import Texts

_KINDS = {
    "csv": "text/csv",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


def show(texts: Texts, file_name: str, write: Callable[[str], bytes], key: str) -> None:
    """Draw the buttons that save a table as CSV and Excel.

    ``write`` returns the file of a kind ("csv", "xlsx"), safe to open in a spreadsheet; it is
    called only when somebody asks for the file. ``file_name`` is without its ending.
    """
    with st.container(horizontal=True, gap="xsmall"):
        for kind, media_type in _KINDS.items():
            st.download_button(
                texts(f"frame.export_{kind}"),
                partial(write, kind),
                file_name=f"{file_name}.{kind}",
                mime=media_type,
                key=f"{key}_{kind}",
                on_click="ignore",
                icon=":material/download:",
                type="tertiary",
            )
