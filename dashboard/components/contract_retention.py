"""How does retention by tenure stand on the page, with what may come of mixing alone?"""

from __future__ import annotations

from dataclasses import replace

import streamlit as st

from dashboard import assessed, cache, state
from dashboard.charts.contract_retention import contract_retention_chart
from dashboard.components import empty, figures, heading, people_behind, purchase_outlook, result_table
from dashboard.components.plain import plain
from dashboard.presenters.contract_retention import (
    COUNTED,
    FIGURES_BEHIND,
    TABLES,
    RetentionView,
    retention_view,
)
from dashboard.presenters.customer_filters import CustomerFilters, count_matching
from dashboard.presenters.model_cards import gate_lines
from dashboard.presenters.purchase_outlook import totals_to_come
from dashboard.state import Here

MODEL = "contract_retention"


def show(here: Here) -> None:
    """Draw the view, or why there is none; without contracts, what purchases tell of who is still there."""
    texts, found, grounds = here.reader.texts, cache.found(here.key()), assessed.grounds(here)
    card = found.models.get(MODEL)
    if not grounds.has_contracts:
        purchase_outlook.show(here)
        return
    if card is None:
        title, text = texts("contract_retention.old.title"), texts("contract_retention.old.text")
        empty.show(title, text, page="settings", action=texts("contract_retention.old.action"))
        return
    tables = {name: cache.results(here.key(name)) for name in TABLES}
    finding = str(card.facts.get("finding", ""))
    view = retention_view(tables, found.cards.get("contract_cohorts", {}), finding, grounds)
    if view is None:
        heading.section(texts("contract_retention.title"), texts("models.too_little"))
        st.markdown("\n".join(f"- {plain(line)}" for line in gate_lines(card, here.reader)))
        return
    _show_view(view, here)


def _show_view(view: RetentionView, here: Here) -> None:
    texts = here.reader.texts
    heading.section(texts("contract_retention.title"), view.seen)
    st.markdown(plain(view.finding))
    # Assessments of before don't say which months count whom.
    says_who = bool(assessed.customers(here)["contract_month_first"].notna().any())

    def show_behind(number: int) -> None:
        behind = FIGURES_BEHIND[number : number + 1]
        if behind and count_matching(assessed.customers(here), behind[0]):
            people_behind.link(here, behind[0])

    figures.show(view.figures, key="contract_retention", below=show_behind)
    heading.section(texts("contract_retention.curve.title"), texts("contract_retention.curve.caption"))
    picture = contract_retention_chart(view.curve, view.names, texts("contract_retention.curve.axis"))
    behind = view.behind if says_who else {}
    people_behind.show_chart(here, picture, "contract_retention_curve", view.curve_alt, behind)
    with st.expander(texts("contract_retention.mixing.title"), expanded=True, type="compact"):
        st.markdown(plain(texts("contract_retention.mixing.text")))
    heading.section(texts("purchase_outlook.totals.title"), texts("contract_retention.totals.caption"))
    totals = totals_to_come(cache.found(here.key()).figures, assessed.grounds(here))
    figures.show(
        totals,
        key="contract_retention_totals",
        below=lambda _: people_behind.link(here, CustomerFilters(to_come=True)),
    )
    heading.section(texts("contract_retention.cohorts.title"), texts("contract_retention.cohorts.caption"))
    cohort = result_table.choose(view.cohorts, view.cohort_labels, "contract_retention_cohorts")
    if cohort is not None:
        state.go(
            "customers", filters=replace(COUNTED if says_who else CustomerFilters(), cohort=(str(cohort),))
        )
    if view.left_out:
        st.caption(plain(view.left_out))
    heading.section(texts("contract_retention.parameters.title"), view.parameters_said)
    st.dataframe(view.parameters, hide_index=True, key="contract_retention_parameters", height="content")
    heading.page_link("methods", texts("models.in_full"), method="shifted_beta_geometric")
