"""What may it cost to keep one customer, worked out before the reader's eyes?"""

from __future__ import annotations

import pandas as pd
import streamlit as st

from dashboard import assessed, cache, state
from dashboard.components import figures, heading
from dashboard.components.plain import plain
from dashboard.presenters.rescue_ceiling import (
    FIELDS,
    CeilingView,
    Field,
    causes_table,
    ceiling_view,
    problems,
    shown,
    stored,
)
from dashboard.presenters.rescue_effects import EFFECTS
from dashboard.state import Here
from dashboard.usecases import rescue_ceiling
from dashboard.usecases.rescue_ceiling import Cleaner, CleanerCase

_CASE = "ceiling_case"


def show(here: Here) -> None:
    """Draw the choice of a case, the answer, and below it what can be changed."""
    texts = here.reader.texts
    heading.section(texts("ceiling.title"), texts("ceiling.caption"))
    code = _chosen_case(here)
    grounds = assessed.grounds(here)
    found = cache.found(here.key())
    effects = cache.results(here.key(EFFECTS))
    begun, count = rescue_ceiling.preset(
        code, assessed.customers(here), found.settings, grounds.basis, effects
    )
    told = "none" if code != "dry_cleaner" and not count else code
    st.caption(plain(texts(f"ceiling.case.{told}.text", count=count)))
    answer = st.container()
    typed = _form(here, code, rescue_ceiling.values(begun))
    wrong = problems(typed, here.reader)
    with answer:
        for sentence in wrong:
            st.error(plain(sentence), icon=":material/error:")
        if not wrong:
            case = rescue_ceiling.with_typed(begun, stored(typed))
            assumed = rescue_ceiling.assumed(case)
            worked = rescue_ceiling.worked_out(case)
            _answer(here, ceiling_view(case, worked, assumed, here.reader))
            if code != "dry_cleaner":
                _by_cause(here, code, case, worked)


def _chosen_case(here: Here) -> str:
    texts, asked = here.reader.texts, here.address.case
    code = asked if asked in rescue_ceiling.CASES else rescue_ceiling.CASES[0]
    st.pills(
        texts("ceiling.case"),
        rescue_ceiling.CASES,
        format_func=lambda one: texts(f"ceiling.case.{one}"),
        key=state.follow(_CASE, code),
        on_change=lambda: state.change(case=state.chosen(_CASE)),
        required=True,
        label_visibility="collapsed",
    )
    return code


def _form(here: Here, code: str, values: dict[str, float]) -> dict[str, float]:
    """Draw the fields and return what they hold since somebody last asked for an answer."""
    texts, key = here.reader.texts, f"ceiling_{here.workspace.slug}_{here.key().assessment_id}_{code}"
    with st.form(f"form_{key}", border=False):
        heading.section(texts("ceiling.form.title"), texts("ceiling.form.caption"))
        typed = _grid(here, key, [field for field in FIELDS if field.is_main], values)
        with st.expander(texts("ceiling.form.more"), icon=":material/tune:"):
            typed |= _grid(here, key, [field for field in FIELDS if not field.is_main], values)
        st.form_submit_button(
            texts("ceiling.form.work_out"), type="primary", icon=":material/calculate:", key=f"work_{key}"
        )
    return typed


def _grid(here: Here, key: str, fields: list[Field], values: dict[str, float]) -> dict[str, float]:
    texts, typed = here.reader.texts, {}
    units = {"money": here.workspace.currency, "percent": "%", "years": "", "number": ""}
    with st.grid(4, min_column_width=190, gap="small", key=f"grid_{key}_{len(fields)}") as cells:
        for field in fields:
            value = shown(field, values[field.name])
            unit = f" ({units[field.kind]})" if units[field.kind] else ""
            digits = {"years": "%.0f", "money": "%.2f"}.get(field.kind, "%.1f")
            with cells.cell():
                typed[field.name] = float(
                    st.number_input(
                        plain(texts(f"ceiling.field.{field.name}") + unit),
                        value=value,
                        step=1.0 if field.kind == "years" else None,
                        format=digits,
                        help=plain(texts(f"ceiling.help.{field.name}")),
                        key=f"{key}_{field.name}",
                    )
                )
    return typed


def _answer(here: Here, view: CeilingView) -> None:
    """Draw the sentence, what is owed apart from goodwill, the parts, and what it rests on."""
    texts = here.reader.texts
    st.markdown(f"**{plain(view.headline)}**")
    if view.claim:
        st.markdown(plain(view.claim))
    left, right = st.columns([1, 2], gap="large")
    with left:
        heading.section(texts("ceiling.owed.title"), texts("ceiling.owed.caption"))
        figures.show((view.owed,), key="ceiling_owed")
    with right:
        heading.section(texts("ceiling.goodwill.title"), texts("ceiling.goodwill.caption"))
        figures.show(view.goodwill, key="ceiling_goodwill")
    heading.section(texts("ceiling.parts.title"), texts("ceiling.parts.caption"))
    figures.show(view.parts, key="ceiling_parts")
    with st.expander(texts("ceiling.assumptions"), icon=":material/checklist:", expanded=True):
        _table(view.assumptions)
    with st.expander(texts("ceiling.by_year"), icon=":material/calendar_month:"):
        st.dataframe(view.by_year, hide_index=True, height="content", key="ceiling_by_year")


def _by_cause(here: Here, code: str, case: Cleaner, worked: CleanerCase) -> None:
    """Draw the ceiling were each factor the cause, and mixed by their chances."""
    texts = here.reader.texts
    found = rescue_ceiling.by_cause(code, case, worked, assessed.customers(here))
    heading.section(texts("ceiling.causes.title"), texts("ceiling.causes.caption"))
    _table(causes_table(case, *found, here.reader))


def _table(rows: pd.DataFrame) -> None:
    """Draw texts in full: a table wraps its cells."""
    st.table(rows.map(plain), border="horizontal", hide_index=True)
