"""Is what was written what is read, whatever the locale, the amounts, the days and the texts?

The long run: ``python -m pytest tests/properties --hypothesis-profile=long -o timeout=3600``.
"""

from __future__ import annotations

import csv
import datetime as dt
import io
import json
import unicodedata
from decimal import Decimal

import pyarrow as pa
import pyarrow.parquet as pq
from babel.dates import format_date
from babel.numbers import format_decimal
from hypothesis import assume, given
from hypothesis import strategies as st

from data.errors import DataError
from data.importing.alike import alike_question
from data.importing.amounts import number_question, number_texts, numbers
from data.importing.days import day_question, day_texts, days
from data.importing.identifiers import identifiers
from data.importing.opening import open_file
from data.importing.sandbox.cells import Grid, shortest_text
from data.importing.sandbox.json_lines import read_json_lines
from data.importing.source import Source

POINT_LOCALES = ("en", "en_GB", "en_IN", "zh_CN", "zh_TW", "ja", "ko", "de_CH", "he", "th")
COMMA_LOCALES = ("de", "fr", "es", "it", "nl", "pl", "pt_BR", "ru", "sv", "tr", "cs", "da", "id", "de_AT")
# Numbers by which a column says which day they are: the month by its name, the year first.
DAY_PATTERNS = (
    "yyyy-MM-dd",
    "yyyy/M/d",
    "yyyyMMdd",
    "yyyy年M月d日",
    "yyyy.MM.dd",
    "d MMM yyyy",
    "MMMM d, yyyy",
)
ORDERS = {"dmy": ("dd/MM/yyyy", "d.M.yyyy", "dd-MM-yyyy"), "mdy": ("MM/dd/yyyy", "M/d/yyyy")}

cents = st.integers(-(10**11), 10**11)
amounts = st.lists(cents.map(lambda units: Decimal(units).scaleb(-2)), min_size=1, max_size=15)
any_day = st.dates(dt.date(1900, 1, 1), dt.date(2100, 12, 31))
sound_text = st.text(
    st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="\ufeff"), min_size=1, max_size=25
).filter(lambda text: text.strip() == text and bool(text))


def encoded(texts) -> pa.DictionaryArray:
    return pa.array(list(texts), pa.string()).dictionary_encode()


def read_back(texts: list[str], answer: str) -> list[Decimal | None]:
    """Return the numbers of a column, its decimal sign answered only where it has to be asked."""
    found = number_texts(encoded(texts))
    question, settled = number_question({"amount": found})
    sign = answer if question else settled["amount"]
    return numbers(found, sign).exact.decimals.to_pylist()


@given(amounts, st.sampled_from(POINT_LOCALES))
def test_amounts_written_with_a_point_are_read_as_they_were(values, locale):
    texts = [format_decimal(value, "#,##0.00", locale=locale) for value in values]
    assert read_back(texts, "point") == values


@given(amounts, st.sampled_from(COMMA_LOCALES))
def test_amounts_written_with_a_comma_are_read_as_they_were(values, locale):
    texts = [format_decimal(value, "#,##0.00", locale=locale) for value in values]
    assert read_back(texts, "comma") == values


@given(st.lists(any_day, min_size=1, max_size=15), st.sampled_from(DAY_PATTERNS), st.booleans())
def test_days_whose_order_is_plain_are_read_as_they_were(written, pattern, is_full_width):
    texts = [format_date(day, pattern, locale="en") for day in written]
    if is_full_width:
        texts = [text.translate({48 + digit: 0xFF10 + digit for digit in range(10)}) for text in texts]
    found = day_texts(encoded(texts))
    question, order = day_question(found, "day")
    assert question is None
    assert days(found, order).days.tolist() == written


@given(st.lists(any_day, min_size=1, max_size=15), st.sampled_from(sorted(ORDERS)), st.data())
def test_days_whose_order_is_asked_are_read_as_they_were(written, order, data):
    pattern = data.draw(st.sampled_from(ORDERS[order]))
    found = day_texts(encoded(format_date(day, pattern, locale="en") for day in written))
    question, settled = day_question(found, "day")
    assert days(found, order if question else settled).days.tolist() == written


@given(st.lists(st.dates(dt.date(1970, 1, 1), dt.date(2099, 12, 31)), min_size=1, max_size=15), st.booleans())
def test_serial_days_are_always_asked_and_read_as_they_were(written, is_old_mac):
    start = dt.date(1904, 1, 1) if is_old_mac else dt.date(1899, 12, 30)
    found = day_texts(encoded(str((day - start).days) for day in written))
    question, _ = day_question(found, "day")
    assert question is not None
    assert days(found, "excel_1904" if is_old_mac else "excel_1900").days.tolist() == written


@given(st.lists(cents, min_size=1, max_size=40), st.sampled_from((*POINT_LOCALES, *COMMA_LOCALES)))
def test_the_sum_of_cents_is_kept(units, locale):
    texts = [format_decimal(Decimal(one).scaleb(-2), "#,##0.00", locale=locale) for one in units]
    found = number_texts(encoded(texts))
    question, settled = number_question({"amount": found})
    sign = ("point" if locale in POINT_LOCALES else "comma") if question else settled["amount"]
    exact = numbers(found, sign).exact
    assert sum(exact.minor(2).to_pylist()) == sum(units)
    assert exact.total() == Decimal(sum(units)).scaleb(-2)


@given(st.lists(st.tuples(sound_text, sound_text), min_size=1, max_size=12))
def test_any_text_survives_a_file(rows):
    file = io.StringIO(newline="")
    writer = csv.writer(file, quoting=csv.QUOTE_ALL)
    writer.writerows([("customer", "note"), *rows])
    data = file.getvalue().encode()
    opened = open_file(Source(data, "", "x.csv"), {"separator": "comma"})
    assert list(zip(*[cells.to_pylist() for cells in opened.raw.columns.values()], strict=True)) == rows
    assert opened.raw.lines.tolist() == list(range(2, len(rows) + 2))


@given(st.lists(sound_text, min_size=1, max_size=12))
def test_any_id_survives_and_those_that_look_alike_are_asked(ids):
    found = identifiers(encoded(ids), compose=True)
    assert found.ids.to_pylist() == [unicodedata.normalize("NFC", text) for text in ids]
    changed = [unicodedata.normalize("NFC", text) != text for text in ids]
    assert found.is_composed.tolist() == changed
    apart = {unicodedata.normalize("NFC", text) for text in ids}
    folded = {text.casefold() for text in apart}
    assert len(folded) == len(apart) or alike_question({"id": encoded(ids)}, {}) is not None


@given(
    st.lists(
        st.dictionaries(sound_text, sound_text | cents.map(str), min_size=1, max_size=5),
        min_size=1,
        max_size=8,
    )
)
def test_json_lines_keep_every_text_and_digit(rows):
    data = "\n".join(json.dumps(row, ensure_ascii=False) for row in rows).encode()
    assume(not data.lstrip().startswith(b"["))
    grid = Grid(10**8)
    headings, broken = read_json_lines(data, grid)
    read = [
        {name: column[number] for name, column in zip(headings, grid.columns, strict=True) if column[number]}
        for number in range(len(rows))
    ]
    assert (read, broken) == (rows, [])


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_a_float_is_written_in_full_and_exactly(value):
    text = shortest_text(value)
    assert float(text) == value
    assert "e" not in text.lower()


@given(st.binary(max_size=300))
def test_any_bytes_are_a_table_or_refused_by_a_sentence(data):
    try:
        raw = open_file(Source(b"customer,day\n" + data, "", "x.csv"), {}).raw
    except DataError as error:
        said = error.message_id
    else:
        said = "import." if raw.rows == len(raw.lines) else "rows without a line"
    assert said.startswith("import.")


def test_a_parquet_file_of_texts_is_the_same_twice():
    table = pa.table({"a": ["1", "2"]})
    files = [io.BytesIO(), io.BytesIO()]
    for file in files:
        pq.write_table(table, file)
    assert files[0].getvalue() == files[1].getvalue()
