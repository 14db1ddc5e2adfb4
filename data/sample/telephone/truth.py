"""What is written down of the telephone company's truth, so that tests can judge what the engine finds?"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from data.sample.leaving import leaving_probability
from data.sample.telephone.course import Course
from data.sample.telephone.failures import failure_weights
from data.sample.telephone.leaving import DISSATISFIED_BELOW, MOST_CAUSES, exit_days
from data.sample.telephone.offers import OFFERS, true_effects
from data.sample.telephone.subscribers import start_days
from data.sample.telephone.world import (
    CUSTOMER_TYPES,
    first_days,
    in_months,
    region_table,
    tariff_table,
    type_table,
)
from data.sample.world import FACTORS, MONTHS, dates


@dataclass(frozen=True)
class TelephoneTruth:
    """What nobody in the company can know; it serves tests and never reaches the app.

    Attributes
    ----------
    customers
        One row a customer: kind, mood, frailty, how ready to complain, whether offers drive
        them off (``is_sleeping_dog``).
    months
        One row a customer and month under contract: chance to leave at its end, in all and by
        factor, satisfaction, tariff misfit, unpaid bills, whether a rival made an offer.
    exits
        One row a customer: left or not, last day, true causes, ``is_passive``.
    failures
        One row a failure: factor, severity, complained or silent, days waited, added pull.
    rescues, measure_effects
        The offers made or held back with their true effect a customer over six months; the
        rules behind them by kind of customer.
    answers
        The satisfaction behind each questionnaire.
    """

    customers: pd.DataFrame
    months: pd.DataFrame
    exits: pd.DataFrame
    failures: pd.DataFrame
    rescues: pd.DataFrame
    measure_effects: pd.DataFrame
    answers: pd.DataFrame


def customers_truth(subscribers: pd.DataFrame) -> pd.DataFrame:
    """Return who the customers truly are, one row each."""
    kind = subscribers["kind"].to_numpy()
    return pd.DataFrame(
        {
            "customer_id": subscribers["customer_id"],
            "customer_type": np.array([entry.name for entry in CUSTOMER_TYPES])[kind],
            "start_day": dates(start_days(subscribers)),
            "mood": subscribers["mood"],
            "frailty": subscribers["frailty"],
            "complains": subscribers["complains"],
            "is_sleeping_dog": type_table("reminded")[kind] > 1.0,
        }
    )


def months_truth(
    subscribers: pd.DataFrame,
    course: Course,
    intensities: np.ndarray,
    satisfied: np.ndarray,
    exits: pd.DataFrame,
) -> pd.DataFrame:
    """Return one row a customer and month at risk: from the month after the first to that of leaving."""
    months = np.arange(MONTHS)[None, :]
    began, last = subscribers["start_month"].to_numpy(), exits["month"].to_numpy()
    customer, month = np.nonzero((months > began[:, None]) & (months <= last[:, None]))
    own = intensities[customer, month]
    chance = leaving_probability(intensities)[customer, month]
    rival = in_months(region_table("rival"))[subscribers["region"].to_numpy()[customer], month]
    frame = pd.DataFrame(
        {
            "customer_id": subscribers["customer_id"].to_numpy()[customer],
            "month": first_days(month),
            "tariff": tariff_table("code")[course.tariff[customer, month]],
            "months_to_term_end": course.term_end[customer, month] - month,
            "misfit": course.misfit[customer, month],
            "unpaid_bills": course.arrears[customer, month],
            "rival_offer": rival,
            "satisfaction": satisfied[customer, month],
            "is_dissatisfied": satisfied[customer, month] < DISSATISFIED_BELOW,
            "leaving_probability": chance,
        }
    )
    by_factor = own * (chance / own.sum(axis=1))[:, None]
    causes = pd.DataFrame(by_factor, columns=[f"leaving_probability_{factor}" for factor in FACTORS])
    return pd.concat([frame, causes], axis=1)


def exits_truth(subscribers: pd.DataFrame, exits: pd.DataFrame) -> pd.DataFrame:
    """Return who left when and why; causes are null where nobody left or there were fewer."""
    names = np.array([*FACTORS, None], dtype=object)
    frame = pd.DataFrame(
        {
            "customer_id": subscribers["customer_id"],
            "from_day": dates(start_days(subscribers)),
            "to_day": dates(exit_days(exits)),
            "left": exits["left"],
            "is_passive": exits["passive"],
        }
    )
    for number in range(1, MOST_CAUSES + 1):
        frame[f"cause_{number}"] = names[exits[f"cause_{number}"]]
    return frame


def failures_truth(subscribers: pd.DataFrame, failures: pd.DataFrame) -> pd.DataFrame:
    """Return each failure that a customer met, and the pull to leave it added the month after."""
    own, response = failure_weights(failures)
    frailty = subscribers["frailty"].to_numpy()[failures["customer"]]
    return pd.DataFrame(
        {
            "customer_id": subscribers["customer_id"].to_numpy()[failures["customer"]],
            "day": dates(failures["day"].to_numpy()),
            "factor": np.array(FACTORS)[failures["factor"]],
            "severity": failures["severity"],
            "complained": failures["complained"],
            "wait_days": failures["wait_days"],
            "added_intensity": own * frailty,
            "added_intensity_by_waiting": response * frailty,
        }
    )


def rescues_truth(
    subscribers: pd.DataFrame, offers: pd.DataFrame, kind: np.ndarray, without: np.ndarray
) -> pd.DataFrame:
    """Return each offer made or held back with its true effect: above 0 it keeps the customer.

    ``effect`` is the chance of leaving within six months without the offer less that with it.
    """
    return pd.DataFrame(
        {
            "customer_id": subscribers["customer_id"].to_numpy()[offers["customer"]],
            "day": first_days(offers["month"].to_numpy()),
            "measure": np.array([offer.name for offer in OFFERS])[offers["offer"]],
            "is_control": offers["is_control"].to_numpy(),
            "would_accept": offers["would_accept"].to_numpy(),
            "effect": true_effects(offers, kind, without),
        }
    )
