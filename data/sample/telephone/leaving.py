"""How satisfied is each customer, how strong is the pull to leave, and who leaves when and why?"""

from __future__ import annotations

import numpy as np
import pandas as pd

from data.sample.leaving import leaving_probability
from data.sample.telephone.course import Course
from data.sample.telephone.failures import added_intensity, felt
from data.sample.telephone.offers import AGREEMENT, EFFECT_MONTHS
from data.sample.telephone.world import (
    PRICE_RISE_MONTH,
    in_months,
    region_table,
    term_pull,
    type_table,
)
from data.sample.world import FACTORS, MONTHS, month_starts

# The offer of a rival in the region, and a raised fee for who isn't bound, multiply the pull.
_RIVAL, _RISEN, _RISEN_MONTHS = 4.0, 3.5, 4
_MISFIT = 1.6
# Unpaid bills: after two the company may end the contract, after three it nearly always does.
_ENDED_FOR_ARREARS = np.array([0.0, 0.0, 0.35, 1.4])
_TENURE_ENDS, _TENURE_PULL = np.array([6, 24, 60]), np.array([1.3, 1.1, 1.0, 0.75])
# Of who leaves, one, two or three causes weigh: the reference counts 211, 168 and 69 incidents.
_CAUSES_UP_TO = np.cumsum(np.array([211, 168, 69]) / 448.0)
MOST_CAUSES = 3
DISSATISFIED_BELOW = -1.0


def satisfaction(subscribers: pd.DataFrame, course: Course, failures: pd.DataFrame) -> np.ndarray:
    """Return the true satisfaction, customer x month: about 0 on average, dissatisfied below -1."""
    mood = subscribers["mood"].to_numpy()[:, None]
    quality = 0.35 - 0.22 * region_table("faults")[subscribers["region"]][:, None]
    return np.asarray(mood + quality + 0.25 - 0.7 * course.misfit - 2.0 * felt(failures, len(subscribers)))


def intensities_without_offers(
    subscribers: pd.DataFrame, course: Course, failures: pd.DataFrame
) -> np.ndarray:
    """Return the true monthly intensities of leaving if no offer were made: customer x month x factor.

    In the six months after an agreement was accepted the term counts as it was before: what the
    agreement binds is in its own multiplier (``offers``). Afterwards it holds as signed.
    """
    kind, region = subscribers["kind"].to_numpy(), subscribers["region"].to_numpy()
    base = np.repeat(type_table("leaving")[kind][:, None, :], MONTHS, axis=1)
    months, terms = np.arange(MONTHS), _term_without_offers(course)
    base[:, :, FACTORS.index("price")] *= (1.0 + _MISFIT * course.misfit) * _risen(terms)
    rival = np.where(in_months(region_table("rival")), _RIVAL, 1.0)[region]
    base[:, :, FACTORS.index("competition")] *= rival
    closed = np.where(in_months(region_table("shops_closed")), 3.0, 1.0)[region]
    base[:, :, FACTORS.index("inconvenience")] *= closed
    tenure = months[None, :] - subscribers["start_month"].to_numpy()[:, None]
    base *= _TENURE_PULL[np.searchsorted(_TENURE_ENDS, tenure, side="right")][:, :, None]
    pull = base + added_intensity(failures, len(kind))
    pull *= subscribers["frailty"].to_numpy()[:, None, None]
    pull *= term_pull(months[None, :] - terms)
    pull[:, :, FACTORS.index("involuntary")] += _ENDED_FOR_ARREARS[np.minimum(course.arrears, 3)]
    return np.asarray(pull * (tenure > 0)[:, :, None])


def _risen(terms: np.ndarray) -> np.ndarray:
    """Return the pull of the raised fee: on who wasn't bound when it came, for some months."""
    hit = terms[:, PRICE_RISE_MONTH - 1] <= PRICE_RISE_MONTH
    months = np.arange(MONTHS)
    soon = (months >= PRICE_RISE_MONTH) & (months < PRICE_RISE_MONTH + _RISEN_MONTHS)
    return np.where(hit[:, None] & soon[None, :], _RISEN, 1.0)


def _term_without_offers(course: Course) -> np.ndarray:
    """Return the terms with those of the six months after an accepted agreement as they were before it."""
    terms = course.term_end.copy()
    offers = course.offers
    signed = offers[offers["would_accept"] & ~offers["is_control"] & (offers["offer"] == AGREEMENT)]
    who, month, before = (signed[name].to_numpy() for name in ("customer", "month", "term_end"))
    for later in range(EFFECT_MONTHS):
        inside = month + later < MONTHS
        terms[who[inside], month[inside] + later] = before[inside]
    return terms


def draw_exits(
    rng: np.random.Generator, subscribers: pd.DataFrame, course: Course, intensities: np.ndarray
) -> pd.DataFrame:
    """Return one row a customer: the month of leaving (``MONTHS`` of who stays) and up to three causes.

    Contracts end on the last day of a month. Causes are positions in ``FACTORS``, -1 for none;
    ``passive`` exits are those that unpaid bills brought about.
    """
    count = len(subscribers)
    rows = np.arange(count)
    leaves = rng.random((count, MONTHS)) < leaving_probability(intensities)
    left = leaves.any(axis=1)
    month = np.where(left, leaves.argmax(axis=1), MONTHS)
    own = intensities[rows, np.minimum(month, MONTHS - 1)]
    causes = _causes(rng, own)
    causes[~left] = -1
    owing = course.arrears[rows, np.minimum(month, MONTHS - 1)] >= 2
    involuntary = causes[:, 0] == FACTORS.index("involuntary")
    frame = pd.DataFrame({"month": month, "left": left, "passive": left & involuntary & owing})
    for number in range(MOST_CAUSES):
        frame[f"cause_{number + 1}"] = causes[:, number]
    return frame


def _causes(rng: np.random.Generator, weights: np.ndarray) -> np.ndarray:
    """Return the first cause in proportion to the intensities, then others of those that are left."""
    rows = np.arange(len(weights))
    several = np.searchsorted(_CAUSES_UP_TO, rng.random(len(weights))) + 1
    causes = np.full((len(weights), MOST_CAUSES), -1)
    rest = weights.copy()
    for number in range(MOST_CAUSES):
        cumulative = np.cumsum(rest, axis=1)
        draw = rng.random(len(rest)) * cumulative[:, -1]
        drawn = (draw[:, None] >= cumulative).sum(axis=1).clip(max=weights.shape[1] - 1)
        named = (several > number) & (cumulative[:, -1] > 0.0)
        causes[named, number] = drawn[named]
        rest[rows, drawn] = 0.0
    return causes


def exit_days(exits: pd.DataFrame) -> np.ndarray:
    """Return the day number of each customer's last day; the last day of all for who stays."""
    return np.asarray(month_starts()[np.minimum(exits["month"].to_numpy(), MONTHS - 1) + 1] - 1)
