"""Is this customer later than they usually are, and how can one see it?"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Final

import pandas as pd

from dashboard.formats import Reader, is_undefined

# A picture holds at most 2,000 marks; past this number of purchase days, months are drawn.
_MOST_DAYS: Final = 400


@dataclass(frozen=True)
class Moment:
    """A day on the time axis and the words that stand at it; ``kind`` decides its colour."""

    day: dt.date
    label: str
    kind: str


@dataclass(frozen=True)
class RhythmView:
    """Purchases over time and the silence after the last of them.

    ``purchases`` has a row a purchase day (or month): ``day``, ``amount`` and ``label``, refunds
    negative. ``moments`` are the day on which the next purchase was usual, the one at which the
    alarm rings, and today's; ``late`` is the stretch beyond the usual, ``None`` if there is none.
    """

    sentence: str
    purchases: pd.DataFrame
    moments: tuple[Moment, ...]
    late: tuple[dt.date, dt.date] | None
    alt: str


def rhythm_view(
    customer: pd.Series, transactions: pd.DataFrame, as_of: dt.date, reader: Reader
) -> RhythmView:
    """Return the rhythm of one customer; ``transactions`` after ``as_of`` are left out."""
    texts = reader.texts
    days = pd.to_datetime(transactions["day"])
    visible = transactions.assign(day=days)[days <= pd.Timestamp(as_of)]
    last = as_day(customer["last_purchase_day"])
    due, limit = (_after(last, customer[f"gap_{name}_days"]) for name in ("typical", "limit"))
    moments = [Moment(as_of, texts("customer_file.rhythm.today", day=as_of), "today")]
    if due is not None and limit is not None:
        moments.append(Moment(due, texts("customer_file.rhythm.due"), "due"))
        moments.append(Moment(limit, texts("customer_file.rhythm.limit"), "limit"))
    end = as_day(customer.get("contract_end_day"))
    if end is not None:
        moments.append(Moment(end, texts("customer_file.rhythm.end"), "limit"))
    return RhythmView(
        sentence=rhythm_sentence(customer, reader),
        purchases=purchases_over_time(visible, reader),
        moments=tuple(sorted(moments, key=lambda moment: moment.day)),
        late=(due, as_of) if due is not None and due < as_of else None,
        alt=texts("customer_file.rhythm.alt", count=_whole(customer["purchase_days"]), as_of=as_of),
    )


def rhythm_sentence(customer: pd.Series, reader: Reader) -> str:
    """Return how long the customer has been silent, against their own usual gap and limit."""
    texts = reader.texts
    if pd.isna(customer["days_since_last_purchase"]):
        return texts("customer_file.rhythm.no_purchase")
    silent, gap, limit = (
        customer[name] for name in ("days_since_last_purchase", "gap_typical_days", "gap_limit_days")
    )
    if not pd.isna(customer.get("contract_start_day")):
        return texts("customer_file.rhythm.contracts")
    if is_undefined(float(gap)):
        return texts("customer_file.rhythm.unknown", count=int(silent))
    said = texts("customer_file.rhythm.silent", count=int(silent), gap=round(gap))
    if bool(customer["rhythm_alarm"]):
        times = reader.formats.decimal(float(silent) / max(float(gap), 1.0))
        return said + texts("customer_file.rhythm.late", times=times, limit=_whole(limit))
    if float(silent) > float(gap):
        return said + texts("customer_file.rhythm.waiting", limit=_whole(limit))
    return said + texts("customer_file.rhythm.in_time")


def purchases_over_time(transactions: pd.DataFrame, reader: Reader) -> pd.DataFrame:
    """Return amounts by purchase day, refunds apart; by month where there are too many days."""
    if transactions.empty:
        return pd.DataFrame({"day": pd.to_datetime([]), "amount": [], "label": []})
    signed = transactions.assign(refund=transactions["amount"] < 0)
    by_day = signed["day"].dt.normalize()
    monthly = by_day.nunique() > _MOST_DAYS
    when = by_day.dt.to_period("M").dt.start_time if monthly else by_day
    summed = signed.groupby([when.rename("day"), "refund"], sort=True)["amount"].sum().reset_index()
    write = reader.formats.month if monthly else reader.formats.day
    written = [f"{write(day.date())} · {reader.formats.money(amount)}" for day, amount in _pairs(summed)]
    return summed.assign(label=written)[["day", "amount", "label"]]


def as_day(value: object) -> dt.date | None:
    """Return a cell of an assessment as a day; ``None`` when there is none."""
    return None if pd.isna(value) else pd.Timestamp(value).date()  # type: ignore[call-overload,arg-type]


def _pairs(summed: pd.DataFrame) -> zip[tuple[pd.Timestamp, float]]:
    return zip(summed["day"], summed["amount"], strict=True)


def _after(last: dt.date | None, days: float) -> dt.date | None:
    return None if last is None or pd.isna(days) else last + dt.timedelta(days=round(days))


def _whole(value: float) -> int:
    return 0 if pd.isna(value) else round(value)
