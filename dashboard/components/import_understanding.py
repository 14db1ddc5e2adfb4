"""How was the file understood, what isn't clear, and what do the first rows look like?"""

from __future__ import annotations

import datetime as dt

import pandas as pd
import streamlit as st

from dashboard import state
from dashboard.components import heading
from dashboard.components.import_draft import Draft
from dashboard.components.plain import plain
from dashboard.formats import Reader
from dashboard.presenters.import_understanding import (
    mapping_labels,
    preview_table,
    question_view,
    understood_words,
)
from dashboard.usecases.importing import FIELDS, NEEDED, Inspection, Question

# A day field reaches back ten years by itself; surveys and sales are often older than that.
_EARLIEST = dt.date(1900, 1, 1)


def show(now: Draft, found: Inspection, reader: Reader) -> None:
    """Draw what was understood, the questions, the meaning of the columns, and the first rows."""
    texts = reader.texts
    if found.columns:
        st.markdown(f":gray[{plain(understood_words(found, reader))}]")
    _questions(now, found, reader)
    if not found.columns:
        return
    with st.expander(texts("data.mapping.title"), expanded=True, icon=":material/view_column:"):
        st.caption(plain(texts(f"data.mapping.caption.{now.kind}")))
        _mapping(now, found, reader)
    if any(question.subject == "column_for" for question in found.questions):
        return
    heading.section(texts("data.preview.title"), texts("data.preview.caption"))
    st.dataframe(
        preview_table(found, reader),
        hide_index=True,
        key=now.key("preview"),
        height=min(38 + 35 * len(found.preview), 388),
    )


def _questions(now: Draft, found: Inspection, reader: Reader) -> None:
    open_ids = {question.id for question in found.questions}
    columns = [one for one in now.asked.values() if one.subject == "column_for"]
    others = [one for one in now.asked.values() if one.subject != "column_for"]
    if open_ids:
        st.info(plain(reader.texts("data.questions", count=len(open_ids))), icon=":material/help:")
    for question in others:
        _question(now, question, reader)
    unknown = [one for one in columns if one.id in open_ids]
    if unknown:
        with st.container(border=True, key=now.key("columns_box")):
            for question in unknown:
                st.markdown(plain(question_view(question.as_json(), reader).text))
            headings = [one.heading for one in found.columns]
            st.dataframe(
                pd.DataFrame(found.first_rows, columns=headings), hide_index=True, key=now.key("raw")
            )
            st.caption(plain(reader.texts("data.questions.columns")))


def _question(now: Draft, question: Question, reader: Reader) -> None:
    view = question_view(question.as_json(), reader)
    key = now.key(f"answer_{question.id}")
    with st.container(border=True, key=f"{key}_box"):
        if view.is_day:
            said = (now, question.id, key)
            st.date_input(plain(view.text), None, _EARLIEST, key=key, on_change=_answered, args=said)
            return
        st.radio(
            plain(view.text),
            list(view.labels),
            index=None
            if question.id not in now.answers
            else list(view.labels).index(now.answers[question.id]),
            format_func=lambda choice: plain(view.labels[choice]),
            captions=[plain(caption) for caption in view.captions],
            key=key,
            on_change=_answered,
            args=(now, question.id, key),
        )


def _answered(now: Draft, question: str, key: str) -> None:
    answer = state.chosen(key)
    if answer is not None:
        now.answers[question] = answer if isinstance(answer, str) else answer.isoformat()


def _mapping(now: Draft, found: Inspection, reader: Reader) -> None:
    labels = mapping_labels([(one.heading, one.examples) for one in found.columns], reader)
    with st.grid("auto", min_column_width=230, gap=("medium", "small"), key=now.key("mapping")) as cells:
        for name in FIELDS[now.kind]:
            key = now.key(f"field_{name}")
            needed = " *" if name in NEEDED[now.kind] else ""
            with cells.cell():
                st.selectbox(
                    reader.texts(f"import.field.{name}") + needed,
                    list(labels),
                    format_func=lambda heading: labels.get(heading, heading),
                    key=state.follow(key, found.mapping.get(name, "")),
                    on_change=_mapped,
                    args=(now, name, key),
                )


def _mapped(now: Draft, field: str, key: str) -> None:
    """Take a column for a field; what it was taken for before lets go of it."""
    heading = state.chosen(key)
    found = now.inspected[1].mapping if now.inspected else {}
    for other, used in {**found, **now.mapping}.items():
        if heading and used == heading and other != field:
            now.mapping[other] = ""
    now.mapping[field] = heading
    now.asked.pop(f"column_for_{field}", None)
