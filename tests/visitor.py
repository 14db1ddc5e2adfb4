"""A visitor without a browser: a real websocket session that reruns pages and reads what comes back."""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from typing import Any

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.proto.WidgetStates_pb2 import WidgetState
from websockets.sync.client import connect


@dataclass
class Run:
    """One finished rerun: how long it took from asking to the last message, and what was sent."""

    seconds: float
    messages: list[ForwardMsg] = field(default_factory=list)

    @property
    def sent_bytes(self) -> int:
        return sum(message.ByteSize() for message in self.messages)

    def texts(self) -> list[str]:
        """Return the Markdown and plain texts of the page, in order."""
        elements = [message.delta.new_element for message in self.messages if message.HasField("delta")]
        return [element.markdown.body or element.text.body for element in elements]


class Visitor:
    """A session on a running app; use it as a context manager."""

    def __init__(self, host: str) -> None:
        self._connecting = connect(f"ws://{host}/_stcore/stream", subprotocols=["streamlit"], max_size=None)

    def __enter__(self) -> Visitor:
        self._socket = self._connecting.__enter__()
        return self

    def __exit__(self, *error: Any) -> None:
        self._connecting.__exit__(*error)

    def send(self, message: BackMsg) -> None:
        self._socket.send(message.SerializeToString())

    def rerun(self, query: str = "", page: str = "", widgets: tuple[WidgetState, ...] = ()) -> Run:
        """Run a page (``page`` is its name in the address) and wait until it has been drawn."""
        message = BackMsg()
        message.rerun_script.query_string = query
        message.rerun_script.page_name = page
        message.rerun_script.widget_states.widgets.extend(widgets)
        began = time.perf_counter()
        self.send(message)
        run = Run(seconds=0.0)
        while True:
            received = ForwardMsg()
            received.ParseFromString(self._socket.recv(timeout=60))
            run.messages.append(received)
            if received.WhichOneof("type") == "script_finished":
                run.seconds = time.perf_counter() - began
                return run
