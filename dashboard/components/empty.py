"""What stands on a page that has nothing to show yet, and what is the next step?"""

from __future__ import annotations

import streamlit as st

from dashboard.components.plain import plain
from dashboard.links import query
from dashboard.state import PAGE_FILES, address_for


def show(title: str, text: str, *, icon: str = ":material/inbox:", page: str = "", action: str = "") -> None:
    """Draw an empty state: what is missing, why, and a link to the page of the next step."""
    with st.container(key="empty_state", gap="small", width=560):
        st.space("medium")
        st.markdown(f":gray[{icon}]")
        st.header(plain(title), anchor=False)
        st.markdown(plain(text))
        if page:
            st.page_link(
                PAGE_FILES[page],
                label=plain(action),
                icon=":material/arrow_forward:",
                icon_position="right",
                query_params=query(address_for()),
            )


def note(text: str, icon: str = ":material/info:") -> None:
    """Draw a quiet remark that the reader should know of, such as values being sales."""
    st.info(plain(text), icon=icon)
