"""Which of several scenarios does best, against the same base?"""

from __future__ import annotations

from collections.abc import Mapping

import streamlit as st

from dashboard.charts.intervals import intervals_chart
from dashboard.components import chart, headline, what_if_asking
from dashboard.components.plain import plain
from dashboard.presenters.what_if_compare import compare_view
from dashboard.presenters.what_if_findings import finding_words
from dashboard.presenters.what_if_titles import title_words
from dashboard.state import Here
from dashboard.usecases import comparing
from dashboard.usecases.simulating import COMPARISON, Answer, Start
from dashboard.usecases.what_if import TEMPLATE_CODES


def show(here: Here, begun: Start, answer: Answer) -> None:
    """Draw up to five scenarios side by side, and what this one can be compared with."""
    texts = here.reader.texts
    names = _names(here, answer)
    found = what_if_asking.followed(here, answer, COMPARISON)
    if found is not None:
        own = {comparing.saved_code(answer.simulation_id): _own_name(here, answer)}
        called = [_name(code, {**names, **own}, here) for code in found.names]
        view = compare_view(found.results, called, here.reader)
        headline.show(view.headline, view.caption)
        chart.show(intervals_chart(view.bars), "what_if_compared", view.alt, can_choose=False)
        first = {texts("whatif.table.scenario"): st.column_config.Column(pinned=True)}
        st.dataframe(view.table, hide_index=True, column_config=first)
    else:
        st.markdown(plain(texts("whatif.compare.what", most=comparing.MOST)))
    _choice(here, begun, answer, names)


def _choice(here: Here, begun: Start, answer: Answer, names: Mapping[str, str]) -> None:
    """Draw the choice of other scenarios, and the button that compares."""
    texts = here.reader.texts
    with st.form(f"what_if_compare_{answer.simulation_id}", border=False):
        chosen = st.multiselect(
            texts("whatif.compare.with"),
            list(names),
            format_func=lambda code: _name(code, names, here),
            max_selections=comparing.MOST - 1,
            placeholder=texts("whatif.compare.placeholder"),
            key=f"what_if_compare_with_{answer.simulation_id}_{texts.language}",
        )
        asked = st.form_submit_button(
            texts("whatif.compare.run"), type="primary", icon=":material/compare_arrows:"
        )
    if not asked:
        return
    if not chosen:
        st.warning(texts("whatif.compare.nothing"), icon=":material/info:")
        return
    slug = here.workspace.slug
    parameters, wrong = comparing.comparison_question(here.viewer, slug, begun, answer, chosen)
    for one in wrong:
        st.error(plain(finding_words(one, here.reader)), icon=":material/error:")
    if not wrong:
        what_if_asking.begin(here, parameters)
        st.rerun()


def _names(here: Here, answer: Answer) -> dict[str, str]:
    """Return what there is to compare with, by code: templates, then saved answers, the newest first."""
    texts = here.reader.texts
    found = {code: title_words(code, None, texts) for code in TEMPLATE_CODES}
    for one in comparing.others(here.viewer, here.workspace.slug, answer):
        found[comparing.saved_code(one.simulation_id)] = title_words(one.name, one.simulation_id, texts)
    return found


def _own_name(here: Here, answer: Answer) -> str:
    return title_words(answer.title, answer.simulation_id, here.reader.texts)


def _name(code: str, names: Mapping[str, str], here: Here) -> str:
    """Return the name of a compared scenario; a saved one may have been removed since."""
    if code in names:
        return names[code]
    return title_words("", comparing.saved_number(code), here.reader.texts)
