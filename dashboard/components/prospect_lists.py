"""Whom to win and what to offer whom: how do the pictures and lists look?"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

import pandas as pd
import streamlit as st

from dashboard import assessed, cache, state
from dashboard.charts.hit_rates import hit_rates_chart
from dashboard.charts.labelled_bars import labelled_bars_chart
from dashboard.components import chart, customer_table, empty, export, figures, heading, headline
from dashboard.components.plain import plain
from dashboard.i18n.texts import Texts
from dashboard.presenters.next_products import OffersView, offers_view
from dashboard.presenters.prospects import ProspectsView, prospects_of, prospects_view
from dashboard.state import Here
from dashboard.usecases.customer_export import list_file


def show_win(here: Here, customers: pd.DataFrame) -> None:
    """Draw who looks like the best customers, how far that can be trusted, and what they share."""
    texts, cards = here.reader.texts, cache.found(here.key()).cards
    prospects = _prospects(here, customers)
    view = prospects_view(prospects, cards, cache.attribute_labels(here.key_of(None)), assessed.grounds(here))
    headline.show(view.headline, view.caption)
    if view.rows.empty:
        text = " ".join(view.missing) or texts("prospects.win.nobody")
        empty.show(texts("prospects.missing_title"), text, page="data", action=texts("frame.no_data_action"))
        return
    for text in view.missing:
        empty.note(text)
    figures.show(view.figures, key="prospects_figures")
    _grounds_of_score(view, texts)
    heading.section(texts("prospects.win.list_title"), texts("prospects.win.list_caption"))
    _table(view.rows, view.labels, "prospects_win", texts("prospects.win.list_alt"))
    _export(here, prospects, texts("prospects.win.file"), "prospects_win_export")


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
    with st.container(horizontal=True, vertical_alignment="bottom", horizontal_alignment="distribute"):
        heading.section(texts("prospects.offer.list_title"), view.list_caption)
        if here.address.product is not None:
            st.button(
                texts("prospects.offer.all_products"),
                key="offers_all",
                icon=":material/filter_alt_off:",
                on_click=state.change,
                kwargs={"product": None},
            )
    _table(view.rows, view.labels, "prospects_offer", texts("prospects.offer.list_alt"))
    _export(here, view.listed, texts("prospects.offer.file"), "prospects_offer_export")


def _prospects(here: Here, customers: pd.DataFrame) -> pd.DataFrame:
    without = cache.without_purchase(here.key())
    found = prospects_of(customers, without, cache.customer_names(here.key_of(None)))
    # The traits tell of a person what a masked reader may not see.
    return found.assign(prospect_traits=None) if here.viewer.masked else found


def _grounds_of_score(view: ProspectsView, texts: Texts) -> None:
    left, right = st.columns([3, 2], gap="large")
    with left:
        heading.section(texts("prospects.win.fifths_title"), texts("prospects.win.fifths_caption"))
        picture = labelled_bars_chart(view.fifths, view.usual)
        chart.show(picture, "prospects_fifths", view.alt, can_choose=False)
    with right:
        heading.section(texts("prospects.win.common_title"), texts("prospects.win.common_caption"))
        st.markdown("\n".join(f"- {plain(line)}" for line in view.in_common))


def _pictures(view: OffersView, texts: Texts) -> None:
    left, right = st.columns([3, 2], gap="large")
    with left:
        heading.section(texts("prospects.offer.products_title"), texts("segments.click"))
        clicked = chart.show(labelled_bars_chart(view.products), "offers_products", view.products_alt)
        if clicked and clicked[0].isdigit():
            state.change(product=int(clicked[0]))
            st.rerun()
    with right:
        heading.section(texts("prospects.offer.hits_title"), texts("prospects.offer.hits_caption"))
        both = (texts("prospects.offer.suggestions"), texts("prospects.offer.best_sellers"))
        picture = hit_rates_chart(view.hits, both, texts("prospects.offer.hits_axis"))
        chart.show(picture, "offers_hits", view.alt, can_choose=False)


def _table(rows: pd.DataFrame, labels: Mapping[str, str], key: str, alt: str) -> None:
    chosen = customer_table.show(rows, labels, key, alt)
    if chosen is not None:
        state.go("customer_file", customer=chosen)


def _export(here: Here, listed: pd.DataFrame, name: str, key: str) -> None:
    as_of: dt.date = assessed.grounds(here).as_of

    def written(kind: str) -> bytes:
        return list_file(listed, as_of, "xlsx" if kind == "xlsx" else "csv")

    export.show(here.reader.texts, name, written, key)
