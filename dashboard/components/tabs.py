"""Which of a page's views is looked at? The choice stands in the address."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Any, Final

import streamlit as st

from dashboard import state
from dashboard.state import Here

Own = Mapping[str, Mapping[str, Any]]
_NONE: Final[Own] = MappingProxyType({})


def show(here: Here, subject: str, tabs: Sequence[str], default: str = "", own: Own = _NONE) -> str:
    """Draw the choice among ``tabs`` and return the one chosen.

    Where the address names none it is ``default``, or the first. ``own`` says of a view which fields of the
    address mean something else there: with these values the way to it and from it goes on.
    The words are ``<subject>.tabs`` for the choice and ``<subject>.tab.<tab>`` for each view.
    """
    texts, key = here.reader.texts, f"{subject}_tab"
    tab = here.address.tab if here.address.tab in tabs else default or tabs[0]
    st.segmented_control(
        texts(f"{subject}.tabs"),
        tabs,
        format_func=lambda name: texts(f"{subject}.tab.{name}"),
        key=state.follow(key, tab),
        on_change=lambda: _open(tab, state.chosen(key), own),
        required=True,
        label_visibility="collapsed",
    )
    return tab


def _open(left: str, chosen: str, own: Own) -> None:
    state.change(tab=chosen, **{**own.get(left, {}), **own.get(chosen, {})})
