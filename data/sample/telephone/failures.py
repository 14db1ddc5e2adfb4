"""What goes wrong for customers, who complains of it, and how long do they wait for an answer?"""

from __future__ import annotations

import numpy as np
import pandas as pd

from data.sample.complaint_steps import priorities
from data.sample.telephone.world import (
    REGIONS,
    SHORT_OF_STAFF,
    in_months,
    region_table,
)
from data.sample.world import DAYS, FACTORS, MONTHS, month_starts

# Chance a month that something of the kind goes wrong.
_CHANCE = np.array([0.008, 0.006, 0.034, 0.013, 0.0, 0.0, 0.0015, 0.0])
_SHOPS_CLOSED = 3.0
_FADING = np.array([1.0, 0.7, 0.45, 0.25])
# Added monthly intensity of leaving of a failure of severity 1, the month after it.
_ADDED = 0.12
# Added by every day of waiting beyond the third, up to the most.
_ADDED_PER_DAY, _MOST_DAYS, _PATIENCE_DAYS = 0.018, 18.0, 3.0
# Typical days to the remedy, in the order of PRIORITIES.
_TYPICAL_WAIT = np.array([1.5, 4.0, 7.0])
_BACKLOG = 2.4
_REPORTS = 0.55


def draw_failures(rng: np.random.Generator, subscribers: pd.DataFrame) -> pd.DataFrame:
    """Return one row a failure: customer, month, day, factor, severity 0-1, complained, days waited.

    ``reported`` says whether the customer told us of a fault at all, which is no complaint yet;
    ``wait_days`` is the time to the remedy of who reported or complained, NaN of the others;
    ``priority`` the position in ``PRIORITIES``.
    """
    region = subscribers["region"].to_numpy()
    drawn = [_of_factor(rng, region, number) for number in np.flatnonzero(_CHANCE).tolist()]
    failures = pd.concat(drawn, ignore_index=True)
    count = len(failures)
    month = failures["month"].to_numpy()
    starts = month_starts()
    failures["day"] = starts[month] + (rng.random(count) * np.diff(starts)[month]).astype(np.int64)
    began = subscribers["start_month"].to_numpy()[failures["customer"]]
    failures = failures[month > began].sort_values(["day", "customer"], kind="stable", ignore_index=True)
    failures["severity"] = rng.beta(2.0, 2.6, size=len(failures))
    return _voiced(rng, subscribers, failures)


def _of_factor(rng: np.random.Generator, region: np.ndarray, factor: int) -> pd.DataFrame:
    lift = np.ones((len(REGIONS), MONTHS))
    if FACTORS[factor] == "core_service_failure":
        lift = lift * region_table("faults")[:, None]
    if FACTORS[factor] == "inconvenience":
        lift = np.where(in_months(region_table("shops_closed")), _SHOPS_CLOSED, 1.0)
    customer, month = np.nonzero(rng.random((len(region), MONTHS)) < (_CHANCE[factor] * lift)[region])
    return pd.DataFrame({"customer": customer, "month": month, "factor": factor})


def _voiced(rng: np.random.Generator, subscribers: pd.DataFrame, failures: pd.DataFrame) -> pd.DataFrame:
    count = len(failures)
    severity = failures["severity"].to_numpy()
    eagerness = subscribers["complains"].to_numpy()[failures["customer"]]
    complained = rng.random(count) < np.clip(eagerness * (0.25 + 1.2 * severity), 0.0, 0.97)
    is_fault = failures["factor"].to_numpy() == FACTORS.index("core_service_failure")
    priority = priorities(severity)
    short = in_months(np.array([SHORT_OF_STAFF]))[0][failures["month"]]
    typical = _TYPICAL_WAIT[priority] * np.where(short, _BACKLOG, 1.0)
    wait = typical * np.exp(rng.normal(0.0, 0.75, size=count))
    reported = is_fault & (complained | (rng.random(count) < _REPORTS))
    return failures.assign(
        priority=priority,
        complained=complained,
        wait_days=np.where(complained | reported, wait, np.nan),
        # Most speak up within days; what happened on the last days may still come.
        complained_after=np.where(complained, rng.geometric(0.45, size=count) - 1, 0),
        reported=reported,
    )


def added_intensity(failures: pd.DataFrame, count: int) -> np.ndarray:
    """Return what failures add to the intensity of leaving: customer x month x factor.

    From the month after the failure on, fading over four; waiting for an answer adds to the
    response to the failure, whatever the failure was.
    """
    added = np.zeros((count, MONTHS + len(_FADING) + 1, len(FACTORS)))
    customer, month = failures["customer"].to_numpy(), failures["month"].to_numpy()
    own, response = failure_weights(failures)
    responding = np.full(len(customer), FACTORS.index("response_to_failure"))
    for lag, weight in enumerate(_FADING, start=1):
        np.add.at(added, (customer, month + lag, failures["factor"].to_numpy()), own * weight)
        np.add.at(added, (customer, month + lag, responding), response * weight)
    return added[:, :MONTHS]


def failure_weights(failures: pd.DataFrame) -> tuple[np.ndarray, np.ndarray]:
    """Return each failure's intensity in its first month: by its own factor, and by the wait for an answer.

    Who complains and is answered in time forgives two thirds; others carry it on in silence.
    """
    waited = failures["wait_days"].to_numpy()
    late = np.clip(np.nan_to_num(waited) - _PATIENCE_DAYS, 0.0, _MOST_DAYS)
    in_time = failures["complained"].to_numpy() & (late == 0.0)
    own = _ADDED * failures["severity"].to_numpy() * np.where(in_time, 0.35, 1.0)
    return own, _ADDED_PER_DAY * late


def felt(failures: pd.DataFrame, count: int) -> np.ndarray:
    """Return how strongly failures are felt, customer x month, from the month of the failure on."""
    own, response = failure_weights(failures)
    total = np.zeros((count, MONTHS + len(_FADING)))
    strength = (own + response) / _ADDED
    for lag, weight in enumerate(_FADING):
        where = (failures["customer"].to_numpy(), failures["month"].to_numpy() + lag)
        np.add.at(total, where, strength * weight)
    return total[:, :MONTHS]


def known_by_the_last_day(failures: pd.DataFrame) -> np.ndarray:
    """Return whether a complaint was made by the last day."""
    said = failures["day"].to_numpy() + failures["complained_after"].to_numpy()
    return np.asarray(failures["complained"].to_numpy() & (said < DAYS))
