"""Which language does the browser believe the page to be in?

Streamlit always says English; screen readers, hyphenation and the choice of Chinese glyphs
depend on it.
"""

from __future__ import annotations

import streamlit as st

_SCRIPT = "export default ({ data }) => { document.documentElement.lang = data; };"

_COMPONENT = st.components.v2.component("document_language", js=_SCRIPT)


def show(language: str) -> None:
    """Tell the browser the page's language (a language of the catalogues)."""
    tag = {"zh_CN": "zh-Hans"}.get(language, language)
    _COMPONENT(data=tag, key="document_language", height=1)
