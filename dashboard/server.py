"""How is the app served for real use?

``python -m streamlit run dashboard/server.py`` from the root: the plain script of the front
door, wrapped with security headers, a filter for browser messages, a warm start and a log that
holds no personal data.
"""

from __future__ import annotations

import importlib
import logging
import pkgutil
import secrets
import traceback
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


def log_error(error: Exception) -> bool:
    """Log where an unexpected error arose, never its message, which may quote a customer.

    Returning False lets Streamlit show its own neutral sentence: errors of pages are caught and
    explained at the front door, only those of callbacks come here.
    """
    frames = traceback.extract_tb(error.__traceback__)
    places = " < ".join(
        f"{Path(frame.filename).name}:{frame.lineno} {frame.name}" for frame in reversed(frames)
    )
    _LOG.error("Error %s: %s at %s", secrets.token_hex(4), type(error).__name__, places)
    return False


def silence_messages_of_errors() -> None:
    """Keep Streamlit from logging uncaught errors with their messages; ``log_error`` does it."""
    logging.getLogger("streamlit.error_util").addFilter(lambda record: record.exc_info is None)


silence_messages_of_errors()
app = App(
    _FRONT_DOOR,
    lifespan=warm_start,
    middleware=[Middleware(SecureHeaders), Middleware(DropMessages)],
    on_script_error=log_error,
)
