"""How does it stand on the page who is still a customer without a contract, and what they are worth?"""

from __future__ import annotations

import streamlit as st

from dashboard import assessed, cache, state
from dashboard.charts.alive_by_silence import alive_by_silence_chart
from dashboard.components import chart, empty, figures, heading
from dashboard.components.plain import plain
from dashboard.presenters.customer_filters import CustomerFilters
from dashboard.presenters.purchase_outlook import outlook_view
from dashboard.state import Here


def show(here: Here) -> None:
    """Draw the count by the model of purchases, the totals to come, and how an earlier forecast fared."""
    texts, found = here.reader.texts, cache.found(here.key())
    view = outlook_view(assessed.customers(here), found.figures, found.cards, assessed.grounds(here))
    if view.missing:
        empty.note(view.missing, ":material/data_alert:")
        return
    heading.section(texts("purchase_outlook.title"), view.counted)
    if view.untold:
        empty.note(view.untold, ":material/data_alert:")
    figures.show(view.figures, key="purchase_outlook")
    if len(view.groups):
        caption = f"{texts('purchase_outlook.groups.caption')} {texts('segments.click')}"
        heading.section(texts("purchase_outlook.groups.title"), caption)
        axes = (texts("purchase_outlook.groups.silence"), texts("purchase_outlook.groups.chance"))
        picture = alive_by_silence_chart(view.groups, axes)
        clicked = chart.show(picture, "purchase_outlook_groups", view.groups_alt)
        if clicked:
            filters = CustomerFilters(silence=tuple(clicked[:1]))
            state.go("customers", filters=filters, tab=here.address.tab)
    heading.section(texts("purchase_outlook.totals.title"), texts("purchase_outlook.totals.caption"))
    figures.show(view.totals, key="purchase_outlook_totals")
    if view.checked:
        heading.section(texts("purchase_outlook.checked.title"))
        if view.is_off:
            empty.note(view.checked, ":material/data_alert:")
        else:
            st.markdown(plain(view.checked))
        st.markdown(plain(f"{view.held} {texts('purchase_outlook.coverage')}".strip()))
    heading.page_link("methods", texts("models.in_full"), method="alive_probability")
