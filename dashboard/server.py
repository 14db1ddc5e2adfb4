"""How is the app served for real use?

``python -m streamlit run dashboard/server.py`` from the root: the plain script of the front
door, wrapped with security headers, a filter for browser messages, a warm start and a log that
quotes nobody.
"""

from __future__ import annotations

import importlib
import logging
import pkgutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from starlette.middleware import Middleware
from streamlit.runtime import Runtime
from streamlit.starlette import App

from dashboard.browser_messages import DropMessages
from dashboard.garbage import freeze
from dashboard.security_headers import SecureHeaders

_FRONT_DOOR = Path(__file__).resolve().parent.parent / "streamlit_app.py"
_WARM_FOLDERS = ("presenters", "charts", "components")
_LOG = logging.getLogger("holdfast.server")


@asynccontextmanager
async def warm_start(_app: App) -> AsyncIterator[None]:
    """Pay for imports and first calculations before the health check says OK.

    The front page is run once as a visitor would run it, so that nobody waits for imports,
    translations or cached reads; then the garbage collector sets it all aside.
    """
    import_drawing_modules()
    is_fine, reason = await Runtime.instance().does_script_run_without_error()
    if not is_fine:
        _LOG.error("The front page did not run at the start: %s", reason)
    freeze()
    yield


def import_drawing_modules() -> None:
    """Import what draws pages that the front page itself does not need."""
    for folder in _WARM_FOLDERS:
        package = importlib.import_module(f"dashboard.{folder}")
        for module in pkgutil.iter_modules(package.__path__, f"{package.__name__}."):
            importlib.import_module(module.name)


def explain_error(error: Exception) -> bool:
    """Show an error of a callback, which arises before the front door's own net is spread.

    Returning True keeps Streamlit's own display away.
    """
    # Cached functions are to be declared while Streamlit's runtime is there, so not at our import.
    from dashboard import state
    from dashboard.components import failure

    texts = state.asked_texts()
    message_id = getattr(error, "message_id", "")
    if message_id:
        failure.explained(texts, message_id, getattr(error, "parameters", {}))
    else:
        failure.unexpected(texts, error)
    return True


def silence_messages_of_errors() -> None:
    """Keep Streamlit from logging uncaught errors with their messages, which may quote a customer."""
    logging.getLogger("streamlit.error_util").addFilter(lambda record: record.exc_info is None)


silence_messages_of_errors()
app = App(
    _FRONT_DOOR,
    lifespan=warm_start,
    middleware=[Middleware(SecureHeaders), Middleware(DropMessages)],
    on_script_error=explain_error,
)
