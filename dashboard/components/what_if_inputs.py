"""What is to be tried out? Few inputs first, everything else folded away with sensible values."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import groupby
from typing import Any

import streamlit as st

from dashboard import state
from dashboard.components import what_if_asking
from dashboard.components.plain import plain
from dashboard.presenters.what_if_findings import finding_words
from dashboard.state import Here
from dashboard.usecases import what_if
from dashboard.usecases.simulating import Finding, Start
from dashboard.usecases.what_if import TEMPLATE_CODES, Input, Sheet

_WRONG = "what_if_wrong"

Wrong = Mapping[str, Sequence[Finding]]


def template(here: Here, answered: str = "") -> str:
    """Draw the choice of a question to start from and return its code.

    It stands in the address; without, it is that of the answer shown, or the first.
    """
    texts = here.reader.texts
    wished = (here.address.tab, answered)
    code = next((one for one in wished if one in TEMPLATE_CODES), TEMPLATE_CODES[0])
    st.pills(
        texts("whatif.template"),
        TEMPLATE_CODES,
        format_func=lambda one: texts(f"simulation.template.{one}"),
        key=state.follow("what_if_template", code),
        on_change=lambda: state.change(simulation=None, tab=state.chosen("what_if_template")),
        required=True,
    )
    return code


def show(here: Here, begun: Start, sheet: Sheet, code: str, key: str) -> None:
    """Draw the inputs; the press asks for the simulation, or has each field say what is wrong with it."""
    texts = here.reader.texts
    asked, found = state.chosen(_WRONG) or ("", {})
    wrong: Wrong = found if asked == key else {}
    folded = [one for one in sheet.inputs if not one.is_main]
    with st.form(f"what_if_{key}", border=False, enter_to_submit=False):
        _grid([one for one in sheet.inputs if one.is_main], here, key, wrong)
        is_open = any(one.path in wrong for one in folded)
        with st.expander(texts("whatif.more"), icon=":material/tune:", expanded=is_open):
            _groups(folded, here, key, wrong)
        _say(wrong.get("", ()), here)
        if wrong:
            count = sum(map(len, wrong.values()))
            st.error(texts("whatif.wrong", count=count), icon=":material/error:")
        st.form_submit_button(
            texts("whatif.run"),
            type="primary",
            icon=":material/play_arrow:",
            key=f"what_if_run_{key}",
            on_click=_press,
            args=(here, begun, sheet, code, key),
        )


def _press(here: Here, begun: Start, sheet: Sheet, code: str, key: str) -> None:
    """Ask for what the form holds, unless something is wrong with it."""
    held = {one.path: state.chosen(_field_key(one, here, key)) for one in sheet.inputs}
    typed = {path: value for path, value in held.items() if value is not None}
    parameters, wrong = what_if.question(begun, sheet, typed, code)
    state.remember(_WRONG, (key, what_if.fields_of(wrong, sheet)))
    if not wrong:
        what_if_asking.begin(here, parameters)


def _groups(inputs: Sequence[Input], here: Here, key: str, wrong: Wrong) -> None:
    """Draw what is folded away by what it is about; each item of a list has a heading of its own."""
    texts = here.reader.texts
    for (group, item), found in groupby(
        sorted(inputs, key=lambda one: (what_if.GROUPS.index(one.group), one.item)),
        key=lambda one: (one.group, one.item),
    ):
        title = texts(f"whatif.group.{group}")
        number = texts("whatif.group.item", number=item + 1) if item >= 0 else ""
        st.markdown(f"**{plain(' '.join(filter(None, (title, number))))}**")
        _grid(list(found), here, f"{key}_{group}_{item}", wrong, key)


def _grid(inputs: Sequence[Input], here: Here, key: str, wrong: Wrong, form: str = "") -> None:
    with st.grid(4, min_column_width=150, gap="small", key=f"what_if_grid_{key}") as cells:
        for one in inputs:
            with cells.cell():
                _field(one, here, _field_key(one, here, form or key))
                _say(wrong.get(one.path, ()), here)


def _say(wrong: Sequence[Finding], here: Here) -> None:
    for one in wrong:
        st.error(plain(finding_words(one, here.reader)), icon=":material/error:")


def _field_key(one: Input, here: Here, key: str) -> str:
    # The browser holds a choice by its label, so each language has fields of its own for choices.
    own = "" if one.kind in ("number", "flag") else f"_{here.reader.texts.language}"
    return f"what_if_{key}_{one.path}{own}"


def _field(one: Input, here: Here, key: str) -> None:
    if one.kind == "number":
        _number(one, here, key)
        return
    texts = here.reader.texts
    label = texts(one.name_id)
    if one.kind == "flag":
        st.checkbox(label, value=bool(one.value), key=key)
    elif one.kind == "several":
        words: dict[str, Any] = {"format_func": lambda code: texts(f"customers.tier.{code}")}
        st.multiselect(label, one.choices, default=list(one.value), key=key, **words)
    else:
        kinds: dict[str, Any] = {"format_func": lambda code: texts(f"whatif.choice.{code}")}
        st.selectbox(label, one.choices, index=one.choices.index(one.value), key=key, **kinds)


def _number(one: Input, here: Here, key: str) -> None:
    texts = here.reader.texts
    name = texts(one.name_id)
    label = texts("whatif.of_tier", name=name, tier=texts(f"customers.tier.{one.tier}")) if one.tier else name
    is_money = one.unit_id.endswith(".money")
    unit = "%" if one.is_percent else here.workspace.currency if is_money else texts(one.unit_id)
    # What is outside its bounds is said in a sentence after the press, not silently pulled in.
    # The words are ours; a reader of screens would speak the marks that make them plain.
    st.number_input(
        texts("frame.with_unit", label=label, unit=unit),
        value=one.value,
        step=1.0 if one.is_whole else None,
        format="%.0f" if one.is_whole or one.value == int(one.value) else "%.2f",
        key=key,
    )
