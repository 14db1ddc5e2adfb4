"""How does a page leave the app as a document?"""

from __future__ import annotations

from collections.abc import Callable

import pandas as pd
import streamlit as st

from dashboard import assessed, cache
from dashboard.components import customer_voice, leaving_time
from dashboard.presenters.customer_figures import customer_figures
from dashboard.presenters.customer_file import customer_file_view, tier_history
from dashboard.presenters.customer_rhythm import rhythm_view
from dashboard.presenters.customer_timeline import attribute_rows, transactions_view
from dashboard.presenters.customer_voice import voice_figures
from dashboard.presenters.customer_warning import warning_view
from dashboard.presenters.next_products import next_offer
from dashboard.presenters.overview import OverviewView
from dashboard.presenters.time_line import sorts_known, time_line_view
from dashboard.presenters.value_basis import basis_words
from dashboard.reports.customer_file import CustomerFileParts, customer_file_report
from dashboard.reports.overview import overview_report
from dashboard.reports.paper import Letterhead
from dashboard.state import Here
from dashboard.usecases.customers import CustomerRecord


def show_overview(here: Here, view: OverviewView) -> None:
    """Draw the button that saves Overview as a PDF."""
    head = letterhead(here, "overview")
    _button(here, "overview", lambda: overview_report(view, head))


def show_customer_file(here: Here, customer: pd.Series, record: CustomerRecord) -> None:
    """Draw the button that saves a customer's file as a PDF; its name holds only their number."""
    head = letterhead(here, "customer_file")
    grounds = assessed.grounds(here)
    everybody = cache.found(here.key()).customers_count
    key = here.key_of(None, here.address.customer)
    card = cache.found(here.key()).cards.get("crossselling", {})
    products = cache.product_labels(here.key_of(None))
    answers = cache.customer_answers(key)
    voice = voice_figures(customer, answers, customer_voice.behind(here, answers), grounds)
    history, happened = cache.customer_history(key), cache.time_line(key)
    known_sorts = sorts_known(happened, grounds.as_of)

    def written() -> bytes:
        known = [(one.label, one.text, one.known_on) for one in record.attributes]
        parts = CustomerFileParts(
            view=customer_file_view(customer, record.name, everybody, grounds, known_sorts),
            warning=warning_view(customer, grounds),
            leaving=leaving_time.view_of(here, customer),
            offer=next_offer(customer, card, products, grounds),
            figures=(*customer_figures(customer, grounds), *voice),
            rhythm=rhythm_view(customer, record.transactions, grounds.as_of, here.reader),
            churn_rule=grounds.churn_rule,
            history=tier_history(history, here.reader),
            attributes=attribute_rows(known, here.reader),
            transactions=transactions_view(record.transactions, grounds.as_of, 1, here.reader),
            has_purchases=grounds.has_purchases,
            events=time_line_view(happened, 1, grounds),
        )
        return customer_file_report(parts, head)

    _button(here, f"customer-{here.address.customer}", written)


def letterhead(here: Here, page: str, subject: str = "") -> Letterhead:
    """Return what stands on every page of the report of one of our pages, or of a subject of it."""
    found = cache.found(here.key())
    basis = basis_words(found.cards.get("value_basis", {}), here.reader)
    title = ": ".join(filter(None, (here.reader.texts(f"frame.page.{page}"), subject)))
    return Letterhead(title, here.workspace.name, found.as_of, here.reader, basis)


def _button(here: Here, subject: str, write: Callable[[], bytes]) -> None:
    """Draw the button; ``write`` runs only when somebody asks for the file."""
    as_of = cache.found(here.key()).as_of
    st.download_button(
        here.reader.texts("reports.button"),
        write,
        file_name=f"{here.workspace.slug}-{subject}-{as_of.isoformat()}.pdf",
        mime="application/pdf",
        key="report_pdf",
        on_click="ignore",
        icon=":material/download:",
        type="tertiary",
    )
