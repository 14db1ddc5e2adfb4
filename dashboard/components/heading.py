"""Where am I, as of when, and how do I hand it on?"""

from __future__ import annotations

from typing import Any

import streamlit as st

from dashboard.components import copy_link
from dashboard.components.plain import plain
from dashboard.links import query
from dashboard.state import PAGE_FILES, Here, address_for


def show(here: Here, title: str) -> None:
    """Draw the line above a page's headline: page, company, as-of date and "Copy link"."""
    parts = [title, here.workspace.name]
    if here.assessment is not None:
        parts.append(here.reader.texts("frame.as_of", day=here.assessment.as_of))
    with st.container(horizontal=True, vertical_alignment="center", horizontal_alignment="distribute"):
        st.markdown(f":gray[{plain('  ·  '.join(parts))}]", width="content")
        copy_link.show(here)


def section(title: str, caption: str = "") -> None:
    """Draw the heading of a part of a page, with a line that says what it is good for."""
    with st.container(gap="xxsmall"):
        st.subheader(plain(title), anchor=False)
        if caption:
            st.caption(plain(caption))


def page_link(page: str, label: str, **address: Any) -> None:
    """Draw a link to another page of this company; ``address`` are fields of ``Address``."""
    st.page_link(
        PAGE_FILES[page],
        label=plain(label),
        icon=":material/arrow_forward:",
        icon_position="right",
        query_params=query(address_for(**address)),
    )
