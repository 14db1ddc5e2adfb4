"""How does a manager begin with a company of their own?"""

from __future__ import annotations

import streamlit as st

from dashboard import state
from dashboard.components import failure
from dashboard.components.plain import plain
from dashboard.presenters.currencies import currency_names
from dashboard.state import Here
from dashboard.usecases import workspaces
from dashboard.usecases.refusals import REFUSALS, refusal

_REFUSED = "new_company_refused"


def show(here: Here) -> None:
    """Draw the form that makes an empty company and goes there."""
    texts = here.reader.texts
    names = currency_names(here.reader)
    with st.form("new_company", border=False, width=480):
        st.text_input(texts("settings.new.name"), max_chars=80, key="new_company_name")
        st.selectbox(
            texts("settings.new.currency"),
            list(names),
            format_func=lambda code: names.get(code, code),
            index=list(names).index(here.workspace.currency) if here.workspace.currency in names else 0,
            key=f"new_company_currency_{texts.language}",
        )
        st.caption(texts("settings.new.currency_text"))
        st.toggle(texts("settings.contractual.label"), key="new_company_contractual")
        st.form_submit_button(
            texts("settings.new.create"),
            icon=":material/add:",
            on_click=_create,
            args=(here,),
            key="new_company_go",
        )
    refused = state.chosen(_REFUSED)
    if refused:
        state.forget(_REFUSED)
        st.error(plain(refused), icon=":material/error:")


def _create(here: Here) -> None:
    language = here.reader.texts.language
    try:
        made = workspaces.create(
            here.viewer,
            str(state.chosen("new_company_name") or ""),
            currency=str(state.chosen(f"new_company_currency_{language}")),
            contractual=bool(state.chosen("new_company_contractual")),
        )
    except REFUSALS as error:
        refused = refusal(error)
        state.remember(_REFUSED, failure.sentence(here.reader.texts, refused.message_id, refused.parameters))
        return
    state.leave_workspace(made.slug)
