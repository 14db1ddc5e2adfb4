"""To what has the reader narrowed a list, and how does one come back to all of it?"""

from __future__ import annotations

from typing import Any

import streamlit as st

from dashboard import state
from dashboard.components.plain import plain


def show(said: str, label: str, key: str, **change: Any) -> None:
    """Say to what the list is narrowed, beside the way back; ``change`` is what then holds in the address."""
    with st.container(horizontal=True, vertical_alignment="center"):
        st.caption(plain(said), width="content")
        show_back(label, key, **change)


def show_back(label: str, key: str, **change: Any) -> None:
    """Draw the way back to all alone."""
    st.button(label, key=key, type="tertiary", on_click=state.change, kwargs=change)
