"""How does the curve of loyalty against satisfaction stand on a page, for whom one chooses?"""

from __future__ import annotations

import streamlit as st

from dashboard import assessed, cache, state
from dashboard.charts.loyalty_curve import loyalty_curve_chart
from dashboard.components import chart, heading
from dashboard.components.plain import plain
from dashboard.presenters.customer_filters import CustomerFilters, matching
from dashboard.presenters.satisfaction_curve import MOST_LEVELS, curve_view
from dashboard.state import Here

_CHOICE = "curve_tier"


def show(here: Here) -> None:
    """Draw the curve of everybody or of one tier with its zone; a click leads to the customers."""
    texts = here.reader.texts
    asked = here.address.filters.tier[0] if len(here.address.filters.tier) == 1 else ""
    people = matching(assessed.customers(here), CustomerFilters(tier=(asked,) if asked else ()))
    is_rounded = people["satisfaction_score"].nunique() > MOST_LEVELS
    view = curve_view(
        lambda name: cache.results(here.key(name)), asked, assessed.grounds(here), is_rounded=is_rounded
    )
    if not view.choices:
        return
    heading.section(texts("words.curve.title"), view.sentence)
    tier = asked if asked in view.choices else ""
    st.segmented_control(
        texts("words.curve.segment"),
        list(view.choices),
        format_func=lambda code: view.choices[code],
        key=state.follow(_CHOICE, tier),
        on_change=_choose,
        required=True,
        label_visibility="collapsed",
    )
    st.caption(plain(view.customers))
    if len(view.points):
        said = "; ".join(f"{row.score:g}: {row.label}" for row in view.points.itertuples())
        picture = loyalty_curve_chart(view.points, texts("loyalty.curve.axis"), view.zone)
        clicked = chart.show(picture, f"satisfaction_curve_{tier}", texts("words.curve.alt", said=said))
        if clicked:
            state.go("customers", filters=view.groups[clicked[0]])


def _choose() -> None:
    tier = state.chosen(_CHOICE)
    state.change_filters(tier=(tier,) if tier else ())
