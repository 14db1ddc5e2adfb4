"""How satisfied are customers, with what, and what would raise it most?"""

from __future__ import annotations

import streamlit as st

from dashboard import assessed, state
from dashboard.components import empty, figures, heading, headline, item_roles, spoken_words, tabs
from dashboard.components import satisfaction_parts as parts
from dashboard.components.plain import plain
from dashboard.presenters.satisfaction import satisfaction_view

here = state.here()
texts = here.reader.texts

TABS = ("now", "drivers", "gaps", "after", "words")


def show_page() -> None:
    """Draw headline and figures, then one of four views, which stands in the address."""
    view = satisfaction_view(assessed.customers(here), parts.tables_of(here), assessed.grounds(here))
    headline.show(view.headline, view.caption)
    if view.missing:
        empty.note(view.missing, ":material/data_alert:")
        item_roles.link(here)
        return
    figures.show(view.figures, key="satisfaction_figures")
    if view.response:
        st.caption(plain(view.response))
        heading.page_link("settings", texts("experience.response.link"))
    tab = tabs.show(here, "experience", TABS)
    if tab == "drivers":
        parts.show_drivers(here)
    elif tab == "gaps":
        parts.show_gaps(here)
    elif tab == "after":
        parts.show_after(here)
    elif tab == "words":
        spoken_words.show(here)
    else:
        parts.show_now(here, view.feelings)


heading.show(here, texts("frame.page.satisfaction"))
if here.assessment is None:
    empty.no_assessment(here)
else:
    show_page()
