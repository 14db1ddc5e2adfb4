"""How is each question of the surveys given what it measures?"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict
from functools import partial

import streamlit as st

from dashboard import cache, state
from dashboard.components import empty, failure, heading, job
from dashboard.components.plain import plain
from dashboard.presenters.item_roles import (
    CHOICES,
    ItemRolesView,
    change_views,
    is_newer,
    item_roles_view,
    role_word,
)
from dashboard.state import Here
from dashboard.usecases import item_roles, jobs
from dashboard.usecases.refusals import REFUSALS, refusal

TAB = "roles"
_OUTCOME = "item_roles_outcome"
_CHANGES_SHOWN = 10


def show(here: Here) -> None:
    """Draw what is known of the questions, folded away the editor, and what was changed."""
    texts = here.reader.texts
    found = [asdict(one) for one in cache.survey_items(here.key_of(None))]
    view = item_roles_view(found, here.reader)
    heading.section(texts("item_roles.title"), view.headline)
    _say_outcome(here)
    if not view.rows:
        return
    for lack in view.lacking:
        st.markdown(f":material/data_alert: {plain(lack)}")
    _show_what_follows(here)
    opened = st.expander(
        texts("item_roles.edit", count=len(view.rows)),
        icon=":material/quiz:",
        key="item_roles_edit",
        expanded=here.address.tab == TAB,
        on_change="rerun",
    )
    if opened.open:
        with opened:
            _show_editor(here, view)
    _show_changes(here)


def link(here: Here, message_id: str = "item_roles.link") -> None:
    """Draw the link from a page to the editor."""
    heading.page_link("data", here.reader.texts(message_id), tab=TAB)


def _show_editor(here: Here, view: ItemRolesView) -> None:
    texts = here.reader.texts
    st.caption(plain(texts("item_roles.caption")))
    if view.suggested:
        st.button(
            texts("item_roles.take_suggestions", count=view.suggested),
            icon=":material/lightbulb:",
            key="item_roles_suggested",
            on_click=_take_suggestions,
            args=(here,),
        )
    with st.form("item_roles", border=False, enter_to_submit=False):
        with st.grid("auto", min_column_width=300, gap=("large", "small"), key="item_roles_grid") as cells:
            for number, row in enumerate(view.rows):
                with cells.cell(), st.container(gap="xxsmall"):
                    st.selectbox(
                        plain(row.title),
                        CHOICES,
                        index=CHOICES.index(row.role) if row.role in CHOICES else None,
                        format_func=lambda role: role_word(role, here.reader),
                        placeholder=row.suggestion or texts("item_roles.unsaid"),
                        key=_key(here, number, row.version),
                    )
                    st.caption(plain(row.caption))
                    if row.suggestion and row.role is not None:
                        st.caption(f":material/lightbulb: {plain(row.suggestion)}")
        st.form_submit_button(
            texts("item_roles.save"),
            type="primary",
            icon=":material/check:",
            on_click=_save,
            args=(here, view),
            key="item_roles_save",
        )


def _show_what_follows(here: Here) -> None:
    """Say that roles count from the next assessment on, and offer it; nothing where none has changed."""
    texts, made = here.reader.texts, here.place.assessments
    changes = [asdict(one) for one in item_roles.role_changes(here.viewer, here.workspace.slug)]
    if not is_newer(changes, made[0].made_at if made else None):
        return
    for one in jobs.recent(here.viewer, here.workspace.slug, most=3):
        if one.is_open and one.kind == "assess":
            job.show(one.job_id, here.reader, "item_roles_assess")
            return
    empty.note(texts("item_roles.follows"), ":material/update:")
    st.button(
        texts("item_roles.assess"),
        type="primary",
        icon=":material/refresh:",
        key="item_roles_assess_again",
        on_click=item_roles.assess_anew,
        args=(here.viewer, here.workspace.slug),
    )


def _show_changes(here: Here) -> None:
    texts, slug = here.reader.texts, here.workspace.slug
    changes = item_roles.role_changes(here.viewer, slug)
    if not changes:
        return
    with st.expander(texts("item_roles.changes", count=len(changes)), icon=":material/history:"):
        for view in change_views([asdict(one) for one in changes], here.reader)[:_CHANGES_SHOWN]:
            with st.container(horizontal=True, horizontal_alignment="distribute"):
                st.markdown(f"{plain(view.text)}  \n:gray[{plain(view.caption)}]", width="content")
                if view.can_take_back:
                    st.button(
                        texts("item_roles.take_back"),
                        icon=":material/undo:",
                        type="tertiary",
                        key=f"item_roles_back_{view.change_key}",
                        on_click=_take_back,
                        args=(here, view.change_key),
                    )


def _key(here: Here, number: int, version: int) -> str:
    """Return a field's key: of this version of the role, so that a saved one shows at once."""
    return f"item_role_{here.workspace.slug}_{here.reader.texts.language}_{number}_{version}"


def _save(here: Here, view: ItemRolesView) -> None:
    chosen = {
        row.item_id: state.chosen(_key(here, number, row.version)) for number, row in enumerate(view.rows)
    }
    changed = {row.item_id: chosen[row.item_id] for row in view.rows if chosen[row.item_id] != row.role}
    seen = {row.item_id: row.version for row in view.rows}
    _do(partial(item_roles.save_roles, here.viewer, here.workspace.slug, changed, seen), "saved")


def _take_suggestions(here: Here) -> None:
    found = item_roles.items(here.viewer, here.workspace.slug)
    seen = {one.item_id: one.version for one in found}
    roles = item_roles.suggestions(found)
    _do(partial(item_roles.save_roles, here.viewer, here.workspace.slug, roles, seen), "saved")


def _take_back(here: Here, change_key: int) -> None:
    _do(partial(item_roles.take_back, here.viewer, here.workspace.slug, change_key), "taken_back")


def _do(change: Callable[[], object], done: str) -> None:
    """Change something; the next run says what came of it."""
    try:
        change()
    except REFUSALS as error:
        state.remember(_OUTCOME, refusal(error))
    else:
        state.remember(_OUTCOME, done)


def _say_outcome(here: Here) -> None:
    outcome = state.chosen(_OUTCOME)
    if outcome is None:
        return
    state.forget(_OUTCOME)
    texts = here.reader.texts
    if isinstance(outcome, str):
        st.success(plain(texts(f"item_roles.{outcome}")), icon=":material/check_circle:")
    else:
        st.warning(
            plain(failure.sentence(texts, outcome.message_id, outcome.parameters)), icon=":material/report:"
        )
