"""A reader at a real browser: opens pages, waits until drawn, notes what the browser complains of."""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

import pytest
from playwright.sync_api import Browser, Page, Playwright

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
FLAGS = (
    "--no-sandbox",
    "--headless=new",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    "--use-gl=angle",
    "--use-angle=swiftshader",
    "--enable-unsafe-swiftshader",
)
# Streamlit tells the state of the script on the app's element; charts come after it.
DRAWN = """() => {
  const app = document.querySelector('[data-testid="stApp"]');
  if (!app || app.getAttribute('data-test-script-state') !== 'notRunning') return false;
  if (!document.querySelector('[data-testid="stMain"] [data-testid]')) return false;
  const unfinished = '[data-testid="stSkeleton"], [data-testid="stAppSkeleton"], [data-stale="true"]';
  if (document.querySelector(unfinished)) return false;
  const charts = [...document.querySelectorAll('[data-testid="stPlotlyChart"]')];
  return charts.every(chart => chart.querySelector('.main-svg, canvas'));
}"""
# Below a page's address the frontend first looks for a server there, then at the root. Its library
# for 64-bit integers tries WebAssembly, which the policy refuses, and goes on without. Failed
# resources are noted with their status and address instead of the console's line without one.
EXPECTED = re.compile(
    r"404 \S+/_stcore/(health|host-config)$|^policy: script-src wasm-eval$|^Failed to load resource"
)
NOTE_VIOLATIONS = """document.addEventListener('securitypolicyviolation', event =>
  console.error(`policy: ${event.violatedDirective} ${event.blockedURI}`));"""


@dataclass
class Reader:
    """One browser window on the app, with everything the browser complained of."""

    url: str
    page: Page
    complaints: list[str] = field(default_factory=list)

    def note(self, complaint: str) -> None:
        """Remember a complaint unless it is one that Streamlit's page makes by design."""
        if not EXPECTED.search(complaint):
            self.complaints.append(complaint)

    def open(self, address: str = "/") -> Page:
        self.page.goto(self.url + address, wait_until="domcontentloaded")
        return self.wait()

    def wait(self) -> Page:
        """Wait until the page has been drawn and stays so."""
        for _ in range(2):
            self.page.wait_for_function(DRAWN, timeout=30_000, polling=50)
            self.page.wait_for_timeout(250)
        return self.page

    def is_wider_than_the_screen(self) -> bool:
        main = "document.querySelector('[data-testid=\"stMain\"]')"
        return bool(self.page.evaluate(f"{main}.scrollWidth > {main}.clientWidth + 1"))


def launched(playwright: Playwright) -> Browser:
    """Start Chromium; where there is none, tests are skipped, but in CI they fail."""
    program = next(filter(None, map(shutil.which, NAMES)), None)
    if program is None:
        sentence = f"No Chromium was found under any of the names {', '.join(NAMES)}"
        if os.environ.get("CI"):
            pytest.fail(sentence)
        pytest.skip(sentence)
    return playwright.chromium.launch(executable_path=program, args=list(FLAGS))


@contextmanager
def reading(browser: Browser, url: str, width: int = 1280, **options: str) -> Iterator[Reader]:
    """Give a fresh window of some width (``locale="zh-CN"``, ``color_scheme="dark"``)."""
    context = browser.new_context(viewport={"width": width, "height": 800}, **options)  # type: ignore[arg-type]
    context.add_init_script(NOTE_VIOLATIONS)
    page = context.new_page()
    reader = Reader(url, page)
    page.on("pageerror", lambda error: reader.note(f"error: {error}"))
    page.on("console", lambda said: reader.note(said.text) if said.type == "error" else None)
    page.on("response", lambda got: reader.note(f"{got.status} {got.url}") if got.status >= 400 else None)
    try:
        yield reader
    finally:
        context.close()
