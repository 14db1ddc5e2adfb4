"""What is billed each month, net of credits, and what margin does it leave?"""

from __future__ import annotations

import numpy as np
import pandas as pd

from data.sample.telephone.contracts import fees_due
from data.sample.telephone.course import Course, overage
from data.sample.telephone.failures import known_by_the_last_day
from data.sample.telephone.leaving import exit_days
from data.sample.telephone.offers import EFFECT_MONTHS, OFFERS
from data.sample.telephone.world import TARIFFS, tariff_table
from data.sample.world import MONTHS, dates, month_starts

_REMINDER_FEE = 3.90
_GOODWILL_FROM, _GOODWILL = 0.45, 30.0
_OVERAGE_MARGIN = 0.80
_WRITE_OFF = len(TARIFFS)
_CODES = np.array([*(tariff.code for tariff in TARIFFS), "WRITE-OFF"])
_LABELS = np.array([*(tariff.label for tariff in TARIFFS), "Unpaid bills written off"])


def products_list() -> pd.DataFrame:
    """Return the tariffs as the price list has them, and the account for unpaid bills."""
    return pd.DataFrame(
        {
            "Product code": _CODES,
            "Product name": _LABELS,
            "Product group": [*(tariff.family for tariff in TARIFFS), "write-off"],
            "List price": [*tariff_table("fee").tolist(), 0.0],
            "Minimum term (months)": [*tariff_table("term_months").tolist(), 0],
        }
    )


def draw_bills(
    rng: np.random.Generator,
    subscribers: pd.DataFrame,
    course: Course,
    failures: pd.DataFrame,
    exits: pd.DataFrame,
) -> pd.DataFrame:
    """Return one row a bill, by day: customer, day number, product, amount net of credits, margin.

    Everybody has a bill in each month of being a customer, the first one for the days that it
    had. Who is ended for unpaid bills has the last of them written off: a negative row.
    """
    start, last = subscribers["start_month"].to_numpy(), exits["month"].to_numpy()
    months = np.arange(MONTHS)[None, :]
    customer, month = np.nonzero((months >= start[:, None]) & (months <= last[:, None]))
    first = start[customer] == month
    within = subscribers["start_within"].to_numpy()[customer]
    share = np.where(first, 1.0 - within / 31.0, 1.0)
    fee = fees_due(course)[customer, month]
    used = course.need[customer, month] * np.exp(rng.normal(0.0, 0.10, len(customer)))
    tariff = course.tariff[customer, month]
    extra = overage(tariff, used) * share
    reminder = np.where(course.arrears[customer, month] > 0, _REMINDER_FEE, 0.0)
    credit = np.minimum(credits_granted(rng, course, failures, exits)[customer, month], fee * share)
    amount = (fee * share + extra + reminder - credit).round(2)
    margin = fee * share * tariff_table("margin")[tariff] + extra * _OVERAGE_MARGIN - credit
    day = month_starts()[month] + np.maximum(subscribers["bill_day"].to_numpy()[customer], within * first)
    bills = pd.DataFrame(
        {"customer": customer, "day": day, "product": tariff, "amount": amount, "margin": margin.round(2)}
    )
    written_off = _written_off(bills, exits)
    every = pd.concat([bills, written_off], ignore_index=True)
    return every.sort_values(["day", "customer"], kind="stable", ignore_index=True)


def credits_granted(
    rng: np.random.Generator, course: Course, failures: pd.DataFrame, exits: pd.DataFrame
) -> np.ndarray:
    """Return what comes off the bills, customer x month: accepted offers, and goodwill after complaints."""
    granted = np.zeros((len(exits), MONTHS + EFFECT_MONTHS + 2))
    offers = course.offers[course.offers["would_accept"] & ~course.offers["is_control"]]
    customer, month = offers["customer"].to_numpy(), offers["month"].to_numpy()
    share = np.array([offer.credit for offer in OFFERS])[offers["offer"]]
    fees = fees_due(course)
    for later in range(EFFECT_MONTHS):
        fee = fees[customer, np.minimum(month + later, MONTHS - 1)]
        granted[customer, month + later] += share * fee
    heard = failures[known_by_the_last_day(failures) & (failures["severity"] > _GOODWILL_FROM)]
    amount = (_GOODWILL * heard["severity"] * rng.uniform(0.4, 1.2, size=len(heard))).to_numpy()
    np.add.at(granted, (heard["customer"].to_numpy(), heard["month"].to_numpy() + 1), amount)
    return granted[:, :MONTHS]


def _written_off(bills: pd.DataFrame, exits: pd.DataFrame) -> pd.DataFrame:
    """Return what the two last bills of those ended for arrears came to, taken back on their last day."""
    ended = np.flatnonzero(exits["passive"].to_numpy())
    owing = bills[bills["customer"].isin(ended)]
    unpaid = owing.groupby("customer").tail(2).groupby("customer")["amount"].sum()
    return pd.DataFrame(
        {
            "customer": unpaid.index.to_numpy(),
            "day": exit_days(exits)[unpaid.index],
            "product": _WRITE_OFF,
            "amount": -unpaid.to_numpy().round(2),
            "margin": -unpaid.to_numpy().round(2),
        }
    )


def transactions_file(subscribers: pd.DataFrame, bills: pd.DataFrame) -> pd.DataFrame:
    """Return the bills as the company's own system would hand them out."""
    numbers = range(1, len(bills) + 1)
    product = bills["product"].to_numpy()
    return pd.DataFrame(
        {
            "Entry ID": [f"E{number:07d}" for number in numbers],
            "Customer no.": subscribers["customer_id"].to_numpy()[bills["customer"]],
            "Invoice date": dates(bills["day"].to_numpy()),
            "Invoice no.": [f"R{number:07d}" for number in numbers],
            "Net amount": bills["amount"],
            "Contribution margin": bills["margin"],
            "Quantity": 1,
            "Product code": _CODES[product],
            "Product name": _LABELS[product],
        }
    )
