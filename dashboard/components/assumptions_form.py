"""How are assumptions changed, with default, range and origin of each where it stands?

A section for another subject is a ``Section`` of presenters: ``show`` draws and saves any.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

import streamlit as st

from dashboard import state
from dashboard.components import failure, heading
from dashboard.components.plain import plain
from dashboard.presenters.assumptions import (
    Entry,
    Group,
    Section,
    all_typed,
    problems,
    shown,
    stored,
    written,
)
from dashboard.state import Here
from dashboard.usecases import workspaces
from dashboard.usecases.refusals import REFUSALS, refusal

_AT_NO_FIELD = ""


def show(here: Here, saved: Mapping[str, Any], section: Section) -> None:
    """Draw the assumptions of a subject folded by group, and the buttons that save or drop what was typed."""
    texts, subject = here.reader.texts, section.subject
    outcome: dict[str, str] | None = state.chosen(_outcome(subject))
    state.forget(_outcome(subject))
    heading.section(section.title, section.caption)
    with st.form(f"assumptions_{here.workspace.slug}_{subject}", border=False, enter_to_submit=False):
        for group in section.groups:
            _group(here, group, saved, outcome or {})
        _say(outcome, here)
        with st.container(horizontal=True, gap="small"):
            given: dict[str, Any] = {"on_click": _save}
            st.form_submit_button(
                texts("assumptions.save"),
                icon=":material/check:",
                key=f"assumptions_save_{subject}",
                args=(here, saved, section),
                **given,
            )
            if any(entry.name in saved["typed"] for entry in section.entries):
                st.form_submit_button(
                    texts("assumptions.back"),
                    icon=":material/undo:",
                    key=f"assumptions_back_{subject}",
                    args=(here, saved, section, True),
                    **given,
                )


def _group(here: Here, group: Group, saved: Mapping[str, Any], wrong: Mapping[str, str]) -> None:
    """Draw the assumptions of a group; unfolded where something was typed or is wrong."""
    texts = here.reader.texts
    typed = sum(entry.name in saved["typed"] for entry in group.entries)
    title = texts("assumptions.group.typed", title=group.title, count=typed) if typed else group.title
    is_open = any(entry.name in wrong for entry in group.entries)
    with (
        st.expander(plain(title), icon=":material/tune:", expanded=is_open),
        st.grid(3, min_column_width=220, gap=("medium", "medium")) as cells,
    ):
        for entry in group.entries:
            with cells.cell():
                _field(here, entry, saved["typed"].get(entry.name), wrong.get(entry.name, ""))


def _field(here: Here, entry: Entry, value: float | None, wrong: str) -> None:
    """Draw a field, empty at its default, with what is wrong about it and what its default rests on."""
    reader = here.reader
    unit = {"percent": "%", "money": here.workspace.currency, "number": ""}[entry.kind]
    # What is outside its range is said in a sentence after the press, not silently pulled in.
    st.number_input(
        plain(reader.texts("frame.with_unit", label=entry.label, unit=unit) if unit else entry.label),
        value=None,
        placeholder=None if math.isnan(entry.default) else written(entry, entry.default, reader),
        format="%.2f" if entry.kind == "money" else "%g",
        key=state.begin_with(_key(here, entry, value), shown(entry, value)),
    )
    if wrong:
        st.error(plain(wrong), icon=":material/error:")
    about = entry.about
    if value is not None:
        about = reader.texts("assumptions.typed", value=written(entry, value, reader), about=about)
    st.caption(plain(about))


def _key(here: Here, entry: Entry, value: float | None) -> str:
    """Return the key of a field: of the value saved, so that another one that was saved shows at once."""
    return f"typed_{here.workspace.slug}_{entry.name}_{value}"


def _save(here: Here, saved: Mapping[str, Any], section: Section, to_defaults: bool = False) -> None:
    """Save what the form holds (or no value at all) over the rules that it showed."""
    before: Mapping[str, float] = saved["typed"]
    typed: dict[str, float | None] = {}
    for entry in section.entries:
        key = _key(here, entry, before.get(entry.name))
        if to_defaults:
            state.remember(key, None)
        typed[entry.name] = stored(entry, state.chosen(key))
    wrong = problems(section, typed, here.reader)
    if not wrong:
        changes = {"typed": all_typed(section, typed, before)}
        try:
            workspaces.change_rules(here.viewer, here.workspace.slug, changes, int(saved["version"]))
        except REFUSALS as error:
            refused = refusal(error)
            sentence = failure.sentence(here.reader.texts, refused.message_id, refused.parameters)
            wrong = {_AT_NO_FIELD: sentence}
    state.remember(_outcome(section.subject), wrong)


def _say(outcome: Mapping[str, str] | None, here: Here) -> None:
    """Say once what came of saving; what is wrong with a field stands there."""
    if outcome is None:
        return
    texts = here.reader.texts
    if not outcome:
        st.success(texts("assumptions.saved"), icon=":material/check_circle:")
        return
    count = len(outcome)
    said = outcome.get(_AT_NO_FIELD) or texts("assumptions.problem.count", count=count)
    st.error(plain(said), icon=":material/error:")


def _outcome(subject: str) -> str:
    return f"assumptions_outcome_{subject}"
