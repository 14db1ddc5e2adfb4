"""What does the company note down of the offers it made, and of whom it left alone for comparison?"""

from __future__ import annotations

import numpy as np
import pandas as pd

from data.sample.telephone.contracts import fees_due
from data.sample.telephone.course import Course
from data.sample.telephone.offers import EFFECT_MONTHS, OFFERS
from data.sample.world import MONTHS, dates, month_of, month_starts

# Of who doesn't accept, this share at least answers.
_DECLINES = 0.35


def offers_met(offers: pd.DataFrame, exits: pd.DataFrame) -> pd.DataFrame:
    """Return the offers whose customer still was one when they were made."""
    still = exits["month"].to_numpy()[offers["customer"]] >= offers["month"].to_numpy()
    return offers[still].reset_index(drop=True)


def draw_rescue_file(
    rng: np.random.Generator,
    subscribers: pd.DataFrame,
    course: Course,
    exits: pd.DataFrame,
    bills: pd.DataFrame,
) -> pd.DataFrame:
    """Return one row an offer or hold-out: measure, cost, answer, and what came of it in six months.

    The outcome is empty until six months are over, unless the customer has left by then.
    """
    offers = offers_met(course.offers, exits)
    customer, month = offers["customer"].to_numpy(), offers["month"].to_numpy()
    control = offers["is_control"].to_numpy()
    accepted = offers["would_accept"].to_numpy() & ~control
    responded = accepted | (~control & (rng.random(len(offers)) < _DECLINES))
    gone = exits["month"].to_numpy()[customer]
    left = exits["left"].to_numpy()[customer] & (gone < month + EFFECT_MONTHS)
    known = left | (month + EFFECT_MONTHS <= MONTHS)
    return pd.DataFrame(
        {
            "Offer no.": [f"A{number:05d}" for number in range(1, len(offers) + 1)],
            "Customer no.": subscribers["customer_id"].to_numpy()[customer],
            "Offer date": dates(month_starts()[month]),
            "Measure": np.array([offer.name for offer in OFFERS])[offers["offer"]],
            "Control group": np.where(control, "yes", "no"),
            "Cost": _costs(course, offers, accepted),
            "Responded": np.where(control, "", np.where(responded, "yes", "no")),
            "Accepted": np.where(control, "", np.where(accepted, "yes", "no")),
            "Outcome": np.where(known, np.where(left, "left", "stayed"), ""),
            "Revenue in six months": np.where(known, _brought(bills, offers, len(exits)), np.nan),
        }
    )


def _costs(course: Course, offers: pd.DataFrame, accepted: np.ndarray) -> np.ndarray:
    """Return what an offer cost: asking, and of who accepts the add-on and six months' credit."""
    table = {name: np.array([getattr(offer, name) for offer in OFFERS])[offers["offer"]]
             for name in ("contact_cost", "credit", "extra_cost")}  # fmt: skip
    fee = fees_due(course)[offers["customer"], offers["month"]]
    given = np.where(accepted, table["extra_cost"] + table["credit"] * fee * EFFECT_MONTHS, 0.0)
    return np.asarray(np.where(offers["is_control"], 0.0, table["contact_cost"] + given).round(2))


def _brought(bills: pd.DataFrame, offers: pd.DataFrame, count: int) -> np.ndarray:
    monthly = np.zeros((count, MONTHS + EFFECT_MONTHS))
    np.add.at(monthly, (bills["customer"].to_numpy(), month_of(bills["day"].to_numpy())), bills["amount"])
    window = offers["month"].to_numpy()[:, None] + np.arange(EFFECT_MONTHS)[None, :]
    return np.asarray(monthly[offers["customer"].to_numpy()[:, None], window].sum(axis=1).round(2))
