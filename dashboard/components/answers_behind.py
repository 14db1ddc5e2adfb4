"""How do the answers behind a figure stand on the page, each leading to who gave it?"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import NoReturn

import pandas as pd
import streamlit as st

from dashboard import assessed, cache, state
from dashboard.components import customer_table, empty, export, heading, narrowing, people_behind
from dashboard.components.plain import plain
from dashboard.links import Address, query
from dashboard.presenters.answer_filters import AnswerFilters, chosen_answers, said_of
from dashboard.presenters.answers_behind import (
    AnswerChoices,
    answer_choices,
    answers_exported,
    answers_view,
    listed_answers,
    page_of,
)
from dashboard.presenters.customer_filters import CustomerFilters, filter_words, matching
from dashboard.state import Here
from dashboard.usecases.comments import comments
from dashboard.usecases.spreadsheets import table_file

TAB = "answers"
_PAGE = "answers_page"
# What somebody wrote has what room there is.
_WIDTHS: Mapping[str, customer_table.Width] = {
    "day": 115,
    "answer": 95,
    "expected": 95,
    "channel": 90,
    "words": 280,
}


def go(answers: AnswerFilters, filters: CustomerFilters | None = None) -> NoReturn:
    """Open the list of the answers behind something that was clicked."""
    state.go("satisfaction", tab=TAB, answers=answers, filters=filters or CustomerFilters())


def link(here: Here, answers: AnswerFilters, key: str, label: str = "") -> None:
    """Draw what leads to the answers behind a figure of this page; ``label`` if it says more than that."""
    st.button(
        people_behind.small(label or here.reader.texts("answers.link")),
        key="_".join((key, *query(Address(answers=answers)).values())),
        type="tertiary",
        on_click=state.change,
        kwargs={"tab": TAB, "answers": answers, "filters": CustomerFilters()},
    )


def link_from(
    here: Here, answers: AnswerFilters, filters: CustomerFilters | None = None, label: str = ""
) -> None:
    """Draw what leads to the answers behind a figure of another page, of all or of some customers."""
    target = {"tab": TAB, "answers": answers, "filters": filters or CustomerFilters()}
    people_behind.small_link("satisfaction", label or here.reader.texts("answers.link"), **target)


def show(here: Here) -> None:
    """Draw by what the answers are narrowed, how many there are, and the list of them."""
    texts, asked, grounds = here.reader.texts, here.address.answers, assessed.grounds(here)
    kept = cache.answers(here.key())
    if kept.empty:
        empty.note(texts("answers.not_kept"), ":material/history:")
        return
    heading.section(texts("answers.title"), said_of(kept, asked, grounds))
    _show_choices(asked, answer_choices(kept, asked, grounds), here)
    _show_customers_chosen(here)
    chosen = chosen_by(here, asked)
    number = "_".join((_PAGE, *query(here.address).values()))
    page = state.chosen(number) or 1
    words = comments(here.viewer, here.workspace.slug, page_of(chosen, page))
    view = answers_view(chosen, words, assessed.customers(here), page, grounds)
    with st.container(horizontal=True, vertical_alignment="center", horizontal_alignment="distribute"):
        st.markdown(f"**{plain(view.counted)}**", width="content")
        if chosen["customer_id"].notna().any():
            target = {"answers": asked, "filters": here.address.filters}
            heading.page_link("customers", texts("answers.customers"), **target)
    for note in view.notes:
        st.caption(plain(note))
    if view.rows.empty:
        return
    opened = customer_table.show(view.rows, view.labels, "answers_list", texts("answers.alt"), widths=_WIDTHS)
    if opened:
        state.go("customer_file", customer=opened, filters=here.address.filters)
    with st.container(horizontal=True, vertical_alignment="center", horizontal_alignment="distribute"):
        st.caption(plain(view.place))
        if view.pages > 1:
            st.pagination(view.pages, key=number)
        _show_export(here, chosen)
    if here.viewer.masked:
        st.caption(plain(texts("words.hidden")))


def chosen_by(here: Here, asked: AnswerFilters) -> pd.DataFrame:
    """Return the answers that the address asks for, of the customers that it asks for."""
    chosen = chosen_answers(cache.answers(here.key()), asked)
    if not here.address.filters.count:
        return chosen
    ids = matching(assessed.customers(here), here.address.filters)["customer_id"]
    return chosen[chosen["customer_id"].isin(ids)]


def narrowed(here: Here, customers: pd.DataFrame) -> pd.DataFrame:
    """Return the customers behind the answers that the address asks for, all where it asks for none.

    Says so, with the way back to all.
    """
    asked = here.address.answers
    if not asked.is_set:
        return customers
    texts, kept = here.reader.texts, cache.answers(here.key())
    said = said_of(kept, asked, assessed.grounds(here)) if len(kept) else ""
    with st.container(horizontal=True, vertical_alignment="center"):
        st.caption(plain(texts("answers.customers_of", answers=said)), width="content")
        target = {"tab": TAB, "answers": asked, "filters": here.address.filters}
        heading.page_link("satisfaction", texts("answers.link"), **target)
        narrowing.show_back(texts("answers.all_customers"), "answers_everybody", answers=AnswerFilters())
    ids = chosen_answers(kept, asked)["customer_id"] if len(kept) else customers["customer_id"][:0]
    return customers[customers["customer_id"].isin(ids)]


def _show_choices(asked: AnswerFilters, choices: AnswerChoices, here: Here) -> None:
    """Draw what the answers are behind, of when, and with which score; each stands in the address."""
    texts = here.reader.texts
    behind = list(choices.behind)
    plain_asked = replace(asked, quarter="", lowest=None, highest=None)
    with st.container(horizontal=True, vertical_alignment="bottom", gap="small", key="answers_choices"):
        st.selectbox(
            texts("answers.label.behind"),
            behind,
            format_func=lambda one: choices.behind[one],
            key=state.follow("answers_behind", plain_asked),
            on_change=lambda: state.change(answers=state.chosen("answers_behind")),
            width=300,
        )
        for name, codes, code, chosen, width in (
            ("quarter", choices.quarters, asked.quarter, _quarter_chosen, 230),
            ("score", choices.scores, asked.scores, _score_chosen, 170),
        ):
            if len(codes) > 1:
                st.selectbox(
                    texts(f"answers.label.{name}"),
                    list(codes),
                    format_func=codes.__getitem__,
                    key=state.follow(f"answers_{name}", code),
                    on_change=chosen,
                    args=(asked,),
                    width=width,
                )


def _show_customers_chosen(here: Here) -> None:
    """Say which customers' answers they are, with the way to those of all, nameless ones too."""
    texts, filters = here.reader.texts, here.address.filters
    if not filters.count:
        return
    said = texts("answers.of_customers", filters=filter_words(filters, here.reader))
    narrowing.show(said, texts("answers.of_all"), "answers_of_all", filters=CustomerFilters())


def _show_export(here: Here, chosen: pd.DataFrame) -> None:
    texts = here.reader.texts

    def written(kind: str) -> bytes:
        words = comments(here.viewer, here.workspace.slug, listed_answers(chosen))
        found = answers_exported(chosen, words, assessed.grounds(here))
        return table_file(found, "xlsx" if kind == "xlsx" else "csv").content

    export.show(texts, texts("answers.export.file"), written, "answers_export")


def _quarter_chosen(asked: AnswerFilters) -> None:
    state.change(answers=replace(asked, quarter=state.chosen("answers_quarter") or ""))


def _score_chosen(asked: AnswerFilters) -> None:
    state.change(answers=asked.with_scores(state.chosen("answers_score") or ""))
