"""Which rows of a file of transactions can be taken, and as what?

A purchase is an amount above zero, a refund one below; a row without customer, day or readable
amount, or of a day that has not come yet, is left out and said.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from data.importing.amounts import Numbers, numbers
from data.importing.checked import Checked, Note, equal_rows, unusable_rows
from data.importing.days import Days, days
from data.importing.exact import Exact, difference, product
from data.importing.findings import Finding
from data.importing.identifiers import Identifiers, identifiers
from data.importing.opening import OpenedFile
from data.importing.problems import WHOLE_ROW, Mask, Problems
from data.importing.settling import Settled
from data.importing.table import RawTable

_TEXTS = ("product_id", "product_label", "channel", "order_id", "row_id")
_CANCELLATION = r"^[Cc]\d+$"


@dataclass(frozen=True)
class Rules:
    """The workspace's currency with its number of decimals, and the day on which is imported."""

    currency: str
    exponent: int
    today: dt.date


class _Columns:
    """The columns of a file, each parsed as its field says."""

    def __init__(self, raw: RawTable, settled: Settled, rules: Rules) -> None:
        self.raw = raw
        self.mapping = settled.mapping
        self._settled = settled
        self._rules = rules
        self.ids: dict[str, Identifiers] = {}
        for name in ("customer_id", *_TEXTS):
            if name in self.mapping:
                strip = settled.strip_zero and name in {"customer_id", "product_id", "order_id", "row_id"}
                self.ids[name] = identifiers(raw.encoded(self.mapping[name]), strip_zero=strip)
        self.days: Days | None = days(settled.days, settled.date_order) if settled.days is not None else None

    def number(self, name: str, *, is_money: bool = True) -> Numbers | None:
        """Return a column of numbers, None where the file has no such column."""
        if name not in self.mapping:
            return None
        heading = self.mapping[name]
        currency = self._rules.currency if is_money else ""
        return numbers(self._settled.numbers[heading], self._settled.decimal_signs[heading], currency)

    def text(self, name: str) -> pa.Array:
        """Return a column of texts, null where a cell is empty or the file has no such column."""
        if name not in self.ids:
            return pa.nulls(self.raw.rows, pa.string())
        return self.ids[name].ids


def check_transactions(
    raw: RawTable, settled: Settled, rules: Rules, opened: OpenedFile | None = None
) -> Checked:
    """Return every row checked; rows of a file already in the database are not known here."""
    columns = _Columns(raw, settled, rules)
    problems = Problems(raw.rows)
    has_day = _check_day(columns, problems, rules)
    _check_customer(columns, problems)
    amounts = _amounts(columns, problems)
    _check_currency(columns, problems, rules)
    labels = [
        h
        for name, h in settled.mapping.items()
        if name not in {"amount", "quantity", "unit_price", "margin", "cost"}
    ]
    first_and_labels = list(dict.fromkeys([next(iter(raw.columns)), *labels]))
    for cause, where in unusable_rows(raw, opened, has_day, first_and_labels).items():
        problems.note(WHOLE_ROW, cause, where)
    minor = amounts.minor(rules.exponent)
    quantity = columns.number("quantity", is_money=False)
    margin, margin_notes = _margin(columns, amounts, rules.exponent)
    values = {
        "customer_id": columns.text("customer_id"),
        "day": pa.array(columns.days.days) if columns.days else pa.nulls(raw.rows, pa.date32()),
        "amount_minor": minor,
        "margin_minor": margin,
        "quantity": _floats(quantity) if quantity else pa.nulls(raw.rows, pa.float64()),
        **{name: columns.text(name) for name in _TEXTS},
        "line": pa.array(raw.lines),
    }
    checked = Checked(
        raw=raw,
        table=pa.table(values),
        problems=problems.found(),
        duplicate=np.zeros(raw.rows, dtype=bool),
        minor=minor,
        as_written=amounts.total(),
        notes=[*_notes(columns, settled, amounts, rules.exponent), *margin_notes],
        fixed=[*_fixed(opened)],
    )
    return _with_repeats(checked, columns)


def _check_customer(columns: _Columns, problems: Problems) -> None:
    found = columns.ids.get("customer_id")
    missing = found.is_missing if found else np.ones(columns.raw.rows, dtype=bool)
    problems.note(columns.mapping.get("customer_id", WHOLE_ROW), "customer_missing", missing)


def _check_day(columns: _Columns, problems: Problems, rules: Rules) -> Mask:
    heading = columns.mapping.get("day", WHOLE_ROW)
    if columns.days is None:
        problems.note(heading, "day_missing", np.ones(columns.raw.rows, dtype=bool))
        return np.zeros(columns.raw.rows, dtype=bool)
    found = columns.days
    problems.note(heading, "day_missing", found.is_missing)
    problems.note(heading, "day_impossible", found.is_impossible)
    problems.note(heading, "not_a_day", np.isnat(found.days))
    problems.note(heading, "day_in_future", found.days > np.datetime64(rules.today))
    return ~np.isnat(found.days)


def _amounts(columns: _Columns, problems: Problems) -> Exact:
    """Return exact amounts, as written or as quantity × unit price."""
    amount = columns.number("amount")
    if amount is not None:
        _check_number(columns.mapping["amount"], amount, problems)
        return amount.exact
    quantity, price = columns.number("quantity", is_money=False), columns.number("unit_price")
    if quantity is None or price is None:
        problems.note(WHOLE_ROW, "amount_missing", np.ones(columns.raw.rows, dtype=bool))
        return Exact(pa.nulls(1, pa.decimal128(37, 0)), np.zeros(columns.raw.rows, dtype=np.int64))
    _check_number(columns.mapping["quantity"], quantity, problems)
    _check_number(columns.mapping["unit_price"], price, problems)
    exact = product(quantity.exact, price.exact)
    problems.note(columns.mapping["unit_price"], "amount_too_large", _is_null(exact))
    return exact


def _check_number(heading: str, found: Numbers, problems: Problems) -> None:
    problems.note(heading, "amount_missing", found.is_missing)
    problems.note(heading, "other_currency", found.is_other_currency)
    problems.note(heading, "not_a_number", found.is_unreadable)


def _check_currency(columns: _Columns, problems: Problems, rules: Rules) -> None:
    heading = columns.mapping.get("currency")
    if heading is None:
        return
    cells = columns.raw.encoded(heading)
    names = {rules.currency, ""} | ({"RMB", "人民币", "人民幣"} if rules.currency == "CNY" else set())
    other = np.array([text.strip().upper() not in names for text in cells.dictionary.to_pylist()], dtype=bool)
    problems.note(heading, "other_currency", other[cells.indices.to_numpy(zero_copy_only=False)])


def _margin(columns: _Columns, amounts: Exact, exponent: int) -> tuple[pa.Array, list[Note]]:
    """Return margins in minor units: as written, else amount less cost; unreadable ones stay empty."""
    name = "margin" if "margin" in columns.mapping else "cost"
    found = columns.number(name)
    if found is None:
        return pa.nulls(columns.raw.rows, pa.int64()), []
    margin = found.exact if name == "margin" else difference(amounts, found.exact)
    note = Note("margin_unreadable", "left_empty", found.is_unreadable, columns.mapping[name])
    return margin.minor(exponent), [note]


def _notes(columns: _Columns, settled: Settled, amounts: Exact, exponent: int) -> Iterator[Note]:
    heading = settled.mapping.get("amount") or settled.mapping.get("unit_price", WHOLE_ROW)
    below = amounts.rows_where(pc.less(amounts.different, 0))
    cancelled = np.zeros(columns.raw.rows, dtype=bool)
    if "order_id" in columns.ids:
        order = settled.mapping["order_id"]
        is_c = columns.ids["order_id"].matching(_CANCELLATION)
        cancelled = is_c & below
        yield Note("cancellation", "kept", cancelled, order)
        if cancelled.any():
            above = amounts.rows_where(pc.greater(amounts.different, 0))
            yield Note("cancellation_above_zero", "kept", is_c & above, order)
    yield Note("refund", "kept", below & ~cancelled, heading)
    yield Note("zero_amount", "kept", amounts.rows_where(pc.equal(amounts.different, 0)), heading)
    yield Note("amount_rounded", "changed", amounts.is_rounded(exponent), heading)
    quantity = columns.number("quantity", is_money=False)
    if quantity is not None and "amount" in settled.mapping:
        yield Note("quantity_unreadable", "left_empty", quantity.is_unreadable, settled.mapping["quantity"])
    yield from _notes_on_texts(columns, settled)


def _notes_on_texts(columns: _Columns, settled: Settled) -> Iterator[Note]:
    for name, found in columns.ids.items():
        yield Note("spaces_trimmed", "changed", found.is_trimmed, settled.mapping[name])
        if name in {"customer_id", "order_id", "row_id"}:
            yield Note("id_shortened", "kept", found.is_shortened, settled.mapping[name])
    if settled.days is not None:
        yield Note("time_dropped", "changed", settled.days.with_time, settled.mapping["day"])
        yield Note("time_zone", "kept", settled.days.with_zone, settled.mapping["day"])


def _floats(found: Numbers) -> pa.Array:
    return found.exact.different.cast(pa.float64()).take(pa.array(found.exact.codes))


def _is_null(amounts: Exact) -> Mask:
    return amounts.rows_where(amounts.different.is_null())


def _fixed(opened: OpenedFile | None) -> Iterator[Finding]:
    if opened is not None and opened.dialect.skipped:
        lines = opened.dialect.skipped
        yield Finding("lines_above", "kept", len(lines), parameters={"first": lines[0], "last": lines[-1]})


def _with_repeats(checked: Checked, columns: _Columns) -> Checked:
    """Return the check with repeated row ids as duplicates and equal rows without an id noted."""
    usable = ~checked.rejected
    heading = columns.mapping.get("row_id", WHOLE_ROW)
    repeated, different, has_id = (np.zeros(checked.raw.rows, dtype=bool) for _ in range(3))
    if "row_id" in columns.ids:
        ids = columns.ids["row_id"]
        has_id = ~ids.is_missing
        codes = pd.Series(pc.fill_null(ids.ids.indices, -1).to_numpy(zero_copy_only=False))
        repeated[usable & has_id] = codes[usable & has_id].duplicated().to_numpy()
        if repeated.any():
            among = usable & has_id & codes.isin(codes[repeated]).to_numpy()
            different = repeated & ~equal_rows(checked.raw, among)
    return checked.with_duplicates(
        repeated,
        [
            Note("row_id_repeated", "duplicate", repeated & ~different, heading, "duplicate"),
            Note("row_id_differs", "duplicate", different, heading, "duplicate"),
            Note("equal_row", "kept", equal_rows(checked.raw, usable & ~has_id)),
        ],
    )
