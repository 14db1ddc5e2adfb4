"""Who are the guests: their kind, when they came, how often they stay, and how that changes?"""

from __future__ import annotations

import numpy as np
import pandas as pd

from data.sample.names import guest_names
from data.sample.world import (
    DAYS,
    GUEST_TYPES,
    HOUSES,
    MONTHS,
    dates,
    house_table,
    month_starts,
    season_by_month,
    table,
)

# Guests who knew the group before the first day; the others arrive in numbers that grow.
_KNOWN_BEFORE = 0.58
_ARRIVALS_GROWTH_PER_YEAR = 0.03
_LATEST_FIRST_STAY_OF_KNOWN = 330
# Guests who come often either grow with the group or, as often, give part of their stays to another.
_DRIFTING, _GROWING = (0.09, 0.16), (0.03, 0.34)
_OFTEN = 0.75
_DRIFT_MONTHS, _GROWTH_MONTHS = 5.0, 24.0
_HARD_BARGAINERS = 0.05
_ACCOUNT_TYPE = 3


def draw_guests(rng: np.random.Generator, count: int) -> pd.DataFrame:
    """Return one row a guest with everything that is true of them from the start.

    ``stays_per_year`` is the true purchase rate (gamma within a kind of guest), ``first_day``
    the day of the first stay, ``frailty`` multiplies every reason to leave (gamma, mean 1).
    """
    kind = rng.choice(len(GUEST_TYPES), size=count, p=table("share"))
    shape = table("stays_shape")[kind]
    rate = rng.gamma(shape, table("stays_per_year")[kind] / shape)
    rate = np.clip(rate, 0.15, 60.0)
    first_day, known_days = _arrivals(rng, kind, rate)
    change, change_month, change_to = _changes(rng, first_day, rate)
    return pd.DataFrame(
        {
            "customer_id": [f"H{number:05d}" for number in range(1, count + 1)],
            "kind": kind,
            "first_day": first_day,
            "known_days_before": known_days,
            "stays_per_year": rate,
            "home_house": rng.choice(len(HOUSES), size=count, p=house_table("size")),
            "room": rng.choice(3, size=count, p=(0.70, 0.24, 0.06)),
            "discount": _discounts(rng, kind),
            "frailty": rng.gamma(4.0, 0.25, size=count),
            "complains": np.clip(rng.beta(2.0, 2.0 / table("complains")[kind] - 2.0), 0.01, 0.95),
            "change": change,
            "change_month": change_month,
            "change_to": change_to,
        }
    )


def _arrivals(rng: np.random.Generator, kind: np.ndarray, rate: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return the day of the first stay and for how long before it the guest was known already."""
    count = len(kind)
    known = rng.random(count) < _KNOWN_BEFORE
    # A known guest's first stay in these years comes when their own rhythm brings it,
    # cut off so that everybody on file has stayed at least once.
    daily = rate / 365.0
    reach = 1.0 - np.exp(-daily * _LATEST_FIRST_STAY_OF_KNOWN)
    waited = -np.log1p(-rng.random(count) * reach) / daily
    weights = season_by_month() * (1.0 + _ARRIVALS_GROWTH_PER_YEAR) ** (np.arange(MONTHS) / 12.0)
    cumulative = np.cumsum(weights / weights.sum(axis=1, keepdims=True), axis=1)[kind]
    month = (rng.random(count)[:, None] > cumulative).sum(axis=1).clip(max=MONTHS - 1)
    starts = month_starts()
    new_day = starts[month] + rng.random(count) * (starts[month + 1] - starts[month])
    first_day = np.where(known, waited, new_day).astype(np.int64).clip(0, DAYS - 1)
    # The books open on the first day, so that three years are three whole years.
    known[0], first_day[0] = True, 0
    known_days = np.where(known, first_day + rng.gamma(1.6, 600.0, size=count), 0.0).astype(np.int64)
    return first_day, known_days


def _changes(
    rng: np.random.Generator, first_day: np.ndarray, rate: np.ndarray
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return who drifts away in part (-1) or grows (1), from which month, to which share of before."""
    count = len(first_day)
    draw = rng.random(count)
    often = (rate >= np.quantile(rate, _OFTEN)).astype(np.int64)
    drifting, growing = np.array(_DRIFTING)[often], np.array(_GROWING)[often]
    change = np.where(draw < drifting, -1, np.where(draw < drifting + growing, 1, 0))
    earliest = np.searchsorted(month_starts(), first_day, side="right") + 4
    month = np.minimum(earliest + rng.integers(0, np.where(change > 0, 6, 20)), MONTHS - 2)
    to = np.where(change < 0, rng.uniform(0.12, 0.40, count), rng.uniform(1.8, 3.2, count))
    return change, np.where(change == 0, MONTHS, month), np.where(change == 0, 1.0, to)


def _discounts(rng: np.random.Generator, kind: np.ndarray) -> np.ndarray:
    """Return each guest's usual discount; a few bargained theirs below cost."""
    usual = table("discount")[kind]
    drawn = rng.beta(2.0, 2.0 / usual - 2.0)
    bargained = rng.random(len(kind)) < _HARD_BARGAINERS
    return np.where(bargained, rng.uniform(0.66, 0.84, len(kind)), np.clip(drawn, 0.0, 0.45))


def stay_rates(guests: pd.DataFrame) -> np.ndarray:
    """Return the true expected number of stays, guest x month, for as long as they are a customer.

    Rate x season of their kind x their own change, which takes months (drifting) or years
    (growing) to complete; from the month of the first stay on, each month counted in full.
    """
    months = np.arange(MONTHS)[None, :]
    takes = np.where(guests["change"].to_numpy() > 0, _GROWTH_MONTHS, _DRIFT_MONTHS)[:, None]
    done = np.clip((months - guests["change_month"].to_numpy()[:, None]) / takes, 0.0, 1.0)
    change = 1.0 + done * (guests["change_to"].to_numpy()[:, None] - 1.0)
    monthly = guests["stays_per_year"].to_numpy()[:, None] / 12.0
    rates = monthly * season_by_month()[guests["kind"].to_numpy()] * change
    return np.where(share_of_month(guests) > 0.0, rates, 0.0)


def share_of_month(guests: pd.DataFrame) -> np.ndarray:
    """Return the share of each month that lies after the day of the first stay, guest x month."""
    starts = month_starts()
    after = starts[None, 1:] - guests["first_day"].to_numpy()[:, None] - 1
    return np.asarray(np.clip(after / np.diff(starts)[None, :], 0.0, 1.0))


_WISHES = (
    "",
    "",
    "",
    "quiet room",
    "high floor",
    "near the lift",
    "feather-free bedding",
    "late check-out",
    "two beds",
    "vegetarian breakfast",
    "parking space kept free",
    "invoice by e-mail",
)


def customer_file(rng: np.random.Generator, guests: pd.DataFrame) -> pd.DataFrame:
    """Return the customer list as the group's own system would hand it out, one row a guest."""
    count = len(guests)
    kind = guests["kind"].to_numpy()
    home = guests["home_house"].to_numpy()
    lives = rng.integers(0, len(HOUSES), size=count)
    known_on = dates(guests["first_day"].to_numpy() - guests["known_days_before"].to_numpy())
    managers = np.array(["M. Lorvik", "S. Dorvane", "顾清和", "T. Ulmenhain"])
    return pd.DataFrame(
        {
            "customer_id": guests["customer_id"],
            "known_on": known_on,
            "name": guest_names(rng, kind, _ACCOUNT_TYPE),
            "guest_type": np.array([guest_type.name for guest_type in GUEST_TYPES])[kind],
            "city": np.array([house.city for house in HOUSES])[lives],
            "country": np.array([house.country for house in HOUSES])[lives],
            "language": rng.choice(["中文", "English", "Deutsch"], size=count, p=(0.30, 0.45, 0.25)),
            "usual_house": np.array([house.name for house in HOUSES])[home],
            "room_wish": np.array(_WISHES)[rng.integers(0, len(_WISHES), size=count)],
            "newsletter": np.where(rng.random(count) < 0.58, "yes", "no"),
            "account_manager": np.where(kind >= _ACCOUNT_TYPE, managers[home % len(managers)], ""),
        }
    )
