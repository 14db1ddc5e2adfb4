"""How do satisfaction, loyalty and answers stand in a customer's file?"""

from __future__ import annotations

import pandas as pd
import streamlit as st

from dashboard import cache
from dashboard.assessed import grounds
from dashboard.components import figures, heading, result_table
from dashboard.components.plain import plain
from dashboard.presenters.customer_voice import voice_view
from dashboard.state import Here


def show(here: Here, customer: pd.Series) -> None:
    """Draw what is known of the customer's satisfaction and loyalty, and what they answered."""
    answers = cache.customer_answers(here.key_of(None, here.address.customer))
    view = voice_view(customer, answers, grounds(here))
    heading.section(here.reader.texts("words.file.title"), view.caption)
    if view.figures:
        figures.show(view.figures, key="file_voice")
    if view.missing:
        st.caption(plain(view.missing))
    if not view.answers.empty:
        with st.expander(f"{plain(here.reader.texts('words.answers.title'))}: {plain(view.shown)}"):
            result_table.show(view.answers, view.labels, "file_answers")
            if view.later:
                st.caption(plain(view.later))
