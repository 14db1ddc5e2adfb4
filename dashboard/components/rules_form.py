"""How are the business rules changed, with each explained where it stands?"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import streamlit as st

from dashboard import state
from dashboard.components import failure, heading
from dashboard.components.plain import plain
from dashboard.presenters.rules import RULES, SECTIONS, Rule, RulesView, problems, shown_value, stored_value
from dashboard.state import Here
from dashboard.usecases import workspaces
from dashboard.usecases.refusals import REFUSALS, refusal

_OUTCOME = "rules_outcome"


def show(here: Here, saved: Mapping[str, Any], view: RulesView) -> None:
    """Draw the rules in sections, the button that saves them, and what came of it."""
    texts = here.reader.texts
    with st.form(f"rules_{here.workspace.slug}", border=False, enter_to_submit=False):
        with st.container(gap="medium"):
            _contractual(here, saved)
            for section, rules in SECTIONS.items():
                heading.section(
                    texts(f"settings.section.{section}"), texts(f"settings.section.{section}.caption")
                )
                with st.grid(3, min_column_width=220, gap=("medium", "medium")) as cells:
                    for rule in rules:
                        with cells.cell():
                            _field(here, rule, saved, view.placeholders.get(rule.name, ""))
        outcome = st.container()
        st.form_submit_button(
            texts("settings.save"),
            type="primary",
            icon=":material/check:",
            on_click=_save,
            args=(here, saved),
            key="rules_save",
        )
    with outcome:
        _say_outcome(here)


def _contractual(here: Here, saved: Mapping[str, Any]) -> None:
    texts = here.reader.texts
    st.toggle(
        texts("settings.contractual.label"),
        value=bool(saved["contractual"]),
        key=_key(here, saved, "contractual"),
    )
    st.caption(texts("settings.contractual.text"))


def _field(here: Here, rule: Rule, saved: Mapping[str, Any], placeholder: str) -> None:
    texts = here.reader.texts
    number = float if rule.kind == "percent" else int
    value = shown_value(rule, saved[rule.name])
    kind: dict[str, Any] = {
        "min_value": None if rule.optional else number(rule.low),
        "max_value": number(rule.high),
        "step": number(rule.step),
        "format": "%.1f" if rule.kind == "percent" else "%d",
    }
    label = texts(f"settings.rule.{rule.name}.label")
    key = _key(here, saved, rule.name)
    if rule.optional:  # only a field that begins empty can be emptied again, so its key brings the value
        state.begin_with(key, None if value is None else number(value))
        kind["value"] = None
    elif value is not None:
        kind["value"] = number(value)
    st.number_input(label, placeholder=placeholder or None, key=key, **kind)
    st.caption(plain(texts(f"settings.rule.{rule.name}.text")))


def _key(here: Here, saved: Mapping[str, Any], name: str) -> str:
    """Return the key of a field: of the value saved, so that another one that was saved shows at once."""
    return f"rule_{here.workspace.slug}_{name}_{saved[name]}"


def _save(here: Here, saved: Mapping[str, Any]) -> None:
    """Save what the form holds over the rules that it showed."""
    values = {name: stored_value(rule, state.chosen(_key(here, saved, name))) for name, rule in RULES.items()}
    wrong = problems(values, here.reader)
    if not wrong:
        changes = {**values, "contractual": bool(state.chosen(_key(here, saved, "contractual")))}
        try:
            workspaces.change_rules(here.viewer, here.workspace.slug, changes, int(saved["version"]))
        except REFUSALS as error:
            refused = refusal(error)
            wrong = [failure.sentence(here.reader.texts, refused.message_id, refused.parameters)]
    state.remember(_OUTCOME, wrong)


def _say_outcome(here: Here) -> None:
    """Say once what came of saving."""
    wrong = state.chosen(_OUTCOME)
    if wrong is None:
        return
    state.forget(_OUTCOME)
    for sentence in wrong:
        st.error(plain(sentence), icon=":material/error:")
    if not wrong:
        st.success(here.reader.texts("settings.saved"), icon=":material/check_circle:")
