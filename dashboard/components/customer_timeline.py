"""What did this customer buy, and what do the company's files know of them?"""

from __future__ import annotations

import datetime as dt

import streamlit as st

from dashboard import state
from dashboard.components import heading
from dashboard.formats import Reader
from dashboard.presenters.customer_timeline import attribute_rows, transactions_view
from dashboard.usecases.customers import CustomerRecord

_PAGE = "file_page"


def show_attributes(record: CustomerRecord, reader: Reader) -> None:
    """Draw what is known of the customer, and since when."""
    texts = reader.texts
    heading.section(texts("customer_file.attributes.title"))
    if not record.attributes:
        st.caption(texts("customer_file.attributes.none"))
        return
    rows = attribute_rows([(one.label, one.text, one.known_on) for one in record.attributes], reader)
    st.dataframe(rows, hide_index=True, alt=texts("customer_file.attributes.title"), key="file_attributes")


def show_transactions(record: CustomerRecord, as_of: dt.date, reader: Reader) -> None:
    """Draw the transactions page by page, the newest first."""
    texts = reader.texts
    view = transactions_view(record.transactions, as_of, state.chosen(_PAGE) or 1, reader)
    heading.section(texts("customer_file.transactions.title"), view.left_out)
    if view.rows.empty:
        st.caption(texts("customer_file.transactions.none"))
        return
    config = {name: st.column_config.TextColumn(label) for name, label in view.labels.items()}
    alt = texts("customer_file.transactions.alt")
    st.dataframe(view.rows, hide_index=True, column_config=config, alt=alt, key="file_transactions")
    with st.container(horizontal=True, vertical_alignment="center", horizontal_alignment="distribute"):
        st.caption(view.place)
        if view.pages > 1:
            st.pagination(view.pages, key=_PAGE)
