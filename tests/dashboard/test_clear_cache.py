"""Can a visitor empty everybody's caches over a real websocket?"""

from __future__ import annotations

from pathlib import Path

import pytest
from streamlit.proto.BackMsg_pb2 import BackMsg

from tests.served_app import served
from tests.visitor import Visitor

# Each calculation of the cached function gives another token, so a kept cache keeps the token.
SCRIPT = """
import secrets
import streamlit as st

@st.cache_data(show_spinner=False)
def token():
    return secrets.token_hex(8)

st.text(token())
"""
SERVER = """
from starlette.middleware import Middleware
from streamlit.starlette import App
from dashboard.browser_messages import DropMessages

app = App("script.py", middleware={middleware})
"""


def tokens_around_a_clear_cache(folder: Path, middleware: str) -> tuple[list[str], list[str], str]:
    (folder / "script.py").write_text(SCRIPT)
    (folder / "server.py").write_text(SERVER.format(middleware=middleware))
    with (
        served(folder / "server.py", folder, folder / "log") as app,
        Visitor(app.host) as somebody,
        Visitor(app.host) as attacker,
    ):
        before = somebody.rerun().texts()
        attacker.rerun()
        attacker.send(BackMsg(clear_cache=True))
        attacker.rerun()
        return before, somebody.rerun().texts(), app.log()


def test_the_filter_keeps_everybodys_caches(tmp_path):
    before, after, log = tokens_around_a_clear_cache(tmp_path, "[Middleware(DropMessages)]")
    assert len(before[0]) == 16
    assert after == before
    assert "Dropped a browser message" in log


def test_without_the_filter_anybody_empties_them(tmp_path):
    before, after, _log = tokens_around_a_clear_cache(tmp_path, "[]")
    assert after != before


@pytest.mark.parametrize("message", [BackMsg(stop_script=True), BackMsg(clear_cache=True)])
def test_a_session_goes_on_after_a_message(tmp_path, message):
    (tmp_path / "script.py").write_text(SCRIPT)
    (tmp_path / "server.py").write_text(SERVER.format(middleware="[Middleware(DropMessages)]"))
    with served(tmp_path / "server.py", tmp_path, tmp_path / "log") as app, Visitor(app.host) as visitor:
        first = visitor.rerun().texts()
        visitor.send(message)
        assert visitor.rerun().texts() == first
