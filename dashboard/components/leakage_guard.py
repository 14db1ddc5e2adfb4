"""Which columns tell more than could have been known, and what does the user decide of them?"""

from __future__ import annotations

import streamlit as st

from dashboard import cache, state
from dashboard.components import failure, heading
from dashboard.components.plain import plain
from dashboard.presenters.leakage import ModelCard, SuspectView, decided, suspect_views
from dashboard.state import Here
from dashboard.usecases import workspaces
from dashboard.usecases.refusals import REFUSALS, refusal

_OUTCOME = "leakage_outcome"
_DECISIONS = ("", "keep_out", "trust")


def show(here: Here, card: ModelCard) -> None:
    """Draw the suspected columns, each with a decision that the next assessment follows."""
    texts = here.reader.texts
    rules = workspaces.rules(here.viewer, here.workspace.slug)
    labels = cache.attribute_labels(here.key_of(None))
    views = suspect_views(card, rules.kept_out_columns, rules.trusted_columns, labels, here.reader)
    heading.section(texts("models.guard.title"), texts("models.guard.caption"))
    if not views:
        st.markdown(texts("models.guard.nothing"))
    for number, view in enumerate(views):
        _suspect(here, view, rules.version, number)
    _say_outcome(here)


def _suspect(here: Here, view: SuspectView, version: int, number: int) -> None:
    texts = here.reader.texts
    with st.container(horizontal=True, vertical_alignment="center", horizontal_alignment="distribute"):
        st.markdown(f"**{plain(view.word)}** {plain(view.why)} :gray[{plain(view.used)}]", width="stretch")
        key = f"guard_{here.workspace.slug}_{version}_{number}"
        st.selectbox(
            texts("models.guard.decide", column=view.word),
            _DECISIONS,
            index=_DECISIONS.index(view.decision),
            format_func=lambda code: texts(f"models.guard.decision.{code or 'open'}"),
            key=key,
            on_change=_decide,
            args=(here, view.column, key, version),
            label_visibility="collapsed",
            width=220,
        )


def _decide(here: Here, column: str, key: str, version: int) -> None:
    """Save a decision over the version of the rules that was shown."""
    wrong = ""
    try:
        rules = workspaces.rules(here.viewer, here.workspace.slug)
        lists = decided(column, state.chosen(key) or "", rules.kept_out_columns, rules.trusted_columns)
        workspaces.change_rules(here.viewer, here.workspace.slug, lists, version)
    except REFUSALS as error:
        refused = refusal(error)
        wrong = failure.sentence(here.reader.texts, refused.message_id, refused.parameters)
    state.remember(_OUTCOME, wrong)


def _say_outcome(here: Here) -> None:
    """Say once what came of a decision, with the way to have it followed."""
    wrong = state.chosen(_OUTCOME)
    if wrong is None:
        return
    state.forget(_OUTCOME)
    if wrong:
        st.error(plain(wrong), icon=":material/error:")
        return
    st.success(here.reader.texts("models.guard.saved"), icon=":material/check_circle:")
    heading.page_link("settings", here.reader.texts("models.guard.assess"))
