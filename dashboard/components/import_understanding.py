"""How was the file understood, what isn't clear, and what do the first rows look like?"""

from __future__ import annotations

import streamlit as st

from dashboard import state
from dashboard.components import heading, import_questions
from dashboard.components.import_draft import Draft
from dashboard.components.plain import plain
from dashboard.formats import Reader
from dashboard.presenters.import_understanding import (
    mapping_labels,
    preview_table,
    understood_words,
)
from dashboard.state import Here
from dashboard.usecases.importing import FIELDS, NEEDED, Inspection


def show(here: Here, now: Draft, found: Inspection) -> None:
    """Draw what was understood, the questions, the meaning of the columns, and the first rows."""
    reader, texts = here.reader, here.reader.texts
    if found.columns:
        st.markdown(f":gray[{plain(understood_words(found, reader))}]")
    import_questions.show(here, now, found)
    if not found.columns:
        return
    with st.expander(texts("data.mapping.title"), expanded=True, icon=":material/view_column:"):
        st.caption(plain(texts(f"data.mapping.caption.{now.kind}")))
        _mapping(now, found, reader)
    import_questions.show_offers(here, now, found)
    if any(question.subject == "column_for" for question in found.questions):
        return
    heading.section(texts("data.preview.title"), texts("data.preview.caption"))
    st.dataframe(
        preview_table(found, reader),
        hide_index=True,
        key=now.key("preview"),
        height=min(38 + 35 * len(found.preview), 388),
    )


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
