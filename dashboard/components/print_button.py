"""How does a page get onto paper, or into a PDF?"""

from __future__ import annotations

import streamlit as st

_HTML = '<button type="button"></button>'
_CSS = """
button {
  font: inherit; font-size: 0.875rem; color: var(--st-text-color); opacity: 0.78; background: none; border: 0;
  padding: 0.25rem 0.375rem; border-radius: var(--st-button-radius); cursor: pointer; white-space: nowrap;
}
button:hover { opacity: 1; background: var(--st-secondary-background-color); }
button:focus-visible { opacity: 1; outline: 2px solid var(--st-primary-color); outline-offset: 1px; }
@media print { button { display: none; } }
"""
_SCRIPT = """
export default ({ data, parentElement }) => {
  const button = parentElement.querySelector("button");
  button.textContent = data.label;
  button.onclick = () => window.print();
};
"""

_COMPONENT = st.components.v2.component("print_button", html=_HTML, css=_CSS, js=_SCRIPT)


def show(label: str) -> None:
    """Draw the button that opens the browser's print dialogue for the page."""
    _COMPONENT(data={"label": label}, key="print_button", width="content", height="content")
