"""How do the parts of the page about loyalty stand on it?"""

from __future__ import annotations

import pandas as pd
import streamlit as st

from dashboard import cache, state
from dashboard.assessed import customers, grounds
from dashboard.charts.cohort_grid import cohort_grid_chart
from dashboard.charts.labelled_bars import labelled_bars_chart
from dashboard.charts.retention_curves import retention_curves_chart
from dashboard.components import (
    answers_behind,
    chart,
    figures,
    heading,
    item_roles,
    people_behind,
    recorded_gains,
    result_table,
    satisfaction_curve,
)
from dashboard.components.plain import plain
from dashboard.components.satisfaction_parts import tables_of
from dashboard.presenters import loyalty as view
from dashboard.presenters import retention
from dashboard.presenters.answer_filters import AnswerFilters
from dashboard.presenters.customer_filters import CustomerFilters
from dashboard.presenters.group_bars import band_bars, codes_of
from dashboard.state import Here


def show_kinds(here: Here, kinds: pd.DataFrame) -> None:
    """Draw attitude against behaviour, the bonds, and the curve; clicks lead to customers."""
    texts, tables, ground = here.reader.texts, tables_of(here), grounds(here)
    heading.section(texts("loyalty.kinds.title"), texts("loyalty.kinds.caption"))
    clicked = chart.show(labelled_bars_chart(kinds), "loyalty_kinds", _said(kinds))
    if clicked:
        state.go("customers", filters=CustomerFilters(loyalty=codes_of(clicked)))
    heading.section(texts("loyalty.bonds.title"), texts("loyalty.bonds.caption"))
    bars, untold = view.bond_bars(tables, ground)
    if len(bars):
        clicked = chart.show(labelled_bars_chart(bars), "loyalty_bonds", _said(bars))
        if clicked:
            state.go("customers", filters=CustomerFilters(bond=tuple(clicked)))
    if untold:
        with st.expander(texts("loyalty.bonds.untold", count=len(untold))):
            st.markdown("\n".join(f"- {plain(line)}" for line in untold))
    satisfaction_curve.show(here)
    _show_holding(here)


def _show_holding(here: Here) -> None:
    """Draw what customers would lose by leaving, as far as it is recorded."""
    texts, tables = here.reader.texts, tables_of(here)
    labels = cache.attribute_labels(here.key_of(None))
    heading.section(texts("loyalty.holding.title"), texts("loyalty.holding.caption"))
    recorded_gains.show_rows(here, view.holding_rows(tables, labels, grounds(here)), "loyalty_holding")
    if view.lacks_switching(tables):
        st.markdown(plain(texts("loyalty.holding.none")))
        heading.page_link("data", texts("loyalty.holding.link"))


def show_retention(here: Here) -> None:
    """Draw the curves, the cohort triangle, and the rates by tenure and by former value."""
    texts, tables, ground = here.reader.texts, tables_of(here), grounds(here)
    _show_cohorts(here)
    for figure in retention.BEHIND_RATES:
        for by, bars in retention.rate_bars(tables, figure, ground).items():
            if len(bars):
                heading.section(texts(f"loyalty.rates.{figure}.{by}"), texts("loyalty.click"))
                behind = retention.behind_rate(figure, by, bars["code"])
                picture = labelled_bars_chart(bars)
                people_behind.show_chart(here, picture, f"loyalty_{figure}_{by}", _said(bars), behind)


def _show_cohorts(here: Here) -> None:
    """Draw how many stay, of all who came and of those of each year, and cohort by cohort."""
    texts = here.reader.texts
    found = retention.cohorts_view(customers(here), tables_of(here), grounds(here))
    axis = texts("loyalty.cohorts.axis")
    heading.section(texts("loyalty.curves.title"), texts("loyalty.curves.caption"))
    if found is None:
        st.markdown(plain(texts("loyalty.cohorts.none")))
        return
    said = "; ".join(found.curve["hover"])
    picture = retention_curves_chart(found.curve, found.years, axis)
    people_behind.show_chart(
        here, picture, "loyalty_curves", texts("loyalty.curves.alt", said=said), found.curve_groups
    )
    heading.section(texts("loyalty.cohorts.title"), texts("loyalty.cohorts.caption"))
    said = texts("loyalty.cohorts.alt", count=found.cells["cohort"].nunique())
    picture = cohort_grid_chart(found.cells, texts("loyalty.cohorts.percent"))
    people_behind.show_chart(here, picture, "loyalty_cohorts", said, found.cell_groups)
    for note in found.notes:
        st.caption(plain(note))


def show_worth(here: Here) -> None:
    """Draw what one and five points of retention are worth, and how the index is made up."""
    texts, tables, ground = here.reader.texts, tables_of(here), grounds(here)
    heading.section(texts("loyalty.worth.title"), texts("loyalty.worth.caption"))
    behind = tuple(view.WORTH.values())
    figures.show(
        view.worth_figures(tables, ground),
        key="loyalty_worth",
        most_columns=len(behind),
        below=lambda number: people_behind.link(here, behind[number % len(behind)]),
    )
    if base := view.worth_base(customers(here), tables, ground):
        st.caption(plain(base))
    people_behind.show(here, retention.BEHIND_RATES["retention_rate"])
    bars = band_bars(customers(here), "loyalty_index", ground)
    if len(bars):
        heading.section(texts("loyalty.spread.title"), texts("loyalty.spread.caption"))
        clicked = chart.show(labelled_bars_chart(bars), "loyalty_spread", _said(bars))
        if clicked:
            state.go("customers", filters=CustomerFilters(loyal=codes_of(clicked)))
    _show_index(here)
    missing = view.missing_indicators(tables, ground)
    if missing:
        heading.section(texts("loyalty.get.title"), texts("loyalty.get.caption", count=len(missing)))
        st.markdown("\n".join(f"- {plain(line)}" for line in missing))
        item_roles.link(here)


def _show_index(here: Here) -> None:
    """Draw the indicators with both weights; a row leads to those of whom it is known, and their answers."""
    texts = here.reader.texts
    rows, labels = view.weight_rows(tables_of(here), grounds(here))
    heading.section(texts("loyalty.index.title"), texts("loyalty.index.caption"))
    if rows.empty:
        return
    chosen = result_table.choose(rows, labels, "loyalty_weights")
    if chosen is not None:
        is_said = bool(customers(here)["loyalty_indicators"].notna().any())
        whose = CustomerFilters(indicator=(str(chosen),)) if is_said else CustomerFilters()
        if chosen in view.MEASURED:
            state.go("customers", filters=whose if is_said else view.INDEXED)
        answers_behind.go(AnswerFilters(f"scale.{chosen}"), whose)
    heading.page_link("settings", texts("loyalty.index.change"))


def _said(bars: pd.DataFrame) -> str:
    return "; ".join(f"{row.word}: {row.label}" for row in bars.itertuples())
