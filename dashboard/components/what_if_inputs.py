"""What is to be tried out? Few inputs first, everything else folded away with sensible values."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from dashboard import state
from dashboard.components.plain import plain
from dashboard.state import Here
from dashboard.usecases.what_if import TEMPLATE_CODES, Input, Sheet


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


def show(here: Here, sheet: Sheet, key: str) -> dict[str, float] | None:
    """Draw the inputs and return what was typed, by path, when somebody asks for the simulation."""
    texts = here.reader.texts
    typed: dict[str, float] = {}
    with st.form(f"what_if_{key}", border=False):
        main = [one for one in sheet.inputs if one.is_main]
        typed |= _grid(main, here, key)
        with st.expander(texts("whatif.more"), icon=":material/tune:"):
            typed |= _grid([one for one in sheet.inputs if not one.is_main], here, key)
        asked = st.form_submit_button(
            texts("whatif.run"), type="primary", icon=":material/play_arrow:", key=f"what_if_run_{key}"
        )
    return typed if asked else None


def _grid(inputs: Sequence[Input], here: Here, key: str) -> dict[str, float]:
    values = {}
    with st.grid(4, min_column_width=190, gap="small", key=f"what_if_grid_{key}_{len(inputs)}") as cells:
        for one in inputs:
            with cells.cell():
                values[one.path] = _number(one, here, key)
    return values


def _number(one: Input, here: Here, key: str) -> float:
    texts = here.reader.texts
    name = texts(one.name_id)
    label = texts("whatif.of_tier", name=name, tier=texts(f"customers.tier.{one.tier}")) if one.tier else name
    is_money = one.unit_id.endswith(".money")
    unit = "%" if one.is_percent else here.workspace.currency if is_money else texts(one.unit_id)
    # What is outside its bounds is said in a sentence after the press, not silently pulled in.
    return float(
        st.number_input(
            plain(f"{label} ({unit})"),
            value=one.value,
            step=1.0 if one.is_whole else None,
            format="%.0f" if one.is_whole or one.value == int(one.value) else "%.2f",
            key=f"what_if_{key}_{one.path}",
        )
    )
