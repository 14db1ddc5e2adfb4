"""Where does a customer stand, line by line, and what shall they be offered next?"""

from __future__ import annotations

import pandas as pd
import streamlit as st

from dashboard.components import heading, next_offer
from dashboard.components.plain import plain
from dashboard.presenters.customer_file import Fact
from dashboard.state import Here


def show(here: Here, customer: pd.Series, facts: tuple[Fact, ...]) -> None:
    """Draw what to offer next and the facts of a file, each with what it means."""
    next_offer.show(here, customer)
    heading.section(here.reader.texts("customer_file.facts.title"))
    with st.container(gap="xxsmall"):
        for fact in facts:
            with st.container(horizontal=True, horizontal_alignment="distribute", gap="small"):
                st.markdown(f":gray[{plain(fact.label)}]", help=plain(fact.meaning), width="content")
                st.markdown(f"**{plain(fact.value)}**", width="content")
