"""Does a click on PDF save a report, named without the customer's name?"""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from playwright.sync_api import Browser
from pypdf import PdfReader

from tests.browser.reader import Reader, reading
from tests.served_app import ServedApp


def saved(reader: Reader) -> tuple[str, PdfReader]:
    """Click the button and return the file's name and content."""
    with reader.page.expect_download() as download:
        reader.page.get_by_role("button", name="PDF").click()
    path = Path(download.value.path())
    return download.value.suggested_filename, PdfReader(io.BytesIO(path.read_bytes()))


@pytest.mark.parametrize(
    ("address", "name", "first"),
    [
        ("/", "sample-hotel-group-overview-", "leaning to leave"),
        ("/customer-file?customer=7", "sample-hotel-group-customer-7-", "Where this customer stands"),
        ("/customer-file?customer=7&lang=zh", "sample-hotel-group-customer-7-", "客户定位"),
    ],
)
def test_a_page_is_saved_as_a_document(browser: Browser, app: ServedApp, address: str, name: str, first: str):
    with reading(browser, app.url) as reader:
        reader.open(address)
        file_name, document = saved(reader)
        assert file_name.startswith(name)
        assert file_name.endswith(".pdf")
        assert any(first in page.extract_text() for page in document.pages)
        assert reader.complaints == []
