"""How does a customer's warning stand in their file?"""

from __future__ import annotations

import pandas as pd
import streamlit as st

from dashboard import cache
from dashboard.components import heading
from dashboard.components.plain import plain
from dashboard.presenters.customer_warning import warning_view
from dashboard.presenters.grounds import Grounds
from dashboard.presenters.told_incidents import INCIDENTS, told_lines
from dashboard.state import Here


def show(here: Here, customer: pd.Series, grounds: Grounds) -> None:
    """Draw chance, time, causes, measure, ceiling and gain, or why there is no warning; what was told."""
    texts = grounds.reader.texts
    view = warning_view(customer, grounds)
    heading.section(texts("customer_warning.title"), view.headline)
    if view.missing:
        st.markdown(plain(view.missing))
        return
    with st.container(gap="xxsmall"):
        for name, value, meaning in view.lines:
            with st.container(horizontal=True, horizontal_alignment="distribute", gap="small"):
                st.markdown(f":gray[{plain(name)}]", help=plain(meaning), width="content")
                st.markdown(f"**{plain(value)}**", width="content")
    if view.causes:
        st.caption(plain(texts("customer_warning.causes")))
        for word, share, said in view.causes:
            st.progress(min(max(share, 0.0), 1.0), text=f"{plain(word)} · {plain(said)}")
    told = told_lines(cache.results(here.key(INCIDENTS)), customer, grounds.reader)
    if told:
        st.caption(plain(texts("told.title")))
        st.markdown("\n".join(f"- {plain(line)}" for line in told))
