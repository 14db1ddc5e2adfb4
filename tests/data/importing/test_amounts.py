"""Which number does a cell mean, exactly, and when is its decimal sign asked?"""

from __future__ import annotations

from decimal import Decimal

import pyarrow as pa
import pytest
from babel.numbers import format_decimal
from hypothesis import given, settings
from hypothesis import strategies as st

from data.importing.amounts import number_question, number_texts, numbers
from data.importing.exact import Exact, difference, product


def texts_of(*cells: str):
    return number_texts(pa.array(cells, pa.string()).dictionary_encode())


def read(*cells: str, sign: str = "point", currency: str = "EUR") -> list[Decimal | None]:
    return numbers(texts_of(*cells), sign, currency).exact.decimals.to_pylist()


def exact(*values: str | None) -> Exact:
    return Exact(
        pa.array([None if v is None else Decimal(v) for v in values]), pa.array(range(len(values))).to_numpy()
    )


@pytest.mark.parametrize(
    ("cell", "value"),
    [
        ("5", "5"),
        ("1,234.50", "1234.50"),
        ("1 234.5", "1234.5"),
        ("1'234.5", "1234.5"),
        ("12,34,567.89", "1234567.89"),
        ("-3.10", "-3.10"),
        ("3.10-", "-3.10"),
        ("(3.10)", "-3.10"),
        ("\u22123.10", "-3.10"),
        ("€ 5.00", "5.00"),
        ("5.00 €", "5.00"),
        ("-€5", "-5"),
        ("5 EUR", "5"),
        (".5", "0.5"),
        ("5.", "5"),
        ("１２３.４", "123.4"),
        ("0.30000000000000004", "0.30000000000000004"),
        ("007", "7"),
    ],
)
def test_numbers_as_people_write_them(cell, value):
    assert read(cell) == [Decimal(value)]


@pytest.mark.parametrize(
    "cell", ["", "abc", "1.2.3", "--5", "(5", "1.5E+3", "1,2345", "12 34", "5 kg", "9" * 13, "NaN"]
)
def test_what_is_no_number_stays_none(cell):
    assert read(cell) == [None]


@pytest.mark.parametrize(
    ("cell", "currency", "is_other"),
    [
        ("$5", "USD", False),
        ("$5", "AUD", False),
        ("$5", "EUR", True),
        ("¥5", "CNY", False),
        ("￥5", "CNY", False),
        ("5元", "CNY", False),
        ("£5", "EUR", True),
        ("5 USD", "EUR", True),
        ("RMB 5", "CNY", False),
    ],
)
def test_another_currency_is_noticed(cell, currency, is_other):
    found = numbers(texts_of(cell), "point", currency)
    assert found.is_other_currency.tolist() == [is_other]
    assert (found.exact.decimals.to_pylist() == [None]) is is_other


def test_a_sign_with_two_meanings_is_asked_with_both_readings():
    question, settled = number_question({"Total": texts_of("1,234", "5,678", "9")})
    assert (question.id, question.column, settled) == ("decimal_sign", "Total", {})
    assert {choice.id: choice.examples[0] for choice in question.choices} == {
        "point": "1,234 → 1234",
        "comma": "1,234 → 1.234",
    }


@pytest.mark.parametrize(
    ("deciding", "sign"),
    [("12,50", "comma"), ("1,234.5", "point"), ("0,125", "comma"), ("1,234,567", "point")],
)
def test_one_value_that_decides_settles_the_whole_column(deciding, sign):
    question, settled = number_question({"Total": texts_of("1,234", deciding)})
    assert (question, settled) == (None, {"Total": sign})


def test_a_column_without_signs_is_settled_and_another_column_decides_nothing():
    question, settled = number_question({"Units": texts_of("1", "12"), "Total": texts_of("1,234")})
    assert question.column == "Total"
    assert settled == {"Units": "point"}


def test_values_that_decide_differently_are_asked():
    question, _ = number_question({"Total": texts_of("1,50", "1.50")})
    assert question.message_id == "import.question.decimal_sign_contradicting"
    assert read("1,50", "1.50", sign="comma") == [Decimal("1.50"), None]


def test_rounding_is_half_to_even_row_by_row_and_the_sum_stays_exact():
    amounts = exact("0.125", "0.135", "-0.005", "3", None)
    assert amounts.minor(2).to_pylist() == [12, 14, 0, 300, None]
    assert amounts.minor(0).to_pylist() == [0, 0, 0, 3, None]
    assert amounts.minor(3).to_pylist() == [125, 135, -5, 3000, None]
    assert amounts.is_rounded(2).tolist() == [True, True, True, False, False]
    assert amounts.total() == Decimal("3.255")


def test_products_and_differences_are_exact_and_unknown_stays_unknown():
    assert product(exact("3", "7", None), exact("0.1", "0.07", "2")).decimals.to_pylist() == [
        Decimal("0.3"),
        Decimal("0.49"),
        None,
    ]
    assert difference(exact("1.1", "2"), exact("0.123", None)).decimals.to_pylist() == [
        Decimal("0.977"),
        None,
    ]
    assert product(exact("999999999999"), exact("999999999999")).decimals.to_pylist() == [None]


LOCALES = {
    "en_US": "point",
    "de_DE": "comma",
    "fr_FR": "comma",
    "zh_CN": "point",
    "de_CH": "point",
    "en_IN": "point",
    "pt_BR": "comma",
}
AMOUNTS = st.decimals(Decimal("-99999999.99"), Decimal("99999999.99"), places=2)


@settings(max_examples=80, deadline=None)
@given(AMOUNTS, st.sampled_from(sorted(LOCALES.items())))
def test_an_amount_written_in_a_locale_is_read_to_the_cent(amount, locale):
    language, sign = locale
    assert read(format_decimal(amount, "#,##0.00", locale=language), sign=sign) == [amount]


@settings(max_examples=40, deadline=None)
@given(st.lists(AMOUNTS, min_size=1, max_size=40))
def test_no_cent_is_lost_in_a_sum(amounts):
    found = numbers(texts_of(*[str(amount) for amount in amounts]), "point").exact
    assert found.total() == sum(amounts)
    assert sum(found.minor(2).to_pylist()) == int(sum(amounts) * 100)
