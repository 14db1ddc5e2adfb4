"""What is there to know about this customer, on one page that prints?"""

from __future__ import annotations

import pandas as pd
import streamlit as st

from dashboard import assessed, cache, state
from dashboard.charts.purchases_over_time import purchases_chart, tier_history_chart
from dashboard.components import (
    chart,
    customer_facts,
    customer_search,
    customer_timeline,
    customer_voice,
    customer_warning,
    empty,
    figures,
    heading,
    headline,
    leaving_time,
    prospect_file,
    report,
    time_line,
)
from dashboard.components.plain import plain
from dashboard.presenters.customer_figures import customer_figures
from dashboard.presenters.customer_file import CustomerFileView, customer_file_view, tier_history
from dashboard.presenters.customer_rhythm import rhythm_view
from dashboard.presenters.grounds import Grounds
from dashboard.presenters.time_line import sorts_known
from dashboard.theme import TIER_COLOURS
from dashboard.usecases.customers import CustomerRecord

here = state.here()
texts = here.reader.texts


def show_file(customer: pd.Series, record: CustomerRecord) -> None:
    """Draw the whole file of a customer of this assessment."""
    grounds = assessed.grounds(here)
    happened = cache.time_line(here.key_of(None, here.address.customer))
    everybody = cache.found(here.key()).customers_count
    known = sorts_known(happened, grounds.as_of)
    view = customer_file_view(customer, record.name, everybody, grounds, known)
    headline.show(f"{view.title}: {view.headline}", view.subtitle)
    if record.other_ids:
        st.caption(plain(texts("matching.also", ids=", ".join(record.other_ids))))
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        if here.address.filters.count or here.address.sort:
            kept = {"filters": here.address.filters, "sort": here.address.sort}
            heading.page_link("customers", texts("customer_file.back"), **kept)
        heading.page_link("customer_file", texts("customer_file.choose.another"))
        report.show_customer_file(here, customer, record)
    empty.basis_note(here)
    figures.show(customer_figures(customer, grounds), key="file_figures")
    customer_voice.show(here, customer)
    show_details(customer, record, view, grounds)
    time_line.show(happened, grounds)


def show_details(
    customer: pd.Series, record: CustomerRecord, view: CustomerFileView, grounds: Grounds
) -> None:
    """Draw state and warning; of what rests on purchases nothing where none are on file."""
    if grounds.has_purchases:
        show_rhythm(customer, record)
    left, right = st.columns(2, gap="large")
    with left:
        heading.section(texts("customer_file.reason.title"), grounds.churn_rule)
        for reason in view.reasons:
            st.markdown(plain(reason))
        if grounds.has_purchases:
            show_history()
        leaving_time.show(here, customer)
        empty.gaps(texts("customer_file.missing.title"), view.missing)
    with right:
        customer_warning.show(here, customer, grounds)
        if grounds.has_purchases:
            customer_facts.show(here, customer, view.facts)
        customer_timeline.show_attributes(record, here.reader)
    if grounds.has_purchases:
        customer_timeline.show_transactions(record, grounds.as_of, here.reader)


def show_rhythm(customer: pd.Series, record: CustomerRecord) -> None:
    """Draw purchases over time with the silence since, against the customer's own gap and limit."""
    view = rhythm_view(customer, record.transactions, assessed.grounds(here).as_of, here.reader)
    heading.section(texts("customer_file.rhythm.title"), view.sentence)
    if not view.purchases.empty:
        picture = purchases_chart(view.purchases, view.moments, view.late)
        chart.show(picture, "file_rhythm", view.alt, can_choose=False)


def show_history() -> None:
    """Draw value and tier over the assessments that know this customer."""
    history = tier_history(cache.customer_history(here.key_of(None, here.address.customer)), here.reader)
    heading.section(texts("customer_file.history.title"))
    if len(history) < 2:
        st.caption(texts("customer_file.history.one"))
        return
    alt = texts("customer_file.history.alt", said=" · ".join(history["label"]))
    chart.show(tier_history_chart(history, TIER_COLOURS), "file_history", alt, can_choose=False)


heading.show(here, texts("frame.page.customer_file"))
if here.assessment is None:
    empty.no_assessment(here)
elif here.address.customer is None:
    customer_search.show(here, assessed.customers(here))
else:
    known = cache.customer_record(here.key_of(None, here.address.customer))
    people = cache.customers(here.key())
    own = people[people["customer_key"] == known.customer_key]
    if own.empty:
        prospect_file.show(here, known)
    else:
        show_file(own.iloc[0], known)
