"""Does a manager read what is there, what is missing for which figure, and what each file added?"""

from __future__ import annotations

import datetime as dt

import pytest

from dashboard.formats import Formats, Reader
from dashboard.i18n.texts import Texts
from dashboard.presenters.data_quality import quality_view

TODAY = dt.date(2025, 1, 10)
QUALITY = {
    "kinds": [
        {
            "kind": "transactions",
            "rows": 1200,
            "customers": 80,
            "first_day": dt.date(2023, 1, 1),
            "last_day": dt.date(2024, 12, 31),
            "gaps": ((dt.date(2023, 3, 1), dt.date(2023, 4, 1)), (dt.date(2024, 7, 1), dt.date(2024, 7, 1))),
        },
        {"kind": "products", "rows": 9, "customers": None, "first_day": None, "last_day": None, "gaps": ()},
        {"kind": "contracts", "rows": 0, "customers": 0, "first_day": None, "last_day": None, "gaps": ()},
    ],
    "coverage": {"transactions": {1: 600, 2: 600}, "transactions_with_margin": {2: 600}},
    "spans": {
        1: (dt.date(2023, 1, 1), dt.date(2023, 12, 31)),
        2: (dt.date(2024, 1, 1), dt.date(2024, 12, 31)),
    },
    "new_customers": {1: 80},
}
IMPORTS = [
    {"import_id": 3, "kind": "contracts", "file_name": "c.csv", "rows_accepted": 5, "undone_at": TODAY},
    {"import_id": 2, "kind": "transactions", "file_name": "b.csv", "rows_accepted": 600, "undone_at": None},
    {"import_id": 1, "kind": "transactions", "file_name": "a.csv", "rows_accepted": 600, "undone_at": None},
]


def reader(language):
    return Reader(Texts(language), Formats(language, "EUR"))


@pytest.fixture
def view():
    return quality_view(QUALITY, IMPORTS, TODAY, reader("en"))


def test_a_line_a_kind_that_has_rows(view):
    assert view.kinds.to_numpy().tolist() == [
        ["Transactions", "1,200", "80", "Jan 1, 2023", "Dec 31, 2024", "10 days old", "3 months"],
        ["Products", "9", "–", "–", "–", "–", "–"],
    ]


def test_holes_are_named(view):
    assert view.remarks == ("Transactions: no rows in Mar 2023 – Apr 2023, Jul 2024. Was a file forgotten?",)


def test_old_transactions_are_said_to_be_old():
    old = quality_view(QUALITY, IMPORTS, dt.date(2025, 6, 1), reader("en"))
    assert old.remarks[-1] == (
        "Transactions end on Dec 31, 2024: whoever bought since looks silent. Bring in what came later."
    )


def test_figures_are_ready_or_say_what_they_need(view):
    assert view.ready == (
        "Customer value and tiers",
        "Value by margin instead of sales",
        "Alarm for customers who have fallen silent",
        "Retention and growth",
    )
    needs = {one.figure: one.needs for one in view.missing}
    assert needs["Causes of churn"] == "Needs recorded exits, each with its causes."
    assert needs["Customer loyalty"] == (
        "Needs answers of known customers to at least one of: recommendation, satisfaction, "
        "price sensitivity, time taken to choose, attention to rivals, attention to the brand, "
        "share of needs met here, tolerance of faults, intention to stay."
    )
    assert view.headline == "The data allows 4 of 15 groups of figures."


def test_each_file_says_what_it_made_possible(view):
    assert view.changes.to_numpy().tolist() == [
        ["b.csv", "Transactions", "600", "0", "Value by margin instead of sales, Retention and growth"],
        [
            "a.csv",
            "Transactions",
            "600",
            "80",
            "Customer value and tiers, Alarm for customers who have fallen silent",
        ],
    ]


def test_it_reads_in_chinese():
    view = quality_view(QUALITY, IMPORTS, TODAY, reader("zh_CN"))
    assert view.headline == "现有数据可支持15类指标中的4类。"
    assert view.remarks == ("交易：2023年3月 – 2023年4月、2024年7月没有任何记录。是否漏了文件？",)
