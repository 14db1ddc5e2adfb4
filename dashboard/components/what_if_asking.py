"""How does the What if page ask for a simulation, follow it, and find what was asked before?"""

from __future__ import annotations

from typing import Any

import streamlit as st

from dashboard import cache, state
from dashboard.components import failure, job
from dashboard.components.plain import plain
from dashboard.state import Here
from dashboard.usecases import jobs, simulating
from dashboard.usecases.simulating import Answer

JOB = "what_if_job"


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
    number = simulating.followed(here.viewer, here.workspace.slug, answer.simulation_id, kind)
    return cache.simulation(here.key(number)) if number is not None else None


def follow_job(here: Here) -> bool:
    """Draw the work under way and return whether there is some; when it is done, lead to its answer."""
    number = state.chosen(JOB)
    if number is None:
        return False
    over = job.show(number, here.reader, "what_if_job")
    if over is None:
        return True
    state.forget(JOB)
    if over.result is not None:
        # Without a tab the answer opens on that of its kind.
        state.change(simulation=int(over.result["simulation_id"]), tab="")
        st.rerun()
    elif over.error is not None:
        said = failure.sentence(here.reader.texts, over.error["message_id"], over.error["parameters"])
        st.error(plain(said), icon=":material/report:")
    return False
