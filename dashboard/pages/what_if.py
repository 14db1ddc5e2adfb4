"""If we spend and staff differently, what happens to customers, churn and value?"""

from __future__ import annotations

from typing import Any

import streamlit as st

from dashboard import assessed, cache, state
from dashboard.components import (
    empty,
    failure,
    heading,
    job,
    simulation_proof,
    what_if_answer,
    what_if_inputs,
)
from dashboard.components.plain import plain
from dashboard.presenters.spend_gain import spend_gain_view
from dashboard.presenters.what_if import what_if_view
from dashboard.state import Here
from dashboard.usecases import jobs, what_if
from dashboard.usecases.refusals import REFUSALS, refusal
from dashboard.usecases.simulating import Answer, Start
from dashboard.usecases.simulation_figures import assumptions

JOB = "what_if_job"


def show_answer(here: Here, begun: Start, answer: Answer) -> None:
    """Draw what was found, and on which assumptions."""
    texts = here.reader.texts
    found = what_if.curve(answer)
    if found is not None:
        what_if_answer.curve(here, spend_gain_view(found, here.reader))
    else:
        view = what_if_view(answer.results, answer.customers, assessed.grounds(here))
        what_if_answer.show(here, view)
        asked = what_if.curve_question(begun, answer)
        what_if_answer.ask_for_curve(begin, (here, asked), texts)
    what_if_answer.assumptions(assumptions(answer, 1), texts)


def begin(here: Here, parameters: dict[str, Any]) -> None:
    """Ask for a simulation; the page then follows it."""
    state.remember(JOB, jobs.start(here.viewer, here.workspace.slug, "simulate", parameters))


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
        state.change(simulation=int(over.result["simulation_id"]))
        st.rerun()
    elif over.error is not None:
        said = failure.sentence(here.reader.texts, over.error["message_id"], over.error["parameters"])
        st.error(plain(said), icon=":material/report:")
    return False


def nothing_to_simulate(here: Here, error: Exception) -> None:
    """Say why this assessment can't be simulated, and where to go on."""
    texts, found = here.reader.texts, refusal(error)
    said = failure.sentence(texts, found.message_id, found.parameters)
    empty.show(texts("whatif.nothing"), said, page="data", action=texts("frame.page.data"))


def show_page(here: Here) -> None:
    """Draw the answer that the address names, if any, and below it what can be tried."""
    texts = here.reader.texts
    simulation = here.address.simulation
    answer = cache.simulation(here.key(simulation)) if simulation is not None else None
    try:
        begun = cache.simulation_start(here.key())
    except REFUSALS as error:
        nothing_to_simulate(here, error)
        return
    is_running = follow_job(here)
    if answer is not None and not is_running:
        show_answer(here, begun, answer)
        st.divider()
    elif not is_running:
        st.title(texts("whatif.question"), anchor=False)
        st.caption(
            plain(texts("whatif.ground", customers=round(begun.population.customers), day=begun.as_of))
        )
    answered = answer.names[0] if answer is not None and answer.names else ""
    code = what_if_inputs.template(here, answered)
    sheet = what_if.sheet(begun, code, answer)
    typed = what_if_inputs.show(here, sheet, f"{code}_{simulation or 0}")
    if typed is None:
        return
    parameters, wrong = what_if.question(begun, sheet, typed, code)
    if wrong:
        names = {one.path: texts(one.name_id) for one in sheet.inputs}
        what_if_answer.findings(wrong, names, texts)
        return
    begin(here, parameters)
    st.rerun()


here = state.here()
texts = here.reader.texts
heading.show(here, texts("frame.page.what_if"))
if here.assessment is None:
    empty.no_assessment(here)
else:
    show_page(here)
    simulation_proof.show(here)
