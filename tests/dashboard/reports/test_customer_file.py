"""Does a customer's printed file say what the page says, whatever is or isn't known of them?"""

from __future__ import annotations

import datetime as dt

import pandas as pd
import pytest

from dashboard.presenters.customer_figures import customer_figures
from dashboard.presenters.customer_file import customer_file_view, tier_history
from dashboard.presenters.customer_rhythm import rhythm_view
from dashboard.presenters.customer_timeline import attribute_rows, transactions_view
from dashboard.presenters.customer_warning import warning_view
from dashboard.presenters.next_products import next_offer
from dashboard.presenters.time_line import time_line_view
from dashboard.reports.customer_file import CustomerFileParts, customer_file_report
from tests.dashboard.presenters.assessed_customers import AS_OF, customer, grounds
from tests.dashboard.reports.printed import letterhead, pages, unspaced, words

CITY = (("city", "Wien", dt.date(2025, 1, 2)),)
OFFERS = {"status": "ok", "variant": "found", "way": "similarity", "months": 6}
OFFERS |= {"hit_3_rate": 0.47, "popular_3_rate": 0.38}
EVENT_COLUMNS = ["day", "sort", "parts", "words"]
PRODUCTS = pd.Series({"SPA": "Spa day", "BRK": "Breakfast"})


def bought(days: int, **columns: object) -> pd.DataFrame:
    """Return one purchase of 12.50 on each of so many days, the newest first, and one later than we look."""
    last = pd.Timestamp("2026-04-01")
    rows = [last - pd.Timedelta(days=30 * number) for number in range(days)]
    known = {
        "amount": 12.5,
        "margin": float("nan"),
        "quantity": float("nan"),
        "product_id": None,
        "product_label": None,
        "channel": None,
        "order_id": None,
    }
    return pd.DataFrame({"day": [last + pd.Timedelta(days=300), *rows], **known, **columns})


def printed(customer_id: str = "A2", name: str = "Ann", language: str = "en", **changes: object) -> bytes:
    row, on = customer(customer_id), grounds(language)
    transactions = changes.get("transactions", bought(3))
    history = [(day, row) for day in changes.get("days", (dt.date(2026, 3, 31), AS_OF))]
    parts = CustomerFileParts(
        view=customer_file_view(row, name, 6, on),
        warning=warning_view(row, on),
        offer=next_offer(row.combine_first(pd.Series(changes.get("offer", {}))), OFFERS, PRODUCTS, on),
        figures=customer_figures(row, on),
        rhythm=rhythm_view(row, transactions, AS_OF, on.reader),
        churn_rule=on.churn_rule,
        history=tier_history(history, on.reader),
        attributes=attribute_rows(changes.get("attributes", CITY), on.reader),
        transactions=transactions_view(transactions, AS_OF, 1, on.reader),
        events=time_line_view(pd.DataFrame(changes.get("events", ()), columns=EVENT_COLUMNS), 1, on),
    )
    return customer_file_report(parts, letterhead(language))


@pytest.fixture(scope="module")
def file() -> str:
    return words(printed())


def test_headline_and_figures_are_those_of_the_page(file):
    assert "Ann: Gold customer, €250 of margin a year, leaning to leave" in file
    assert "Customer A2 · customer since Jan 15, 2024" in file
    assert "Current value (margin) €250 -50% · was €500" in file
    assert "Potential value €0.00 €0.00 to €10.00 (95%)" in file


def test_rhythm_reasons_and_facts_are_there(file):
    assert "Silent for 90 days, usually 30." in file
    assert "so long a silence would have a chance of 3.0%" in file
    assert "usual return" in file
    assert "Recency · frequency · monetary 2 · 5 · 3" in file
    assert "city Wien Jan 2, 2025" in file


def test_transactions_end_at_the_date_of_the_assessment(file):
    assert "1 to 3 of 3, newest first 1 transaction after the date of the assessment is left out." in file
    assert file.count("€12.50") == 3
    assert "Apr 1, 2026" in file
    assert "2027" not in file


def test_what_happened_beside_purchases_stands_there_with_words_as_text():
    complaint = {"complaint_id": "7", "cause": "bill"}
    events = [(pd.Timestamp("2026-05-01"), "complaint", complaint, "<b>Wrong</b> [sum](http://a.b)")]
    said = words(printed(events=events))
    assert "May 1, 2026 Complaint · bill · number 7 “<b>Wrong</b> [sum](http://a.b)”" in said
    assert "Beside purchases" not in words(printed())


def test_value_and_tier_over_time_or_why_there_is_none():
    assert "Gold €250 Mar 2026 Gold €250 Jun 2026" in words(printed())
    assert "This is the only assessment so far" in words(printed(days=(AS_OF,)))


def test_what_is_not_known_is_a_dash_or_a_sentence():
    said = words(printed("B1", name=""))
    assert "B1: Iron customer" in said
    assert "Own rhythm: it takes four purchase days, this customer has 3." in said
    assert "Chance of so long a silence: –" in said
    assert " nan" not in said.lower()


def test_without_purchases_there_is_no_picture():
    said = words(printed(transactions=bought(0).iloc[:0]))
    assert "No transactions up to this date." in said
    assert "usual return" not in said


def test_without_attributes_it_says_how_to_get_them():
    assert "No attributes yet." in words(printed(attributes=()))


def test_many_transactions_go_over_to_further_pages_with_their_heading():
    many = bought(60, product_label="Suite", channel="Booking portal")
    said = pages(printed(transactions=many, attributes=CITY * 8))
    assert len(said) == 5
    assert any("1 to 25 of 60" in page for page in said)
    assert sum("Day Amount Product Channel" in page for page in said) >= 2


def test_it_speaks_chinese():
    said = unspaced(printed(language="zh_CN", name="李静"))
    assert "李静：黄金客户，年边际贡献€250，有流失倾向" in said
    assert "客户定位" in said


def test_refunds_hang_below_the_line():
    said = words(printed(transactions=bought(3, amount=[5.0, 900.0, -400.0, 20.0])))
    assert "-€500 €0 €500 €1,000" in said


@pytest.mark.parametrize("hostile", ["<b>& *</para>", "=1+1|'!A0", "\x00\u202e😀", "客" * 9_000, "x" * 9_000])
def test_hostile_names_attributes_and_products_survive(hostile):
    attributes = tuple((f"{hostile}{number}", hostile, AS_OF) for number in range(30))
    transactions = bought(30, product_label=hostile, channel=hostile, order_id=hostile)
    said = pages(printed(name=hostile, attributes=attributes, transactions=transactions))
    shown = "□" if "😀" in hostile else hostile[:5]
    assert shown in said[0]
    assert any("Where figures come from" in page for page in said[-2:])


def test_what_to_offer_next_is_printed_with_its_reason():
    offer = {"next_product_id": "SPA", "next_product_because": "BRK", "next_products": "SPA\nBRK"}
    chance = {"next_product_probability": 0.1, "next_product_margin": 100.0}
    said = words(printed(offer=offer | chance))
    assert "Spa day: customers who buy Breakfast often buy it too" in said
    assert "Then: Breakfast" in said
    assert "owns every product" in words(printed())
