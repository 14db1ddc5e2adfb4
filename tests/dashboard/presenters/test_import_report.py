"""Are an import's numbers and findings put in words that agree with it, in both languages?"""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest

from dashboard.formats import Formats, Reader
from dashboard.i18n.texts import LANGUAGES, Texts
from dashboard.presenters.data_holdings import holdings_view
from dashboard.presenters.import_history import history_view
from dashboard.presenters.import_report import report_view
from dashboard.presenters.import_understanding import preview_table, question_view, understood_words
from data.importing.inspection import ColumnView, Inspection, PreviewRow
from data.importing.questions import Choice, Question

FINDING = {
    "cause": "not_a_day",
    "action": "left_out",
    "count": 12,
    "column": "Date",
    "examples": [{"line": 3, "column": "Date", "value": "soon"}, {"line": 9, "column": "Date", "value": ""}],
    "parameters": {},
}
REPORT = {
    "state": "done",
    "import_id": 4,
    "rows": {"read": 1200, "accepted": 1188, "rejected": 12, "duplicates": 0},
    "sums": {
        "read": "4133867.52",
        "accepted": "4133800.00",
        "rejected": "67.52",
        "duplicates": "0.00",
        "rounding": "-0.003",
        "as_written": "4133867.523",
        "rows_without_amount": "2",
    },
    "findings": [FINDING],
    "new_customers": 1,
}
HOLDINGS = {
    "customers": 3,
    "transactions": 1188,
    "products": 2,
    "active_imports": 1,
    "first_day": dt.date(2024, 1, 1),
    "last_day": dt.date(2025, 6, 30),
    "last_import_at": dt.datetime(2025, 7, 2, 12, tzinfo=dt.UTC),
}
RECORD = {
    "import_id": 4,
    "kind": "transactions",
    "file_name": "sales.csv",
    "imported_at": dt.datetime(2025, 7, 2, 12, tzinfo=dt.UTC),
    "undone_at": None,
    "rows_read": 1200,
    "rows_accepted": 1188,
    "rows_rejected": 12,
    "rows_duplicates": 0,
    "sums": REPORT["sums"],
    "findings": [FINDING],
}


def reader(language: str = "en") -> Reader:
    return Reader(Texts(language), Formats(language, "GBP"))


def test_a_report_says_rows_and_sums_with_all_their_digits():
    view = report_view(REPORT, "sales.csv", reader())
    assert view.headline == "“sales.csv” was brought in: 1,188 of 1,200 rows."
    assert view.caption == "1 new customer."
    assert view.accounts.to_numpy().tolist() == [
        ["Read", "1,200", "£4,133,867.52"],
        ["Brought in", "1,188", "£4,133,800.00"],
        ["Left out", "12", "£67.52"],
        ["Duplicates", "0", "£0.00"],
    ]
    assert "£4,133,867.523" in view.remarks[0]
    assert "-£0.003" in view.remarks[0]
    assert view.remarks[1].startswith("2 rows have no readable amount")
    assert view.has_left_out


def test_a_finding_names_line_value_and_how_many_more_there_are():
    finding = report_view(REPORT, "sales.csv", reader()).findings[0]
    assert finding.text == "12 cells in “Date” can't be read as days."
    assert finding.action == "Left out; you can save these rows."
    assert finding.examples.to_numpy().tolist() == [["3", "Date", "soon"], ["9", "Date", "(empty)"]]
    assert finding.more == "and 10 more"


def test_a_cause_in_several_columns_is_one_finding_with_its_count_in_each():
    many = {**FINDING, "column": "Food, Wifi", "by_column": {"Food": 1100, "Wifi": 2}}
    table = report_view({**REPORT, "findings": [many]}, "a.csv", reader()).findings[0].columns
    assert table.to_dict("list") == {"Column": ["Food", "Wifi"], "Cells": ["1,100", "2"]}
    assert report_view(REPORT, "a.csv", reader()).findings[0].columns.empty


def test_the_sum_says_what_was_added_up():
    fees = report_view({**REPORT, "kind": "wide"}, "a.csv", reader())
    assert fees.accounts.columns[2] == "Sum of monthly fees"
    assert report_view({**REPORT, "kind": "transactions"}, "a.csv", reader()).accounts.columns[2] == (
        "Sum of amounts"
    )


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("state", ["done", "already_imported", "refused", "questions"])
def test_every_ending_has_words(language, state):
    view = report_view({**REPORT, "state": state}, "sales.csv", reader(language))
    assert "sales.csv" in view.headline
    assert "{" not in view.headline


def test_the_top_of_the_page_says_what_is_here_how_fresh_and_how_clean():
    view = holdings_view(HOLDINGS, [RECORD], dt.date(2025, 7, 3), reader())
    assert view.headline == "3 customers and 1,188 transactions, from Jan 1, 2024 to Jun 30, 2025"
    assert {figure.label: figure.value for figure in view.figures} == {
        "Customers": "3",
        "Transactions": "1,188",
        "Newest transaction": "3 days old",
        "Usable rows": "99.0%",
    }
    assert view.figures[3].note == "12 rows left out"


def test_duplicates_say_nothing_about_cleanliness_and_undone_imports_do_not_count():
    twice = {**RECORD, "rows_read": 2376, "rows_duplicates": 1188, "rows_rejected": 0}
    undone = {**RECORD, "rows_accepted": 0, "undone_at": RECORD["imported_at"]}
    view = holdings_view(HOLDINGS, [twice, undone], dt.date(2025, 6, 30), reader())
    assert [figure.value for figure in view.figures[2:]] == ["Today", "100.0%"]


def test_an_empty_company_is_told_what_to_do():
    nothing = {**HOLDINGS, "customers": 0, "transactions": 0, "first_day": None, "last_day": None}
    view = holdings_view(nothing, [], dt.date(2025, 7, 3), reader())
    assert view.is_empty
    assert view.headline.startswith("Nothing is here yet")
    few = holdings_view({**nothing, "customers": 5}, [], dt.date(2025, 7, 3), reader())
    assert few.headline.startswith("5 customers")
    surveys = holdings_view(nothing, [RECORD], dt.date(2025, 7, 3), reader())
    assert surveys.headline.startswith("1 file is here, but no transactions yet")


def test_noise_in_the_last_digits_of_a_program_is_no_remark():
    noisy = {"rounding": "0.000000000000004", "as_written": "124356.899999999999996"}
    view = report_view({**REPORT, "sums": {**REPORT["sums"], **noisy}}, "sales.csv", reader())
    assert not any("As written" in remark for remark in view.remarks)


def test_the_history_marks_what_was_taken_out():
    undone = {**RECORD, "import_id": 3, "undone_at": dt.datetime(2025, 7, 3, 12, tzinfo=dt.UTC)}
    newest, older = history_view([RECORD, undone], reader())
    assert (newest.title, newest.caption) == (
        "sales.csv",
        "Transactions · Jul 2, 2025 · 1,188 rows brought in",
    )
    assert (older.is_undone, older.caption) == (True, "Taken out on Jul 3, 2025")


INSPECTION = Inspection(
    kind="transactions",
    questions=(),
    encoding="gb18030",
    separator="semicolon",
    rows=1,
    date_order="dmy",
    decimal_signs={"a": "comma"},
    columns=(ColumnView("n", "quantity", ("1",)), ColumnView("p", "unit_price", ("2",))),
    preview=(
        PreviewRow(2, {"customer_id": "007", "day": dt.date(2025, 3, 1), "amount": Decimal("1234.50")}),
        PreviewRow(3, {"customer_id": None, "day": None, "amount": None}, ("customer_missing", "not_a_day")),
    ),
)


def test_how_a_file_was_understood_is_one_line():
    assert understood_words(INSPECTION, reader()) == (
        "1 row  ·  GB18030 (简体中文)  ·  separated by semicolons  ·  with headings"
        "  ·  days as day-month-year  ·  amount is quantity × unit price  ·  decimals after a comma"
    )


def test_the_preview_shows_rows_as_understood_and_why_one_cannot_be_used():
    table = preview_table(INSPECTION, reader())
    assert table.columns.tolist() == ["Line", "Customer", "Day", "Amount", "Can't be used because"]
    assert table.to_numpy().tolist() == [
        ["2", "007", "Mar 1, 2025", "1,234.50", ""],
        ["3", "–", "–", "–", "no customer not a day"],
    ]


def test_a_question_is_asked_in_words_with_what_the_data_would_be():
    choices = (Choice("dmy", ("03/04 → April",)), Choice("mdy", ("03/04 → March",)))
    question = Question("date_order", choices, column="Day")
    view = question_view(question.as_json(), reader())
    assert view.text.startswith("In which order are the days of “Day” written?")
    assert view.labels == {"dmy": "Day, month, year", "mdy": "Month, day, year"}
    assert view.captions == ("03/04 → April", "03/04 → March")
    column = Question("column_for_day", (Choice("x"),), "column_for", parameters={"field": "day"})
    assert question_view(column.as_json(), reader("zh_CN")).text.startswith("哪一列是“日期”")
