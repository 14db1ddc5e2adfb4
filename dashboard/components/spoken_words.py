"""How do customers' own words stand on the page about satisfaction?"""

from __future__ import annotations

from dataclasses import replace

import pandas as pd
import streamlit as st

from dashboard import assessed, cache, state
from dashboard.charts.cause_quarters import cause_quarters_chart
from dashboard.charts.labelled_bars import labelled_bars_chart
from dashboard.components import (
    chart,
    comment_checks,
    empty,
    export,
    figures,
    heading,
    narrowing,
    people_behind,
    warning_model,
)
from dashboard.components.plain import plain
from dashboard.presenters.answer_filters import AnswerFilters, number_of, quarter_words
from dashboard.presenters.model_cards import model_view
from dashboard.presenters.spoken_words import (
    FOR_A_PERSON,
    GROUPS,
    Said,
    WordsView,
    choice_of,
    chosen_texts,
    decisions,
    exported,
    list_of_column,
    said_list,
    waiting_decisions,
    words_view,
)
from dashboard.state import Here
from dashboard.usecases import text_causes
from dashboard.usecases.spreadsheets import table_file

_MODEL = "text_sorting"
_CHOICE = "words_choice"


def show(here: Here) -> None:
    """Draw what people complain about, over time, what they said, and how sure the sorting is."""
    texts, said = here.reader.texts, cache.texts(here.key())
    if said.empty:
        st.markdown(plain(texts("words.nothing")))
        return
    card = cache.found(here.key()).models.get(_MODEL)
    view = words_view(said, card, assessed.grounds(here))
    heading.section(view.sentence, view.caption)
    figures.show(
        view.figures,
        key="words_figures",
        most_columns=len(view.figures),
        below=lambda number: _link(here, view.behind[number], number),
    )
    if view.missing:
        empty.note(view.missing, ":material/data_alert:")
    _show_causes(here, view)
    _show_said(here, view, said)
    comment_checks.show(here, said, _line_to_check)
    if card is not None:
        with st.expander(plain(texts("words.how.title"))):
            st.markdown(plain(texts("words.how.groups")))
            st.markdown(plain(texts("words.how.decide")))
            warning_model.show_card(model_view(card, here.reader), here)


def _show_causes(here: Here, view: WordsView) -> None:
    texts = here.reader.texts
    left, right = st.columns(2, gap="large")
    with left:
        heading.section(texts("words.bars.title"), texts("words.bars.caption"))
        if len(view.bars):
            alt = "; ".join(f"{row.word}: {row.label}" for row in view.bars.itertuples())
            # A key for each choice: a click that stayed would undo what is chosen below.
            key = f"words_bars_{here.address.answers.of}"
            clicked = chart.show(labelled_bars_chart(view.bars), key, alt)
            if clicked and clicked[0] in view.choices:
                _choose(here, clicked[0], "")
    with right:
        if len(view.quarters):
            heading.section(texts("words.quarters.title"), texts("words.quarters.caption"))
            names = {code: texts(f"words.cause.{code}") for code in GROUPS}
            alt = "; ".join(view.quarters["label"])
            key = f"words_quarters_{here.address.answers.of}_{here.address.answers.quarter}"
            clicked = chart.show(cause_quarters_chart(view.quarters, names), key, alt)
            if clicked:
                _choose(here, *list_of_column(clicked[0]))


def _show_said(here: Here, view: WordsView, said: pd.DataFrame) -> None:
    """Draw the texts of one choice, the newest first, each with the way to who said it."""
    texts = here.reader.texts
    heading.section(texts("words.list.title"), texts("words.list.caption"))
    choice = st.selectbox(
        texts("words.list.choice"),
        list(view.choices),
        format_func=lambda code: view.choices[code],
        key=state.follow(_CHOICE, choice_of(here.address.answers.of, view.choices)),
        on_change=lambda: state.change(answers=_asking(here, state.chosen(_CHOICE) or "")),
    )
    if here.viewer.masked:
        st.caption(plain(texts("words.hidden")))
    quarter = here.address.answers.quarter
    if quarter:
        _show_quarter(here, quarter)
    chosen = chosen_texts(said, choice, quarter)
    if chosen.empty:
        st.markdown(plain(texts("words.list.none")))
        return
    number = f"words_page_{choice}_{quarter}"
    shown = said_list(chosen, assessed.customers(here), state.chosen(number) or 1, here.reader)
    with st.container(gap="small", key="words_said"):
        for one in shown.rows:
            _line(one)
            if choice == FOR_A_PERSON or one.decided:
                _show_decision(here, one)
    _show_decided(here, said)

    def written(kind: str) -> bytes:
        return table_file(exported(chosen, here.reader), "xlsx" if kind == "xlsx" else "csv").content

    with st.container(horizontal=True, vertical_alignment="center", horizontal_alignment="distribute"):
        st.caption(plain(shown.place))
        if shown.pages > 1:
            st.pagination(shown.pages, key=number)
        export.show(texts, texts("words.export.file"), written, "words_export")


def _show_quarter(here: Here, quarter: str) -> None:
    """Say of which quarter the texts are, with the way back to all."""
    texts = here.reader.texts
    said = texts("words.list.quarter", quarter=quarter_words(quarter, here.reader))
    every = replace(here.address.answers, quarter="")
    narrowing.show(said, texts("words.list.quarters"), "words_quarters_all", answers=every)


def _line(one: Said) -> None:
    """Draw a text as it was written: Markdown would still make links of addresses, however escaped."""
    with st.container(gap=None):
        with st.container(horizontal=True, vertical_alignment="center", gap="small"):
            if one.customer_key:
                heading.page_link("customer_file", one.who, customer=one.customer_key)
            else:
                st.markdown(plain(one.who), width="content")
            about = f" · {plain(one.about)}" if one.about else ""
            st.markdown(f":gray[{plain(one.when)}]{about}", width="content")
        if one.words:
            st.text(f"“{one.words}”")


def _line_to_check(here: Here, one: Said) -> None:
    _line(one)
    _show_decision(here, one, "words_check")


def _show_decision(here: Here, one: Said, name: str = "words_decide") -> None:
    """Draw the choice of a cause for a text that nobody has decided on yet, or what was decided."""
    words = decisions(here.reader)
    key = f"{name}_{one.source}_{one.row_key}"
    st.selectbox(
        here.reader.texts("words.decide.label"),
        list(words),
        format_func=lambda code: words[code],
        key=state.follow(key, one.decided if one.decided in words else ""),
        on_change=_decide,
        args=(here, one, key),
        label_visibility="collapsed",
        width=280,
    )


def _show_decided(here: Here, said: pd.DataFrame) -> None:
    """Say how many decisions wait for the next assessment, and offer to make it."""
    waiting = waiting_decisions(said)
    if waiting:
        st.caption(plain(here.reader.texts("words.decide.waiting", count=waiting)))
        label = here.reader.texts("words.decide.assess")
        args = (here.viewer, here.workspace.slug)
        st.button(label, key="words_assess", on_click=text_causes.assess_anew, args=args)


def _decide(here: Here, one: Said, key: str) -> None:
    text_causes.decide(here.viewer, here.workspace.slug, one.source, one.row_key, state.chosen(key) or "")


def _link(here: Here, choice: str | None, number: int) -> None:
    """Draw the way from a figure to the texts that it counts."""
    if choice is not None:
        st.button(
            people_behind.small(here.reader.texts("words.figure.link")),
            key=f"words_figure_{number}",
            type="tertiary",
            on_click=state.change,
            kwargs={"answers": _asking(here, choice, "")},
        )


def _choose(here: Here, choice: str, quarter: str) -> None:
    """Open a list of texts, unless it is the one that is looked at."""
    asked = _asking(here, choice, quarter)
    if asked != here.address.answers:
        state.change(answers=asked)
        st.rerun()


def _asking(here: Here, choice: str, quarter: str | None = None) -> AnswerFilters:
    """Return what asks for a list of texts, of the quarter looked at unless another is meant."""
    kept = here.address.answers.quarter if quarter is None else quarter
    return AnswerFilters(of=number_of(choice) if choice else None, quarter=kept)
