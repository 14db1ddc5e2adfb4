"""Which file, and of what kind?"""

from __future__ import annotations

import streamlit as st

from dashboard import state
from dashboard.components import import_source
from dashboard.components.import_draft import Draft, start_again
from dashboard.components.plain import plain
from dashboard.state import Here
from dashboard.usecases import importing


def show(here: Here, now: Draft) -> None:
    """Draw the choice of kind and, until there is a file, the place to drop one."""
    texts = here.reader.texts
    st.selectbox(
        texts("data.upload.kind"),
        importing.KINDS,
        format_func=lambda kind: texts(f"data.kind.{kind}"),
        key=state.follow(now.key("kind"), now.kind),
        on_change=_kind_chosen,
        args=(now,),
        width=320,
    )
    st.caption(plain(texts(f"data.upload.needs.{now.kind}")))
    if now.upload is None:
        st.file_uploader(
            texts("data.upload.file"),
            type=list(importing.SUFFIXES),
            key=now.key("file"),
            on_change=_uploaded,
            args=(here, now),
            label_visibility="collapsed",
        )
        import_source.show(here, now)
        return
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        st.markdown(f":material/description: **{plain(now.upload.file_name)}**", width="content")
        st.button(
            texts("data.upload.other"),
            key=now.key("other"),
            type="tertiary",
            icon=":material/close:",
            on_click=start_again,
            args=(here,),
        )


def _kind_chosen(now: Draft) -> None:
    now.kind = state.chosen(now.key("kind"))
    now.mapping, now.answers, now.asked, now.refused = {}, {}, {}, {}


def _uploaded(here: Here, now: Draft) -> None:
    file = state.chosen(now.key("file"))
    if file is not None:
        now.upload = importing.keep_upload(here.viewer, here.workspace.slug, file.getvalue(), file.name)
