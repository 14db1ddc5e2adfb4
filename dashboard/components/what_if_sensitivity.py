"""What does the answer rest on: which assumptions move it, and how wrong may they be?"""

from __future__ import annotations

import streamlit as st

from dashboard import assessed
from dashboard.charts.tornado import tornado_chart
from dashboard.components import chart, complaint_cost, figures, heading, headline, what_if_asking
from dashboard.components.plain import plain
from dashboard.presenters.assumption_words import Tried
from dashboard.presenters.sensitivity import SensitivityView, sensitivity_view
from dashboard.state import Here
from dashboard.usecases import sensitivity
from dashboard.usecases.simulating import RESTS, Answer, Start


def show(here: Here, begun: Start, answer: Answer) -> None:
    """Draw which assumptions move the answer most and how wrong each may be, or the button that asks."""
    texts = here.reader.texts
    found = what_if_asking.followed(here, answer, RESTS)
    if found is None:
        st.markdown(plain(texts("sensitivity.what")))
        asked = sensitivity.rests_question(begun, answer)
        what_if_asking.button(here, texts("sensitivity.ask"), asked, ":material/tornado:")
    else:
        draw(here, sensitivity_view(sensitivity.rests(found), tried(found), assessed.grounds(here)))
    st.space("small")
    complaint_cost.invite(here, begun, answer)


def draw(here: Here, view: SensitivityView) -> None:
    """Draw the headline, the tornado, the sentences on how wrong one would have to be, and the list."""
    texts = here.reader.texts
    headline.show(view.headline, view.caption)
    figures.show(view.figures, "what_if_rests")
    if len(view.bars):
        heading.section(texts("sensitivity.tornado"), texts("sensitivity.tornado_caption"))
        picture = tornado_chart(view.bars, view.today, view.lines)
        chart.show(picture, "what_if_tornado", view.alt, can_choose=False)
    if view.others:
        st.caption(plain(view.others))
    heading.section(texts("sensitivity.tips"), texts("sensitivity.tips_caption"))
    for tip in view.tips:
        icon = ":orange[:material/call_split:]" if tip.is_turning else ":green[:material/check_circle:]"
        st.markdown(f"{icon} **{plain(tip.name)}**: {plain(tip.sentence)}")
    if view.tips_note:
        st.markdown(plain(view.tips_note))
    with st.expander(texts("sensitivity.list"), icon=":material/table_rows:"):
        st.dataframe(view.table, hide_index=True)


def tried(answer: Answer) -> Tried:
    """Return on whom and how often the assumptions of an answer were tried."""
    scenario = answer.scenarios[-1]
    kinds = {f"bindings.{number}": one.kind for number, one in enumerate(scenario.bindings)}
    kinds |= {f"shocks.{number}": one.kind for number, one in enumerate(scenario.shocks)}
    return Tried(
        rows=int(answer.found["rows"]),
        customers=answer.customers,
        months=scenario.horizon_months,
        replications=int(answer.found["replications"]),
        kinds=kinds,
        origins=sensitivity.origins(answer),
    )
