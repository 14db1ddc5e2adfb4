"""One browser and one running app for all tests in a browser."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, sync_playwright

from tests.browser.reader import launched
from tests.served_app import WRAPPED_SERVER, ServedApp, served


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if is_in_browser(item):
            item.add_marker(pytest.mark.browser)
    # Last, because the open browser keeps an event loop running, in which no other test could start its own.
    items.sort(key=is_in_browser)


def is_in_browser(item: pytest.Item) -> bool:
    return "tests/browser/" in item.path.as_posix()


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        started = launched(playwright)
        yield started
        started.close()


@pytest.fixture(scope="session")
def app(demo_home: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[ServedApp]:
    """Serve the wrapped app on a copy of the demo company, so that tests may change it."""
    folder = tmp_path_factory.mktemp("served")
    home = folder / "home"
    shutil.copytree(demo_home, home)
    with served(WRAPPED_SERVER, home, folder / "log") as running:
        yield running
