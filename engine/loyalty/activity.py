"""When was each customer there, what did they spend then, and by which channel do they mostly come?"""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from engine.purchases import visible_facts

if TYPE_CHECKING:
    import ibis

    from engine.value.basis import History


def purchase_months(transactions: ibis.Table, as_of: dt.date, basis: History) -> ibis.Table:
    """Return one row a customer and month with a purchase: ``customer_id`` and the month's first day."""
    facts = visible_facts(transactions, as_of, basis)
    bought = facts.filter(facts.is_purchase)
    return bought.select(customer_id=bought.customer_id, month=bought.day.truncate("M")).distinct()


def amounts_by_quarter(transactions: ibis.Table, as_of: dt.date, basis: History) -> ibis.Table:
    """Return what customers spent by quarter: ``customer_id``, ``quarter`` (its first day), ``amount``."""
    facts = visible_facts(transactions, as_of, basis)
    by_quarter = facts.group_by(customer_id=facts.customer_id, quarter=facts.day.truncate("Q"))
    return by_quarter.aggregate(amount=facts.amount.sum())


def purchases_by_channel(transactions: ibis.Table, as_of: dt.date, basis: History) -> ibis.Table:
    """Return, by customer, rows of purchases, those whose channel is known, those of the main channel.

    Columns ``customer_id purchases purchases_with_channel main_channel_purchases``, in rows.
    """
    facts = visible_facts(transactions, as_of, basis, also=("channel",))
    bought = facts.filter(facts.is_purchase)
    by_channel = bought.group_by(["customer_id", "channel"]).aggregate(rows=bought.count())
    known = by_channel.channel.notnull()
    return by_channel.group_by("customer_id").aggregate(
        purchases=by_channel.rows.sum(),
        purchases_with_channel=by_channel.rows.sum(where=known).coalesce(0),
        main_channel_purchases=by_channel.rows.max(where=known).coalesce(0),
    )
