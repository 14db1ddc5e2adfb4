"""What does one unanswered complaint cost?"""

from __future__ import annotations

import pandas as pd
import streamlit as st

from dashboard import assessed
from dashboard.charts.tornado import tornado_chart
from dashboard.components import chart, figures, heading, headline, what_if_asking
from dashboard.components.plain import plain
from dashboard.presenters.assumption_words import Tried
from dashboard.presenters.complaint_cost import ComplaintCostView, complaint_cost_view
from dashboard.state import Here
from dashboard.usecases import sensitivity
from dashboard.usecases.simulating import Answer, Start


def invite(here: Here, begun: Start, answer: Answer | None = None) -> None:
    """Draw the button that asks what an unanswered complaint costs, under an answer's base or as now."""
    texts = here.reader.texts
    base = answer.scenarios[0] if answer is not None else begun.base
    asked = sensitivity.complaint_question(begun, base)
    what_if_asking.button(here, texts("complaint_cost.ask"), asked, ":material/forum:")


def show(here: Here, answer: Answer) -> None:
    """Draw what an unanswered complaint costs, by whom, and on which assumptions that stands."""
    cost, bars = sensitivity.complaint(answer)
    scenario = answer.scenarios[0]
    told = Tried(
        rows=int(answer.found["rows"]),
        customers=answer.customers,
        months=scenario.horizon_months,
        replications=int(answer.found["replications"]),
        kinds={},
        origins=sensitivity.origins(answer),
    )
    draw(here, complaint_cost_view(cost, bars, told, assessed.grounds(here)))
    heading.page_link("what_if", here.reader.texts("complaint_cost.back"))


def draw(here: Here, view: ComplaintCostView) -> None:
    """Draw the headline, the figures, the picture, and the lists behind it."""
    texts = here.reader.texts
    headline.show(view.headline, view.caption)
    figures.show(view.figures, "complaint_cost")
    heading.section(texts("complaint_cost.stands"), texts("complaint_cost.stands_caption"))
    picture = tornado_chart(view.bars, view.today, view.lines)
    chart.show(picture, "complaint_cost_tornado", view.alt, can_choose=False)
    heading.section(texts("complaint_cost.tiers"), texts("complaint_cost.tiers_caption"))
    _table(view.tiers)
    heading.section(texts("complaint_cost.assumptions"), texts("complaint_cost.assumptions_caption"))
    _table(view.assumptions)
    with st.expander(texts("sensitivity.list"), icon=":material/table_rows:"):
        st.dataframe(view.table, hide_index=True)


def _table(rows: pd.DataFrame) -> None:
    st.table(rows.map(plain), border="horizontal", hide_index=True)
