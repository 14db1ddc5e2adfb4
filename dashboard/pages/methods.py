"""By which formula is each figure computed, from where is it, and had it enough to work with?"""

from __future__ import annotations

import streamlit as st

from dashboard import cache, state
from dashboard.components import heading, headline, method, simulation_proof, tabs, warning_model
from dashboard.components.plain import plain
from dashboard.presenters.methods import Method, MethodsView, methods_view

here = state.here()
texts = here.reader.texts
TABS = ("formulas", "models", "proofs")


def show_page() -> None:
    """Draw the view that was chosen: formulas and cards, fitted models, or the simulator's proofs."""
    tab = tabs.show(here, "methods_page", TABS)
    if tab == "proofs":
        simulation_proof.show(here)
    elif tab == "models":
        warning_model.show_in_full(here)
    else:
        show_formulas()


def show_formulas() -> None:
    """Draw the formula asked for, the search with all formulas, and the cards."""
    top = st.container()
    search = st.text_input(
        texts("methods_page.search"),
        key="methods_search",
        type="search",
        placeholder=texts("methods_page.search_example"),
        icon=":material/search:",
        label_visibility="collapsed",
        width=420,
    )
    cards = cache.found(here.key()).cards if here.assessment is not None else {}
    view = methods_view(here.address.method, search, cards, here.reader)
    with top:
        headline.show(view.headline, texts("methods_page.caption"))
    if view.asked is not None and not search:
        show_asked(view.asked)
    for title, methods in view.sections:
        heading.section(title)
        with st.container(gap="xsmall"):
            for one in methods:
                show_folded(one)
    if not view.sections:
        st.markdown(texts("methods_page.nothing"))
    show_cards(view)


def show_folded(one: Method) -> None:
    """Draw a formula's title; the formula itself only when it is opened, as there are many."""
    key = f"method_{one.name}"
    folded = st.expander(plain(one.title), type="compact", key=key, on_change="rerun")
    if folded.open:
        with folded:
            method.show(one, texts)


def show_asked(asked: Method) -> None:
    """Draw the formula that a figure's "why this number" led to."""
    with st.container(border=True, key="method_asked"):
        st.subheader(plain(asked.title), anchor=asked.name.replace("_", "-"))
        method.show(asked, texts)


def show_cards(view: MethodsView) -> None:
    """Draw what each method had to work with in the assessment looked at."""
    if not view.cards or here.assessment is None:
        return
    st.space("small")
    heading.section(
        texts("methods_page.cards", day=here.assessment.as_of), texts("methods_page.cards_caption")
    )
    with st.container(gap="xsmall"):
        for card in view.cards:
            method.show_card(card)


heading.show(here, texts("frame.page.methods"))
show_page()
