"""How does a figure lead to the customers behind it?"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import plotly.graph_objects as go
import streamlit as st

from dashboard import assessed, state
from dashboard.components import chart, heading
from dashboard.components.plain import plain
from dashboard.links import query
from dashboard.presenters.customer_filters import CustomerFilters, count_matching
from dashboard.presenters.people_behind import SMALLEST_GROUP, people_behind
from dashboard.state import PAGE_FILES, Here, address_for


def show_chart(
    here: Here, picture: go.Figure, key: str, alt: str, groups: Mapping[str, CustomerFilters]
) -> None:
    """Draw a chart of which a click chooses a group, by the code of the mark; below it stands who is in it.

    The group chosen stands in the address.
    """
    chosen = next((code for code, group in groups.items() if group == here.address.filters), "")
    clicked = chart.show(picture, f"{key}_{chosen}", alt, can_choose=bool(groups))
    if clicked and clicked[0] in groups and clicked[0] != chosen:
        state.change(filters=groups[clicked[0]])
        st.rerun()
    if chosen:
        show(here, groups[chosen])


def show(here: Here, filters: CustomerFilters) -> None:
    """Draw the ways to all customers that a figure counts, and to those on either side of it."""
    texts = here.reader.texts
    found = people_behind(assessed.customers(here, filters), filters, here.reader)
    if not found:
        st.caption(plain(texts("loyalty.behind.unknown")))
        return
    with st.container(horizontal=True, gap="small"):
        for group in found:
            heading.page_link("customers", group.label, filters=group.filters)


def link(here: Here, filters: CustomerFilters) -> None:
    """Draw the small way from a figure to the customers that it counts."""
    small_link("customers", here.reader.texts("loyalty.behind.who"), filters=filters)


def link_known(here: Here, filters: CustomerFilters) -> None:
    """Draw the way to those of an estimated number who are known by their own answers; none below five."""
    known = count_matching(assessed.customers(here), filters)
    if known >= SMALLEST_GROUP:
        small_link("customers", here.reader.texts("loyalty.behind.known", count=known), filters=filters)


def small_link(page: str, words: str, **address: Any) -> None:
    """Draw a small link under a figure to another page; ``address`` are fields of ``Address``."""
    st.page_link(PAGE_FILES[page], label=small(words), query_params=query(address_for(**address)))


def small(words: str) -> str:
    """Return what a small link under a figure says, as Markdown."""
    return f":small[:gray[{plain(words)} :material/arrow_forward:]]"
