"""The whole app as a visitor meets it, and the worker's jobs done in the test's own process."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from streamlit.testing.v1 import AppTest

from dashboard.state import PAGE_FILES
from dashboard.usecases import worker
from dashboard.usecases.jobs import worker_lock
from data import jobs
from data.locks import try_lock
from data.viewer import OWNER
from tests.source_tree import ROOT


def opened(page: str = "overview", **query: str) -> AppTest:
    """Return the app on a page, as an address leads there."""
    app = AppTest.from_file(str(ROOT / "streamlit_app.py"), default_timeout=60)
    if page != "overview":
        app.run().switch_page(PAGE_FILES[page])
    for name, value in query.items():
        app.query_params[name] = value
    app.run()
    assert not app.exception
    return app


def traces(app: AppTest, number: int = 0) -> list[dict[str, Any]]:
    """Return what a chart of the page draws."""
    drawn: list[dict[str, Any]] = json.loads(app.get("plotly_chart")[number].proto.spec)["data"]
    return drawn


@contextmanager
def no_worker() -> Iterator[None]:
    """Keep the app from starting its worker, whose place the test takes."""
    worker_lock().parent.mkdir(parents=True, exist_ok=True)
    held = try_lock(worker_lock())
    assert held is not None
    try:
        yield
    finally:
        os.close(held)


def work() -> list[str]:
    """Do every job that waits and return how each ended."""
    ended = []
    while (job := jobs.claim("test")) is not None:
        worker.run(job, "test")
        ended.append(jobs.job(OWNER, job.job_id).state)
    return ended


def address(app: AppTest) -> dict[str, str]:
    """Return the query of the app's address, whoever wrote it."""
    return {name: value if isinstance(value, str) else value[-1] for name, value in app.query_params.items()}


def said(app: AppTest) -> str:
    """Return all words of the page, as they are written before Markdown shows them."""
    elements = [*app.title, *app.header, *app.subheader, *app.markdown, *app.caption, *app.info, *app.error]
    return "\n".join(element.value for element in [*elements, *app.success, *app.warning])
