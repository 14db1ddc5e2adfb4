"""What is written down of the truth, so that tests can judge what the engine finds?"""

from __future__ import annotations

import numpy as np
import pandas as pd

from data.sample.failures import FADING, failure_weights
from data.sample.leaving import leaving_probability
from data.sample.stays import within_spells
from data.sample.world import FACTORS, GUEST_TYPES, MONTHS, dates, month_starts

# No relationship is counted for longer than this when a failure is priced.
_LONGEST_REST_MONTHS = 36.0
_CHANGES = {-1: "drifting", 0: "none", 1: "growing"}


def guests_truth(guests: pd.DataFrame) -> pd.DataFrame:
    """Return who the guests truly are, one row a customer."""
    months = np.append(dates(month_starts()[:-1]), np.datetime64("NaT"))
    return pd.DataFrame(
        {
            "customer_id": guests["customer_id"],
            "guest_type": np.array([entry.name for entry in GUEST_TYPES])[guests["kind"]],
            "first_day": dates(guests["first_day"].to_numpy()),
            "stays_per_year": guests["stays_per_year"],
            "frailty": guests["frailty"],
            "discount": guests["discount"],
            "change": guests["change"].map(_CHANGES),
            "change_month": months[guests["change_month"].to_numpy()],
            "change_to": guests["change_to"],
        }
    )


def months_truth(
    guests: pd.DataFrame, expected: np.ndarray, intensities: np.ndarray, spells: pd.DataFrame
) -> pd.DataFrame:
    """Return one row a customer and month since the first stay.

    ``is_customer`` says whether they still were one when the month began; ``expected_stays``
    beyond the first and ``leaving_probability`` hold for a customer in the first spell.
    """
    position, month = np.nonzero(expected > 0.0)
    chance = leaving_probability(intensities)[position, month]
    own = intensities[position, month]
    by_factor = own * (chance / own.sum(axis=1))[:, None]
    frame = pd.DataFrame(
        {
            "customer_id": guests["customer_id"].to_numpy()[position],
            "month": dates(month_starts()[month]),
            "is_customer": within_spells(position, month_starts()[month], spells),
            "expected_stays": expected[position, month],
            "leaving_probability": chance,
        }
    )
    causes = pd.DataFrame(by_factor, columns=[f"leaving_probability_{factor}" for factor in FACTORS])
    return pd.concat([frame, causes], axis=1)


def measures_met(measures: pd.DataFrame, spells: pd.DataFrame) -> pd.DataFrame:
    """Return the trials whose guest still was a customer when they began."""
    starts = month_starts()[measures["month"].to_numpy()]
    return measures[within_spells(measures["guest"].to_numpy(), starts, spells)]


def failures_truth(
    guests: pd.DataFrame, failures: pd.DataFrame, books: pd.DataFrame, intensities: np.ndarray
) -> pd.DataFrame:
    """Return each failure with what it cost: given back, staff time, and margin that won't come.

    ``added_leaving_probability`` is what it added to the chance of leaving within four
    months; the lost margin is that x the guest's true stays a month x their margin a stay x the
    months they would have stayed on, at most 36.
    """
    guest = failures["guest"].to_numpy()
    added = _added_probability(failures, guests, intensities)
    # Only what was given back takes its whole amount off the margin.
    goodwill = books["margin"] == books["amount"]
    refunded = books[goodwill].groupby("stay")["amount"].sum()
    earned = books[~goodwill].groupby("guest").agg(margin=("margin", "sum"), stays=("stay", "nunique"))
    a_stay = (earned["margin"] / earned["stays"]).reindex(guest).fillna(0.0).to_numpy()
    a_month = guests["stays_per_year"].to_numpy()[guest] / 12.0 * a_stay
    typical = intensities.sum(axis=2).mean(axis=1)[guest]
    rest = np.minimum(1.0 / typical, _LONGEST_REST_MONTHS)
    frame = pd.DataFrame(
        {
            "customer_id": guests["customer_id"].to_numpy()[guest],
            "day": dates(failures["day"].to_numpy()),
            "factor": np.array(FACTORS)[failures["factor"]],
            "severity": failures["severity"],
            "complained": failures["complained"],
            "handled_well": failures["handled_well"],
            "given_back": refunded.reindex(failures["stay"]).abs().fillna(0.0).to_numpy(),
            "staff_cost": failures["staff_cost"],
            "added_leaving_probability": added,
            "lost_margin": added * a_month * rest,
        }
    )
    frame["cost"] = frame["given_back"] + frame["staff_cost"] + frame["lost_margin"]
    return frame


def _added_probability(failures: pd.DataFrame, guests: pd.DataFrame, intensities: np.ndarray) -> np.ndarray:
    guest, month = failures["guest"].to_numpy(), failures["month"].to_numpy()
    own, response = failure_weights(failures)
    frailty = guests["frailty"].to_numpy()[guest]
    window = month[:, None] + np.arange(1, len(FADING) + 1)[None, :]
    inside = window < MONTHS
    pull = (intensities.sum(axis=2)[guest[:, None], np.minimum(window, MONTHS - 1)] * inside).sum(axis=1)
    added = ((own + response) * frailty)[:, None] * (FADING * inside)
    without = np.maximum(pull - added.sum(axis=1), 0.0)
    return np.asarray(np.exp(-without) - np.exp(-pull))
