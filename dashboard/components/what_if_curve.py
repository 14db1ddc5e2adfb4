"""How much should be spent?"""

from __future__ import annotations

import streamlit as st

from dashboard.charts.spend_gain import spend_gain_chart
from dashboard.components import chart, headline, what_if_asking
from dashboard.components.plain import plain
from dashboard.presenters.spend_gain import spend_gain_view
from dashboard.state import Here
from dashboard.usecases import what_if
from dashboard.usecases.simulating import CURVE, Answer, Start


def show(here: Here, begun: Start, answer: Answer) -> None:
    """Draw what each budget brings, and where the next unit stops paying; or the button that asks."""
    texts = here.reader.texts
    found = what_if_asking.followed(here, answer, CURVE)
    if found is None:
        st.markdown(plain(texts("whatif.curve.what")))
        asked = what_if.curve_question(begun, answer)
        if not asked["scenarios"]:
            st.info(texts("whatif.curve.no_budget"), icon=":material/info:")
            return
        what_if_asking.button(here, texts("whatif.curve.ask"), asked, ":material/show_chart:")
        return
    view = spend_gain_view(what_if.curve(found), here.reader)
    headline.show(view.headline, view.caption)
    picture = spend_gain_chart(view.points, view.best_spend, view.names)
    chart.show(picture, "what_if_curve", view.alt, can_choose=False)
    with st.expander(texts("whatif.curve.steps"), icon=":material/table_rows:"):
        st.dataframe(view.steps, hide_index=True)
