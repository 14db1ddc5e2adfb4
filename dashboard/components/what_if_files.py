"""How does an answer leave the app, and how does a scenario come in as a file?"""

from __future__ import annotations

import pandas as pd
import streamlit as st

from dashboard import assessed
from dashboard.components import failure, report, what_if_asking
from dashboard.components.plain import plain
from dashboard.presenters.what_if import what_if_view
from dashboard.presenters.what_if_assumptions import COLUMNS, assumption_table, parameter_words
from dashboard.presenters.what_if_findings import finding_words
from dashboard.presenters.what_if_tables import figures_as_numbers, months_as_numbers
from dashboard.presenters.what_if_titles import title_words
from dashboard.reports.what_if import what_if_report
from dashboard.state import Here
from dashboard.usecases import scenario_files, simulation_figures, spreadsheets
from dashboard.usecases.refusals import REFUSALS, refusal
from dashboard.usecases.simulating import Answer, Start

_EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def show(here: Here, begun: Start, answer: Answer) -> None:
    """Draw the buttons that save an answer: printed, as a workbook, and its scenario as a file."""
    texts = here.reader.texts
    name = f"{here.workspace.slug}-what-if-{answer.simulation_id}"
    kinds = (
        (texts("whatif.file.pdf"), lambda: _pdf(here, answer), f"{name}.pdf", "application/pdf"),
        (texts("whatif.file.excel"), lambda: _excel(here, answer), f"{name}.xlsx", _EXCEL),
        (
            texts("whatif.file.json"),
            lambda: scenario_files.written(begun, answer).encode(),
            f"{name}.json",
            "application/json",
        ),
    )
    with st.container(horizontal=True, gap="xsmall", width="content"):
        for label, write, file_name, media_type in kinds:
            st.download_button(
                label,
                write,
                file_name=file_name,
                mime=media_type,
                key=f"what_if_file_{media_type}",
                on_click="ignore",
                icon=":material/download:",
                type="tertiary",
            )


def upload(here: Here, begun: Start) -> None:
    """Draw the field that takes a scenario file, and ask for its simulation unless it is refused."""
    texts = here.reader.texts
    with st.expander(texts("whatif.file.bring"), icon=":material/upload_file:"):
        st.caption(plain(texts("whatif.file.bring.caption")))
        with st.form("what_if_upload", border=False, clear_on_submit=True):
            file = st.file_uploader(texts("whatif.file.choose"), type="json", key="what_if_upload_file")
            asked = st.form_submit_button(texts("whatif.run"), icon=":material/play_arrow:")
        if not asked:
            return
        if file is None:
            st.warning(texts("whatif.file.none"), icon=":material/info:")
            return
        try:
            parameters, wrong = scenario_files.question(begun, file.getvalue())
        except REFUSALS as error:
            found = refusal(error)
            st.error(plain(failure.sentence(texts, found.message_id, found.parameters)))
            return
        for one in wrong:
            _say(here, one.path, finding_words(one, here.reader))
    if not wrong:
        what_if_asking.begin(here, parameters)
        st.rerun()


def assumption_sheet(here: Here, answer: Answer) -> pd.DataFrame:
    """Return every assumption of an answer in words."""
    rows = simulation_figures.assumptions(answer, min(1, len(answer.scenarios) - 1))
    return assumption_table(rows, simulation_figures.assumptions(answer, 0), here.reader)


def _say(here: Here, path: str, sentence: str) -> None:
    name_id = scenario_files.name_id(path)
    name = parameter_words(path, name_id, here.reader) if name_id else path
    st.error(f"**{plain(name)}**: {plain(sentence)}", icon=":material/error:")


def _pdf(here: Here, answer: Answer) -> bytes:
    texts = here.reader.texts
    grounds = assessed.grounds(here)
    view = what_if_view(answer.results, answer.customers, grounds)
    labels = {name: texts(f"whatif.sheet.{name}") for name in COLUMNS}
    head = report.letterhead(here, "what_if", title_words(answer.title, answer.simulation_id, texts))
    return what_if_report(view, assumption_sheet(here, answer), labels, head)


def _excel(here: Here, answer: Answer) -> bytes:
    reader = here.reader
    sheet = assumption_sheet(here, answer).rename(columns=lambda name: reader.texts(f"whatif.sheet.{name}"))
    return spreadsheets.workbook_file(
        {
            reader.texts("whatif.book.figures"): figures_as_numbers(answer.results, reader),
            reader.texts("whatif.book.months"): months_as_numbers(answer.results, reader),
            reader.texts("whatif.book.assumptions"): sheet,
        }
    )
