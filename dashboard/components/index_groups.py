"""How do the groups by which an index differs stand on a page?"""

from __future__ import annotations

import streamlit as st

from dashboard import state
from dashboard.assessed import grounds
from dashboard.charts.labelled_bars import labelled_bars_chart
from dashboard.components import answers_behind, chart, heading
from dashboard.components.plain import plain
from dashboard.presenters.answer_filters import AnswerFilters
from dashboard.presenters.index_groups import behind_group, index_choices, index_groups, usual_value
from dashboard.presenters.satisfaction import Tables
from dashboard.state import Here

_CHOICE = "group_index"


def show(here: Here, tables: Tables) -> None:
    """Draw an index, which one chooses, by group; a bar leads to the answers that it counts."""
    texts, ground = here.reader.texts, grounds(here)
    choices = index_choices(tables, ground)
    if not choices:
        return
    heading.section(texts("experience.by.title"), texts("experience.by.caption"))
    asked = here.address.answers.behind
    figure = asked if asked in choices else next(iter(choices))
    st.segmented_control(
        texts("experience.by.choice"),
        list(choices),
        format_func=choices.__getitem__,
        key=state.follow(_CHOICE, figure),
        on_change=lambda: state.change(answers=AnswerFilters(state.chosen(_CHOICE))),
        required=True,
        label_visibility="collapsed",
    )
    usual = usual_value(tables, figure)
    with st.grid(2, min_column_width=360, gap=("small", "large"), key="satisfaction_groups") as cells:
        for kind, bars in index_groups(tables, figure, ground).items():
            with cells.cell(), st.container(gap="xxsmall"):
                st.markdown(f"**{plain(texts(f'experience.by.{kind}'))}**")
                alt = "; ".join(f"{row.word}: {row.label}" for row in bars.itertuples())
                picture = labelled_bars_chart(bars, usual)
                clicked = chart.show(picture, f"satisfaction_by_{kind}_{figure}", alt)
                if clicked:
                    answers_behind.go(*behind_group(kind, figure, clicked[0]))
