"""How satisfied are customers, with what, and what would raise it most?"""

from __future__ import annotations

import streamlit as st

from dashboard import assessed, state
from dashboard.components import (
    answers_behind,
    empty,
    figures,
    heading,
    headline,
    item_roles,
    spoken_words,
    tabs,
)
from dashboard.components import satisfaction_parts as parts
from dashboard.components.plain import plain
from dashboard.presenters.answer_filters import AnswerFilters
from dashboard.presenters.satisfaction import satisfaction_view

here = state.here()
texts = here.reader.texts

TABS = ("now", "drivers", "gaps", "after", "words", answers_behind.TAB)
# What was said in words is narrowed by lists of its own, of which answers know nothing.
OWN = {"words": {"answers": AnswerFilters()}}


def show_page() -> None:
    """Draw headline and figures, then one of the views, which stands in the address.

    The answers behind a figure stand without the figures: who was led there looks for the list.
    """
    view = satisfaction_view(assessed.customers(here), parts.tables_of(here), assessed.grounds(here))
    headline.show(view.headline, view.caption)
    if view.missing:
        empty.note(view.missing, ":material/data_alert:")
        item_roles.link(here)
        return
    if here.address.tab != answers_behind.TAB:
        below = parts.links(here, view.names, "satisfaction")
        figures.show(view.figures, key="satisfaction_figures", below=below)
        if view.response:
            st.caption(plain(view.response))
            heading.page_link("settings", texts("experience.response.link"))
    tab = tabs.show(here, "experience", TABS, own=OWN)
    if tab == "drivers":
        parts.show_drivers(here)
    elif tab == "gaps":
        parts.show_gaps(here, view.gaps)
    elif tab == "after":
        parts.show_after(here)
    elif tab == answers_behind.TAB:
        answers_behind.show(here)
    elif tab == "words":
        spoken_words.show(here)
    else:
        parts.show_now(here, view.feelings)


heading.show(here, texts("frame.page.satisfaction"))
if here.assessment is None:
    empty.no_assessment(here)
else:
    show_page()
