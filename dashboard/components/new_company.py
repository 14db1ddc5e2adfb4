"""How does a manager get a company of their own beside the sample?"""

from __future__ import annotations

import streamlit as st

from dashboard import state
from dashboard.components import failure
from dashboard.components.plain import plain
from dashboard.state import Here
from dashboard.usecases import workspaces
from dashboard.usecases.refusals import REFUSALS, refusal

_CURRENCIES = (
    "EUR",
    "CNY",
    "USD",
    "GBP",
    "HKD",
    "TWD",
    "JPY",
    "CHF",
    "AUD",
    "CAD",
    "SGD",
    "SEK",
    "NOK",
    "DKK",
    "PLN",
)


def show(here: Here, *, is_main: bool = False) -> None:
    """Draw the button that opens the form for a new company; it is opened at once when made."""
    texts = here.reader.texts
    with (
        st.popover(
            texts("data.company"), icon=":material/add_business:", type="primary" if is_main else "secondary"
        ),
        st.form("new_company", border=False),
    ):
        name = st.text_input(texts("data.company.name"), max_chars=80, key="new_company_name")
        currency = st.selectbox(
            texts("data.company.currency"), _CURRENCIES, key="new_company_currency", accept_new_options=True
        )
        is_wanted = st.form_submit_button(texts("data.company.make"), type="primary", key="new_company_make")
    if is_wanted:
        try:
            made = workspaces.create(here.viewer, name, currency or "")
        except REFUSALS as error:
            said = refusal(error)
            st.error(plain(failure.sentence(texts, said.message_id, said.parameters)))
            return
        state.leave_workspace(made.slug)
        st.rerun()
