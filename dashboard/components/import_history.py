"""What was brought in before, and how is it taken out again?"""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from dashboard.components import import_result
from dashboard.components.import_draft import draft, start_again
from dashboard.components.plain import plain
from dashboard.presenters.import_history import HistoryEntry
from dashboard.state import Here
from dashboard.usecases import importing


def show(entries: Sequence[HistoryEntry], here: Here) -> None:
    """Draw all imports, newest first; each unfolds to its account and the way to undo it."""
    texts = here.reader.texts
    for entry in entries:
        icon = ":material/undo:" if entry.is_undone else ":material/description:"
        label = f"**{plain(entry.title)}**  :gray[{plain(entry.caption)}]"
        key = f"history_{entry.import_id}"
        opened = st.expander(label, icon=icon, key=key, on_change="rerun")
        if not opened.open:
            continue
        with opened:
            import_result.show(entry.report, entry.import_id, here, key)
            if entry.is_undone:
                continue
            with st.popover(texts("data.undo"), icon=":material/undo:", key=f"{key}_undo"):
                st.markdown(plain(texts("data.undo.ask", file=entry.title)))
                st.button(
                    texts("data.undo.do"),
                    key=f"{key}_undo_do",
                    type="primary",
                    on_click=_undo,
                    args=(here, entry.import_id),
                )


def _undo(here: Here, import_id: int) -> None:
    start_again(here)
    draft(here).job_id = importing.start_undo(here.viewer, here.workspace.slug, import_id)
