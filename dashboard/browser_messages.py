"""Which messages of a browser never reach the app?

Any session, signed in or not, can ask Streamlit to clear the caches of everybody; nothing in
the app needs that. The message is dropped on its way in, the session goes on.
"""

from __future__ import annotations

import logging

from google.protobuf.message import DecodeError
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from streamlit.proto.BackMsg_pb2 import BackMsg

_DROPPED = frozenset({"clear_cache"})
_LOG = logging.getLogger("holdfast.server")


class DropMessages:
    """ASGI middleware that swallows the dropped kinds of messages on any websocket."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one connection."""
        if scope["type"] != "websocket":
            await self._app(scope, receive, send)
            return

        async def receive_kept() -> Message:
            message = await receive()
            while is_dropped(message):
                _LOG.warning("Dropped a browser message that clears caches")
                message = await receive()
            return message

        await self._app(scope, receive_kept, send)


def is_dropped(message: Message) -> bool:
    """Whether this websocket event carries a message of a dropped kind."""
    if message["type"] != "websocket.receive" or not message.get("bytes"):
        return False
    parsed = BackMsg()
    try:
        parsed.ParseFromString(message["bytes"])
    except DecodeError:
        return False  # Streamlit closes the connection over it
    return parsed.WhichOneof("type") in _DROPPED
