"""How does a formula stand on a page, with its meaning and its source?"""

from __future__ import annotations

import streamlit as st

from dashboard.components.plain import plain
from dashboard.i18n.texts import Texts
from dashboard.presenters.methods import Method, MethodCard

_ICONS = {"ok": ":green[:material/check_circle:]", "not_enough_data": ":orange[:material/warning:]"}


def show(method: Method, texts: Texts) -> None:
    """Draw what a figure means, its formula, where that comes from and how the figure arises."""
    st.markdown(plain(method.meaning))
    st.latex(method.formula)
    lines = ((texts("frame.why_source"), method.source), (texts("frame.why_origin"), method.origin))
    st.markdown("  \n".join(f":gray[{plain(name)}] {plain(value)}" for name, value in lines))


def show_card(card: MethodCard) -> None:
    """Draw what a method says of itself, with a mark for enough or not enough data."""
    st.markdown(f"{_ICONS[card.status]} {plain(card.text)}")
