"""Do customers' own words stay text in a real browser, wherever they are shown?"""

from __future__ import annotations

import sqlite3

from data.viewer import OWNER
from data.workspaces import workspaces
from tests.browser.reader import reading

SAID = (
    "<script>document.title='taken'</script> <img src=x onerror=alert(1)> **bold** "
    "[here](https://evil.example) "
    "![p](https://evil.example/p.png) www.evil.example https://evil.example/b me@evil.example :red[red] "
    "$x^2$ `code` # no heading"
)
WRITTEN = """text => [...document.querySelectorAll('[data-testid="stMain"] [data-testid="stText"]')]
  .filter(one => one.textContent.includes(text))
  .map(one => [one.textContent, one.querySelectorAll('a, b, img, script, strong, code, svg').length])"""


def test_words_are_shown_as_they_were_written(browser, app, monkeypatch):
    home = app.log_file.parent / "home"
    monkeypatch.setenv("HOLDFAST_HOME", str(home))
    slug = workspaces(OWNER)[0].slug
    with sqlite3.connect(home / slug / "company.db") as company:
        key, customer = company.execute(
            "SELECT complaint_key, customer_key FROM complaint WHERE words IS NOT NULL"
            " AND customer_key IS NOT NULL ORDER BY opened_at DESC LIMIT 1"
        ).fetchone()
        changed = (
            "UPDATE complaint SET words = ?, opened_at = '2026-10-30 09:00:00.000000' WHERE complaint_key = ?"
        )
        company.execute(changed, (SAID, key))
        answer = company.execute(
            "UPDATE survey_answer SET words = ?, customer_key = ? WHERE answer_key ="
            " (SELECT max(answer_key) FROM survey_answer WHERE words IS NOT NULL)",
            (SAID, customer),
        )
        assert answer.rowcount == 1
    company.close()
    with reading(browser, app.url, width=390) as reader:
        for address in (f"/satisfaction?tab=words&w={slug}", f"/customer-file?customer={customer}&w={slug}"):
            page = reader.open(address)
            written = page.evaluate(WRITTEN, "document.title")
            assert written, address
            assert all(one == [f"“{SAID}”", 0] for one in written), written
            assert page.title() != "taken"
            assert not reader.is_wider_than_the_screen()
        assert reader.complaints == []
