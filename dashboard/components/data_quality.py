"""How good is the company's data?"""

from __future__ import annotations

import streamlit as st

from dashboard.components import heading
from dashboard.components.plain import plain
from dashboard.presenters.data_quality import QualityView
from dashboard.state import Here


def show(view: QualityView, here: Here) -> None:
    """Draw what there is by kind, which figures it allows, what is missing, and what each file added."""
    texts = here.reader.texts
    heading.section(texts("quality.title"), view.headline)
    st.dataframe(view.kinds, hide_index=True, alt=texts("quality.title"), key="quality_kinds")
    for remark in view.remarks:
        st.markdown(f":material/warning: {plain(remark)}")
    with st.grid("auto", min_column_width=300, gap=("large", "small"), key="quality_figures") as cells:
        with cells.cell():
            st.markdown(f"**{plain(texts('quality.ready'))}**")
            st.markdown("  \n".join(f":material/check: {plain(name)}" for name in view.ready) or "–")
        with cells.cell():
            st.markdown(f"**{plain(texts('quality.missing'))}**")
            for one in view.missing:
                st.markdown(f"{plain(one.figure)}  \n:gray[{plain(one.needs)}]")
    with st.expander(texts("quality.changes"), icon=":material/difference:"):
        st.dataframe(view.changes, hide_index=True, alt=texts("quality.changes"), key="quality_changes")
