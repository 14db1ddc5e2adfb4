"""Does every page open in both languages, on a desk and on a phone, with nothing to complain of?"""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.browser.reader import reading

ADDRESSES = ("/", "/customers", "/customer-file", "/segments", "/data", "/settings", "/methods")
LANGUAGE_TAGS = {"en": "en", "zh": "zh-Hans"}


@pytest.mark.parametrize("width", [1280, 390])
@pytest.mark.parametrize("language", LANGUAGE_TAGS)
def test_pages_open_without_complaints(browser, app, language, width):
    with reading(browser, app.url, width) as reader:
        for address in ADDRESSES:
            page = reader.open(f"{address}?lang={language}")
            assert page.locator(".st-key-failure").count() == 0, address
            assert page.evaluate("document.documentElement.lang") == LANGUAGE_TAGS[language]
            assert not reader.is_wider_than_the_screen(), address
        assert reader.complaints == []


def test_pages_open_in_the_dark(browser, app):
    with reading(browser, app.url, color_scheme="dark") as reader:
        for address in ADDRESSES:
            reader.open(address)
        background = reader.page.evaluate(
            "getComputedStyle(document.querySelector('.stApp')).backgroundColor"
        )
        red, green, blue = (int(part) for part in background.strip("rgba()").split(",")[:3])
        assert max(red, green, blue) < 80
        assert reader.complaints == []


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
