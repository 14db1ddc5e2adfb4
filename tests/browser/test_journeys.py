"""Do the ways through the app that a manager takes work in a real browser?"""

from __future__ import annotations

import re

from playwright.sync_api import expect

from tests.browser.reader import reading


def test_the_language_is_switched_and_stays_in_the_address(browser, app):
    with reading(browser, app.url) as reader:
        page = reader.open("/?lang=en")
        page.get_by_role("radio", name="简体中文").or_(page.get_by_text("简体中文", exact=True)).first.click()
        reader.wait()
        page.wait_for_function("document.documentElement.lang === 'zh-Hans'")
        assert "lang=zh" in page.url
        page.reload()
        reader.wait()
        assert page.evaluate("document.documentElement.lang") == "zh-Hans"
        assert reader.complaints == []


def test_back_leads_to_the_page_before(browser, app):
    with reading(browser, app.url) as reader:
        page = reader.open("/?lang=en")
        page.get_by_test_id("stSidebar").get_by_role("link", name="Segments").click()
        reader.wait()
        page.wait_for_url(re.compile("/segments"))
        page.go_back()
        reader.wait()
        assert "/segments" not in page.url
        assert reader.complaints == []


def test_a_click_on_a_bar_leads_to_the_customers_behind_it(browser, app):
    with reading(browser, app.url) as reader:
        page = reader.open("/?lang=en")
        chart = page.locator(".st-key-overview_silent")
        chart.scroll_into_view_if_needed()
        bars = [bar.bounding_box() for bar in chart.locator(".barlayer .point path").all()]
        longest = max(bars, key=lambda bar: bar["width"])
        page.mouse.click(longest["x"] + longest["width"] / 2, longest["y"] + longest["height"] / 2)
        page.wait_for_url(re.compile("/customers"))
        reader.wait()
        assert "state=leaning" in page.url
        assert "tier=" in page.url
        expect(page.get_by_test_id("stDataFrame")).to_be_visible(timeout=20_000)
        behind, entries = page.url, page.evaluate("history.length")
        page.go_back()
        reader.wait()
        expect(page.locator(".st-key-overview_silent")).to_be_visible(timeout=20_000)
        assert re.fullmatch(r"/(\?lang=en)?", page.url.removeprefix(app.url))
        page.go_forward()
        page.wait_for_url(behind)
        reader.wait()
        expect(page.get_by_test_id("stDataFrame")).to_be_visible(timeout=20_000)
        page.reload()
        reader.wait()
        assert (page.url, page.evaluate("history.length")) == (behind, entries)
        assert reader.complaints == []


def test_a_file_is_uploaded_mapped_imported_and_taken_out_again(browser, app):
    """Sixteen customers that nobody knew yet; the heading of the amount has to be told."""
    rows = "".join(f"New {number},2026-10-{number:02d},{number}.50\n" for number in range(13, 29))
    file = {"name": "takings.csv", "mimeType": "text/csv", "buffer": f"Customer,Day,Zz\n{rows}".encode()}
    with reading(browser, app.url) as reader:
        page = reader.open("/data?lang=en")
        headline = page.get_by_role("heading", level=1)
        before = headline.inner_text()
        counts = re.findall(r"[\d,]+(?= customers| transactions)", before)
        customers, transactions = (int(count.replace(",", "")) for count in counts)
        page.set_input_files("input[type=file]", files=[file])
        expect(page.get_by_text("takings.csv")).to_be_visible(timeout=20_000)
        reader.wait()
        amount = page.get_by_role("combobox", name="Amount")
        amount.click()
        amount.fill("Zz")
        amount.press("Enter")
        page.get_by_role("button", name="Import 16 rows").click(timeout=20_000)
        after = f"{customers + 16:,} customers and {transactions + 16:,} transactions"
        expect(headline).to_contain_text(after, timeout=60_000)
        reader.wait()
        page.reload()
        reader.wait()
        page.get_by_text("takings.csv").click()
        page.get_by_role("button", name="Undo this import").click()
        page.get_by_role("button", name="Yes, take it out").click()
        expect(headline).to_contain_text(before, timeout=60_000)
        assert reader.complaints == []
