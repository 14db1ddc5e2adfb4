"""Are dropped browser messages dropped, and only those?"""

from __future__ import annotations

import asyncio

import pytest
from streamlit.proto.BackMsg_pb2 import BackMsg

from dashboard.browser_messages import DropMessages, is_dropped


def event(message: BackMsg) -> dict:
    return {"type": "websocket.receive", "bytes": message.SerializeToString()}


def rerun(query: str) -> dict:
    message = BackMsg()
    message.rerun_script.query_string = query
    return event(message)


CLEAR = event(BackMsg(clear_cache=True))


def test_a_message_that_clears_caches_is_dropped():
    assert is_dropped(CLEAR)


def test_it_is_dropped_whether_it_says_true_or_false():
    assert is_dropped(event(BackMsg(clear_cache=False)))


def test_the_last_kind_in_a_message_counts_as_it_does_for_streamlit():
    hidden = {"type": "websocket.receive", "bytes": rerun("a=1")["bytes"] + CLEAR["bytes"]}
    assert is_dropped(hidden)
    assert not is_dropped({"type": "websocket.receive", "bytes": CLEAR["bytes"] + rerun("a=1")["bytes"]})


@pytest.mark.parametrize(
    "kept",
    [
        rerun("w=demo"),
        event(BackMsg(stop_script=True)),
        {"type": "websocket.receive", "bytes": b"\xff\xff no message at all"},
        {"type": "websocket.receive", "bytes": b""},
        {"type": "websocket.receive", "text": "hello", "bytes": None},
        {"type": "websocket.connect"},
        {"type": "websocket.disconnect", "code": 1001},
    ],
)
def test_everything_else_passes(kept):
    assert not is_dropped(kept)


def test_the_app_receives_what_remains_in_order():
    waiting = [rerun("a=1"), CLEAR, CLEAR, rerun("a=2"), {"type": "websocket.disconnect"}]
    received = []

    async def receive():
        return waiting.pop(0)

    async def app(_scope, receive, _send):
        while (message := await receive())["type"] != "websocket.disconnect":
            received.append(message)

    asyncio.run(DropMessages(app)({"type": "websocket"}, receive, None))
    assert received == [rerun("a=1"), rerun("a=2")]
