"""Where a table of one day is all that is known: who is like those who left, and what do these share?"""

from __future__ import annotations

import pandas as pd
import streamlit as st

from dashboard import assessed, cache, state
from dashboard.charts.labelled_bars import labelled_bars_chart
from dashboard.components import (
    chart,
    customer_pages,
    empty,
    figures,
    heading,
    headline,
    leakage_guard,
    tabs,
    warning_model,
)
from dashboard.presenters.customer_filters import CustomerFilters, matching
from dashboard.presenters.model_cards import model_view
from dashboard.presenters.one_day import (
    ONE_DAY,
    TRAITS,
    OneDayView,
    bands_alt,
    likeness_bands,
    likeness_list,
    one_day_view,
    paradoxes,
    traits_caption,
    traits_table,
)
from dashboard.state import Here

_TABS = ("contact", "traits", "model")


def show(here: Here) -> None:
    """Draw headline, what can't be said, figures; then whom to look at, what leavers share, or the model."""
    found, customers = cache.found(here.key()), assessed.customers(here)
    card, labels = found.models[ONE_DAY], cache.attribute_labels(here.key_of(None))
    view = one_day_view(customers, found.figures, card, labels, assessed.grounds(here))
    headline.show(view.headline, view.caption)
    empty.note(view.note)
    for warning in view.warnings:
        empty.note(warning, ":material/data_alert:")
    figures.show(view.figures, key="one_day_figures")
    tab = tabs.show(here, "one_day", _TABS)
    if tab == "contact":
        _show_contact(here, customers, view)
    elif tab == "traits":
        _show_traits(here)
    else:
        warning_model.show_card(model_view(card, here.reader), here)
        warning_model.show_rules(here)
        leakage_guard.show(here, card)
        heading.page_link("methods", here.reader.texts("models.in_full"), tab="models")


def show_bands(here: Here) -> None:
    """Draw how alike those still there are to those who left; a click leads to those customers."""
    texts, bands = here.reader.texts, likeness_bands(assessed.customers(here), here.reader)
    if bands.empty:
        return
    heading.section(texts("one_day.bands.title"), texts("one_day.bands.caption"))
    clicked = chart.show(labelled_bars_chart(bands), "overview_bands", bands_alt(bands))
    if clicked:
        state.go("customers", filters=CustomerFilters(chance=tuple(clicked[:1])))


def _show_contact(here: Here, customers: pd.DataFrame, view: OneDayView) -> None:
    """Draw the bands of likeness (a click narrows the list), and the customers."""
    texts, filters = here.reader.texts, here.address.filters
    if not view.bands.empty:
        heading.section(texts("one_day.bands.title"), texts("one_day.bands.caption"))
        clicked = chart.show(labelled_bars_chart(view.bands), "one_day_bands", view.bands_alt)
        if clicked and tuple(clicked[:1]) != filters.chance:
            state.change_filters(chance=tuple(clicked[:1]))
            st.rerun()
    heading.section(texts("one_day.list.title"), texts("one_day.list.caption"))
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        customer_pages.show_filters(here, "one_day")
    listed = matching(customers[customers["churn_probability"].notna()], filters)
    words = customer_pages.Words("one_day", texts("one_day.list.alt"), texts("one_day.list.file"))
    customer_pages.show(here, listed, likeness_list, words)


def _show_traits(here: Here) -> None:
    """Draw how many had left among customers with each trait, the paradoxical named first."""
    texts, found = here.reader.texts, cache.found(here.key())
    labels, traits = cache.attribute_labels(here.key_of(None)), cache.results(here.key(TRAITS))
    heading.section(texts("one_day.traits.title"), traits_caption(assessed.customers(here), here.reader))
    for paradox in paradoxes(found.models[ONE_DAY], labels, here.reader):
        empty.note(paradox, ":material/swap_vert:")
    if traits.empty:
        st.markdown(texts("one_day.traits.none"))
        return
    st.dataframe(
        traits_table(traits, labels, here.reader), hide_index=True, height="content", key="one_day_traits"
    )
