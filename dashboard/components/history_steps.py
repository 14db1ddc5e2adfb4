"""Does one press of Back undo one act of the reader?

Going to another page with another query, Streamlit writes two entries into the browser's history:
the old page with the new query, which nobody has seen, then the new page. One act is one step here.
"""

from __future__ import annotations

import streamlit as st

# The first entry after an act is a new one; whatever follows before the next act takes its place.
_SCRIPT = """
const written = history.pushState;
let isWritten = false;
const act = () => { isWritten = false; };

if (!window.holdfastSteps) {
  window.holdfastSteps = true;
  for (const name of ["pointerdown", "keydown", "click", "popstate"]) {
    window.addEventListener(name, act, true);
  }
  history.pushState = (...entry) => {
    const write = isWritten ? history.replaceState : written;
    isWritten = true;
    write.apply(history, entry);
  };
}
export default () => {};
"""

_COMPONENT = st.components.v2.component("history_steps", js=_SCRIPT)


def show() -> None:
    """Have the browser write one entry of its history for each act of the reader."""
    _COMPONENT(key="history_steps", height=1)
