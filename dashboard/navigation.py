"""Which pages are there, and how does a reader get to them?

Streamlit's own menu drops the query of an address and would have it written again, which
costs a second press of Back; so the menu is drawn here, of links that carry it.
"""

from __future__ import annotations

from typing import Any, Final

import streamlit as st

from dashboard.i18n.texts import Texts
from dashboard.links import query
from dashboard.state import PAGE_FILES, address_for

SECTIONS: Final = {
    "today": ("overview",),
    "customers": ("customers", "customer_file", "segments", "prospects"),
    "experience": ("satisfaction", "loyalty", "value_to_customers"),
    "risk": ("early_warning",),
    "planning": ("what_if",),
    "workspace": ("data", "settings", "methods"),
}
ICONS: Final = {
    "overview": ":material/space_dashboard:",
    "customers": ":material/group:",
    "customer_file": ":material/contact_page:",
    "segments": ":material/grid_view:",
    "prospects": ":material/person_add:",
    "satisfaction": ":material/sentiment_satisfied:",
    "loyalty": ":material/favorite:",
    "value_to_customers": ":material/volunteer_activism:",
    "early_warning": ":material/crisis_alert:",
    "what_if": ":material/alt_route:",
    "data": ":material/database:",
    "settings": ":material/tune:",
    "methods": ":material/function:",
}


def current_page(texts: Texts) -> Any:
    """Tell Streamlit the pages and return the one that the address names."""
    pages = [
        st.Page(
            file,
            title=f"{texts(f'frame.page.{name}')} · Holdfast",
            icon=ICONS[name],
            url_path=name.replace("_", "-"),
            default=name == "overview",
        )
        for name, file in PAGE_FILES.items()
    ]
    return st.navigation(pages, position="hidden")


def show(texts: Texts) -> None:
    """Draw the menu: sections and their pages, each link with company, language and dates."""
    parameters = query(address_for())
    for section, names in SECTIONS.items():
        with st.container(gap="xxsmall"):
            st.caption(texts(f"frame.section.{section}"))
            for name in names:
                st.page_link(
                    PAGE_FILES[name],
                    label=texts(f"frame.page.{name}"),
                    icon=ICONS[name],
                    query_params=parameters,
                    width="stretch",
                )
