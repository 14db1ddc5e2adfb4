"""Does every page open in both languages, on a desk and on a phone, with nothing to complain of?"""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from dashboard.state import PAGE_FILES
from tests.browser.reader import reading

LANGUAGE_TAGS = {"en": "en", "zh": "zh-Hans"}


# English has the longest words, so it is what a phone must hold; Chinese may break anywhere.
@pytest.mark.parametrize(("language", "width", "scheme"), [("en", 390, "light"), ("zh", 1280, "dark")])
def test_pages_open_without_complaints(browser, app, language, width, scheme):
    with reading(browser, app.url, width, color_scheme=scheme) as reader:
        for name in PAGE_FILES:
            address = "/" if name == "overview" else f"/{name.replace('_', '-')}"
            page = reader.open(f"{address}?lang={language}")
            assert page.locator(".st-key-failure").count() == 0, address
            assert page.evaluate("document.documentElement.lang") == LANGUAGE_TAGS[language]
            assert not reader.is_wider_than_the_screen(), address
            assert is_dark(page) == (scheme == "dark"), address
        assert reader.complaints == []


def is_dark(page: Page) -> bool:
    background = page.evaluate("getComputedStyle(document.querySelector('.stApp')).backgroundColor")
    return max(int(part) for part in background.strip("rgba()").split(",")[:3]) < 80


def test_a_browser_in_chinese_is_answered_in_chinese(browser, app):
    with reading(browser, app.url, locale="zh-CN") as reader:
        page = reader.open("/")
        assert page.evaluate("document.documentElement.lang") == "zh-Hans"


def test_the_policy_holds_what_it_promises(browser, app):
    """A script that somebody smuggled in does not run, and no frame shows us."""
    with reading(browser, app.url) as reader:
        page = reader.open("/")
        page.evaluate(
            "() => { const script = document.createElement('script');"
            " script.textContent = 'window.smuggled = true'; document.body.append(script); }"
        )
        assert page.evaluate("window.smuggled") is None
        assert any("script-src" in complaint for complaint in reader.complaints)
        # In a task of its own: the policy lets the debugger that drives this test evaluate.
        script = "try { done(eval('1 + 1')) } catch { done('refused') }"
        assert page.evaluate(f"() => new Promise(done => setTimeout(() => {{ {script} }}))") == "refused"


def test_an_address_that_leads_nowhere_is_explained(browser, app):
    with reading(browser, app.url) as reader:
        page = reader.open("/?w=no-such-company")
        assert page.locator(".st-key-failure").count() == 1
        page.locator(".st-key-failure_home button").click()
        expect(page.locator(".st-key-failure")).to_have_count(0)
        assert reader.complaints == []
