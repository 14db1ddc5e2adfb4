"""What was simulated before, what is it called, and how is it opened again?"""

from __future__ import annotations

from collections.abc import Mapping

import streamlit as st

from dashboard import cache, state
from dashboard.components import failure
from dashboard.components.plain import plain
from dashboard.links import query
from dashboard.presenters.what_if_saved import saved_view
from dashboard.presenters.what_if_titles import title_words
from dashboard.state import PAGE_FILES, Here, address_for
from dashboard.usecases import saved_simulations
from dashboard.usecases.refusals import REFUSALS, refusal
from dashboard.usecases.saved_simulations import LONGEST_NAME, SimulationInfo
from dashboard.usecases.simulating import ANSWER, Answer

_PAGE_SIZE = 10
_ALL = "what_if_saved_all"


def show(here: Here) -> None:
    """Draw the simulations of this company, the newest first, each a link, to rename and to remove."""
    texts = here.reader.texts
    known = saved_simulations.saved(here.viewer, here.workspace.slug)
    if not known:
        return
    titles = {one.simulation_id: one.name for one in known}
    with st.expander(texts("whatif.saved", count=len(known)), icon=":material/history:"):
        everything = bool(state.chosen(_ALL))
        for one in known if everything else known[:_PAGE_SIZE]:
            _row(here, one, titles)
        if len(known) > _PAGE_SIZE and not everything:
            st.button(
                texts("whatif.saved.all", count=len(known)),
                type="tertiary",
                on_click=state.remember,
                args=(_ALL, True),
            )


def _row(here: Here, one: SimulationInfo, titles: Mapping[int, str]) -> None:
    texts = here.reader.texts
    # What goes on from an answer is called after it.
    name = one.name if one.kind == ANSWER or one.about is None else titles.get(one.about, "")
    number = one.simulation_id if one.kind == ANSWER else one.about or one.simulation_id
    view = saved_view(name, number, one.kind, (one.as_of, one.made_at.date()), one.headline, here.reader)
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        with st.container(gap=None, width="stretch"):
            address = query(address_for(simulation=one.simulation_id))
            st.page_link(PAGE_FILES["what_if"], label=plain(view.title), query_params=address)
            st.caption(plain(view.line))
        if one.kind == ANSWER:
            _rename(here, one.simulation_id, one.name, f"saved_{one.simulation_id}")
        st.button(
            "",
            icon=":material/delete:",
            help=plain(texts("whatif.saved.remove", title=view.title)),
            type="tertiary",
            key=f"what_if_remove_{one.simulation_id}",
            on_click=_remove,
            args=(here, one.simulation_id),
        )


def title(here: Here, answer: Answer) -> None:
    """Draw what this answer is called, and the field that changes it."""
    number = answer.simulation_id
    words = title_words(answer.title, number, here.reader.texts)
    _rename(here, number, answer.title, "answer", words)


def _rename(here: Here, number: int, name: str, key: str, label: str = "") -> None:
    texts = here.reader.texts
    with st.popover(plain(label), icon=":material/edit:", type="tertiary", help=texts("whatif.title.change")):
        with st.form(f"what_if_rename_{key}", border=False):
            typed = st.text_input(
                texts("whatif.title"),
                value=title_words(name, None, texts) if name else "",
                max_chars=LONGEST_NAME,
                key=f"what_if_title_{key}_{number}_{texts.language}",
            )
            wanted = st.form_submit_button(texts("whatif.title.save"), icon=":material/check:")
        if not wanted:
            return
        try:
            saved_simulations.rename(here.viewer, here.workspace.slug, number, typed)
        except REFUSALS as error:
            found = refusal(error)
            st.error(plain(failure.sentence(texts, found.message_id, found.parameters)))
            return
    cache.forget_simulation(here.key(number))
    st.rerun()


def _remove(here: Here, number: int) -> None:
    """Remove a simulation; who looks at it, or at what goes on from it, is led back to the start."""
    shown = here.address.simulation
    looked_at = cache.simulation(here.key(shown)) if shown is not None else None
    saved_simulations.remove(here.viewer, here.workspace.slug, number)
    cache.forget_simulation(here.key(number))
    if looked_at is not None and number in (looked_at.simulation_id, looked_at.about):
        state.change(simulation=None, tab="")
