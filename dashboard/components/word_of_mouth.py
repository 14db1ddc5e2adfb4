"""How do talk and the customers that it loses and wins stand on a page?"""

from __future__ import annotations

import streamlit as st

from dashboard.assessed import grounds
from dashboard.components import figures, heading, people_behind
from dashboard.components.plain import plain
from dashboard.presenters.satisfaction import Tables, talk_words
from dashboard.presenters.word_of_mouth import TALKERS, talk_figures, talk_sentence
from dashboard.state import Here


def show(here: Here, tables: Tables) -> None:
    """Draw how many hear of it and how many customers come and go by that, with the rates in use."""
    texts, ground = here.reader.texts, grounds(here)
    heading.section(texts("experience.talk.title"), talk_sentence(tables, ground))
    figures.show(
        talk_figures(tables, ground),
        key="satisfaction_talk",
        below=lambda number: people_behind.link_known(here, TALKERS[number]),
    )
    if talk := talk_words(tables, ground):
        st.caption(plain(texts("experience.talk.used", rates=talk)))
        heading.page_link("settings", texts("experience.talk.change"))
