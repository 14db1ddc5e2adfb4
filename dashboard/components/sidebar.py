"""Which company, as of when, in which language, and where to next?"""

from __future__ import annotations

import streamlit as st

from dashboard import navigation, state
from dashboard.i18n.texts import LANGUAGES
from dashboard.state import Here
from dashboard.usecases.access import AssessmentInfo

_NEWEST = 0


def show(here: Here) -> None:
    """Draw the sidebar of every page."""
    with st.sidebar, st.container(gap="medium"):
        _workspace(here)
        navigation.show(here.reader.texts)
        _as_of(here)
        language(here.reader.texts.language, here.reader.texts("frame.language"))


def language(now: str, label: str) -> None:
    """Draw the switch of languages; each is written in itself."""
    st.segmented_control(
        label,
        list(LANGUAGES),
        format_func=LANGUAGES.__getitem__,
        key=state.follow("frame_language", now),
        on_change=_language_chosen,
        required=True,
        label_visibility="collapsed",
        width="stretch",
    )


def _language_chosen() -> None:
    state.change(language=state.chosen("frame_language"))


def _workspace(here: Here) -> None:
    names = {one.slug: one.name for one in here.place.workspaces}
    st.selectbox(
        here.reader.texts("frame.workspace"),
        list(names),
        format_func=lambda slug: names.get(slug, slug),
        key=state.follow("frame_workspace", here.workspace.slug),
        on_change=_workspace_chosen,
        icon=":material/apartment:",
        label_visibility="collapsed",
    )


def _workspace_chosen() -> None:
    state.leave_workspace(state.chosen("frame_workspace"))


def _as_of(here: Here) -> None:
    made = here.place.assessments
    if len(made) < 2:
        return
    texts = here.reader.texts
    labels = {_number(one): _day(one, made, here) for one in made}
    newest = _number(made[0])
    labels[newest] = texts("frame.as_of_newest", day=made[0].as_of)
    st.selectbox(
        texts("frame.as_of_label"),
        list(labels),
        format_func=lambda number: labels.get(number, str(number)),
        key=state.follow("frame_as_of", _number(here.assessment)),
        on_change=_as_of_chosen,
        args=(newest,),
    )


def _as_of_chosen(newest: int) -> None:
    number = state.chosen("frame_as_of")
    state.change(assessment=None if number == newest else number, compared=None)


def _day(one: AssessmentInfo, made: tuple[AssessmentInfo, ...], here: Here) -> str:
    """Return the day of an assessment, with its number where several stand for the same day."""
    day = here.reader.formats.day(one.as_of)
    if sum(other.as_of == one.as_of for other in made) == 1:
        return day
    return here.reader.texts("frame.as_of_numbered", day=one.as_of, number=_number(one))


def _number(one: AssessmentInfo | None) -> int:
    return int(one.assessment_id or _NEWEST) if one is not None else _NEWEST
