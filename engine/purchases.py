"""What did each customer buy, how often, and at what rhythm, as far as was known on a day?

Everything is an Ibis expression, so that it runs where the facts are: only one row a customer
travels. Sums are taken over whole ten-thousandths of a currency unit, so that neither the order
of the rows nor the number of threads changes the last digit.
"""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from engine.formulas import Formula
from engine.months import months_before

if TYPE_CHECKING:
    import ibis
    from ibis.expr.types import BooleanColumn, FloatingColumn, IntegerColumn, NumericColumn

    from engine.value.basis import History

PURCHASE_DAYS = Formula(
    name="purchase_days",
    latex=r"x = D - 1, \quad D = \left|\{\text{day} : \text{a purchase took place}\}\right|",
)
MONETARY_VALUE = Formula(
    name="monetary_value",
    latex=r"\bar z = \frac{1}{D} \sum_{\text{amount}_j > 0} \text{amount}_j",
)

UNITS = 10_000
_LOG_UNITS = 1_000_000


def is_known(column: FloatingColumn) -> BooleanColumn:
    """Return where a number is there: neither null nor NaN."""
    number = column.cast("float64")
    return number.notnull() & ~number.isnan().fill_null(False)


def units(money: FloatingColumn) -> IntegerColumn:
    """Return money in whole ten-thousandths, null where unknown; its sums are exact."""
    number = money.cast("float64")
    return is_known(number).ifelse((number * UNITS).round(), None).cast("int64")


def span(transactions: ibis.Table, as_of: dt.date) -> ibis.Table:
    """Return one row: what the facts up to ``as_of`` span, how many are broken, what margins are known."""
    visible = (transactions.day <= as_of).fill_null(False)
    nameless = visible & (transactions.customer_id.isnull() | ~is_known(transactions.amount))
    known = visible & is_known(transactions.margin) & ~nameless
    return transactions.aggregate(
        broken_rows=(nameless | transactions.day.isnull()).sum().coalesce(0),
        rows=visible.sum().coalesce(0),
        known_rows=known.sum().coalesce(0),
        first_day=transactions.day.min(where=visible),
        last_day=transactions.day.max(where=visible),
        known_amount=units(transactions.amount).sum(where=known).coalesce(0),
        known_margin=units(transactions.margin).sum(where=known).coalesce(0),
    )


def purchase_summary(
    transactions: ibis.Table, as_of: dt.date, basis: History, window_months: int = 12
) -> ibis.Table:
    """Return one row a customer with at least one fact up to ``as_of``, ordered by ``customer_id``.

    Parameters
    ----------
    basis
        How a row's value is told where its margin is unknown.
    window_months
        Length of the ``*_window`` columns; the others look at 12 months, the 12 before, or all.

    Returns
    -------
    ibis.Table
        ``purchase_days`` and what hangs on them are null for customers that only have refunds.
        ``gap_count``, ``gap_sum`` and ``gap_log_sum`` are the number, the sum of the days and the
        sum of the natural logarithms of the closed gaps between purchase days.
    """
    facts = visible_facts(transactions, as_of, basis)
    rhythm = _rhythm(facts, as_of, window_months)
    money = _money(facts, as_of, window_months)
    joined = money.left_join(rhythm, "customer_id")
    return joined.select(
        *money.columns, *[name for name in rhythm.columns if name != "customer_id"]
    ).order_by("customer_id")


def visible_facts(
    transactions: ibis.Table, as_of: dt.date, basis: History, also: tuple[str, ...] = ()
) -> ibis.Table:
    """Return the rows up to ``as_of`` with what they are (purchase, refund) and what they are worth.

    ``also`` names columns of ``transactions`` that come along as they are.
    """
    amount, margin, quantity = (
        transactions[name].cast("float64") for name in ("amount", "margin", "quantity")
    )
    sold = (amount > 0) | ((amount == 0) & (~is_known(quantity) | (quantity > 0)).fill_null(True))
    return transactions.filter(transactions.day <= as_of).select(
        customer_id=transactions.customer_id,
        day=transactions.day,
        amount=units(amount),
        value=units(_value(amount, margin, basis)),
        margin_known=is_known(margin),
        is_purchase=sold,
        **{name: transactions[name] for name in also},
    )


def gap_lengths(transactions: ibis.Table, as_of: dt.date, basis: History) -> ibis.Table:
    """Return how many closed gaps of which length (``gap_days``) customers with ``gap_count`` gaps had."""
    gaps = _gaps(visible_facts(transactions, as_of, basis))
    counted = gaps.group_by("customer_id").mutate(gap_count=gaps.gap_days.count())
    closed = counted.filter(counted.gap_days.notnull())
    return (
        closed.group_by("gap_days", "gap_count")
        .aggregate(gaps=closed.count())
        .order_by("gap_days", "gap_count")
    )


def _value(amount: NumericColumn, margin: NumericColumn, basis: History) -> NumericColumn:
    if basis.basis == "sales":
        return amount
    if basis.basis == "margin":
        return margin
    return is_known(margin).ifelse(margin, amount * basis.margin_rate)


def _gaps(facts: ibis.Table) -> ibis.Table:
    days = facts.filter(facts.is_purchase).select("customer_id", "day").distinct()
    before = days.group_by("customer_id").order_by("day").mutate(day_before=days.day.lag())
    return before.mutate(gap_days=before.day.delta(before.day_before, unit="day").cast("int64"))


def _rhythm(facts: ibis.Table, as_of: dt.date, window_months: int) -> ibis.Table:
    gaps = _gaps(facts)
    logs = (gaps.gap_days.cast("float64").ln() * _LOG_UNITS).round().cast("int64")
    return gaps.group_by("customer_id").aggregate(
        first_purchase_day=gaps.day.min(),
        last_purchase_day=gaps.day.max(),
        purchase_days=gaps.count(),
        gap_count=gaps.gap_days.count(),
        gap_sum=gaps.gap_days.sum(),
        gap_log_sum=logs.sum() / float(_LOG_UNITS),
        purchase_days_6m=gaps.count(where=_within(gaps, as_of, 0, 6)),
        purchase_days_12m=gaps.count(where=_within(gaps, as_of, 0, 12)),
        purchase_days_prior_12m=gaps.count(where=_within(gaps, as_of, 12, 24)),
        purchase_days_window=gaps.count(where=_within(gaps, as_of, 0, window_months)),
    )


def _money(facts: ibis.Table, as_of: dt.date, window_months: int) -> ibis.Table:
    year, prior = _within(facts, as_of, 0, 12), _within(facts, as_of, 12, 24)
    refund = facts.amount < 0
    return facts.group_by("customer_id").aggregate(
        amount_total=_sum(facts.amount),
        refund_amount_total=_sum(facts.amount, refund),
        amount_12m=_sum(facts.amount, year),
        amount_prior_12m=_sum(facts.amount, prior),
        amount_6m=_sum(facts.amount, _within(facts, as_of, 0, 6)),
        refund_amount_12m=_sum(facts.amount, refund & year),
        current_value=_sum(facts.value, year),
        current_value_prior_12m=_sum(facts.value, prior),
        value_window=_sum(facts.value, _within(facts, as_of, 0, window_months)),
        margin_known_share=facts.margin_known.cast("int64").sum() / facts.count().cast("float64"),
    )


def _within(facts: ibis.Table, as_of: dt.date, newest: int, oldest: int) -> BooleanColumn:
    return (facts.day > months_before(as_of, oldest)) & (facts.day <= months_before(as_of, newest))


def _sum(column: IntegerColumn, where: BooleanColumn | None = None) -> FloatingColumn:
    return column.sum(where=where).coalesce(0) / float(UNITS)
