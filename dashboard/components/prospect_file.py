"""What is there to know about somebody on file who has not bought yet?"""

from __future__ import annotations

import pandas as pd
import streamlit as st

from dashboard import assessed, cache
from dashboard.components import customer_timeline, empty, heading, headline
from dashboard.components.plain import plain
from dashboard.presenters.customer_belonging import likeness_words
from dashboard.state import Here
from dashboard.usecases.customers import CustomerRecord


def show(here: Here, record: CustomerRecord) -> None:
    """Draw likeness to the best and what is known of them; if nothing is, that this file has nothing."""
    texts, day = here.reader.texts, here.reader.formats.day(assessed.grounds(here).as_of)
    without = cache.without_purchase(here.key())
    own = without[without["customer_key"] == record.customer_key]
    if own["prospect_likeness"].notna().any():
        _show_prospect(here, record, own.iloc[0], day)
        return
    empty.show(
        texts("customer_file.absent.title"),
        texts("customer_file.absent.text", id=record.customer_id, day=day),
        page="customer_file",
        action=texts("customer_file.choose.another"),
    )


def _show_prospect(here: Here, record: CustomerRecord, prospect: pd.Series, day: str) -> None:
    texts, name = here.reader.texts, record.name or record.customer_id
    headline.show(texts("customer_file.prospect.headline", name=name, day=day), record.customer_id)
    # The traits tell of a person what a masked reader may not see.
    own = prospect.drop("prospect_traits") if here.viewer.masked else prospect
    card = cache.found(here.key()).cards["likeness_profile"]
    labels = cache.attribute_labels(here.key_of(None))
    st.markdown(plain(likeness_words(own, card, labels, here.reader)))
    heading.page_link("prospects", texts("customer_file.prospect.all"), tab="win")
    customer_timeline.show_attributes(record, here.reader)
