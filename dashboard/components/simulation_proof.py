"""How do we know that the simulator is right? Proofs that anybody can run again."""

from __future__ import annotations

from typing import Literal

import streamlit as st

from dashboard.components import heading, headline, job, simulation_past
from dashboard.components.plain import plain
from dashboard.presenters.simulation_proof import ProofView, proof_view
from dashboard.state import Here
from dashboard.usecases import jobs

_FAR_BACK = 500  # jobs; the record mustn't be lost among newer work


def show(here: Here) -> None:
    """Draw the last proofs of this company with buttons that run them again, and the record of its past."""
    texts = here.reader.texts
    runs = [one for one in jobs.recent(here.viewer, here.workspace.slug, _FAR_BACK) if _is_proof(one)]
    done = next((one for one in runs if one.result is not None), None)
    if done is not None and done.result is not None:
        checks = done.result["checks"]
        _proofs(here, proof_view(checks, done.finished_at or done.created_at, here.reader))
    else:
        headline.show(texts("proof.headline.none"), texts("whatif.proof.caption"))
    if runs and runs[0].is_open:
        job.show(runs[0].job_id, here.reader, "what_if_proof")
    else:
        with st.container(horizontal=True):
            _button(here, "quick", "whatif.proof.run_again" if done else "whatif.proof.run", "primary")
            _button(here, "thorough", "proof.run_thorough", "secondary")
    heading.section(texts("proof.past"))
    simulation_past.show(here)


def _proofs(here: Here, view: ProofView) -> None:
    texts = here.reader.texts
    headline.show(view.headline, view.caption)
    st.markdown(plain(texts("whatif.proof.caption")))
    if len(view.misses):
        st.dataframe(view.misses, hide_index=True)
    with st.expander(texts("proof.all"), icon=":material/verified:", expanded=not len(view.misses)):
        st.dataframe(view.rows, hide_index=True, height="content")


def _button(here: Here, effort: str, message_id: str, kind: Literal["primary", "secondary"]) -> None:
    st.button(
        here.reader.texts(message_id),
        key=f"what_if_prove_{effort}",
        type=kind,
        icon=":material/replay:",
        on_click=_prove,
        args=(here, effort),
    )


def _is_proof(run: jobs.JobInfo) -> bool:
    return run.kind == "prove" and run.parameters.get("effort") != "past"


def _prove(here: Here, effort: str) -> None:
    jobs.start(here.viewer, here.workspace.slug, "prove", {"effort": effort})
