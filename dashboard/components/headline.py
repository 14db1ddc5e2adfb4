"""What does this page say, in one sentence?"""

from __future__ import annotations

import streamlit as st

from dashboard.components.plain import plain


def show(text: str, caption: str = "") -> None:
    """Draw the headline sentence of a page and, below it, what it rests on (both plain text)."""
    with st.container(key="headline", gap="xsmall"):
        st.title(plain(text), anchor=False)
        if caption:
            st.caption(plain(caption))
