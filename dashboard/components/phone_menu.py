"""Does the menu get out of the way once a page was chosen, where there is room for one of them only?"""

from __future__ import annotations

import streamlit as st

# Streamlit closes its own menu after a choice on a phone; ours, made of links, has to be told.
_SCRIPT = """
let shown = null;
export default ({ data }) => {
  const isAnother = shown !== null && shown !== data;
  shown = data;
  if (isAnother && window.innerWidth < 768) {
    document.querySelector('[data-testid="stSidebarCollapseButton"] button')?.click();
  }
};
"""

_COMPONENT = st.components.v2.component("phone_menu", js=_SCRIPT)


def close_after_choice(page: str) -> None:
    """Close the menu on a phone when ``page`` is another than before."""
    _COMPONENT(data=page, key="phone_menu", height=1)
