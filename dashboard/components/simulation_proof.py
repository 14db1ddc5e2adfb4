"""How do we know that the simulator is right? Proofs that anybody can run again."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd
import streamlit as st

from dashboard.components import job
from dashboard.components.plain import plain
from dashboard.state import Here
from dashboard.usecases import jobs


def show(here: Here) -> None:
    """Draw the last proofs of this company with a button that runs them again."""
    texts = here.reader.texts
    with st.expander(texts("whatif.proof"), icon=":material/verified:"):
        st.caption(plain(texts("whatif.proof.caption")))
        runs = [one for one in jobs.recent(here.viewer, here.workspace.slug) if one.kind == "prove"]
        if runs and runs[0].is_open:
            job.show(runs[0].job_id, here.reader, "what_if_proof")
            return
        done = next((one.result for one in runs if one.result is not None), None)
        if done is not None:
            _table(here, done["checks"])
            _past(here, done["past"])
        st.button(
            texts("whatif.proof.run"),
            key="what_if_prove",
            icon=":material/replay:",
            on_click=_prove,
            args=(here,),
        )


def _prove(here: Here) -> None:
    jobs.start(here.viewer, here.workspace.slug, "prove", {"effort": "quick"})


def _table(here: Here, checks: Sequence[Mapping[str, Any]]) -> None:
    texts, formats = here.reader.texts, here.reader.formats
    rows = [
        {
            texts("whatif.proof.what"): texts(one["message_id"]),
            texts("whatif.proof.case"): one["case"],
            texts("whatif.proof.simulated"): formats.decimal(one["simulated"], 3),
            texts("whatif.proof.expected"): formats.decimal(one["expected"], 3),
            texts("whatif.proof.holds"): texts(f"whatif.proof.{'yes' if one['holds'] else 'no'}"),
        }
        for one in checks
    ]
    held = sum(bool(one["holds"]) for one in checks)
    st.markdown(plain(texts("whatif.proof.held", held=held, total=len(checks))))
    st.dataframe(pd.DataFrame(rows), hide_index=True)


def _past(here: Here, record: Sequence[Mapping[str, Any]]) -> None:
    """Draw how often what happened fell into the 90 % band, misses included."""
    texts, formats = here.reader.texts, here.reader.formats
    if not record:
        st.caption(plain(texts("whatif.past.none")))
        return
    held = sum(bool(one["holds"]) for one in record)
    st.markdown(plain(texts("whatif.past.held", held=held, total=len(record))))
    rows = [
        {
            texts("whatif.past.stand"): one["stand"],
            texts("whatif.past.months"): one["months"],
            texts("whatif.table.figure"): texts(f"whatif.past.{one['figure']}"),
            texts(
                "whatif.past.band"
            ): f"{formats.decimal(one['low'], 0)} – {formats.decimal(one['high'], 0)}",
            texts("whatif.past.actual"): formats.decimal(one["actual"], 0),
            texts("whatif.proof.holds"): texts(f"whatif.proof.{'yes' if one['holds'] else 'no'}"),
        }
        for one in record
    ]
    st.dataframe(pd.DataFrame(rows), hide_index=True)
