"""Does the app as it is really served carry its headers, its filter, and its warm start?"""

from __future__ import annotations

import urllib.request

import pytest
from streamlit.proto.BackMsg_pb2 import BackMsg

from dashboard.security_headers import security_headers
from tests.visitor import Visitor


@pytest.mark.parametrize("address", ["/", "/customers", "/_stcore/health", "/app/static/logo.svg"])
def test_every_answer_carries_the_security_headers(app, address):
    with urllib.request.urlopen(app.url + address, timeout=10) as answer:
        assert answer.status == 200
        found = dict(answer.headers.items())
    assert {
        name: found.get(name.lower(), found.get(name)) for name in security_headers()
    } == security_headers()


def test_a_message_that_clears_caches_is_dropped_and_the_session_goes_on(app):
    with Visitor(app.host) as visitor:
        first = visitor.rerun("lang=en").texts()
        dropped = app.log().count("Dropped a browser message")
        visitor.send(BackMsg(clear_cache=True))
        assert visitor.rerun("lang=en").texts() == first
        assert app.log().count("Dropped a browser message") == dropped + 1


def test_the_front_page_ran_before_the_first_visitor(app):
    assert "did not run at the start" not in app.log()
