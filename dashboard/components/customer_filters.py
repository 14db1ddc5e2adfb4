"""By what can a list of customers be narrowed?

Each widget shows what the address says and writes its change back; what is searched for stays
in the session.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

import streamlit as st

from dashboard import assessed, cache, state
from dashboard.formats import Reader
from dashboard.presenters.chance_bands import band_words
from dashboard.presenters.cluster_words import cluster_name
from dashboard.presenters.clusters import group_codes
from dashboard.presenters.cohorts import cohort_quarters, cohort_words
from dashboard.presenters.contract_months import contract_month_words
from dashboard.presenters.customer_filters import CODES, CustomerFilters, indicator_words, rated_words
from dashboard.presenters.customer_flags import FLAGS
from dashboard.presenters.growing_quarters import grew_words
from dashboard.presenters.growth_fifths import growth_word
from dashboard.presenters.holdings import holding_words
from dashboard.presenters.index_bands import band_words as index_words
from dashboard.presenters.past_warnings import past_words
from dashboard.presenters.silence_cells import silence_words
from dashboard.presenters.terms import term

_SEARCH = "customers_search"
_FOREMOST = ("tier", "state", "stage")
_CELLS = tuple(f"r{recency}f{frequency}" for recency in range(5, 0, -1) for frequency in range(5, 0, -1))


def show(filters: CustomerFilters, reader: Reader, *, has_before: bool) -> str:
    """Draw search and filters, and return what is searched for."""
    texts = reader.texts
    with st.container(horizontal=True, vertical_alignment="bottom", gap="small", key="customer_filters"):
        search = st.text_input(
            texts("customers.label.search"),
            key=_SEARCH,
            placeholder=texts("customers.label.search_hint"),
            help=texts("customers.label.search_help"),
            icon=":material/search:",
            width=170,
            label_visibility="collapsed",
        )
        for name in _FOREMOST:
            _codes(name, filters, reader)
        with st.popover(texts("customers.label.more_filters"), icon=":material/tune:", width="content"):
            _more(filters, reader, has_before=has_before)
        if filters.count or search:
            st.button(
                "",
                help=texts("customers.clear_filters"),
                on_click=clear,
                icon=":material/filter_alt_off:",
                type="tertiary",
                key="customers_clear",
            )
    return search or ""


def clear() -> None:
    """Take all filters and the search away."""
    state.remember(_SEARCH, "")
    state.change(filters=CustomerFilters())


def _codes(name: str, filters: CustomerFilters, reader: Reader) -> None:
    _choices(name, CODES[name], filters, reader, lambda code: term(name, code, reader.texts))


def _more(filters: CustomerFilters, reader: Reader, *, has_before: bool) -> None:
    texts = reader.texts
    flags = [name for name in FLAGS if getattr(filters, name)]
    st.pills(
        texts("customers.label.flags"),
        list(FLAGS),
        format_func=lambda name: texts(f"customers.flag.{name}"),
        selection_mode="multi",
        key=state.follow("customers_flags", flags),
        on_change=_flags_chosen,
    )
    with st.grid(2, min_column_width=200, gap=("xsmall", "small"), key="customers_more") as cells:
        for draw in _choosers(filters, reader, has_before=has_before):
            with cells.cell():
                draw()
    low, high = st.columns(2)
    with low:
        _bound("value_from", filters, reader)
    with high:
        _bound("value_to", filters, reader)


def _choosers(
    filters: CustomerFilters, reader: Reader, *, has_before: bool
) -> tuple[Callable[[], None], ...]:
    """Return what draws each choice of codes; what only a click narrows by is there while it does."""
    texts = reader.texts

    def of(name: str, word: Callable[[str], str], codes: tuple[str, ...] = ()) -> Callable[[], None]:
        return lambda: _choices(name, codes or CODES[name], filters, reader, word)

    def terms(*names: str) -> list[Callable[[], None]]:
        return [partial(_codes, name, filters, reader) for name in names]

    words = {
        "silence": silence_words,
        "rated": rated_words,
        "indicator": indicator_words,
        "holds": holding_words,
        "counted": contract_month_words,
        "grew": grew_words,
        "warned": past_words,
    }
    clicked = {
        name: of(name, partial(word, reader=reader), getattr(filters, name)) for name, word in words.items()
    }
    return (
        *terms("abc", "cause", "feel", "felt", "spoke", "loyalty", "bond"),
        partial(_clusters, filters, reader),
        of("firm", lambda code: texts(f"segments.firmness.{code}")),
        of("chance", lambda code: band_words(code, reader)),
        of("growth", lambda code: growth_word(code, reader)),
        of("loyal", lambda code: index_words(code, reader)),
        of("gain", lambda code: index_words(code, reader)),
        partial(_cohorts, filters, reader),
        *terms("tenure", "times", "kept", "prior", "breadth"),
        of("rfm", lambda cell: f"R{cell[1]} · F{cell[3]}", _CELLS),
        *([of("was", lambda code: texts(f"customers.was.{code}"))] if has_before else []),
        *(draw for name, draw in clicked.items() if getattr(filters, name)),
    )


def _clusters(filters: CustomerFilters, reader: Reader) -> None:
    """Draw the groups of this assessment, and those that the address names."""
    codes = group_codes(cache.found(state.here().key()).cards.get("clusters", {}))
    known = (*codes, *(code for code in filters.cluster if code not in codes))
    if known:
        _choices("cluster", known, filters, reader, lambda code: cluster_name(code, reader.texts))


def _cohorts(filters: CustomerFilters, reader: Reader) -> None:
    """Draw the quarters in which customers came, and what the address says of them."""
    quarters = sorted({*cohort_quarters(assessed.customers(state.here()))} - {""}, reverse=True)
    known = (*quarters, *(code for code in filters.cohort if code not in quarters))
    _choices("cohort", known, filters, reader, lambda code: cohort_words(code, reader))


def _choices(
    name: str, codes: tuple[str, ...], filters: CustomerFilters, reader: Reader, word: Callable[[str], str]
) -> None:
    st.multiselect(
        reader.texts(f"customers.label.{name}"),
        codes,
        format_func=word,
        key=state.follow(f"customers_{name}", list(getattr(filters, name))),
        placeholder=reader.texts(f"customers.label.{name}"),
        on_change=_chosen,
        args=(name,),
        label_visibility="collapsed",
        select_all=False,
        width=150 if name in _FOREMOST else "stretch",
    )


def _bound(name: str, filters: CustomerFilters, reader: Reader) -> None:
    st.number_input(
        reader.texts(f"customers.label.{name}"),
        step=100.0,
        format="%.0f",
        key=state.follow(f"customers_{name}", getattr(filters, name)),
        value=None,
        placeholder=reader.texts("customers.label.any"),
        on_change=_bound_chosen,
        args=(name,),
    )


def _chosen(name: str) -> None:
    state.change_filters(**{name: tuple(state.chosen(f"customers_{name}"))})


def _bound_chosen(name: str) -> None:
    changed: Any = {name: state.chosen(f"customers_{name}")}
    state.change_filters(**changed)


def _flags_chosen() -> None:
    chosen = state.chosen("customers_flags") or []
    state.change_filters(**{name: name in chosen for name in FLAGS})
