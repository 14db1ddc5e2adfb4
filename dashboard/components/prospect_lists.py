"""Whom to win and what to offer whom: how do the pictures and lists look?"""

from __future__ import annotations

from functools import partial

import pandas as pd
import streamlit as st

from dashboard import assessed, cache, state
from dashboard.charts.hit_rates import hit_rates_chart
from dashboard.charts.labelled_bars import labelled_bars_chart
from dashboard.components import chart, customer_pages, empty, figures, heading, headline
from dashboard.components.plain import plain
from dashboard.i18n.texts import Texts
from dashboard.presenters.next_products import OffersView, offer_list, offers_view
from dashboard.presenters.prospects import ProspectsView, prospect_list, prospects_of, prospects_view
from dashboard.state import Here


def show_win(here: Here, customers: pd.DataFrame) -> None:
    """Draw who looks like the best customers, how far that can be trusted, and what they share."""
    texts, cards = here.reader.texts, cache.found(here.key()).cards
    prospects = _prospects(here, customers)
    labels, fifth = cache.attribute_labels(here.key_of(None)), here.address.fifth
    view = prospects_view(prospects, cards, labels, fifth, assessed.grounds(here))
    headline.show(view.headline, view.caption)
    if view.fifths.empty:
        text = " ".join(view.missing) or texts("prospects.win.nobody")
        empty.show(texts("prospects.missing_title"), text, page="data", action=texts("frame.no_data_action"))
        return
    for text in view.missing:
        empty.note(text)
    figures.show(view.figures, key="prospects_figures")
    _grounds_of_score(view, texts)
    _list_heading(texts, texts("prospects.win.list_title"), view.list_caption, "fifth", fifth)
    words = customer_pages.Words(
        "prospects_win", texts("prospects.win.list_alt"), texts("prospects.win.file")
    )
    customer_pages.show(here, view.listed, partial(prospect_list, attribute_labels=labels), words)


def show_offer(here: Here, customers: pd.DataFrame) -> None:
    """Draw what to offer whom, and how suggestions did against the best sellers."""
    texts = here.reader.texts
    card = cache.found(here.key()).cards.get("crossselling", {})
    names = cache.product_labels(here.key_of(None))
    view = offers_view(customers, card, names, here.address.product, assessed.grounds(here))
    headline.show(view.headline, view.caption)
    if view.missing:
        action = texts("frame.no_data_action")
        empty.show(texts("prospects.missing_title"), view.missing, page="data", action=action)
        return
    figures.show(view.figures, key="offers_figures")
    _pictures(view, texts)
    _list_heading(
        texts, texts("prospects.offer.list_title"), view.list_caption, "product", here.address.product
    )
    words = customer_pages.Words(
        "prospects_offer", texts("prospects.offer.list_alt"), texts("prospects.offer.file")
    )
    customer_pages.show(here, view.listed, partial(offer_list, names=names), words)


def _list_heading(texts: Texts, title: str, caption: str, name: str, chosen: int | None) -> None:
    """Draw what the list holds, and the way out where a bar narrowed it (``name`` in the address)."""
    with st.container(horizontal=True, vertical_alignment="bottom", horizontal_alignment="distribute"):
        heading.section(title, caption)
        if chosen is not None:
            st.button(
                texts(f"prospects.all.{name}"),
                key=f"prospects_all_{name}",
                icon=":material/filter_alt_off:",
                on_click=state.change,
                kwargs={name: None},
            )


def _prospects(here: Here, customers: pd.DataFrame) -> pd.DataFrame:
    without = cache.without_purchase(here.key())
    found = prospects_of(customers, without, cache.customer_names(here.key_of(None)))
    # The traits tell of a person what a masked reader may not see.
    return found.assign(prospect_traits=None) if here.viewer.masked else found


def _grounds_of_score(view: ProspectsView, texts: Texts) -> None:
    left, right = st.columns([3, 2], gap="large")
    with left:
        leads = texts("prospects.win.click") if view.can_narrow else ""
        caption = f"{texts('prospects.win.fifths_caption')} {leads}".rstrip()
        heading.section(texts("prospects.win.fifths_title"), caption)
        picture = labelled_bars_chart(view.fifths, view.usual)
        clicked = chart.show(picture, "prospects_fifths", view.alt, can_choose=view.can_narrow)
        _narrow("fifth", clicked)
    with right:
        heading.section(texts("prospects.win.common_title"), texts("prospects.win.common_caption"))
        st.markdown("\n".join(f"- {plain(line)}" for line in view.in_common))


def _pictures(view: OffersView, texts: Texts) -> None:
    left, right = st.columns([3, 2], gap="large")
    with left:
        heading.section(texts("prospects.offer.products_title"), texts("segments.click"))
        clicked = chart.show(labelled_bars_chart(view.products), "offers_products", view.products_alt)
        _narrow("product", clicked)
    with right:
        heading.section(texts("prospects.offer.hits_title"), texts("prospects.offer.hits_caption"))
        both = (texts("prospects.offer.suggestions"), texts("prospects.offer.best_sellers"))
        picture = hit_rates_chart(view.hits, both, texts("prospects.offer.hits_axis"))
        chart.show(picture, "offers_hits", view.alt, can_choose=False)


def _narrow(name: str, clicked: list[str] | None) -> None:
    """Narrow the list below to what a bar stands for; the choice stands in the address."""
    if clicked and clicked[0].isdigit():
        state.change(**{name: int(clicked[0])})
        st.rerun()
