"""How are comments decided that were drawn to know how often their sorting is wrong?"""

from __future__ import annotations

from collections.abc import Callable

import pandas as pd
import streamlit as st

from dashboard import assessed, state
from dashboard.components.plain import plain
from dashboard.presenters.comment_checks import checks_view
from dashboard.presenters.spoken_words import Said, said_list
from dashboard.state import Here

_PAGE = "comment_checks_page"


def show(here: Here, said: pd.DataFrame, line: Callable[[Here, Said], None]) -> None:
    """Draw the drawn comments, folded away; ``line`` draws one with the choice of its cause.

    What the model makes of them isn't told: who has read it would follow it.
    """
    view = checks_view(said, here.reader)
    if view.texts.empty or here.viewer.masked:
        return
    with st.expander(plain(view.title), icon=":material/fact_check:", key="comment_checks"):
        st.caption(plain(view.caption))
        unsaid = view.texts.assign(status="unread")
        shown = said_list(unsaid, assessed.customers(here), state.chosen(_PAGE) or 1, here.reader)
        for one in shown.rows:
            line(here, one)
        st.caption(plain(shown.place))
        if shown.pages > 1:
            st.pagination(shown.pages, key=_PAGE)
