"""How does the What if page ask for a simulation, follow it, and find what was asked before?"""

from __future__ import annotations

from typing import Any

import streamlit as st

from dashboard import cache, state
from dashboard.charts.band import band_chart
from dashboard.components import chart, failure, headline, job
from dashboard.components.plain import plain
from dashboard.presenters.what_if_so_far import points_so_far, so_far_view
from dashboard.state import Here
from dashboard.usecases import jobs, saved_simulations, simulating
from dashboard.usecases.simulating import Answer

JOB = "what_if_job"
_SO_FAR = "what_if_so_far"
_LOOKED_AT = "what_if_looked_at"


def begin(here: Here, parameters: dict[str, Any]) -> None:
    """Ask for a simulation (the fields of ``Asked``); the page then follows it and shows its answer."""
    state.remember(JOB, jobs.start(here.viewer, here.workspace.slug, "simulate", parameters))


def button(here: Here, label: str, parameters: dict[str, Any], icon: str) -> None:
    """Draw the button that asks for a further answer; ``parameters`` are the fields of ``Asked``."""
    key = f"what_if_ask_{parameters.get('kind', '')}"
    st.button(label, key=key, icon=icon, on_click=begin, args=(here, parameters))


def followed(here: Here, answer: Answer, kind: str) -> Answer | None:
    """Return what goes on from an answer, of a kind: the one that the address names, else the newest."""
    named = here.address.simulation
    if named is not None:
        looked_at = cache.simulation(here.key(named))
        if looked_at.kind == kind:
            return looked_at
    number = saved_simulations.followed(here.viewer, here.workspace.slug, answer.simulation_id, kind)
    return cache.simulation(here.key(number)) if number is not None else None


def follow_job(here: Here) -> bool:
    """Draw the work under way and return whether there is some; when it is done, lead to its answer."""
    number = state.chosen(JOB)
    if number is None:
        return False
    over = jobs.job(here.viewer, number)
    if over.is_open:
        _watched(here, number)
        return True
    state.forget(JOB)
    if over.result is not None:
        # Without a tab the answer opens on that of its kind.
        state.change(simulation=int(over.result["simulation_id"]), tab="")
        st.rerun()
    elif over.error is not None:
        said = failure.sentence(here.reader.texts, over.error["message_id"], over.error["parameters"])
        st.error(plain(said), icon=":material/report:")
    else:
        st.info(here.reader.texts("whatif.cancelled"), icon=":material/cancel:")
    return False


def under_way(here: Here) -> None:
    """Draw what is being simulated for this company, by anybody, to be followed from here."""
    texts = here.reader.texts
    for one in jobs.recent(here.viewer, here.workspace.slug):
        if one.kind != "simulate" or not one.is_open:
            continue
        with st.container(horizontal=True, vertical_alignment="center", gap="small"):
            st.caption(plain(texts("whatif.running")), width="content")
            label, key = texts("whatif.running.follow"), f"what_if_follow_{one.job_id}"
            st.button(label, key=key, type="tertiary", on_click=state.remember, args=(JOB, one.job_id))


@st.fragment(run_every=0.5)
def _watched(here: Here, number: int) -> None:
    """Draw the answer so far with its interval, which narrows, until the work is over."""
    found = jobs.job(here.viewer, number)
    if not found.is_open:
        st.rerun()
    # Of a curve or a comparison the first scenario's gain alone would say nothing.
    step = found.step if found.parameters.get("kind") == simulating.ANSWER else ""
    told = points_so_far(state.chosen(_SO_FAR), number, step)
    state.remember(_SO_FAR, told)
    view = so_far_view(told[1], here.reader)
    headline.show(view.headline, view.caption)
    if len(view.points) > 1:
        chart.show(
            band_chart(view.points, here.reader.texts("whatif.axis.replications"), 150),
            "what_if_so_far",
            view.caption,
            can_choose=False,
        )
    ahead = jobs.ahead(here.viewer, number) if found.state == "queued" else 0
    if ahead:
        st.caption(plain(here.reader.texts("whatif.queue", count=ahead)))
    job.progress(found, here.reader, "what_if_job")


@st.fragment(run_every=5.0)
def keep_ready(here: Here) -> None:
    """Have somebody ready to simulate while this page is looked at: starting takes longer than the answer."""
    if state.chosen(_LOOKED_AT) == here.workspace.slug:
        jobs.ensure_worker()
    state.remember(_LOOKED_AT, here.workspace.slug)
