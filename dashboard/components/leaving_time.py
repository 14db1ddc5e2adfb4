"""How does the chance to leave within any time stand in a customer's file?"""

from __future__ import annotations

import pandas as pd
import streamlit as st

from dashboard import assessed, cache, state
from dashboard.charts.leaving_curve import leaving_curve_chart
from dashboard.components import chart, heading
from dashboard.components.plain import plain
from dashboard.presenters.early_warning import HAZARD
from dashboard.presenters.leaving_time import LeavingTimeView, leaving_time_view
from dashboard.state import Here

_WIDGET = "leaving_months"
_LONGEST = 36


def view_of(here: Here, customer: pd.Series) -> LeavingTimeView | None:
    """Return what is known of when a customer leaves; None where nothing is."""
    if customer["churn_state"] == "left" or pd.isna(customer["churn_probability"]):
        return None
    account = cache.found(here.key()).models.get(HAZARD)
    observed = int(account.facts.get("observed_months", _LONGEST)) if account else _LONGEST
    kept = cache.leaving_curve(here.key(int(customer["customer_key"])))
    asked = here.address.months or assessed.grounds(here).horizon_months
    return leaving_time_view(kept, observed, asked, here.reader)


def show(here: Here, customer: pd.Series) -> None:
    """Draw the curve with its band, the months to ask for, and the chances of usual horizons."""
    texts, view = here.reader.texts, view_of(here, customer)
    if view is None:
        return
    heading.section(texts("leaving_time.title"), texts("leaving_time.caption"))
    picture = leaving_curve_chart(view.curve, view.months, texts("leaving_time.axis"))
    chart.show(picture, "file_leaving_curve", view.alt, can_choose=False)
    st.slider(
        texts("leaving_time.ask"),
        1,
        _LONGEST,
        key=state.follow(_WIDGET, view.months),
        on_change=_months_asked,
    )
    st.markdown(f"**{plain(view.asked)}**")
    with st.container(gap="xxsmall"):
        for name, value, _ in view.chances:
            with st.container(horizontal=True, horizontal_alignment="distribute", gap="small"):
                st.markdown(f":gray[{plain(name)}]", width="content")
                st.markdown(f"**{plain(value)}**", width="content")
    for note in view.notes:
        st.caption(plain(note))


def _months_asked() -> None:
    state.change(months=state.chosen(_WIDGET))
