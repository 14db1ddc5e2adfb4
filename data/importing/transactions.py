"""Which rows of a file of transactions can be taken, and as what?

A purchase is an amount above zero, a refund one below; a row without customer, day or readable
amount, or of a day that has not come yet, is left out and said.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from data.importing.amounts import Numbers
from data.importing.checked import Checked, Note
from data.importing.columns import Columns, fixed_findings, floats
from data.importing.exact import Exact, difference, product
from data.importing.opening import OpenedFile
from data.importing.problems import WHOLE_ROW, Mask, Problems
from data.importing.repeats import with_repeated_ids
from data.importing.rules import Rules
from data.importing.settled import Settled
from data.importing.table import RawTable

_TEXTS = ("product_id", "product_label", "channel", "order_id", "row_id")
_CANCELLATION = r"^[Cc]\d+$"


def check_transactions(
    raw: RawTable, settled: Settled, rules: Rules, opened: OpenedFile | None = None
) -> Checked:
    """Return every row checked; rows of a file already in the database are not known here."""
    columns = Columns(raw, settled, rules)
    problems = columns.problems
    found_days = columns.require_day("day")
    columns.require_id("customer_id", "customer_missing")
    amounts = _amounts(columns, problems)
    _check_currency(columns, problems, rules)
    columns.refuse_unusable(opened, ~np.isnat(found_days), columns.labels())
    minor = amounts.minor(rules.exponent)
    quantity = columns.number("quantity", is_money=False)
    margin, margin_notes = _margin(columns, amounts, rules.exponent)
    values = {
        "customer_id": columns.text("customer_id"),
        "day": pa.array(found_days),
        "amount_minor": minor,
        "margin_minor": margin,
        "quantity": floats(quantity) if quantity else pa.nulls(raw.rows, pa.float64()),
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
        fixed=[*fixed_findings(opened)],
    )
    return with_repeated_ids(checked, columns, "row_id")


def _amounts(columns: Columns, problems: Problems) -> Exact:
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


def _check_currency(columns: Columns, problems: Problems, rules: Rules) -> None:
    heading = columns.mapping.get("currency")
    if heading is None:
        return
    cells = columns.raw.encoded(heading)
    names = {rules.currency, ""} | ({"RMB", "人民币", "人民幣"} if rules.currency == "CNY" else set())
    other = np.array([text.strip().upper() not in names for text in cells.dictionary.to_pylist()], dtype=bool)
    problems.note(heading, "other_currency", other[cells.indices.to_numpy(zero_copy_only=False)])


def _margin(columns: Columns, amounts: Exact, exponent: int) -> tuple[pa.Array, list[Note]]:
    """Return margins in minor units: as written, else amount less cost; unreadable ones stay empty."""
    name = "margin" if "margin" in columns.mapping else "cost"
    found = columns.number(name)
    if found is None:
        return pa.nulls(columns.raw.rows, pa.int64()), []
    margin = found.exact if name == "margin" else difference(amounts, found.exact)
    note = Note("margin_unreadable", "left_empty", found.is_unreadable, columns.mapping[name])
    return margin.minor(exponent), [note]


def _notes(columns: Columns, settled: Settled, amounts: Exact, exponent: int) -> Iterator[Note]:
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
    yield from columns.notes()


def _is_null(amounts: Exact) -> Mask:
    return amounts.rows_where(amounts.different.is_null())
