"""What shall this customer be offered next?"""

from __future__ import annotations

import pandas as pd
import streamlit as st

from dashboard import assessed, cache
from dashboard.components import heading
from dashboard.components.plain import plain
from dashboard.presenters.next_products import next_offer
from dashboard.state import Here


def show(here: Here, customer: pd.Series) -> None:
    """Draw the product that fits next, its chance and margin, why, and how far that can be trusted."""
    texts = here.reader.texts
    card = cache.found(here.key()).cards.get("crossselling", {})
    offer = next_offer(customer, card, cache.product_labels(here.key_of(None)), assessed.grounds(here))
    heading.section(texts("prospects.file.title"), offer.note)
    for line in filter(None, (offer.sentence, offer.further, offer.missing)):
        st.markdown(plain(line))
    if not offer.missing:
        heading.page_link("prospects", texts("prospects.file.all"), tab="offer")
