"""The front door: language, company, menu, and the one net for errors."""

from __future__ import annotations

import streamlit as st

from dashboard import cache, navigation, state, turns
from dashboard.components import (
    document_language,
    failure,
    first_start,
    history_steps,
    phone_menu,
    sidebar,
)
from dashboard.usecases import access
from data.errors import DataError, NotFoundError
from engine.errors import EngineError


def main() -> None:
    """Run one page for one reader."""
    st.set_page_config(page_icon="static/mark.svg", layout="wide")
    st.logo("static/logo.svg", size="large", icon_image="static/mark.svg")
    texts = state.asked_texts()
    page = navigation.current_page(texts)
    try:
        cache.prepared()
        here = state.arrive(access.viewer(), texts)
        if here is None:
            first_start.show(state.reader_without_company(texts))
        else:
            sidebar.show(here)
            page.run()
    except NotFoundError as error:
        failure.nothing_there(texts, error.message_id, error.parameters)
    except (EngineError, DataError) as error:
        failure.explained(texts, error.message_id, error.parameters)
    except Exception as error:  # noqa: BLE001 - the one net: nobody may see a traceback
        failure.unexpected(texts, error)
    document_language.show(texts.language)
    history_steps.show()
    phone_menu.close_after_choice(page.url_path)


with turns.PAGES.turn():
    main()
