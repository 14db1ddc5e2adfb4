"""Where does a customer stand and belong, line by line, and what shall they be offered next?"""

from __future__ import annotations

import pandas as pd
import streamlit as st

from dashboard import assessed, cache
from dashboard.components import heading, next_offer
from dashboard.components.plain import plain
from dashboard.presenters.customer_belonging import belonging
from dashboard.presenters.customer_file import Fact
from dashboard.state import Here


def show(here: Here, customer: pd.Series, facts: tuple[Fact, ...]) -> None:
    """Draw what to offer next, group and likeness, and the facts of a file, each with what it means."""
    next_offer.show(here, customer)
    _belonging(here, customer)
    heading.section(here.reader.texts("customer_file.facts.title"))
    with st.container(gap="xxsmall"):
        for fact in facts:
            with st.container(horizontal=True, horizontal_alignment="distribute", gap="small"):
                st.markdown(f":gray[{plain(fact.label)}]", help=plain(fact.meaning), width="content")
                st.markdown(f"**{plain(fact.value)}**", width="content")


def _belonging(here: Here, customer: pd.Series) -> None:
    """Draw the group with its rule, and how like the best a newcomer is."""
    # The traits tell of a person what a masked reader may not see.
    own = customer.drop("prospect_traits", errors="ignore") if here.viewer.masked else customer
    cards, labels = cache.found(here.key()).cards, cache.attribute_labels(here.key_of(None))
    lines = belonging(own, cards, labels, assessed.grounds(here))
    if not lines:
        return
    heading.section(here.reader.texts("customer_file.belonging.title"))
    for line in lines:
        st.markdown(plain(line))
    heading.page_link("segments", here.reader.texts("customer_file.belonging.all"), tab="groups")
