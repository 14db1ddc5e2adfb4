"""Was the simulator right at earlier dates of this company? The record, misses included."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import streamlit as st

from dashboard.components import job, result_table
from dashboard.components.plain import plain
from dashboard.presenters.simulation_past import record_view
from dashboard.state import Here
from dashboard.usecases import jobs

_FAR_BACK = 500  # jobs; the record must not be lost among newer work


def show(here: Here) -> None:
    """Draw the last record of the company's past with a button that makes it anew."""
    texts, slug = here.reader.texts, here.workspace.slug
    st.caption(plain(texts("simulation_past.caption")))
    runs = [one for one in jobs.recent(here.viewer, slug, _FAR_BACK) if _is_record(one)]
    if runs and runs[0].is_open:
        job.show(runs[0].job_id, here.reader, "simulation_past")
        return
    done = next((one.result for one in runs if one.result is not None), None)
    if done is not None:
        _record(here, done)
    st.button(
        texts("simulation_past.run"), key="simulation_past_run", icon=":material/history:",
        on_click=_check, args=(here,),
    )  # fmt: skip


def _is_record(run: jobs.JobInfo) -> bool:
    return run.kind == "prove" and run.parameters.get("effort") == "past"


def _check(here: Here) -> None:
    jobs.start(here.viewer, here.workspace.slug, "prove", {"effort": "past"})


def _record(here: Here, done: Mapping[str, Any]) -> None:
    view = record_view(done, here.reader)
    st.markdown(plain(view.headline))
    if not view.rows.empty:
        result_table.show(view.rows, view.labels, "simulation_past_record")
    for note in view.notes:
        st.caption(plain(note))
