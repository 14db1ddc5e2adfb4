"""What becomes of each row of a file of transactions? By hand, on files of a few lines."""

from __future__ import annotations

from decimal import Decimal

import pandas as pd
import pytest

from data import reading
from data.importing.findings import Example
from data.importing.report import ImportReport
from data.viewer import OWNER
from data.workspaces import create_workspace
from tests.data.importing.files import bring_in, causes, counts


@pytest.fixture
def take(slug, tmp_path):
    def take(text: str | bytes, **options: object) -> ImportReport:
        return bring_in(slug, tmp_path / "sales.csv", text, **options)

    return take


def facts(slug: str, customer: str) -> pd.DataFrame:
    return reading.customer_facts(OWNER, slug, reading.customer_key(OWNER, slug, customer))


MESSY = """customer,day,amount
A,2024-01-01,10.00
,2024-01-02,20.00
B,,30.00
B,2024-02-30,40.00
B,soon,50.00
B,2030-01-01,60.00
B,2024-01-03,
B,2024-01-04,much
B,2024-01-05,$70
C,2024-01-06,-5.50
C,2024-01-07,0
total,,274.50
,,
"""


def test_every_cell_that_cannot_be_used_is_named_with_its_line_and_cause(take):
    report = take(MESSY)
    assert counts(report) == (12, 3, 9, 0)
    found = {f.cause: (f.column, [e.line for e in f.examples], f.action) for f in report.findings}
    assert found == {
        "customer_missing": ("customer", [3], "left_out"),
        "day_missing": ("day", [4, 13], "left_out"),
        "day_impossible": ("day", [5], "left_out"),
        "not_a_day": ("day", [6], "left_out"),
        "day_in_future": ("day", [7], "left_out"),
        "amount_missing": ("amount", [8], "left_out"),
        "not_a_number": ("amount", [9], "left_out"),
        "other_currency": ("amount", [10], "left_out"),
        "total_row": ("", [13], "left_out"),
        "refund": ("amount", [11], "kept"),
        "zero_amount": ("amount", [12], "kept"),
    }
    assert next(f for f in report.findings if f.cause == "not_a_number").examples == (
        Example(9, "amount", "much"),
    )


def test_sums_agree_to_the_cent_and_rows_without_an_amount_are_counted(take):
    sums = take(MESSY).sums
    # accepted 10.00 - 5.50 + 0; left out 20 + 30 + 40 + 50 + 60 + 274.50; three amounts can't be read
    assert sums == {
        "read": "479.00",
        "accepted": "4.50",
        "rejected": "474.50",
        "duplicates": "0.00",
        "rounding": "0",
        "as_written": "479.00",
        "rows_without_amount": "3",
    }


def test_rows_left_out_are_kept_as_they_were_with_line_and_reasons(take, slug, tmp_path):
    report = take("customer,day,amount\nA,2024-01-01,10\n,soon,=cmd()\nB,2024-01-02\n")
    file = tmp_path / "left-out.parquet"
    file.write_bytes(reading.rejected_rows(OWNER, slug, report.import_id))
    rows = pd.read_parquet(file)
    assert rows["line"].tolist() == [3, 4]
    assert sorted(rows["reasons"][0].split()) == [
        "customer_missing:customer",
        "not_a_day:day",
        "not_a_number:amount",
    ]
    assert rows["amount"][0] == "=cmd()"
    assert (rows["reasons"][1], rows["as_written"][1]) == ("number_of_cells\n", "B,2024-01-02")


def test_amounts_are_quantity_times_unit_price_where_there_is_no_amount(take, slug):
    report = take(
        "customer,day,quantity,unit price\nA,2024-01-01,3,0.335\nA,2024-01-02,-2,1.25\nA,2024-01-03,x,1\n"
    )
    assert counts(report) == (3, 2, 1, 0)
    # 1.005 rounds half to even to 1.00
    assert report.sums["accepted"] == "-1.50"
    assert Decimal(report.sums["rounding"]) == Decimal("-1.50") - Decimal("-1.495")
    assert facts(slug, "A")["amount"].tolist() == [-2.5, 1.0]
    assert causes(report)["amount_rounded"] == 1


def test_an_amount_that_is_given_is_not_computed(take, slug):
    take("customer,day,amount,quantity,unit price\nA,2024-01-01,9.99,3,5\n")
    assert facts(slug, "A")[["amount", "quantity"]].to_numpy().tolist() == [[9.99, 3.0]]


def test_margin_is_taken_or_computed_from_cost_and_stays_empty_where_unreadable(take, slug):
    take("customer,day,amount,cost\nA,2024-01-01,10.00,6.40\nA,2024-01-02,10.00,?\nA,2024-01-03,10.00,\n")
    margins = facts(slug, "A")["margin"].tolist()[::-1]
    assert margins[0] == 3.60
    assert pd.isna(margins[1:]).all()


def test_an_unreadable_margin_leaves_the_row_in(take):
    assert causes(take("customer,day,amount,margin\nA,2024-01-01,10,?\n")) == {"margin_unreadable": 1}


@pytest.mark.parametrize(
    "customer", ["00123", "1E5", "NA", "null", "-1", "1,000", "None", "nan", "客户①", "0x1F", "=A1"]
)
def test_an_id_stays_the_text_that_it_is(take, slug, customer):
    take(f'customer;day;amount\n"{customer}";2024-01-01;1\n')
    assert len(facts(slug, customer)) == 1


def test_spaces_around_an_id_go_and_are_reported(take, slug):
    report = take("customer,day,amount\n A ,2024-01-01,1\nA,2024-01-02,1\n")
    assert causes(report) == {"spaces_trimmed": 1}
    assert len(facts(slug, "A")) == 2


def test_an_id_with_a_decimal_zero_is_asked_and_read_as_answered(take, slug):
    text = "customer,day,amount\n17850.0,2024-01-01,1\n17850,2024-01-02,1\n"
    question = take(text).questions[0]
    assert (question.id, [choice.id for choice in question.choices]) == ("id_decimal_zero", ["strip", "keep"])
    take(text, answers={"id_decimal_zero": "strip"})
    assert len(facts(slug, "17850")) == 2


def test_an_id_that_a_spreadsheet_shortened_is_pointed_out(take):
    assert causes(take("customer,day,amount\n1.23E+12,2024-01-01,1\n")) == {"id_shortened": 1}


def test_a_repeated_row_id_is_a_duplicate_and_a_different_row_under_it_is_named(take):
    report = take(
        "row_id,customer,day,amount\n1,A,2024-01-01,5\n1,A,2024-01-01,5\n1,A,2024-01-01,6\n"
        "2,,2024-01-01,7\n2,B,2024-01-01,8\n"
    )
    assert counts(report) == (5, 2, 1, 2)
    assert causes(report) == {"customer_missing": 1, "row_id_repeated": 1, "row_id_differs": 1}
    assert report.sums["duplicates"] == "11.00"


def test_equal_rows_without_an_id_are_taken_and_counted(take):
    report = take("customer,day,amount\nA,2024-01-01,5\nA,2024-01-01,5\nA,2024-01-01,5\nA,2024-01-02,5\n")
    assert counts(report) == (4, 4, 0, 0)
    assert causes(report) == {"equal_row": 2}
    assert [e.line for e in report.findings[0].examples] == [3, 4]


def test_cancellations_are_understood(take):
    report = take(
        "InvoiceNo,CustomerID,InvoiceDate,Quantity,UnitPrice\n"
        "536365,A,2010-12-01 08:26:00,2,2.50\nC536379,A,2010-12-01 09:41:00,-1,2.50\n"
        "C536380,A,2010-12-02 09:41:00,1,2.50\n"
        "536381,A,2010-12-03 09:41:00,-1,1\n"
    )
    assert causes(report) == {"time_dropped": 4, "cancellation": 1, "cancellation_above_zero": 1, "refund": 1}


@pytest.mark.parametrize(
    "word", ["Total", "TOTAL:", "Grand total", "Subtotal", "Sum", "合计", "总计", "小计：", "合 計"]
)
def test_totals_below_the_table_are_left_out_as_such(take, word):
    report = take(f"customer,day,amount\nA,2024-01-01,5\n{word},,5\n")
    assert counts(report) == (2, 1, 1, 0)
    assert causes(report)["total_row"] == 1


def test_a_customer_called_total_with_a_day_is_a_customer(take):
    assert counts(take("customer,day,amount\nTotal,2024-01-01,5\nA,2024-01-02,5\n")) == (2, 2, 0, 0)


def test_a_column_of_currencies_is_heeded(take):
    report = take("customer,day,amount,currency\nA,2024-01-01,5,EUR\nA,2024-01-02,5,usd\nA,2024-01-03,5,\n")
    assert counts(report) == (3, 2, 1, 0)
    assert causes(report) == {"other_currency": 1}


def test_a_currency_without_decimals_takes_none(home, tmp_path):
    slug = create_workspace(OWNER, "Kaiten", "JPY").slug
    report = bring_in(
        slug, tmp_path / "yen.csv", "customer,day,amount\nA,2024-01-01,1200\nA,2024-01-02,0.5\n"
    )
    assert (report.sums["accepted"], report.sums["as_written"]) == ("1200", "1200.5")


def test_chinese_headings_are_understood(take, slug):
    report = take("会员号,消费日期,消费金额,渠道\n007,2024年3月1日,¥1,\n".encode("gb18030"), mapping={})
    assert [f.cause for f in report.findings] == ["other_currency"]
    report = take("会员号,消费日期,消费金额,渠道\n007,2024年3月1日,12.30,门店\n".encode("gb18030"))
    assert counts(report) == (1, 1, 0, 0)
    assert facts(slug, "007")[["amount", "channel"]].to_numpy().tolist() == [[12.3, "门店"]]


def test_two_headings_for_one_field_are_asked(take):
    questions = take("customer,day,sales,revenue\nA,2024-01-01,5,6\n").questions
    assert [question.id for question in questions] == ["column_for_amount"]
    assert {choice.id: choice.examples for choice in questions[0].choices} == {
        "sales": ("5",),
        "revenue": ("6",),
    }


def test_all_open_questions_are_asked_at_once(take):
    report = take(
        'who,date,price\n1.0,03/04/2025,"1,234"\n', mapping={"amount": "price", "customer_id": "who"}
    )
    assert (report.state, counts(report)) == ("questions", (0, 0, 0, 0))
    assert {question.id for question in report.questions} == {"date_order", "decimal_sign", "id_decimal_zero"}
    answers = {"date_order": "dmy", "decimal_sign": "point", "id_decimal_zero": "keep"}
    report = take(
        'who,date,price\n1.0,03/04/2025,"1,234"\n',
        mapping={"amount": "price", "customer_id": "who"},
        answers=answers,
    )
    assert report.sums["accepted"] == "1234.00"
