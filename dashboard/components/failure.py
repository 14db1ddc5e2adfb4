"""What does a reader see when something can't be shown, and what can they do?"""

from __future__ import annotations

import logging
import secrets
import traceback
from collections.abc import Mapping
from pathlib import Path

import streamlit as st

from dashboard import state
from dashboard.components.plain import plain
from dashboard.i18n.texts import Texts

_LOG = logging.getLogger("holdfast.front_door")


def nothing_there(texts: Texts, message_id: str, parameters: Mapping[str, object]) -> None:
    """Say that what the address names isn't there, and lead back to what is."""
    _state(texts("frame.not_found_title"), sentence(texts, message_id, parameters), ":material/explore_off:")
    st.button(
        texts("frame.not_found_action"),
        on_click=state.forget_place,
        type="primary",
        icon=":material/home:",
        key="failure_home",
    )


def explained(texts: Texts, message_id: str, parameters: Mapping[str, object]) -> None:
    """Say why something could not be done; the sentence itself says what to do."""
    _state(texts("frame.error_title"), sentence(texts, message_id, parameters), ":material/report:")
    _again(texts)


def unexpected(texts: Texts, error: Exception) -> None:
    """Say that something unforeseen happened, with a reference that the log holds as well.

    The log names places in the code only: an error's own message may quote a customer.
    """
    reference = secrets.token_hex(4)
    called = list(traceback.extract_tb(error.__traceback__))
    frames = [one for one in called if "site-packages" not in one.filename] + called[-1:]
    places = " < ".join(f"{Path(one.filename).name}:{one.lineno}" for one in reversed(frames))
    _LOG.error("Error %s: %s at %s", reference, type(error).__name__, places)
    text = texts("frame.error_unexpected", reference=reference)
    _state(texts("frame.error_title"), text, ":material/report:")
    _again(texts)


def sentence(texts: Texts, message_id: str, parameters: Mapping[str, object]) -> str:
    """Return the sentence of an error; a general one where it has none."""
    if not texts.has(message_id):
        return texts("frame.error_without_words", code=message_id)
    return texts(message_id, **parameters)


def _state(title: str, text: str, icon: str) -> None:
    with st.container(key="failure", width=560, gap="small"):
        st.space("medium")
        st.header(plain(title), anchor=False, icon=icon)
        st.markdown(plain(text))


def _again(texts: Texts) -> None:
    st.button(texts("frame.error_again"), icon=":material/refresh:", key="failure_again")
