"""How do satisfaction, loyalty and answers stand in a customer's file?"""

from __future__ import annotations

from functools import partial

import pandas as pd
import streamlit as st

from dashboard import assessed, cache, state
from dashboard.components import figures, heading, narrowing, people_behind, result_table
from dashboard.components.plain import plain
from dashboard.presenters.answer_filters import AnswerFilters
from dashboard.presenters.customer_filters import CustomerFilters, count_matching
from dashboard.presenters.customer_voice import Behind, VoiceView, answers_behind, asked_behind, voice_view
from dashboard.presenters.growth_fifths import FIFTHS
from dashboard.state import Here

_PEERS = CustomerFilters(growth=FIFTHS)


def behind(here: Here, answers: pd.DataFrame) -> Behind:
    """Return the answers of a customer behind each of their figures."""
    return answers_behind(cache.answers_of_figures(here.key()), answers)


def show(here: Here, customer: pd.Series) -> None:
    """Draw what is known of the customer's satisfaction and loyalty, and what they answered."""
    answers = cache.customer_answers(here.key_of(None, here.address.customer))
    own = behind(here, answers)
    view = voice_view(customer, answers, own, here.address.answers, assessed.grounds(here))
    heading.section(here.reader.texts("words.file.title"), view.caption)
    if view.figures:
        below = partial(_show_behind, here, view, own)
        figures.show(view.figures, key="file_voice", most_columns=5, below=below)
    if view.missing:
        st.caption(plain(view.missing))
    _show_answers(here, view, is_asked=here.address.answers.behind in own)


def _show_behind(here: Here, view: VoiceView, own: Behind, number: int) -> None:
    """Draw the way from a figure to the answers it rests on, or to those it is measured against."""
    name, texts = view.names[number], here.reader.texts
    asked = asked_behind(name, own)
    if asked is not None:
        st.button(
            people_behind.small(texts("words.answers.of_figure", count=len(own[asked.behind]))),
            key=f"file_behind_{name}",
            type="tertiary",
            on_click=state.change,
            kwargs={"answers": asked},
        )
    elif name == "development_index":
        peers = count_matching(assessed.customers(here), _PEERS)
        people_behind.small_link("customers", texts("words.peers", count=peers), filters=_PEERS)


def _show_answers(here: Here, view: VoiceView, *, is_asked: bool) -> None:
    """Draw the answers: all of them closed, those behind a figure that is asked for open."""
    if view.answers.empty:
        return
    texts = here.reader.texts
    with st.expander(plain(texts("words.answers.title", shown=view.shown)), expanded=is_asked):
        result_table.show(view.answers, view.labels, "file_answers")
        if view.later:
            st.caption(plain(view.later))
        if is_asked:
            narrowing.show_back(texts("words.answers.all"), "file_answers_all", answers=AnswerFilters())
