"""How do the parts of the page about loyalty stand on it?"""

from __future__ import annotations

import pandas as pd
import streamlit as st

from dashboard import cache, state
from dashboard.assessed import grounds
from dashboard.charts.cohort_grid import cohort_grid_chart
from dashboard.charts.labelled_bars import labelled_bars_chart
from dashboard.components import chart, figures, heading, item_roles, result_table, satisfaction_curve
from dashboard.components.plain import plain
from dashboard.components.satisfaction_parts import tables_of
from dashboard.presenters import loyalty as view
from dashboard.presenters.customer_filters import CustomerFilters
from dashboard.state import Here


def show_kinds(here: Here, kinds: pd.DataFrame) -> None:
    """Draw attitude against behaviour, the bonds, and the curve; clicks lead to customers."""
    texts, tables, ground = here.reader.texts, tables_of(here), grounds(here)
    heading.section(texts("loyalty.kinds.title"), texts("loyalty.kinds.caption"))
    clicked = chart.show(labelled_bars_chart(kinds), "loyalty_kinds", _said(kinds))
    if clicked:
        state.go("customers", filters=CustomerFilters(loyalty=tuple(clicked)))
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
    rows, heads = view.holding_rows(tables, labels, grounds(here))
    heading.section(texts("loyalty.holding.title"), texts("loyalty.holding.caption"))
    if len(rows):
        result_table.show(rows, heads, "loyalty_holding")
    if view.lacks_switching(tables):
        st.markdown(plain(texts("loyalty.holding.none")))
        heading.page_link("data", texts("loyalty.holding.link"))


def show_retention(here: Here) -> None:
    """Draw the cohort triangle and the rates by tenure and by former value."""
    texts, tables, ground = here.reader.texts, tables_of(here), grounds(here)
    cells = view.cohort_grid(tables, ground)
    heading.section(texts("loyalty.cohorts.title"), texts("loyalty.cohorts.caption"))
    if cells.empty:
        st.markdown(plain(texts("loyalty.cohorts.none")))
    else:
        said = texts("loyalty.cohorts.alt", count=cells["cohort"].nunique())
        picture = cohort_grid_chart(cells, texts("loyalty.cohorts.axis"))
        chart.show(picture, "loyalty_cohorts", said, can_choose=False)
    for figure in ("retention_rate", "repeat_purchase_rate"):
        for by, bars in view.rate_bars(tables, figure, ground).items():
            if len(bars):
                heading.section(texts(f"loyalty.rates.{figure}.{by}"))
                key = f"loyalty_{figure}_{by}"
                chart.show(labelled_bars_chart(bars), key, _said(bars), can_choose=False)


def show_worth(here: Here) -> None:
    """Draw what one and five points of retention are worth, and how the index is made up."""
    texts, tables, ground = here.reader.texts, tables_of(here), grounds(here)
    heading.section(texts("loyalty.worth.title"), texts("loyalty.worth.caption"))
    figures.show(view.worth_figures(tables, ground), key="loyalty_worth")
    rows, labels = view.weight_rows(tables, ground)
    heading.section(texts("loyalty.index.title"), texts("loyalty.index.caption"))
    if len(rows):
        result_table.show(rows, labels, "loyalty_weights")
        heading.page_link("settings", texts("loyalty.index.change"))
    missing = view.missing_indicators(tables, ground)
    if missing:
        heading.section(texts("loyalty.get.title"), texts("loyalty.get.caption", count=len(missing)))
        st.markdown("\n".join(f"- {plain(line)}" for line in missing))
        item_roles.link(here)


def _said(bars: pd.DataFrame) -> str:
    return "; ".join(f"{row.word}: {row.label}" for row in bars.itertuples())
