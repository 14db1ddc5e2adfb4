"""Who is leaning to leave, why, when, and how sure are we?"""

from __future__ import annotations

from functools import partial

import streamlit as st

from dashboard import assessed, cache, state
from dashboard.charts.gain_by_cause import gain_by_cause_chart
from dashboard.components import (
    chart,
    contract_retention,
    empty,
    figures,
    heading,
    headline,
    one_day,
    people_behind,
    rescue_ceiling,
    tabs,
    warning_list,
    warning_model,
    warning_record,
)
from dashboard.components.plain import plain
from dashboard.presenters.early_warning import EarlyWarningView, early_warning_view

here = state.here()
texts = here.reader.texts

TABS = ("contact", "ceiling", "retention", "record", "model")


def show_page() -> None:
    """Draw headline and figures, then one of the views."""
    found = cache.found(here.key())
    view = early_warning_view(assessed.customers(here), found.models, assessed.grounds(here), found.figures)
    headline.show(view.headline, view.caption)
    empty.basis_note(here)
    if view.missing:
        empty.note(view.missing, ":material/data_alert:")
    figures.show(view.figures, key="warning_figures", below=partial(show_way, view))
    warning_record.show_beside(here)
    tab = tabs.show(here, "warning", TABS)
    if tab == "contact":
        show_contact(view)
    elif tab == "ceiling":
        rescue_ceiling.show(here)
    elif tab == "retention":
        contract_retention.show(here)
    elif tab == "record":
        warning_record.show(here)
    else:
        warning_model.show(here)


def show_way(view: EarlyWarningView, number: int) -> None:
    """Draw the way from a figure to the customers that it counts."""
    filters = view.behind[number]
    if filters is not None:
        people_behind.link(here, filters)


def show_contact(view: EarlyWarningView) -> None:
    """Draw what acting against each cause brings (a click narrows the list), and whom to contact."""
    if not view.causes.empty:
        heading.section(texts("warning.causes.title"), texts("warning.causes.caption"))
        clicked = chart.show(gain_by_cause_chart(view.causes), "warning_causes", view.causes_alt)
        if clicked and tuple(clicked[:1]) != here.address.filters.cause:
            state.change_filters(cause=tuple(clicked[:1]))
            st.rerun()
        if view.causes_note:
            st.caption(plain(view.causes_note))
    warning_list.show(here, assessed.customers(here))


heading.show(here, texts("frame.page.early_warning"))
if here.assessment is None:
    empty.no_assessment(here)
elif assessed.grounds(here).one_day:
    one_day.show(here)
else:
    show_page()
