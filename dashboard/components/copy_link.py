"""How does a reader hand this very screen on?"""

from __future__ import annotations

import streamlit as st

from dashboard.links import link
from dashboard.state import Here, full_address

_HTML = '<button type="button"><span aria-live="polite"></span></button>'
_CSS = """
button {
  font: inherit; font-size: 0.875rem; color: var(--st-text-color); opacity: 0.78; background: none; border: 0;
  padding: 0.25rem 0.375rem; border-radius: var(--st-button-radius); cursor: pointer; white-space: nowrap;
}
button:hover { opacity: 1; background: var(--st-secondary-background-color); }
button:focus-visible { opacity: 1; outline: 2px solid var(--st-primary-color); outline-offset: 1px; }
"""
# The browser's own clipboard needs a secure page; elsewhere the old command still works.
_SCRIPT = """
export default ({ data, parentElement }) => {
  const button = parentElement.querySelector("button");
  const label = button.querySelector("span");
  label.textContent = data.label;
  const oldCopy = (text) => {
    const field = document.createElement("textarea");
    field.value = text;
    document.body.append(field);
    field.select();
    const done = document.execCommand("copy");
    field.remove();
    return done;
  };
  button.onclick = async () => {
    const text = location.origin + location.pathname + data.query;
    let done = false;
    try { await navigator.clipboard.writeText(text); done = true; } catch { done = oldCopy(text); }
    label.textContent = done ? data.done : text;
    setTimeout(() => { label.textContent = data.label; }, 4000);
  };
};
"""

_COMPONENT = st.components.v2.component("copy_link", html=_HTML, css=_CSS, js=_SCRIPT)


def show(here: Here) -> None:
    """Draw the button that copies the address of this screen, complete, to the clipboard."""
    texts = here.reader.texts
    data = {
        "label": texts("frame.copy_link"),
        "done": texts("frame.link_copied"),
        "query": link("", full_address(here)),
    }
    _COMPONENT(data=data, key="copy_link", width="content", height="content")
