"""What only a browser can do: empty a field, go from a figure to its formula, copy a link, use a phone."""

from __future__ import annotations

import re

from playwright.sync_api import expect

from data.viewer import OWNER
from data.workspaces import settings, workspaces
from tests.browser.reader import reading


def test_a_rule_is_typed_and_emptied_again(browser, app, monkeypatch):
    monkeypatch.setenv("HOLDFAST_HOME", str(app.log_file.parent / "home"))
    slug = workspaces(OWNER)[0].slug
    with reading(browser, app.url) as reader:
        page = reader.open(f"/settings?lang=en&w={slug}")
        for typed, saved in (("300", 300), ("", None)):
            field = page.get_by_role("spinbutton", name="Left after, days")
            field.fill(typed)
            field.press("Tab")
            page.get_by_role("button", name="Save the rules").click()
            expect(page.get_by_text("Saved. The next assessment")).to_be_visible()
            reader.wait()
            assert settings(OWNER, slug).churn_after_days == saved
        assert reader.complaints == []


def test_why_this_number_leads_to_the_formula_and_back_leads_to_the_number(browser, app):
    with reading(browser, app.url, width=390) as reader:
        page = reader.open("/?lang=en")
        page.get_by_role("button", name="Why this number").nth(3).click()
        page.get_by_role("link", name="Formula and source in Methods").click()
        page.wait_for_url(re.compile("/methods.*method=retention_rate"))
        reader.wait()
        expect(page.get_by_role("heading", name="Retention rate")).to_be_visible()
        page.go_back()
        page.wait_for_url(re.compile(r"/\?lang=en$"))
        reader.wait()
        assert reader.complaints == []


def test_the_link_that_is_copied_says_everything(browser, app):
    with reading(browser, app.url) as reader:
        reader.page.context.grant_permissions(["clipboard-read", "clipboard-write"])
        page = reader.open("/customers?lang=zh&tier=gold")
        page.get_by_role("button", name="复制链接").click()
        expect(page.get_by_role("button", name="链接已复制")).to_be_visible()
        copied = page.evaluate("navigator.clipboard.readText()")
        assert re.fullmatch(r"http://\S+/customers\?w=\S+&lang=zh&a=\d+&tier=gold", copied)
        assert reader.complaints == []


def test_the_menu_gets_out_of_the_way_on_a_phone(browser, app):
    with reading(browser, app.url, width=390) as reader:
        page = reader.open("/?lang=en")
        page.get_by_test_id("stExpandSidebarButton").click()
        page.get_by_test_id("stSidebar").get_by_role("link", name="Methods").click()
        page.wait_for_url(re.compile("/methods"))
        reader.wait()
        expect(page.get_by_test_id("stExpandSidebarButton")).to_be_visible()
        expect(page.get_by_role("heading", level=1)).to_be_in_viewport()
        assert reader.complaints == []
