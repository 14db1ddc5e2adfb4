"""Which rows of another database? Offered only where the environment names one."""

from __future__ import annotations

import streamlit as st

from dashboard.components import failure
from dashboard.components.import_draft import Draft
from dashboard.components.plain import plain
from dashboard.state import Here
from dashboard.usecases import querying
from dashboard.usecases.refusals import REFUSALS, refusal


def show(here: Here, now: Draft) -> None:
    """Draw the choice of source and the query; its rows then wait like an uploaded file."""
    names = querying.source_names()
    if not names:
        return
    texts = here.reader.texts
    with st.expander(texts("data.source.title"), icon=":material/database:"):
        st.caption(plain(texts("data.source.caption")))
        name = st.selectbox(texts("data.source.name"), names, key=now.key("source"))
        query = st.text_area(texts("data.source.query"), key=now.key("query"), height=140)
        if not st.button(texts("data.source.fetch"), key=now.key("fetch"), disabled=not query.strip()):
            return
        try:
            now.upload = querying.fetch(here.viewer, here.workspace.slug, name, query)
        except REFUSALS as error:
            said = refusal(error)
            sentence = failure.sentence(texts, said.message_id, said.parameters)
            st.error(plain(sentence), icon=":material/report:")
            return
    st.rerun()
