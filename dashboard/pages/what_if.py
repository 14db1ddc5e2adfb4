"""If we spend and staff differently, what happens to customers, churn and value?"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

import streamlit as st

from dashboard import cache, state
from dashboard.components import (
    complaint_cost,
    empty,
    failure,
    heading,
    tabs,
    what_if_answer,
    what_if_asking,
    what_if_compare,
    what_if_curve,
    what_if_files,
    what_if_inputs,
    what_if_saved,
    what_if_sensitivity,
)
from dashboard.components.plain import plain
from dashboard.state import Here
from dashboard.usecases import what_if
from dashboard.usecases.refusals import REFUSALS, refusal
from dashboard.usecases.simulating import COMPLAINT, Answer, Start

VIEWS: Final[dict[str, Callable[[Here, Start, Answer], None]]] = {
    "answer": what_if_answer.show,
    "curve": what_if_curve.show,
    "rests": what_if_sensitivity.show,
    "compare": what_if_compare.show,
    "assumptions": what_if_answer.assumptions,
}


def show_page(here: Here) -> None:
    """Draw the answer that the address names, if any, and what can be tried."""
    named = here.address.simulation
    looked_at = cache.simulation(here.key(named)) if named is not None else None
    # A further answer stands beside the one that it goes on from.
    about = looked_at.about if looked_at is not None else None
    answer = looked_at if about is None else cache.simulation(here.key(about))
    try:
        begun = start(here, answer)
    except REFUSALS as error:
        nothing_to_simulate(here, error)
        return
    if what_if_asking.follow_job(here):
        # The inputs step aside, so that the answer so far is what one sees, on a phone too.
        if st.toggle(here.reader.texts("whatif.meanwhile"), key="what_if_meanwhile"):
            try_out(here, begun, answer)
    elif answer is None or looked_at is None:
        invite(here, begun)
        what_if_asking.under_way(here)
        try_out(here, begun, None)
        what_if_files.upload(here, begun)
        complaint_cost.invite(here, begun)
    elif looked_at.kind == COMPLAINT:
        complaint_cost.show(here, looked_at)
    else:
        view = tabs.show(here, "whatif", tuple(VIEWS), what_if.VIEW_OF.get(looked_at.kind, ""))
        VIEWS[view](here, begun, answer)
        if view == "answer":
            st.divider()
            try_out(here, begun, answer)


def start(here: Here, answer: Answer | None) -> Start:
    """Return from where to simulate: the assessment of the answer, else the one looked at."""
    key = here.key()
    return cache.simulation_start(key if answer is None else key.of(answer.assessment_id))


def invite(here: Here, begun: Start) -> None:
    """Say what this page is for."""
    texts = here.reader.texts
    st.title(texts("whatif.question"), anchor=False)
    ground = texts("whatif.ground", customers=round(begun.population.customers), day=begun.as_of)
    st.caption(plain(ground))


def try_out(here: Here, begun: Start, answer: Answer | None) -> None:
    """Draw what can be tried, from a template or from the answer shown."""
    code = what_if_inputs.template(here, answer.names[0] if answer is not None and answer.names else "")
    sheet = what_if.sheet(begun, code, answer)
    number = answer.simulation_id if answer is not None else 0
    what_if_inputs.show(here, begun, sheet, code, f"{code}_{number}")


def nothing_to_simulate(here: Here, error: Exception) -> None:
    """Say why this assessment can't be simulated, and where to go on."""
    texts, found = here.reader.texts, refusal(error)
    said = failure.sentence(texts, found.message_id, found.parameters)
    empty.show(texts("whatif.nothing"), said, page="data", action=texts("frame.page.data"))


here = state.here()
texts = here.reader.texts
heading.show(here, texts("frame.page.what_if"))
if here.assessment is None:
    empty.no_assessment(here)
else:
    what_if_asking.keep_ready(here)
    show_page(here)
    what_if_saved.show(here)
    heading.page_link("methods", texts("whatif.proof"), tab="proofs")
