"""What did an import do: rows, sums, findings, and the rows left out as a file?"""

from __future__ import annotations

import streamlit as st

from dashboard.components import export, heading
from dashboard.components.plain import plain
from dashboard.presenters.import_report import ReportView, cause_text
from dashboard.state import Here
from dashboard.usecases import importing


def show(view: ReportView, import_id: int | None, here: Here, key: str) -> None:
    """Draw an import's account: what became of the rows, then every finding with its places."""
    texts = here.reader.texts
    st.dataframe(view.accounts, hide_index=True, width=560, key=f"{key}_accounts")
    for remark in view.remarks:
        st.caption(plain(remark))
    if view.has_left_out and import_id is not None:
        st.markdown(plain(texts("data.left_out")))
        export.show(
            texts,
            texts("data.left_out.file", number=str(import_id)),
            lambda kind: _left_out(here, import_id, kind),
            f"{key}_left_out",
        )
    if not view.findings:
        return
    heading.section(texts("data.findings.title"), texts("data.findings.caption"))
    for finding in view.findings:
        with st.expander(f"{plain(finding.text)} :gray[{plain(finding.action)}]", icon=finding.icon):
            if not finding.columns.empty:
                st.dataframe(finding.columns, hide_index=True, width=480)
            if finding.examples.empty:
                st.caption(plain(finding.action))
            else:
                st.dataframe(finding.examples, hide_index=True)
            if finding.more:
                st.caption(plain(finding.more))


def _left_out(here: Here, import_id: int, kind: str) -> bytes:
    def say(cause: str, column: str) -> str:
        finding = {"cause": cause, "column": column, "count": 1, "parameters": {"columns": ""}}
        return cause_text(finding, here.reader)

    slug = here.workspace.slug
    return importing.left_out_file(here.viewer, slug, import_id, "xlsx" if kind == "xlsx" else "csv", say)
